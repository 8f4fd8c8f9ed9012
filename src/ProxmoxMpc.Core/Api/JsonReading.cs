using System.Globalization;
using System.Text.Json;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Reads Proxmox's JSON, whose types are those of Perl: the same number comes as <c>2</c> or <c>"2"</c>, a boolean as
/// <c>1</c>, <c>"1"</c> or <c>true</c>.
/// </summary>
internal static class JsonReading
{
    /// <summary>The text that Proxmox would store; null for null. Lists and objects come as JSON.</summary>
    internal static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => StringText(value),
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        JsonValueKind.Number => NumberText(value.GetRawText()),
        JsonValueKind.Object or JsonValueKind.Array => value.GetRawText(),
        _ => null,
    };

    internal static string? Text(this JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) ? value.AsText() : null;

    internal static long? Long(this JsonElement entry, string name) =>
        decimal.TryParse(entry.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= long.MinValue and <= long.MaxValue ? (long)number : null;

    internal static int? Int(this JsonElement entry, string name) => entry.Long(name) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    internal static double? Double(this JsonElement entry, string name) =>
        double.TryParse(entry.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal static bool Flag(this JsonElement entry, string name) => entry.Text(name) is { Length: > 0 } text && text != "0";

    /// <summary>The entries of a list; none where it is null or something else, as Proxmox writes an empty one now and then.</summary>
    internal static IEnumerable<JsonElement> Entries(this JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object) : [];

    private static string? StringText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which .NET refuses to decode: the text as it was sent is better than none.
            return value.GetRawText()[1..^1];
        }
    }

    /// <summary>A number as Proxmox would store it: without an exponent.</summary>
    internal static string NumberText(string raw) =>
        raw.AsSpan().IndexOfAny('e', 'E') >= 0 && decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.#############################", CultureInfo.InvariantCulture)
            : raw;
}
