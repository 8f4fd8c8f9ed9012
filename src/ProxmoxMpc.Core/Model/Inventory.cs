using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// What could not be read. What lies under a gap is unknown: it is neither removed from code nor planned for deletion.
/// </summary>
/// <param name="Scope">What is missing.</param>
/// <param name="Name">The node, guest (vmid), storage or pool; <c>*</c> for all of the scope.</param>
/// <param name="Reason">Why, in the server's own words where it said any.</param>
public sealed record Gap(GapScope Scope, string Name, string Reason)
{
    /// <summary>The name of a <see cref="GapScope.Detail"/>: nodes may have bridges that were not shown.</summary>
    internal const string Bridges = "bridges";

    public override string ToString() => $"{Scope} {Name}: {Reason}";
}

/// <summary>What a <see cref="Gap"/> covers.</summary>
public enum GapScope
{
    /// <summary>The whole guest list may be incomplete.</summary>
    Cluster,
    Node,
    Guest,
    Storage,
    Pool,

    /// <summary>Something beside these: a node's interfaces, a guest's pending changes, the cluster's name. No absence follows from it.</summary>
    Detail,

    /// <summary>Objects beside nodes and guests: users, rules, jobs. The name says which; what was known of them stays.</summary>
    Object,
}

/// <summary>Everything that was read of a cluster in one go.</summary>
public sealed record Inventory
{
    /// <summary>The cluster's name, or the only node's where there is no cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>For example <c>9.2.11</c>.</summary>
    public required string Version { get; init; }

    public ImmutableArray<Node> Nodes { get; init; } = [];
    public ImmutableArray<Storage> Storages { get; init; } = [];
    public ImmutableArray<Pool> Pools { get; init; } = [];

    /// <summary>Ordered by vmid.</summary>
    public ImmutableArray<Guest> Guests { get; init; } = [];

    /// <summary>ISO images and container templates.</summary>
    public ImmutableArray<StorageVolume> Volumes { get; init; } = [];

    public ImmutableArray<Gap> Gaps { get; init; } = [];

    /// <summary>Guests under a gap that are here as they were known before: nothing is decided on them.</summary>
    public ImmutableHashSet<int> Remembered { get; init; } = [];

    // Not read-only: it fills itself.
    private GuestIndex _index;

    /// <summary>The guest of that vmid, or null.</summary>
    public Guest? Guest(int vmid) => _index.For(Guests).GetValueOrDefault(vmid);

    /// <summary>Whether no gap hides a guest, a node, a storage or a pool.</summary>
    public bool IsComplete => Gaps.All(gap => gap.Scope is GapScope.Detail or GapScope.Object);

    /// <summary>Whether nothing can be said of that guest's absence: it, its last known node or the whole list was not readable.</summary>
    public bool IsUnderGap(int vmid, string? lastKnownNode)
    {
        foreach (var gap in Gaps)
        {
            if (gap.Scope == GapScope.Cluster) return true;
            if (gap.Scope == GapScope.Node && (gap.Name == "*" || gap.Name == lastKnownNode)) return true;
            if (gap.Scope == GapScope.Guest && (gap.Name == "*" || gap.Name == vmid.ToString(System.Globalization.CultureInfo.InvariantCulture))) return true;
        }
        return false;
    }
}

/// <summary>Guests by vmid, made when it is first asked for; of two with the same vmid the first. It says nothing of its own, so that all are equal.</summary>
internal struct GuestIndex : IEquatable<GuestIndex>
{
    private Tuple<ImmutableArray<Guest>, Dictionary<int, Guest>>? _made;

    /// <summary>A copy with other guests brings the old index along: it counts only for the guests that it was made of.</summary>
    public Dictionary<int, Guest> For(ImmutableArray<Guest> guests)
    {
        var made = _made;
        if (made is null || made.Item1 != guests) _made = made = new(guests, guests.DistinctBy(guest => guest.VmId).ToDictionary(guest => guest.VmId));
        return made.Item2;
    }

    public readonly bool Equals(GuestIndex other) => true;
    public override readonly bool Equals(object? obj) => obj is GuestIndex;
    public override readonly int GetHashCode() => 0;
}

/// <summary>A file that a generator proposes; writing it is somebody else's decision.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Text">The whole content, with LF line ends.</param>
public sealed record GeneratedFile(string Path, string Text);
