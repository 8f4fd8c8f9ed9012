namespace ProxmoxMpc.Core.Hcl;

/// <summary>Steps from a value into its parts: <c>var.hosts["a"].disks[0]</c>. One node holds all steps.</summary>
public sealed class HclTraversal : HclExpression
{
    internal HclTraversal(string source, int end, HclExpression root, IReadOnlyList<HclTraversalStep> steps) : base(source, root.Start, end)
    {
        Root = root;
        Steps = steps;
    }

    public HclExpression Root { get; }

    public IReadOnlyList<HclTraversalStep> Steps { get; }
}

/// <summary>One step of a <see cref="HclTraversal"/>.</summary>
public abstract record HclTraversalStep
{
    private HclTraversalStep() { }

    /// <summary><c>.name</c></summary>
    public sealed record Attribute(string Name) : HclTraversalStep;

    /// <summary><c>[key]</c>, or the old <c>.0</c> (<paramref name="IsOldStyle"/>).</summary>
    public sealed record Index(HclExpression Key, bool IsOldStyle = false) : HclTraversalStep;

    /// <summary><c>[*]</c>, which all later steps run under, or the old <c>.*</c> (<paramref name="AttributesOnly"/>), which ends at the next bracket.</summary>
    public sealed record Splat(bool AttributesOnly) : HclTraversalStep;
}
