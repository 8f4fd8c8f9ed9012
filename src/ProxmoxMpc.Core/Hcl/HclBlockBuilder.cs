namespace ProxmoxMpc.Core.Hcl;

/// <summary>Writes a new block, in the style of <c>terraform fmt</c>. Names, values and comments are data: none can become code of another kind.</summary>
public sealed class HclBlockBuilder
{
    private readonly string _header;
    private readonly List<BuiltLine> _lines = [];

    /// <exception cref="ArgumentException"><paramref name="type"/> is no identifier.</exception>
    public HclBlockBuilder(string type, params string[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Type = Name(type, nameof(type));
        _header = string.Join(' ', [type, .. labels.Select(HclText.Quote)]);
    }

    internal string Type { get; }

    /// <summary>An attribute; the comment goes behind the value, with its line ends made spaces.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no identifier, or an opaque value is not one whole expression.</exception>
    public HclBlockBuilder Attribute(string name, HclValue value, string? trailingComment = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Line(Name(name, nameof(name)), ValuePrinter.Raw(value), trailingComment, ValuePrinter.IsPlain(value));
    }

    /// <summary>An attribute with an expression as HCL text, such as <c>var.endpoint</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no identifier, or <paramref name="expression"/> is not one whole expression.</exception>
    public HclBlockBuilder RawAttribute(string name, string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var text = ValuePrinter.CheckedExpression(expression);
        return Line(Name(name, nameof(name)), text, null, ValuePrinter.IsPlainExpression(text));
    }

    /// <summary>Lines of comment: one for each line of the text.</summary>
    public HclBlockBuilder Comment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var line in CommentLines(text)) _lines.Add(new(BuiltLineKind.Comment, line.Length == 0 ? "#" : "# " + line));
        return this;
    }

    /// <summary>An empty line.</summary>
    public HclBlockBuilder Blank()
    {
        _lines.Add(new(BuiltLineKind.Blank));
        return this;
    }

    /// <summary>A nested block without labels.</summary>
    public HclBlockBuilder Block(string type, Action<HclBlockBuilder> content) => Block(type, [], content);

    /// <summary>A nested block.</summary>
    /// <exception cref="ArgumentException"><paramref name="type"/> is no identifier.</exception>
    public HclBlockBuilder Block(string type, IReadOnlyList<string> labels, Action<HclBlockBuilder> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var nested = new HclBlockBuilder(type, [.. labels]);
        content(nested);
        nested.AddTo(_lines);
        return this;
    }

    /// <summary>The block, ending with one newline.</summary>
    public string ToText() => ToText("", "  ");

    internal string ToText(string prefix, string unit)
    {
        var lines = Lines();
        return BuiltLine.Layout(lines, prefix, unit) ?? Formatter.Format(BuiltLine.Unformatted(lines), prefix, unit);
    }

    /// <summary>Every line of the block, not laid out.</summary>
    internal List<BuiltLine> Lines()
    {
        var lines = new List<BuiltLine>(_lines.Count + 2);
        AddTo(lines);
        return lines;
    }

    private void AddTo(List<BuiltLine> lines)
    {
        if (_lines.Count == 0)
        {
            lines.Add(new(BuiltLineKind.Empty, _header));
            return;
        }
        lines.Add(new(BuiltLineKind.Open, _header));
        lines.AddRange(_lines);
        lines.Add(new(BuiltLineKind.Close));
    }

    private HclBlockBuilder Line(string name, string expression, string? comment, bool isPlain)
    {
        // Nothing may stand behind a heredoc's marker; in parentheses it can.
        var value = comment is null ? expression
            : $"{(ValuePrinter.EndsWithHeredoc(expression) ? $"({expression}\n)" : expression)} # {string.Join(' ', CommentLines(comment))}";
        _lines.Add(new(BuiltLineKind.Assignment, name, value, isPlain && comment is null));
        return this;
    }

    /// <summary>Lines as any reader of the file might see them, not only HCL.</summary>
    private static string[] CommentLines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split(['\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029']).Select(line => line.TrimEnd())];

    private static string Name(string name, string parameter) =>
        HclText.IsIdentifier(name) ? name : throw new ArgumentException($"'{name}' is not an identifier.", parameter);
}
