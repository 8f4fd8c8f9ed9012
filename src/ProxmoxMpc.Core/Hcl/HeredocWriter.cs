using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>Writes a new text in the heredoc that its author chose for the old one.</summary>
internal static class HeredocWriter
{
    /// <summary>The heredoc with the same marker and indentation, or null when it cannot be worth exactly <paramref name="value"/>.</summary>
    public static string? Rewrite(HclTemplate old, string value)
    {
        var text = old.Text;
        var firstLine = text.IndexOf('\n') + 1;
        var lastLine = text.LastIndexOf('\n') + 1;
        if (firstLine == 0 || (value.Length > 0 && !value.EndsWith('\n'))) return null;
        var indent = text[2] == '-' ? OldIndent(text[firstLine..lastLine], text[lastLine..]) : "";
        var result = new StringBuilder(text, 0, firstLine, text.Length + value.Length);
        foreach (var line in value.Split('\n').SkipLast(1))
        {
            if (line.Length > 0) result.Append(indent).Append(Escape(line));
            result.Append('\n');
        }
        result.Append(text, lastLine, text.Length - lastLine);
        var rewritten = result.ToString();
        // The rules of heredocs (markers inside, indentation, line ends) have one judge: reading it again.
        return Parser.ReadWholeExpression(rewritten)?.Evaluate(HclScope.Empty).Equals(HclValue.Of(value)) == true && !HasInvisible(value) ? rewritten : null;
    }

    private static string OldIndent(string content, string closing)
    {
        var line = content.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).MinBy(line => line.Length - line.TrimStart(' ', '\t').Length) ?? closing;
        return line[..(line.Length - line.TrimStart(' ', '\t').Length)];
    }

    /// <summary>What a quoted string would show as an escape must not hide in a heredoc.</summary>
    private static bool HasInvisible(string value) => value.Any(c => c is not ('\n' or '\t') && HclText.MustEscape(c));

    private static string Escape(string line)
    {
        var result = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '{' && i > 0 && (line[i - 1] is '$' or '%')) result.Append(line[i - 1]);
            result.Append(line[i]);
        }
        return result.ToString();
    }
}
