namespace ProxmoxMpc.Core.Hcl;

/// <summary>Edits of blocks as patches of the text.</summary>
internal static class BlockEditor
{
    public static HclBlock Add(HclBody body, HclBlockBuilder builder)
    {
        var document = body.Document;
        if (OneLine.Is(body)) OneLine.Open(body);
        var text = document.Text;
        var newline = Lines.Newline(text);
        var block = builder.ToText(Indentation.Of(body), Indentation.Unit(document));
        if (newline != "\n") block = block.ReplaceLineEndings(newline);
        var sibling = body.BlockList.Where(other => other.Type == builder.Type).MaxBy(other => other.Start);
        var at = sibling is null ? AttributeEditor.BodyEnd(body) : Lines.EndAfter(text, sibling.End);
        var before = at > body.Start && text[at - 1] != '\n' ? newline : "";
        if (NeedsBlankLine(body, sibling, at)) before += newline;
        var isFollowed = at < text.Length && at < Lines.StartOf(text, body.End) && !Lines.IsBlank(text, at);
        var after = isFollowed && before.EndsWith('\n') ? newline : "";
        var alignment = Alignment.Before(document, at);
        HclBlock? added = null;
        alignment.Apply([new TextEdit(at, at, before + block + after)], () =>
        {
            added = new Parser(document).ReadBlock(body, at + before.Length);
            return added.Start;
        });
        return added!;
    }

    public static void Remove(HclBlock block)
    {
        var body = block.Parent;
        var document = body.Document;
        var text = document.Text;
        var ownsLine = Lines.IsFirstOnLine(text, block.Start);
        var start = ownsLine ? Math.Max(Lines.StartOf(text, block.Start), body.Start) : block.Start;
        var end = Lines.EndAfter(text, block.End);
        if (!ownsLine)
            while (end > block.End && (text[end - 1] is '\r' or '\n')) end--;
        else if (start > body.Start)
        {
            // One of the blank lines around the block goes with it, so that none is doubled, and none left before the end.
            var previous = Lines.StartOf(text, start - 1);
            var isBlankBefore = previous > body.Start && Lines.IsBlank(text, previous);
            var isLast = end >= text.Length || Lines.StartOf(text, body.End) == end;
            if (isBlankBefore && isLast) start = previous;
            else if ((isBlankBefore || Lines.StartOf(text, body.Start) == previous) && Lines.IsBlank(text, end)) end = text.IndexOf('\n', end) + 1;
        }
        else if (Lines.IsBlank(text, end)) end = text.IndexOf('\n', end) + 1;
        var alignment = Alignment.Before(document, block.Start);
        body.BlockList.Remove(block);
        alignment.Apply([new TextEdit(start, end, "")], () => Math.Min(start, document.Text.Length));
    }

    /// <summary>At the top always; inside a block as the block before it does, or what else the body shows.</summary>
    private static bool NeedsBlankLine(HclBody body, HclBlock? sibling, int at)
    {
        var text = body.Document.Text;
        var content = text.AsSpan(body.Start, at - body.Start);
        if (content.IsWhiteSpace() || EndsWithBlankLine(text, at)) return false;
        if (body.Owner is null || sibling is null) return body.Owner is null || body.BlockList.Count == 0 || HasGapBefore(body, body.BlockList.MaxBy(block => block.Start)!);
        return HasGapBefore(body, sibling);
    }

    private static bool EndsWithBlankLine(string text, int at) => at > 0 && text[at - 1] == '\n' && Lines.IsBlank(text, Lines.StartOf(text, at - 1));

    private static bool HasGapBefore(HclBody body, HclBlock block)
    {
        var text = body.Document.Text;
        var start = Comments.LeadingStart(body, block.Start);
        if (start <= body.Start || Lines.StartOf(text, start - 1) <= body.Start) return true;
        return Lines.IsBlank(text, Lines.StartOf(text, start - 1));
    }
}
