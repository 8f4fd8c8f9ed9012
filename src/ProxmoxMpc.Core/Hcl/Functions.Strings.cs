using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Hcl;

internal static partial class Functions
{
    private static Dictionary<string, Entry> StringTable() => new()
    {
        ["lower"] = Text(text => MapCase(text, Rune.ToLowerInvariant)),
        ["upper"] = Text(text => MapCase(text, Rune.ToUpperInvariant)),
        ["title"] = Text(Title),
        ["trimspace"] = Text(text => HclValue.Of(TrimSpace(text))),
        ["chomp"] = Text(text => HclValue.Of(text.TrimEnd('\r', '\n'))),
        ["strrev"] = Text(text => HclValue.Of(string.Concat(Graphemes(text).Reverse()))),
        ["join"] = new(2, int.MaxValue, Join),
        ["split"] = Texts(2, 2, texts => HclValue.Of(texts[0].Length == 0 ? texts[1].EnumerateRunes().Select(rune => rune.ToString()) : texts[1].Split(texts[0]))),
        ["replace"] = Texts(3, 3, Replace),
        ["substr"] = new(3, 3, Substring),
        ["trim"] = Texts(2, 2, texts => HclValue.Of(TrimRunes(texts[0], texts[1]))),
        ["trimprefix"] = Texts(2, 2, texts => HclValue.Of(texts[0].StartsWith(texts[1], StringComparison.Ordinal) ? texts[0][texts[1].Length..] : texts[0])),
        ["trimsuffix"] = Texts(2, 2, texts => HclValue.Of(texts[0].EndsWith(texts[1], StringComparison.Ordinal) ? texts[0][..^texts[1].Length] : texts[0])),
        ["startswith"] = Texts(2, 2, texts => HclValue.Of(texts[0].StartsWith(texts[1], StringComparison.Ordinal))),
        ["endswith"] = Texts(2, 2, texts => HclValue.Of(texts[0].EndsWith(texts[1], StringComparison.Ordinal))),
        ["strcontains"] = Texts(2, 2, texts => HclValue.Of(texts[0].Contains(texts[1], StringComparison.Ordinal))),
        ["indent"] = new(2, 2, arguments => Conversions.ToNumber(arguments[0]) is { } number && ToInt(number) is >= 0 and <= 1000 and var spaces
            && Conversions.ToText(arguments[1]) is { } text ? HclValue.Of(text.Replace("\n", "\n" + new string(' ', spaces), StringComparison.Ordinal)) : null),
        ["format"] = new(1, int.MaxValue, arguments => Conversions.ToText(arguments[0]) is { } format && FormatFunction.Render(format, arguments) is { } text ? HclValue.Of(text) : null),
    };

    private static IEnumerable<string> Graphemes(string text)
    {
        var enumerator = StringInfo.GetTextElementEnumerator(text);
        while (enumerator.MoveNext()) yield return enumerator.GetTextElement();
    }

    /// <summary>Character by character; for the three letters that .NET and Go map differently there is no answer.</summary>
    private static HclValue? MapCase(string text, Func<Rune, Rune> map)
    {
        if (text.AsSpan().IndexOfAny('\u0130', '\u0131', '\u017F') >= 0) return null;
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) result.Append(map(rune).ToString());
        return HclValue.Of(result.ToString());
    }

    private static HclValue? Title(string text)
    {
        if (!Ascii.IsValid(text)) return null;
        var result = new StringBuilder(text);
        for (var i = 0; i < text.Length; i++)
            if (i == 0 || !(char.IsAsciiLetterOrDigit(text[i - 1]) || text[i - 1] == '_')) result[i] = char.ToUpperInvariant(text[i]);
        return HclValue.Of(result.ToString());
    }

    private static string TrimSpace(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && CharClasses.IsSpace(text[start])) start++;
        while (end > start && CharClasses.IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    private static string TrimRunes(string text, string cutset)
    {
        var set = cutset.EnumerateRunes().ToHashSet();
        var runes = text.EnumerateRunes().ToList();
        var (start, end) = (0, runes.Count);
        while (start < end && set.Contains(runes[start])) start++;
        while (end > start && set.Contains(runes[end - 1])) end--;
        return string.Concat(runes[start..end].Select(rune => rune.ToString()));
    }

    private static HclValue? Join(IReadOnlyList<HclValue> arguments)
    {
        if (Conversions.ToText(arguments[0]) is not { } separator) return null;
        var items = new List<string>();
        foreach (var argument in arguments.Skip(1))
        {
            if (argument is not HclValue.List list || Strings(list.Items) is not { } texts) return null;
            items.AddRange(texts);
        }
        return HclValue.Of(string.Join(separator, items));
    }

    /// <summary>A pattern between slashes is a regular expression of Go's kind, which is not .NET's.</summary>
    private static HclValue? Replace(string[] texts)
    {
        var (text, search, replacement) = (texts[0], texts[1], texts[2]);
        if (search.Length > 1 && search.StartsWith('/') && search.EndsWith('/')) return null;
        if (search.Length > 0) return HclValue.Of(text.Replace(search, replacement, StringComparison.Ordinal));
        return HclValue.Of(replacement + string.Concat(text.EnumerateRunes().Select(rune => rune + replacement)));
    }

    private static HclValue? Substring(IReadOnlyList<HclValue> arguments)
    {
        if (Conversions.ToText(arguments[0]) is not { } text || Decimals([arguments[1], arguments[2]]) is not { } numbers) return null;
        if (ToInt(numbers[0]) is not { } offset || ToInt(numbers[1]) is not { } length) return null;
        var characters = Graphemes(text).ToList();
        if (offset < 0) offset += characters.Count;
        if (offset < 0 || offset > characters.Count || length < -1) return null;
        if (length == -1) length = characters.Count;
        return HclValue.Of(string.Concat(characters.Skip(offset).Take(length)));
    }
}
