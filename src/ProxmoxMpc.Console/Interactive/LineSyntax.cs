using System.Text;
using ProxmoxMpc.Console.CommandLine;

namespace ProxmoxMpc.Console.Interactive;

/// <summary>Splits a line of the prompt into words, as a shell would, and off the PowerShell that may follow a pipe.</summary>
internal static class LineSyntax
{
    /// <summary>
    /// The words of a command, quotes removed, and the rest of the line from the first unquoted <c>|</c>, <c>;</c>, <c>&gt;</c>
    /// or <c>&amp;</c> on (or null). Throws <see cref="UsageException"/> where a quote is not closed.
    /// </summary>
    public static (string[] Words, string? Tail) Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c is '\'' or '"')
            {
                inWord = true;
                i = ReadQuoted(line, i, word);
            }
            else if (char.IsWhiteSpace(c))
            {
                if (inWord) words.Add(word.ToString());
                word.Clear();
                inWord = false;
            }
            else if (c is '|' or ';' or '>' or '&')
            {
                if (inWord) words.Add(word.ToString());
                return ([.. words], line[i..]);
            }
            else
            {
                inWord = true;
                word.Append(c);
            }
        }
        if (inWord) words.Add(word.ToString());
        return ([.. words], null);
    }

    // Copies what stands between quotes; a doubled quote is one. Returns the place of the closing quote.
    private static int ReadQuoted(string line, int start, StringBuilder word)
    {
        var quote = line[start];
        for (var i = start + 1; i < line.Length; i++)
        {
            if (line[i] != quote) word.Append(line[i]);
            else if (i + 1 < line.Length && line[i + 1] == quote) word.Append(line[++i]);
            else return i;
        }
        throw new UsageException($"A {quote} is not closed.");
    }
}
