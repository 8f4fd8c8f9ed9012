namespace ProxmoxMpc.Core.Hcl;

/// <summary><c>name = expression</c> in a body. The object stays the same one when the document is edited, until the attribute is removed.</summary>
public sealed class HclAttribute
{
    private HclExpression? _expression;

    internal HclAttribute(HclBody body, string name, int nameStart)
    {
        Body = body;
        Name = name;
        NameStart = nameStart;
    }

    public string Name { get; }

    /// <summary>The value as it is in the document now.</summary>
    public HclExpression Expression
    {
        get => _expression ??= Parser.ReadExpression(Body.Document.Text, ExpressionStart, ExpressionEnd);
        internal set => _expression = value;
    }

    /// <summary>Where the name stands now.</summary>
    public HclPosition Position => Body.Document.PositionAt(NameStart);

    /// <summary>The text of the comment lines directly above, without their marks; null when there are none.</summary>
    public string? LeadingComment => Comments.Leading(Body, NameStart);

    /// <summary>The text of the comment behind the value on the same line, without its mark; null when there is none.</summary>
    public string? TrailingComment => Comments.Trailing(Body.Document.Text, ExpressionEnd);

    internal HclBody Body { get; }

    internal int NameStart { get; set; }

    internal int ExpressionStart { get; set; }

    internal int ExpressionEnd { get; set; }

    internal void ForgetExpression() => _expression = null;
}
