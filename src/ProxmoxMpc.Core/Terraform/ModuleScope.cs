using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform;

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

    /// <summary>What the calls of a module in this folder give it, by the source's folder.</summary>
    public IEnumerable<(string Source, IReadOnlyDictionary<string, HclValue> Arguments)> Calls()
    {
        foreach (var block in Documents.SelectMany(document => document.Root.BlocksOf("module")))
        {
            if (block.Body.Attribute("source")?.Expression.Evaluate(Scope) is not HclValue.String { Value: var source } || !source.StartsWith("./", StringComparison.Ordinal)) continue;
            yield return (source[2..].TrimEnd('/'), block.Body.Attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Expression.EvaluatePartially(Scope), StringComparer.Ordinal));
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
