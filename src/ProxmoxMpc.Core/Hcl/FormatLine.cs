namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// A line as <c>terraform fmt</c> sees it, in cells: what leads, an assignment from its <c>=</c> on, and a trailing comment. A heredoc belongs to
/// the line it begins on. All are indexes of tokens; the newline is in no cell.
/// <paramref name="Equal"/> is the first <c>=</c> even where the value goes on over more lines, or -1.
/// </summary>
internal sealed record FormatLine(int Index, int Start, int LeadEnd, int AssignEnd, int Comment, int Newline, int Equal)
{
    /// <summary>Whether the line has an assignment whose value ends on it.</summary>
    public bool HasAssign => AssignEnd > LeadEnd;

    /// <summary>Behind the last token but the newline.</summary>
    public int End => Comment >= 0 ? Comment + 1 : AssignEnd;

    public static List<FormatLine> Split(List<Token> tokens)
    {
        var lines = new List<FormatLine>();
        for (var i = 0; i < tokens.Count;)
        {
            var start = i;
            while (i < tokens.Count && tokens[i].Kind != TokenKind.Newline) i++;
            lines.Add(Cells(tokens, lines.Count, start, i, i < tokens.Count ? i : -1));
            i++;
        }
        return lines;
    }

    private static FormatLine Cells(List<Token> tokens, int index, int start, int end, int newline)
    {
        var comment = -1;
        if (end - start > 1 && tokens[end - 1].Kind == TokenKind.LineComment) comment = --end;
        var (leadEnd, equal) = (end, -1);
        for (var i = start + 1; i < end; i++)
        {
            if (tokens[i].Kind != TokenKind.Equal) continue;
            equal = i;
            // An assignment that opens more than it closes goes on over several lines and is in no group.
            var net = 0;
            for (var j = i; j < end; j++) net += tokens[j].BracketChange;
            if (net == 0) leadEnd = i;
            break;
        }
        return new FormatLine(index, start, leadEnd, end, comment, newline, equal);
    }
}
