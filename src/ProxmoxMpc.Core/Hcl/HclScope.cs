namespace ProxmoxMpc.Core.Hcl;

/// <summary>The names that an expression may refer to. Immutable: <see cref="With"/> gives a new scope. A name that is not in it makes its expression opaque.</summary>
public sealed class HclScope
{
    private readonly HclScope? _outer;
    private readonly string? _name;
    private readonly HclValue? _value;

    private HclScope(HclScope? outer, string? name, HclValue? value)
    {
        _outer = outer;
        _name = name;
        _value = value;
    }

    public static HclScope Empty { get; } = new(null, null, null);

    /// <summary>This scope with <c>var</c>, <c>local</c> or another root. A member that is absent, or <see cref="HclValue.Opaque"/>, makes what refers to it opaque.</summary>
    public HclScope With(string rootName, HclValue.Object value) => new(this, rootName, value);

    /// <summary>A <c>for</c> variable, which hides an outer one of the same name.</summary>
    internal HclScope Bind(string name, HclValue value) => new(this, name, value);

    internal HclValue? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
            if (scope._name == name) return scope._value;
        return null;
    }
}
