namespace ProxmoxMpc.Core.Hcl;

/// <summary>Edits of attributes as patches of the text.</summary>
internal static class AttributeEditor
{
    public static void Replace(HclAttribute attribute, HclValue value)
    {
        // What is worth the value already stays as its author wrote it: 4 * 1024, a heredoc, a reference.
        if (value.IsKnown && value.Equals(attribute.Expression.Evaluate(HclScope.Empty))) return;
        var document = attribute.Body.Document;
        if (OneLine.Is(attribute.Body) && Expression(document, value, "").Contains('\n')) OneLine.Open(attribute.Body);
        var alignment = Alignment.Before(document, attribute.NameStart);
        if (value is HclValue.List list && ListEditor.Edits(attribute, list) is { } edits)
        {
            alignment.Apply(edits, () => attribute.NameStart);
            return;
        }
        var expression = attribute.Expression is HclTemplate { IsHeredoc: true } old && value is HclValue.String content && HeredocWriter.Rewrite(old, content.Value) is { } heredoc
            ? heredoc
            : Expression(document, value, Lines.IndentOf(document.Text, attribute.NameStart));
        var (start, end) = (attribute.ExpressionStart, attribute.ExpressionEnd);
        if (document.Text.AsSpan(start, end - start).SequenceEqual(expression)) return;
        if (ValuePrinter.EndsWithHeredoc(expression) && !EndsLine(document.Text, end)) expression = $"({expression}{Lines.Newline(document.Text)})";
        alignment.Apply([new TextEdit(start, end, expression)], () =>
        {
            attribute.ExpressionEnd = start + expression.Length;
            return attribute.NameStart;
        });
    }

    public static void Add(HclBody body, string name, HclValue value)
    {
        var document = body.Document;
        if (OneLine.Is(body)) OneLine.Open(body);
        var text = document.Text;
        var newline = Lines.Newline(text);
        var indent = Indentation.Of(body);
        var line = $"{indent}{name} = {Expression(document, value, indent)}{newline}";
        var firstBlock = body.BlockList.Count == 0 ? int.MaxValue : body.BlockList.Min(block => block.Start);
        var last = body.AttributeList.Where(attribute => attribute.NameStart < firstBlock).MaxBy(attribute => attribute.NameStart);
        int at;
        if (last is not null) at = Lines.EndAfter(text, last.ExpressionEnd);
        else if (firstBlock != int.MaxValue)
        {
            at = Math.Max(Comments.LeadingStart(body, firstBlock), body.Start);
            line += newline;
        }
        else at = BodyEnd(body);
        var before = at > body.Start && at == text.Length && text[at - 1] != '\n' ? newline : "";
        var alignment = Alignment.Before(document, last?.NameStart ?? at);
        var attribute = new HclAttribute(body, name, 0);
        alignment.Apply([new TextEdit(at, at, before + line)], () =>
        {
            attribute.NameStart = at + before.Length + indent.Length;
            attribute.ExpressionStart = attribute.NameStart + name.Length + " = ".Length;
            attribute.ExpressionEnd = at + before.Length + line.TrimEnd('\r', '\n').Length;
            var index = body.AttributeList.FindIndex(other => other.NameStart > attribute.NameStart);
            body.AttributeList.Insert(index < 0 ? body.AttributeList.Count : index, attribute);
            return attribute.NameStart;
        });
    }

    public static void Remove(HclAttribute attribute)
    {
        var body = attribute.Body;
        var document = body.Document;
        var text = document.Text;
        TextEdit edit;
        if (OneLine.Is(body)) edit = new TextEdit(body.Start, body.End, "");
        else
        {
            var ownsLine = Lines.IsFirstOnLine(text, attribute.NameStart);
            var end = Lines.EndAfter(text, attribute.ExpressionEnd);
            while (!ownsLine && end > attribute.ExpressionEnd && (text[end - 1] is '\r' or '\n')) end--;
            edit = new TextEdit(ownsLine ? Math.Max(Lines.StartOf(text, attribute.NameStart), body.Start) : attribute.NameStart, end, "");
        }
        var alignment = Alignment.Before(document, attribute.NameStart);
        body.AttributeList.Remove(attribute);
        alignment.Apply([edit], () => Math.Min(edit.Start, document.Text.Length));
    }

    /// <summary>Where a new last line of a body goes: before the line of the closing brace, or at the end of the text.</summary>
    public static int BodyEnd(HclBody body)
    {
        var text = body.Document.Text;
        return body.End < text.Length && Lines.IsFirstOnLine(text, body.End) ? Math.Max(Lines.StartOf(text, body.End), body.Start) : body.End;
    }

    private static string Expression(HclDocument document, HclValue value, string indent)
    {
        var expression = ValuePrinter.Print(value, indent, Indentation.Unit(document));
        var newline = Lines.Newline(document.Text);
        return newline == "\n" ? expression : expression.ReplaceLineEndings(newline);
    }

    private static bool EndsLine(string text, int offset) => new Lexer(text, offset, text.Length).Next().Kind == TokenKind.Newline;
}
