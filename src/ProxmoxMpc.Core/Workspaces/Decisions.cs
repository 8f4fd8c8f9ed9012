using System.Collections.Immutable;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Which side decides what both changed: one for everything, and another for conflicts that are named.</summary>
internal sealed record Decisions(Preference General)
{
    /// <summary>The side that decides the named conflicts.</summary>
    public Preference Side { get; init; }

    public ImmutableHashSet<ConflictKey> Named { get; init; } = [];

    /// <summary>Who decides an attribute of a guest, named as people name it; null: the guest as a whole.</summary>
    public Preference On(int vmid, string? attribute) => On(new ConflictKey(vmid, null, attribute));

    /// <summary>Who decides an attribute of something beside guests; null: the whole of it.</summary>
    public Preference On(ObjectKey key, string? attribute) => On(new ConflictKey(null, ObjectCode.NameOf(key), attribute));

    private Preference On(ConflictKey key) => Named.Contains(key) ? Side : General;
}

/// <summary>What a conflict is about: a guest by vmid, anything else by kind and name, and the attribute (null: the whole).</summary>
internal readonly record struct ConflictKey(int? VmId, string? Object, string? Attribute);
