namespace ProxmoxMpc.Core.Hcl;

/// <summary>Lines of a text, by offset.</summary>
internal static class Lines
{
    /// <summary>The offset at which the line begins.</summary>
    public static int StartOf(string text, int offset) => offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;

    /// <summary>The spaces and tabs that the line begins with.</summary>
    public static string IndentOf(string text, int offset)
    {
        var start = StartOf(text, offset);
        var end = start;
        while (end < text.Length && (text[end] is ' ' or '\t')) end++;
        return text[start..end];
    }

    /// <summary>Whether only spaces and tabs stand before the offset on its line.</summary>
    public static bool IsFirstOnLine(string text, int offset)
    {
        var start = StartOf(text, offset);
        return text.AsSpan(start, offset - start).IndexOfAnyExcept(' ', '\t') < 0 || (start == 0 && text.AsSpan(0, offset) is "\uFEFF");
    }

    /// <summary>Behind the end of the line that an item ends on, comments on it included; the end of the text when it has no newline.</summary>
    public static int EndAfter(string text, int itemEnd)
    {
        var lexer = new Lexer(text, itemEnd, text.Length);
        while (true)
        {
            var token = lexer.Next();
            switch (token.Kind)
            {
                case TokenKind.Newline or TokenKind.EndOfFile: return token.End;
                case TokenKind.LineComment or TokenKind.BlockComment: break;
                default:
                    var newline = text.IndexOf('\n', token.Start);
                    return newline < 0 ? text.Length : newline + 1;
            }
        }
    }

    /// <summary>Whether the line at this offset, which is a start of a line, holds nothing; the end of the text is no line.</summary>
    public static bool IsBlank(string text, int lineStart)
    {
        var i = lineStart;
        while (i < text.Length && (text[i] is ' ' or '\t' or '\r')) i++;
        return i < text.Length && text[i] == '\n';
    }

    /// <summary>The text's own line end: the first one it has, or else <c>\n</c>.</summary>
    public static string Newline(string text)
    {
        var newline = text.IndexOf('\n');
        return newline > 0 && text[newline - 1] == '\r' ? "\r\n" : "\n";
    }
}
