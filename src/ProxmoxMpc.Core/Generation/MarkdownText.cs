using System.Buffers;
using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Text as data in Markdown and in Mermaid diagrams.</summary>
internal static class MarkdownText
{
    private static readonly SearchValues<char> Harmless = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -.:,/()+=");

    /// <summary>
    /// Text for a line or a table cell: what could open HTML, code, a link or a column comes out as itself. Characters that
    /// are not seen are spelled out.
    /// </summary>
    public static string Inline(string? text)
    {
        if (text is null) return "";
        // Mostly there is nothing to escape.
        if (!text.AsSpan().ContainsAnyExcept(Harmless) && !text.Contains("://", StringComparison.Ordinal) && !text.Contains("www.", StringComparison.Ordinal)) return text.Trim();
        var escaped = new StringBuilder();
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n': escaped.Append(" ↵ "); break;
                case '|' or '<' or '>' or '&' or '`': escaped.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};"); break;
                // '{' for site generators that read templates, '$' for mathematics, '@' for mentions.
                case '\\' or '*' or '_' or '[' or ']' or '~' or '$' or '@' or '{' or '}' or '#' or '!':
                    escaped.Append('\\').Append((char)rune.Value);
                    break;
                case var value when TextSafety.MustBeVisible(rune): escaped.Append(CultureInfo.InvariantCulture, $"(U+{value:X4})"); break;
                default: escaped.Append(rune.ToString()); break;
            }
        }
        // A bare address becomes a link otherwise.
        return escaped.Replace("://", "\\://").Replace("www.", "www\\.").ToString().Trim();
    }

    /// <summary>
    /// Text for a quoted Mermaid label. Everything but letters, digits and some marks goes out as an entity code: Mermaid
    /// looks for directives (<c>%%{init}%%</c>), <c>style …:#…;</c> and HTML even inside of labels. Never empty.
    /// </summary>
    public static string Label(string? text)
    {
        var label = new StringBuilder();
        foreach (var rune in (text ?? "").ReplaceLineEndings(" ").EnumerateRunes())
        {
            if (TextSafety.MustBeVisible(rune)) label.Append(CultureInfo.InvariantCulture, $"(U+{rune.Value:X4})");
            else if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or '-' or '_' or ',' or '(' or ')' or '/') label.Append(rune.ToString());
            else label.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }
        // An empty label is a syntax error to Mermaid.
        return label.ToString().Trim() is { Length: > 0 } visible ? visible : "(no name)";
    }
}
