namespace ProxmoxMpc.Core.Hcl;

/// <summary><c>-x</c> or <c>!x</c>.</summary>
public sealed class HclUnary : HclExpression
{
    internal HclUnary(string source, int start, string op, HclExpression operand) : base(source, start, operand.End)
    {
        Operator = op;
        Operand = operand;
    }

    public string Operator { get; }

    public HclExpression Operand { get; }
}

/// <summary>Two operands and one of <c>|| &amp;&amp; == != &lt; &lt;= &gt; &gt;= + - * / %</c>; all associate to the left.</summary>
public sealed class HclBinary : HclExpression
{
    internal HclBinary(string source, HclExpression left, string op, HclExpression right) : base(source, left.Start, right.End)
    {
        Left = left;
        Operator = op;
        Right = right;
    }

    public HclExpression Left { get; }

    public string Operator { get; }

    public HclExpression Right { get; }
}

/// <summary><c>condition ? a : b</c></summary>
public sealed class HclConditional : HclExpression
{
    internal HclConditional(string source, HclExpression condition, HclExpression whenTrue, HclExpression whenFalse)
        : base(source, condition.Start, whenFalse.End)
    {
        Condition = condition;
        WhenTrue = whenTrue;
        WhenFalse = whenFalse;
    }

    public HclExpression Condition { get; }

    public HclExpression WhenTrue { get; }

    public HclExpression WhenFalse { get; }
}

/// <summary>A function call; <see cref="ExpandsLast"/> for a final <c>...</c>. The name may be scoped: <c>provider::local::f</c>.</summary>
public sealed class HclCall : HclExpression
{
    internal HclCall(string source, int start, int end, string name, IReadOnlyList<HclExpression> arguments, bool expandsLast) : base(source, start, end)
    {
        Name = name;
        Arguments = arguments;
        ExpandsLast = expandsLast;
    }

    public string Name { get; }

    public IReadOnlyList<HclExpression> Arguments { get; }

    public bool ExpandsLast { get; }
}
