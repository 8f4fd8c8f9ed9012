namespace ProxmoxMpc.Core.Hcl;

/// <summary>Finds the comments that belong to an item.</summary>
internal static class Comments
{
    /// <summary>The text of the comment lines directly above an item, or null.</summary>
    public static string? Leading(HclBody body, int itemStart)
    {
        var text = body.Document.Text;
        var comments = LeadingTokens(body, itemStart);
        return comments.Count == 0 ? null : string.Join('\n', comments.Select(comment => Strip(text[comment.Start..comment.End])));
    }

    /// <summary>Where an item begins with the comment lines directly above it: at the start of a line, unless something else is before it there.</summary>
    public static int LeadingStart(HclBody body, int itemStart)
    {
        var text = body.Document.Text;
        var comments = LeadingTokens(body, itemStart);
        var start = Lines.StartOf(text, comments.Count == 0 ? itemStart : comments[0].Start);
        // A comment of several lines may end on the item's: the line begins inside of it.
        foreach (var token in Formatter.Tokens(text, body.Start, itemStart).AsEnumerable().Reverse())
            if (token.Kind == TokenKind.BlockComment && token.Start < start && start < token.End) start = Lines.StartOf(text, token.Start);
        return start;
    }

    /// <summary>The text of the first comment behind a value on its line, or null.</summary>
    public static string? Trailing(string text, int valueEnd)
    {
        var token = new Lexer(text, valueEnd, text.Length).Next();
        return token.Kind is TokenKind.LineComment or TokenKind.BlockComment ? Strip(text[token.Start..token.End]) : null;
    }

    private static List<Token> LeadingTokens(HclBody body, int itemStart)
    {
        var from = body.Start;
        foreach (var attribute in body.AttributeList)
            if (attribute.ExpressionEnd <= itemStart) from = Math.Max(from, attribute.ExpressionEnd);
        foreach (var block in body.BlockList)
            if (block.End <= itemStart) from = Math.Max(from, block.End);
        var tokens = Formatter.Tokens(body.Document.Text, from, itemStart);
        var comments = new List<Token>();
        // Upwards: newline, comment, newline, comment … A comment with nothing before it on its line has a newline or the start of the file there.
        for (var i = tokens.Count - 1; i >= 1 && tokens[i].Kind == TokenKind.Newline && IsComment(tokens[i - 1]); i -= 2)
        {
            var startsLine = i >= 2 ? tokens[i - 2].Kind == TokenKind.Newline : from == body.Start && body.Owner is null;
            if (!startsLine) break;
            comments.Insert(0, tokens[i - 1]);
        }
        return comments;
    }

    private static bool IsComment(Token token) => token.Kind is TokenKind.LineComment or TokenKind.BlockComment;

    private static string Strip(string comment)
    {
        if (comment.StartsWith("/*", StringComparison.Ordinal)) return comment[2..^2].Trim();
        var text = comment[(comment[0] == '#' ? 1 : 2)..].TrimEnd();
        return text.StartsWith(' ') ? text[1..] : text;
    }
}
