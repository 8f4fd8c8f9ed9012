namespace ProxmoxMpc.Core.Hcl;

/// <summary>Blocks on one line: <c>name {}</c> and <c>name { attribute = value }</c>, which hold no second item.</summary>
internal static class OneLine
{
    public static bool Is(HclBody body) =>
        body.Owner is not null && body.Document.Text.AsSpan(body.Start, body.End - body.Start).IndexOf('\n') < 0 && body.End < body.Owner.End;

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
