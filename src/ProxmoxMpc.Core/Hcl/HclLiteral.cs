namespace ProxmoxMpc.Core.Hcl;

/// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>. A number that a <see cref="decimal"/> cannot hold exactly is opaque.</summary>
public sealed class HclLiteral : HclExpression
{
    internal HclLiteral(string source, int start, int end, HclValue value) : base(source, start, end) => Value = value;

    public HclValue Value { get; }
}

/// <summary>What stands where an expression should be but none could be read.</summary>
public sealed class HclInvalidExpression : HclExpression
{
    internal HclInvalidExpression(string source, int start, int end) : base(source, start, end) { }
}

/// <summary>A name that stands alone or begins a traversal: <c>var</c>, <c>local</c>, <c>each</c>, a variable of a <c>for</c>.</summary>
public sealed class HclVariable : HclExpression
{
    internal HclVariable(string source, int start, int end) : base(source, start, end) => Name = source[start..end];

    public string Name { get; }
}

/// <summary>An expression in parentheses.</summary>
public sealed class HclParentheses : HclExpression
{
    internal HclParentheses(string source, int start, int end, HclExpression inner) : base(source, start, end) => Inner = inner;

    public HclExpression Inner { get; }
}
