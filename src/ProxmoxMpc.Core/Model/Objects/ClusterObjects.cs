using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Model.Objects;

/// <summary>What was read of the objects beside nodes and guests.</summary>
/// <param name="Objects">Sorted by key.</param>
/// <param name="Complete">
/// Of which kind and scope everything was read. Only there does absence mean that it is gone; all else is merely not known.
/// </param>
/// <param name="Gaps">What was asked for and not answered.</param>
public sealed record ObjectReading(ImmutableArray<ClusterObject> Objects, ImmutableHashSet<(ObjectKind Kind, ObjectScope Scope)> Complete, ImmutableArray<Gap> Gaps)
{
    public static ObjectReading Empty { get; } = new([], [], []);

    /// <summary>What is known now: what was read, and of the rest what was known before and is not proved gone.</summary>
    /// <param name="isGone">Whether a node, guest or security group is known to exist no longer; its objects go with it.</param>
    public ImmutableArray<ClusterObject> Over(ImmutableArray<ClusterObject> known, Func<ObjectScope, bool> isGone)
    {
        var read = Objects.Select(item => item.Key).ToHashSet();
        var kept = known.Where(item => !read.Contains(item.Key) && !Complete.Contains((item.Kind, item.Scope)) && !isGone(item.Scope));
        return [.. Objects.Concat(kept).OrderBy(item => item.Key)];
    }
}

/// <summary>Gaps in what was read of objects.</summary>
public static class ObjectGaps
{
    /// <summary>The name of a gap: <c>users</c>, <c>firewall rules of node/pve1</c>.</summary>
    public static string Name(ObjectKind kind, ObjectScope scope) => scope.IsCluster ? kind.Many() : $"{kind.Many()} of {scope}";

    /// <summary>The gaps that concern a kind.</summary>
    public static IEnumerable<Gap> Of(IEnumerable<Gap> gaps, ObjectKind kind) => gaps.Where(gap => gap.Scope == GapScope.Object
        && (gap.Name == kind.Many() || gap.Name.StartsWith(kind.Many() + " of ", StringComparison.Ordinal)));
}
