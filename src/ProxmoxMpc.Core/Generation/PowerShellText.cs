using System.Buffers;
using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Values as PowerShell literals that no text can break out of.</summary>
internal static class PowerShellText
{
    private const string Marks = " ._:/()+-@";

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + Marks);

    /// <summary>
    /// A string: single-quoted, with every quote doubled that PowerShell takes for one (the typographic ones too), and with
    /// characters that are not seen as <c>[char]0x…</c>, so that a literal never spans lines.
    /// </summary>
    public static string Literal(string? text)
    {
        if (text is null) return "$null";
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('\'')) return $"'{text}'";
        var parts = new List<string>();
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune) && !TextSafety.MustBeVisible(rune))
            {
                plain.Append(rune.ToString());
                // ' and U+2018 to U+201B: CharTraits.IsSingleQuote of the PowerShell tokenizer.
                if (rune.Value is '\'' or >= 0x2018 and <= 0x201B) plain.Append(rune.ToString());
                i += rune.Utf16SequenceLength - 1;
                continue;
            }
            if (plain.Length > 0 || parts.Count == 0) parts.Add($"'{plain}'");
            plain.Clear();
            // One UTF-16 unit at a time: so a character beyond the first plane, or half of one, survives.
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"[char]0x{(int)text[i]:X4}"));
        }
        if (parts.Count == 0) return $"'{plain}'";
        if (plain.Length > 0) parts.Add($"'{plain}'");
        return $"({string.Join(" + ", parts)})";
    }

    /// <summary>A number, or <c>$null</c>.</summary>
    public static string Number(double? number) => number is { } value ? value.ToString("R", CultureInfo.InvariantCulture) : "$null";

    /// <summary><c>$true</c> or <c>$false</c>.</summary>
    public static string Boolean(bool value) => value ? "$true" : "$false";

    /// <summary>Strings as an array expression.</summary>
    public static string Array(IEnumerable<string> texts) => $"@({string.Join(", ", texts.Select(Literal))})";

    /// <summary>
    /// Text for the name of a Pester block. Pester expands <c>&lt;x&gt;</c> in names by building code of them, so what is not a
    /// letter, a digit or harmless punctuation becomes <c>_</c>; the exact text belongs into an assertion.
    /// </summary>
    public static string Title(string text) => !text.AsSpan().ContainsAnyExcept(Plain) ? text :
        string.Concat(text.EnumerateRunes().Select(rune => char.IsAscii((char)rune.Value) && rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || Marks.Contains((char)rune.Value, StringComparison.Ordinal)) ? ((char)rune.Value).ToString() : "_"));
}
