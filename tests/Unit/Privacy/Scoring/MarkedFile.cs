using System.Text;

namespace ProxmoxMpc.Tests.Privacy;

/// <summary>A piece of a line: plain text, or a labelled value.</summary>
/// <param name="Kind">What a sensitive value is; null for text that has to stay.</param>
/// <param name="Keep">Whether the text was marked as one that others take for something sensitive.</param>
internal sealed record Segment(string Text, string? Kind, bool Keep)
{
    public bool IsSensitive => Kind is not null;
}

/// <summary>
/// A labelled file: <c>«kind|value»</c> must not survive, <c>‹value›</c> must, and so must all that is unmarked.
/// <c>¦</c> breaks values up that a scanner of repositories could take for somebody's token; it is no part of the text.
/// A first line that begins with <c>§</c> holds options: <c>crlf</c>, and the syntax that the file and its anonymised copy parse as.
/// </summary>
internal sealed record MarkedFile(string Name, string Text, IReadOnlyList<IReadOnlyList<Segment>> Lines, IReadOnlyList<string> Options)
{
    public const string Suffix = ".marked";

    public static IReadOnlyList<MarkedFile> ReadFolder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal).Select(path => Parse(Path.GetFileName(path)[..^Suffix.Length], File.ReadAllText(path)))];

    public static MarkedFile Parse(string name, string marked)
    {
        marked = marked.Replace("¦", "", StringComparison.Ordinal).ReplaceLineEndings("\n");
        string[] options = [];
        if (marked.StartsWith('§'))
        {
            var end = marked.IndexOf('\n');
            options = marked[1..end].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            marked = marked[(end + 1)..];
        }
        var lines = marked.Split('\n').Select((line, index) => ParseLine(line, $"{name}:{index + 1}")).ToList();
        var newLine = options.Contains("crlf") ? "\r\n" : "\n";
        return new MarkedFile(name, string.Join(newLine, lines.Select(PlainOf)), lines, options);
    }

    public static string PlainOf(IReadOnlyList<Segment> line) => string.Concat(line.Select(segment => segment.Text));

    private static List<Segment> ParseLine(string line, string place)
    {
        var segments = new List<Segment>();
        var plain = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is not ('«' or '‹'))
            {
                plain.Append(line[i]);
                continue;
            }
            Flush();
            var end = line.IndexOf(line[i] == '«' ? '»' : '›', i);
            if (end < 0) throw new FormatException($"{place}: a label is not closed.");
            var inner = line[(i + 1)..end];
            if (inner.AsSpan().ContainsAny("«‹»›")) throw new FormatException($"{place}: a label within a label.");
            if (line[i] == '‹') segments.Add(new Segment(inner, null, true));
            else if (inner.IndexOf('|') is > 0 and var bar && bar + 1 < inner.Length) segments.Add(new Segment(inner[(bar + 1)..], inner[..bar], false));
            else throw new FormatException($"{place}: a label has a kind, a bar and a value.");
            i = end;
        }
        Flush();
        return segments;

        void Flush()
        {
            if (plain.Length > 0) segments.Add(new Segment(plain.ToString(), null, false));
            plain.Clear();
        }
    }
}
