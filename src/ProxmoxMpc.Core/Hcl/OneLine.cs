namespace ProxmoxMpc.Core.Hcl;

/// <summary>Blocks on one line: <c>name {}</c> and <c>name { attribute = value }</c>, which hold no second item.</summary>
internal static class OneLine
{
    /// <summary>Whether nothing but the one attribute, whose value may go on over more lines, is between the braces, and it follows the first one on its line.</summary>
    public static bool Is(HclBody body)
    {
        if (body.Owner is null || body.End == body.Owner.End || body.BlockList.Count > 0 || body.AttributeList.Count > 1) return false;
        var firstEnd = body.AttributeList.Count == 0 ? body.End : body.AttributeList[0].NameStart;
        return body.Document.Text.AsSpan(body.Start, firstEnd - body.Start).IndexOf('\n') < 0;
    }

    /// <summary>Puts the closing brace, and the attribute if there is one, on lines of their own.</summary>
    public static void Open(HclBody body)
    {
        var document = body.Document;
        var newline = Lines.Newline(document.Text);
        var outer = Lines.IndentOf(document.Text, body.Owner!.Start);
        var contentStart = body.Start;
        while (contentStart < body.End && (document.Text[contentStart] is ' ' or '\t')) contentStart++;
        if (contentStart == body.End)
        {
            document.Apply([new TextEdit(body.Start, body.End, newline + outer)]);
            return;
        }
        var contentEnd = body.End;
        while (document.Text[contentEnd - 1] is ' ' or '\t') contentEnd--;
        document.Apply(
        [
            new TextEdit(body.Start, contentStart, newline + outer + Indentation.Unit(document)),
            new TextEdit(contentEnd, body.End, newline + outer),
        ]);
    }
}
