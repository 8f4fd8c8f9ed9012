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
    private ModuleScope(IReadOnlyList<HclDocument> documents, HclScope scope)
    {
        Documents = documents;
        Scope = scope;
    }

    public IReadOnlyList<HclDocument> Documents { get; }

    public HclScope Scope { get; }

    /// <summary>Whether the module is called several times, so that its resources are made several times.</summary>
    public bool IsRepeated { get; private init; }

    /// <summary>What each instance of a repeated module sees; empty where only Terraform knows.</summary>
    public IReadOnlyList<HclScope> Instances { get; private init; } = [];

    /// <summary>The module as all its calls make it.</summary>
    public static ModuleScope Of(IReadOnlyList<HclDocument> documents, IReadOnlyList<ModuleCall> calls)
    {
        if (calls is [{ IsRepeated: false, IsKnown: true } only]) return Of(documents, only.Arguments);
        // Of what differs from one to the next nobody can say which one it is.
        var any = calls.SelectMany(call => call.Arguments.Keys).Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => (HclValue)new HclValue.Opaque("var." + name), StringComparer.Ordinal);
        var module = Of(documents, any);
        return new(documents, module.Scope) { IsRepeated = true, Instances = calls.All(call => call.IsKnown) ? [.. calls.Select(call => Of(documents, call.Arguments).Scope)] : [] };
    }

    /// <summary>Evaluates defaults, then the values given, then locals.</summary>
    /// <param name="given">Values from tfvars files or from the call of the module.</param>
    public static ModuleScope Of(IReadOnlyList<HclDocument> documents, IReadOnlyDictionary<string, HclValue> given)
    {
        var variables = new Dictionary<string, HclValue>(StringComparer.Ordinal);
        foreach (var block in documents.SelectMany(document => document.Root.BlocksOf("variable")).Where(block => block.Labels.Count == 1))
            if (block.Body.Attribute("default") is { } attribute) variables[block.Labels[0]] = attribute.Expression.EvaluatePartially(HclScope.Empty);
            else if (!given.ContainsKey(block.Labels[0])) variables[block.Labels[0]] = new HclValue.Opaque("var." + block.Labels[0]);
        foreach (var (name, value) in given) variables[name] = value;
        var scope = HclScope.Empty.With("var", new([.. variables]));
        return new(documents, WithLocals(documents, scope));
    }

    /// <summary>The calls of modules in this folder, instance by instance where they have several.</summary>
    public IEnumerable<ModuleCall> Calls()
    {
        foreach (var block in Documents.SelectMany(document => document.Root.BlocksOf("module")))
        {
            if (block.Body.Attribute("source")?.Expression.Evaluate(Scope) is not HclValue.String { Value: var source } || !source.StartsWith("./", StringComparison.Ordinal)) continue;
            var isRepeated = IsRepeated || block.Body.Attribute("for_each") is not null || block.Body.Attribute("count") is not null;
            var instances = IsRepeated && Instances.Count == 0 ? null : RepeatedGuests.Instances(block.Body, IsRepeated ? Instances : [Scope]);
            foreach (var scope in instances ?? [Scope])
                yield return new(source[2..].TrimEnd('/'), block.Body.Attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Expression.EvaluatePartially(scope), StringComparer.Ordinal), isRepeated, instances is not null);
        }
    }

    /// <summary>Locals may use each other in any order: they are evaluated again until nothing new is known.</summary>
    private static HclScope WithLocals(IReadOnlyList<HclDocument> documents, HclScope scope)
    {
        var attributes = documents.SelectMany(document => document.Root.BlocksOf("locals")).SelectMany(block => block.Body.Attributes).DistinctBy(attribute => attribute.Name).ToArray();
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
