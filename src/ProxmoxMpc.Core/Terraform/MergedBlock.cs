using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>
/// A block as Terraform has it: with what files of overrides (<see cref="CodeNames.IsOverride"/>) say of the same one put over it, attribute by
/// attribute and type of nested blocks by type, later files over earlier ones.
/// </summary>
/// <param name="Overrides">In the order in which they count; mostly none.</param>
internal sealed record MergedBlock(HclBlock Block, ImmutableArray<HclBlock> Overrides)
{
    /// <summary>Whether there is more of it than what stands in its own file, so that an edit of that may be without effect.</summary>
    public bool IsOverridden => !Overrides.IsEmpty;

    /// <summary>Where it is overridden for the first time: <c>terraform/vms/local_override.tf:3</c>.</summary>
    public string Place => FormattableString.Invariant($"{Overrides[0].Parent.Document.Path}:{Overrides[0].Position.Line}");

    /// <summary>Each once, as it counts.</summary>
    public IEnumerable<HclAttribute> Attributes => IsOverridden
        ? Bodies.Reverse().SelectMany(body => body.Attributes).DistinctBy(attribute => attribute.Name, StringComparer.Ordinal) : Block.Body.Attributes;

    private IEnumerable<HclBody> Bodies => Overrides.Select(block => block.Body).Prepend(Block.Body);

    public HclAttribute? Attribute(string name) => IsOverridden ? Bodies.Select(body => body.Attribute(name)).LastOrDefault(attribute => attribute is not null) : Block.Body.Attribute(name);

    public CodeNode Evaluate(HclScope scope)
    {
        var node = CodeFile.Evaluate(Block.Body, scope);
        foreach (var block in Overrides) node.Override(CodeFile.Evaluate(block.Body, scope));
        return node;
    }

    /// <summary>As <see cref="CodeFile.IgnoredChanges"/>: <c>lifecycle</c> is overridden argument by argument.</summary>
    public IReadOnlyList<string> IgnoredChanges() => CodeFile.IgnoredChanges(Bodies.LastOrDefault(body => Says(body, "ignore_changes")) ?? Block.Body);

    /// <summary>As <see cref="CodeFile.PreventsDestroy"/>.</summary>
    public bool PreventsDestroy() => CodeFile.PreventsDestroy(Bodies.LastOrDefault(body => Says(body, "prevent_destroy")) ?? Block.Body);

    private static bool Says(HclBody body, string argument) => body.BlocksOf("lifecycle").Any(block => block.Body.Attribute(argument) is not null);
}

/// <summary>The blocks of one folder, with what its files of overrides say of them.</summary>
internal sealed class MergedBlocks
{
    private readonly HclDocument[] _plain;
    private readonly HclDocument[] _overrides;

    /// <param name="documents">In the order of their paths.</param>
    public MergedBlocks(IReadOnlyList<HclDocument> documents)
    {
        _plain = [.. documents.Where(document => !CodeNames.IsOverride(document.Path!))];
        _overrides = [.. documents.Where(document => CodeNames.IsOverride(document.Path!))];
    }

    /// <summary>Whether nothing stands only in its own file.</summary>
    public bool HasOverrides => _overrides.Length > 0;

    /// <summary>The blocks of that type that the folder has, each with its file.</summary>
    public IEnumerable<(string Path, MergedBlock Block)> Of(string type)
    {
        foreach (var document in _plain)
            foreach (var block in document.Root.BlocksOf(type)) yield return (document.Path!, With(block));
    }

    /// <summary>The block with what is put over it.</summary>
    public MergedBlock With(HclBlock block) =>
        new(block, HasOverrides ? [.. _overrides.SelectMany(document => document.Root.BlocksOf(block.Type)).Where(over => over.Labels.SequenceEqual(block.Labels, StringComparer.Ordinal))] : []);

    /// <summary>The values of the folder's locals, each once.</summary>
    public IEnumerable<HclAttribute> Locals() => _overrides.Reverse().Concat(_plain)
        .SelectMany(document => document.Root.BlocksOf("locals")).SelectMany(block => block.Body.Attributes).DistinctBy(attribute => attribute.Name, StringComparer.Ordinal);

    /// <summary>Resources that are overridden without being there, which Terraform refuses.</summary>
    public IEnumerable<(string Path, HclBlock Block)> Homeless()
    {
        if (!HasOverrides) return [];
        var known = _plain.SelectMany(document => document.Root.BlocksOf("resource")).Select(Name).ToHashSet(StringComparer.Ordinal);
        return _overrides.SelectMany(document => document.Root.BlocksOf("resource").Where(block => !known.Contains(Name(block))).Select(block => (document.Path!, block)));
    }

    private static string Name(HclBlock block) => string.Join('.', block.Labels);
}
