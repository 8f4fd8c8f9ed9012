using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Planning;

/// <summary>What of a guest is to come back, and from where: the wish of a rollback, until an apply has fulfilled it.</summary>
/// <param name="VmId">The guest.</param>
/// <param name="Archive">A backup of the whole guest; null: none.</param>
/// <param name="Volumes">Volumes that were detached, by the config key in which they were.</param>
public sealed record GuestReturn(int VmId, GuestArchive? Archive, ImmutableSortedDictionary<string, string> Volumes);

/// <summary>A backup that this product made of a guest.</summary>
/// <param name="VolumeId">For example <c>nfs:backup/vzdump-qemu-100-2026_11_26-05_50_22.vma.zst</c>.</param>
/// <param name="Node">The node that made it, and that has it where its storage is not shared.</param>
/// <param name="Token">What its notes say, by which it is known to be ours.</param>
/// <param name="Created">When it was made, by our clock.</param>
public sealed record GuestArchive(string VolumeId, string Node, int VmId, GuestKind Kind, string Name, string Token, DateTimeOffset Created)
{
    public string Storage => VolumeId[..VolumeId.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>Whether it is where it was when somebody last looked. Null: nobody has looked.</summary>
    public bool? IsThere { get; init; }

    /// <summary>Whether every node has its storage.</summary>
    public bool IsShared { get; init; }
}
