using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A call of a module, or one instance of it.</summary>
/// <param name="Source">The module's folder, seen from that of the call.</param>
/// <param name="Arguments">What it gives, as far as that can be known.</param>
/// <param name="IsRepeated">Whether the call has <c>for_each</c> or <c>count</c>.</param>
/// <param name="IsKnown">False: how many instances there are, only Terraform knows.</param>
internal sealed record ModuleCall(string Source, IReadOnlyDictionary<string, HclValue> Arguments, bool IsRepeated, bool IsKnown);

/// <summary>The files of one folder, and what is known of its variables and locals.</summary>
internal sealed class ModuleScope
{
    private ModuleScope(MergedBlocks blocks, HclScope scope)
    {
        Blocks = blocks;
        Scope = scope;
    }

    public MergedBlocks Blocks { get; }

    public HclScope Scope { get; }

    /// <summary>Whether the module is called several times, so that its resources are made several times.</summary>
    public bool IsRepeated { get; private init; }

    /// <summary>What each instance of a repeated module sees; empty where only Terraform knows.</summary>
    public IReadOnlyList<HclScope> Instances { get; private init; } = [];

    /// <summary>The module as all its calls make it.</summary>
    public static ModuleScope Of(IReadOnlyList<HclDocument> documents, IReadOnlyList<ModuleCall> calls)
    {
        var blocks = new MergedBlocks(documents);
        if (calls is [{ IsRepeated: false, IsKnown: true } only]) return Of(blocks, only.Arguments);
        // Of what differs from one to the next nobody can say which one it is.
        var any = calls.SelectMany(call => call.Arguments.Keys).Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => (HclValue)new HclValue.Opaque("var." + name), StringComparer.Ordinal);
        return new(blocks, Of(blocks, any).Scope) { IsRepeated = true, Instances = calls.All(call => call.IsKnown) ? [.. calls.Select(call => Of(blocks, call.Arguments).Scope)] : [] };
    }

    /// <summary>Evaluates defaults, then the values given, then locals.</summary>
    /// <param name="given">Values from tfvars files or from the call of the module.</param>
    public static ModuleScope Of(IReadOnlyList<HclDocument> documents, IReadOnlyDictionary<string, HclValue> given) => Of(new MergedBlocks(documents), given);

    private static ModuleScope Of(MergedBlocks blocks, IReadOnlyDictionary<string, HclValue> given)
    {
        var variables = new Dictionary<string, HclValue>(StringComparer.Ordinal);
        foreach (var (name, block) in blocks.Of("variable").Where(found => found.Block.Block.Labels.Count == 1).Select(found => (found.Block.Block.Labels[0], found.Block)))
            if (block.Attribute("default") is { } attribute) variables[name] = attribute.Expression.EvaluatePartially(HclScope.Empty);
            else if (!given.ContainsKey(name)) variables[name] = new HclValue.Opaque("var." + name);
        foreach (var (name, value) in given) variables[name] = value;
        var scope = HclScope.Empty.With("var", new([.. variables]));
        return new(blocks, WithLocals(blocks, scope));
    }

    /// <summary>The calls of modules in this folder, instance by instance where they have several.</summary>
    public IEnumerable<ModuleCall> Calls()
    {
        foreach (var (_, block) in Blocks.Of("module"))
        {
            if (block.Attribute("source")?.Expression.Evaluate(Scope) is not HclValue.String { Value: var source } || !source.StartsWith("./", StringComparison.Ordinal)) continue;
            var isRepeated = IsRepeated || block.Attribute("for_each") is not null || block.Attribute("count") is not null;
            var instances = IsRepeated && Instances.Count == 0 ? null : RepeatedGuests.Instances(block, IsRepeated ? Instances : [Scope]);
            foreach (var scope in instances ?? [Scope])
                yield return new(source[2..].TrimEnd('/'), block.Attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Expression.EvaluatePartially(scope), StringComparer.Ordinal), isRepeated, instances is not null);
        }
    }

    /// <summary>Locals may use each other in any order: they are evaluated again until nothing new is known.</summary>
    private static HclScope WithLocals(MergedBlocks blocks, HclScope scope)
    {
        var attributes = blocks.Locals().ToArray();
        var locals = new Dictionary<string, HclValue>(StringComparer.Ordinal);
        for (var known = -1; ;)
        {
            var current = scope.With("local", new([.. locals]));
            foreach (var attribute in attributes.Where(attribute => !locals.TryGetValue(attribute.Name, out var value) || !value.IsKnown))
                locals[attribute.Name] = attribute.Expression.EvaluatePartially(current);
            var count = locals.Values.Count(value => value.IsKnown);
            if (count == known || count == locals.Count) return scope.With("local", new([.. locals]));
            known = count;
        }
    }
}
