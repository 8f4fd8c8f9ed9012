namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// Edits a list that its author wrote with one item a line: items that stay keep their lines, comments and order; only what is new is written and
/// only what is gone is taken out.
/// </summary>
internal static class ListEditor
{
    /// <summary>The patches that make the written list worth <paramref name="value"/>, or null when it is written in another way.</summary>
    public static List<TextEdit>? Edits(HclAttribute attribute, HclValue.List value)
    {
        var text = attribute.Body.Document.Text;
        var shift = attribute.ExpressionStart - attribute.Expression.Start;
        if (attribute.Expression is not HclTuple { Items.Count: > 0 } tuple || value.Items.Count == 0) return null;
        var close = attribute.ExpressionEnd - 1;
        var lines = tuple.Items.Select(item => new ItemLine(item.Start + shift, item.End + shift, Lines.EndAfter(text, Comma(text, item.End + shift).End))).ToList();
        var head = Lines.EndAfter(text, attribute.ExpressionStart + 1);
        if (lines[0].Start < head || lines[^1].LineEnd > close || !Lines.IsFirstOnLine(text, close)) return null;
        if (lines.Exists(line => !Lines.IsFirstOnLine(text, line.Start)) || lines.Zip(lines.Skip(1)).Any(pair => pair.Second.Start < pair.First.LineEnd)) return null;
        var old = ((HclValue.List)tuple.EvaluatePartially(HclScope.Empty)).Items;
        return Patch(attribute.Body.Document, lines, Common(old, value.Items), value.Items, head);
    }

    private static List<TextEdit> Patch(HclDocument document, List<ItemLine> lines, int[] keeps, IReadOnlyList<HclValue> items, int head)
    {
        var text = document.Text;
        var newline = Lines.Newline(text);
        var indent = Lines.IndentOf(text, lines[0].Start);
        var unit = Indentation.Unit(document);
        var endsWithComma = Comma(text, lines[^1].End).Exists;
        var edits = new List<TextEdit>();
        var next = 0;
        for (var i = 0; i <= lines.Count; i++)
        {
            // New items go right before the next one that stays, where the line of the item before it ends.
            var stays = i < lines.Count && keeps[i] >= 0;
            var until = i == lines.Count ? items.Count : stays ? keeps[i] : next;
            var at = i == 0 ? head : lines[i - 1].LineEnd;
            var added = "";
            for (; next < until; next++)
            {
                var isLast = next == items.Count - 1;
                var expression = ValuePrinter.Print(items[next], indent, unit);
                if (ValuePrinter.EndsWithHeredoc(expression)) expression = $"({expression}\n)";
                added += indent + (newline == "\n" ? expression : expression.ReplaceLineEndings(newline)) + (isLast && !endsWithComma ? "" : ",") + newline;
            }
            if (added.Length > 0) edits.Add(new TextEdit(at, at, added));
            if (stays) next++;
            if (i == lines.Count) break;
            if (!stays) edits.Add(new TextEdit(Lines.StartOf(text, lines[i].Start), lines[i].LineEnd, ""));
            else if (next < items.Count && !Comma(text, lines[i].End).Exists) edits.Add(new TextEdit(lines[i].End, lines[i].End, ","));
        }
        return edits;
    }

    /// <summary>For each old item the index of the new one that it stays as, or -1: a longest common subsequence.</summary>
    private static int[] Common(IReadOnlyList<HclValue> old, IReadOnlyList<HclValue> items)
    {
        var lengths = new int[old.Count + 1, items.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
            for (var j = items.Count - 1; j >= 0; j--)
                lengths[i, j] = old[i].Equals(items[j]) ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        var keeps = new int[old.Count];
        for (int i = 0, j = 0; i < old.Count; i++)
        {
            keeps[i] = -1;
            while (j < items.Count && !old[i].Equals(items[j]) && lengths[i, j + 1] >= lengths[i + 1, j] && lengths[i, j] == lengths[i, j + 1]) j++;
            if (j < items.Count && old[i].Equals(items[j])) keeps[i] = j++;
        }
        return keeps;
    }

    private static (bool Exists, int End) Comma(string text, int itemEnd)
    {
        var lexer = new Lexer(text, itemEnd, text.Length);
        var token = lexer.Next();
        while (token.Kind is TokenKind.BlockComment or TokenKind.Newline or TokenKind.LineComment) token = lexer.Next();
        return token.Kind == TokenKind.Comma ? (true, token.End) : (false, itemEnd);
    }

    private sealed record ItemLine(int Start, int End, int LineEnd);
}
