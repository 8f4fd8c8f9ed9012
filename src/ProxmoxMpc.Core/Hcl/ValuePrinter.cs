using System.Buffers;
using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>Writes values as expressions. What takes several lines is written without indentation; <see cref="Formatter"/> lays it out.</summary>
internal static class ValuePrinter
{
    /// <summary>The value in canonical style, for a place at the margin.</summary>
    public static string Print(HclValue value) => Print(value, "", "  ");

    /// <summary>The value in canonical style, where the lines after the first begin with <paramref name="prefix"/>.</summary>
    public static string Print(HclValue value, string prefix, string unit)
    {
        var text = Raw(value);
        return NeedsLayout(value) ? Layout(text, prefix, unit) : text;
    }

    /// <summary>The value as one valid expression, not laid out.</summary>
    public static string Raw(HclValue value)
    {
        if (value is HclValue.Opaque opaque) return CheckedExpression(opaque.ExpressionText);
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    /// <summary>An expression given as text: exactly one, so that nothing in it can become another line of the file.</summary>
    /// <exception cref="ArgumentException">It is not one whole expression.</exception>
    public static string CheckedExpression(string text)
    {
        var trimmed = text.Trim();
        var expression = Parser.ReadWholeExpression(trimmed) ?? throw new ArgumentException($"'{text}' is not one whole HCL expression.", nameof(text));
        // terraform fmt writes "${x}" as x, on several lines in parentheses.
        if (expression is not HclTemplate { IsHeredoc: false, Parts: [HclTemplatePart.Interpolation { Expression: var inner }] }) return trimmed;
        return inner is HclParentheses || !inner.Text.Contains('\n') ? inner.Text : $"({inner.Text})";
    }

    /// <summary>Whether the expression ends with a heredoc's closing marker, behind which nothing may stand on the line.</summary>
    public static bool EndsWithHeredoc(string expression)
    {
        if (!expression.Contains("<<", StringComparison.Ordinal)) return false;
        var lexer = new Lexer(expression + "\n", 0, expression.Length + 1);
        var last = TokenKind.EndOfFile;
        for (var token = lexer.Next(); token.Kind != TokenKind.EndOfFile; token = lexer.Next())
            if (token.Kind != TokenKind.Newline) last = token.Kind;
        return last == TokenKind.CloseHeredoc;
    }

    /// <summary>Whether the value is written on one line, spaced as <c>terraform fmt</c> spaces it.</summary>
    public static bool IsPlain(HclValue value) => value switch
    {
        HclValue.List list => list.Items.All(IsPlain),
        HclValue.Object or HclValue.Opaque => false,
        _ => true,
    };

    /// <summary>The same for an expression as text, as far as it is seen at once: <c>a.b</c> or <c>[a, b.c]</c>.</summary>
    public static bool IsPlainExpression(string text)
    {
        var isList = text is ['[', .., ']'];
        var names = isList ? text.AsSpan(1, text.Length - 2) : text;
        if (!isList) return !names.ContainsAnyExcept(NameCharacters);
        foreach (var range in names.Split(", "))
            if (names[range].IsEmpty || names[range].ContainsAnyExcept(NameCharacters)) return false;
        return true;
    }

    // Minus is an operator where it begins something.
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.");

    private static bool NeedsLayout(HclValue value) => value switch
    {
        HclValue.Object members => members.Members.Count > 0,
        HclValue.List list => list.Items.Any(NeedsLayout),
        HclValue.Opaque => true,
        _ => false,
    };

    private static string Layout(string expression, string prefix, string unit)
    {
        const string name = "x = ";
        var text = Formatter.Format(name + expression + "\n", prefix, unit);
        return text[(prefix.Length + name.Length)..^1];
    }

    private static void Write(StringBuilder text, HclValue value)
    {
        switch (value)
        {
            case HclValue.Null: text.Append("null"); break;
            case HclValue.Bool truth: text.Append(truth.Value ? "true" : "false"); break;
            case HclValue.Number number: text.Append(number.ToText()); break;
            case HclValue.String content: text.Append(HclText.Quote(content.Value)); break;
            case HclValue.List list: WriteList(text, list); break;
            case HclValue.Object members: WriteObject(text, members); break;
            case HclValue.Opaque opaque:
                var expression = CheckedExpression(opaque.ExpressionText);
                // In parentheses a heredoc may be followed by a comma, and a conditional may span lines.
                var wraps = EndsWithHeredoc(expression);
                text.Append(wraps ? "(" : "").Append(expression).Append(wraps ? "\n)" : "");
                break;
        }
    }

    private static void WriteList(StringBuilder text, HclValue.List list)
    {
        var isMultiLine = list.Items.Any(IsMultiLine);
        text.Append(isMultiLine ? "[\n" : "[");
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0 && !isMultiLine) text.Append(", ");
            Write(text, list.Items[i]);
            if (isMultiLine) text.Append(",\n");
        }
        text.Append(']');
    }

    private static bool IsMultiLine(HclValue value) => value switch
    {
        HclValue.Object members => members.Members.Count > 0,
        HclValue.List list => list.Items.Any(IsMultiLine),
        HclValue.Opaque opaque => opaque.ExpressionText.AsSpan().Trim().Contains('\n'),
        _ => false,
    };

    private static void WriteObject(StringBuilder text, HclValue.Object members)
    {
        if (members.Members.Count == 0)
        {
            text.Append("{}");
            return;
        }
        text.Append("{\n");
        foreach (var (key, value) in members.Members)
        {
            // {for …} would be a loop.
            text.Append(HclText.IsIdentifier(key) && key is not ("for" or "true" or "false" or "null") ? key : HclText.Quote(key)).Append(" = ");
            Write(text, value);
            text.Append('\n');
        }
        text.Append('}');
    }
}
