using System.Text;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>Values as the code writes them, for people: maps and lists of many lines in one.</summary>
public static partial class ObjectValue
{
    /// <summary>The value in one line: <c>{ pve1 = 2, pve2 = 1 }</c>; blocks one after another.</summary>
    public static string OneLine(string? value)
    {
        if (value is null) return "(unset)";
        value = value.TrimEnd('\n');
        if (!value.Contains('\n')) return value;
        // Of a text each line counts.
        if (value[0] is not ('{' or '[')) return value.ReplaceLineEndings("\\n");
        var text = new StringBuilder();
        foreach (var line in value.Split('\n').Select(line => Alignment.Replace(line.Trim().TrimEnd(','), "$1 = ")).Where(line => line.Length > 0))
        {
            if (text.Length > 0) text.Append(text[^1] is '{' or '[' || line[0] is '}' or ']' ? " " : ", ");
            text.Append(line);
        }
        return text.ToString();
    }

    // The signs of equality stand below each other.
    [GeneratedRegex(@"^([\w-]+|""[^""]*"") += ", RegexOptions.CultureInvariant)]
    private static partial Regex Alignment { get; }
}
