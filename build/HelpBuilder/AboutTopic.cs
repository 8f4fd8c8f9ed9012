using System.Text;

namespace ProxmoxMpc.HelpBuilder;

/// <summary>An about topic as <c>Get-Help about_…</c> shows it.</summary>
internal static class AboutTopic
{
    private const int Width = 78;

    public static string ToText(string markdown)
    {
        var topic = HelpSection.Split(markdown.Split('\n'), "# ").Sections;
        if (topic.Count != 1) throw new FormatException("An about topic has one heading of the first level, its name.");
        var text = new StringBuilder($"TOPIC\n    {topic[0].Title}\n");
        foreach (var section in HelpSection.Split(topic[0].Body.Split('\n'), "## ").Sections)
        {
            text.Append($"\n{section.Title.ToUpperInvariant()}\n");
            var parts = HelpSection.Split(section.Body.Split('\n'), "### ");
            Append(text, parts.Lead);
            foreach (var part in parts.Sections)
            {
                text.Append($"\n  {part.Title}\n");
                Append(text, part.Body);
            }
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, string markdown)
    {
        var isFirst = true;
        foreach (var paragraph in PlainText.Paragraphs(markdown))
        {
            if (!isFirst) text.Append('\n');
            isFirst = false;
            foreach (var line in paragraph.Contains('\n') || paragraph.StartsWith("    ", StringComparison.Ordinal) ? paragraph.Split('\n') : Wrapped(paragraph)) text.Append($"    {line}".TrimEnd()).Append('\n');
        }
    }

    private static IEnumerable<string> Wrapped(string paragraph)
    {
        var line = new StringBuilder();
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width - 4)
            {
                yield return line.ToString();
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        if (line.Length > 0) yield return line.ToString();
    }
}
