using System.Text.RegularExpressions;

namespace ProxmoxMpc.HelpBuilder;

/// <summary>Markdown as a terminal shows it.</summary>
internal static partial class PlainText
{
    /// <summary>The paragraphs of a text; code blocks and lists keep their lines.</summary>
    public static IEnumerable<string> Paragraphs(string markdown)
    {
        var paragraph = new List<string>();
        var inCode = false;
        foreach (var line in markdown.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inCode = !inCode;
                continue;
            }
            if (line.Trim().Length == 0 && !inCode)
            {
                if (paragraph.Count > 0) yield return Joined(paragraph);
                paragraph.Clear();
            }
            else paragraph.Add(inCode ? "    " + line : Inline(line));
        }
        if (paragraph.Count > 0) yield return Joined(paragraph);
    }

    /// <summary>A line without the marks of markdown.</summary>
    public static string Inline(string line) => Emphasis().Replace(Link().Replace(line, match => match.Groups[2].Value.StartsWith("http", StringComparison.Ordinal)
        ? $"{match.Groups[1].Value} ({match.Groups[2].Value})" : match.Groups[1].Value), "$2").Replace("`", "");

    // Lines of prose flow together; those of lists, tables and code do not.
    private static string Joined(List<string> lines) =>
        lines.Any(line => line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith('|') || line.StartsWith("    ", StringComparison.Ordinal))
            ? string.Join('\n', lines) : string.Join(' ', lines.Select(line => line.Trim()));

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(\*\*|__)(.+?)\1")]
    private static partial Regex Emphasis();
}
