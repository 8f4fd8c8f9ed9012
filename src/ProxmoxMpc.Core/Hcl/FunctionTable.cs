namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// Terraform's pure functions, as far as they give the same answer here for sure. Each returns null where Terraform would fail, or where the answer
/// depends on something that a value does not show; both are "not knowable" to the caller.
/// </summary>
internal static partial class Functions
{
    private static readonly Dictionary<string, Entry> Table = Merge(StringTable(), NumberTable(), CollectionTable(), SetTable(), EncodingTable(), NetworkTable(), TypeTable());

    /// <summary>Calls a function by name, with or without its <c>core::</c>; no argument is opaque as a whole.</summary>
    public static HclValue Call(string name, IReadOnlyList<HclValue> arguments)
    {
        if (name.StartsWith("core::", StringComparison.Ordinal)) name = name["core::".Length..];
        if (!Table.TryGetValue(name, out var entry) || arguments.Count < entry.Minimum || arguments.Count > entry.Maximum) return Evaluator.Unknown;
        return entry.Function(arguments) ?? Evaluator.Unknown;
    }

    private static Dictionary<string, Entry> Merge(params Dictionary<string, Entry>[] tables) =>
        tables.SelectMany(table => table).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);

    private sealed record Entry(int Minimum, int Maximum, Func<IReadOnlyList<HclValue>, HclValue?> Function);

    private static Entry Text(Func<string, HclValue?> function) => new(1, 1, arguments => Conversions.ToText(arguments[0]) is { } text ? function(text) : null);

    private static Entry Texts(int minimum, int maximum, Func<string[], HclValue?> function) => new(minimum, maximum, arguments =>
        Strings(arguments) is { } texts ? function(texts) : null);

    private static Entry Numeric(int minimum, int maximum, Func<decimal[], HclValue?> function) => new(minimum, maximum, arguments =>
        Decimals(arguments) is { } numbers ? function(numbers) : null);

    private static Entry Lists(int minimum, int maximum, Func<IReadOnlyList<HclValue.List>, HclValue?> function) => new(minimum, maximum, arguments =>
        arguments.All(argument => argument is HclValue.List) ? function([.. arguments.Cast<HclValue.List>()]) : null);

    /// <summary>All as strings, or null if one is none.</summary>
    private static string[]? Strings(IReadOnlyList<HclValue> values)
    {
        var texts = new string[values.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            if (Conversions.ToText(values[i]) is not { } text) return null;
            texts[i] = text;
        }
        return texts;
    }

    private static decimal[]? Decimals(IReadOnlyList<HclValue> values)
    {
        var numbers = new decimal[values.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (Conversions.ToNumber(values[i]) is not { } number) return null;
            numbers[i] = number;
        }
        return numbers;
    }

    private static int? ToInt(decimal number) => decimal.Truncate(number) == number && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
}
