namespace ProxmoxMpc.Tests.Unit.Workspaces.Interleaving;

/// <summary>Finds blocks in a file of code as far as cutting and pasting needs it: by braces, past comments and strings.</summary>
internal static class HandFile
{
    /// <summary>Where a resource stands, its last line's end with it.</summary>
    public static Range Find(string text, string resourceName)
    {
        var start = -1;
        for (var at = Next(text, -1); at < text.Length; at = Next(text, at))
        {
            if (string.CompareOrdinal(text, at, "resource", 0, 8) != 0 || (at > 0 && text[at - 1] is not ('\n' or '\uFEFF'))) continue;
            var line = text[at..text.IndexOf('\n', at)];
            if (line.Contains($" \"{resourceName}\"", StringComparison.Ordinal) && line.Contains("\"proxmox_virtual_environment_", StringComparison.Ordinal)) start = at;
            if (start == at) break;
        }
        Assert.True(start >= 0, $"There is no {resourceName} in {text}");
        var depth = 0;
        for (var at = start; at < text.Length; at = Next(text, at))
        {
            if (text[at] == '{') depth++;
            if (text[at] == '}' && --depth == 0) return start..(text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length);
        }
        throw new InvalidOperationException($"{resourceName} does not end in {text}");
    }

    /// <summary>Whether a resource stands in it.</summary>
    public static bool HasResources(string text) => text.Contains("resource", StringComparison.Ordinal);

    // The next character that is code: comments and strings are stepped over whole.
    private static int Next(string text, int at)
    {
        int Past(string end, int from) => text.IndexOf(end, from, StringComparison.Ordinal) is >= 0 and var found ? found + end.Length : text.Length;
        at++;
        while (at < text.Length)
        {
            if (text[at] == '#' || string.CompareOrdinal(text, at, "//", 0, 2) == 0) at = Past("\n", at);
            else if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0) at = Past("*/", at);
            else if (string.CompareOrdinal(text, at, "<<", 0, 2) == 0)
            {
                var word = text[at..text.IndexOf('\n', at)].TrimStart('<', '-').Trim();
                at = text.IndexOf('\n', at);
                do at = text.IndexOf('\n', at + 1); while (text[..at].Split('\n')[^1].Trim() != word);
            }
            else if (text[at] == '"')
            {
                for (at++; text[at] != '"'; at++)
                    if (text[at] == '\\') at++;
                at++;
            }
            else return at;
        }
        return at;
    }
}
