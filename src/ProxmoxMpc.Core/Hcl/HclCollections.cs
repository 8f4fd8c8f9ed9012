namespace ProxmoxMpc.Core.Hcl;

/// <summary><c>[a, b]</c></summary>
public sealed class HclTuple : HclExpression
{
    internal HclTuple(string source, int start, int end, IReadOnlyList<HclExpression> items) : base(source, start, end) => Items = items;

    public IReadOnlyList<HclExpression> Items { get; }
}

/// <summary><c>{ key = value }</c></summary>
public sealed class HclObjectExpression : HclExpression
{
    internal HclObjectExpression(string source, int start, int end, IReadOnlyList<HclObjectItem> items) : base(source, start, end) => Items = items;

    public IReadOnlyList<HclObjectItem> Items { get; }
}

/// <summary>One member of an object. A key that is a bare name is that text (<see cref="Name"/>), not a reference.</summary>
public sealed record HclObjectItem(HclExpression Key, HclExpression Value)
{
    /// <summary>The key's text where it is a bare name, else null: the key is then to be evaluated.</summary>
    public string? Name => Key switch
    {
        HclVariable variable => variable.Name,
        HclLiteral { Value: HclValue.Bool or HclValue.Null } keyword => keyword.Text,
        _ => null,
    };
}

/// <summary><c>[for v in list : v if c]</c> or <c>{for k, v in map : k => v...}</c>; an object has a <see cref="Key"/>.</summary>
public sealed class HclFor : HclExpression
{
    internal HclFor(string source, int start, int end) : base(source, start, end) { }

    public string? KeyVariable { get; internal init; }

    public required string ValueVariable { get; init; }

    public required HclExpression Collection { get; init; }

    public HclExpression? Key { get; internal init; }

    public required HclExpression Value { get; init; }

    public HclExpression? Condition { get; internal init; }

    /// <summary>Whether values with the same key are gathered in lists (<c>...</c>).</summary>
    public bool Groups { get; internal init; }
}
