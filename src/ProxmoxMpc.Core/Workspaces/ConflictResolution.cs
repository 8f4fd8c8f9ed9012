using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Something that code and server changed differently since they last agreed. Values are null where the attribute is unset or the whole is meant.</summary>
/// <param name="VmId">The guest; null for anything else.</param>
/// <param name="Name">The guest's name, or kind and name of the object: <c>pool prod</c>.</param>
/// <param name="Object">What it is beside guests; null for a guest.</param>
/// <param name="File">The code's file, relative to the workspace.</param>
/// <param name="Attribute">The attribute as people name it; null where one side deleted what the other edited.</param>
/// <param name="Reason">Why it is a conflict, where the values do not tell.</param>
public sealed record Conflict(int? VmId, string Name, ObjectKind? Object, string? File, string? Attribute, string? Base, string? Code, string? Server, string? Reason)
{
    /// <summary>Which side it was decided for; <see cref="Preference.None"/> while it is open.</summary>
    public Preference Resolution { get; init; }

    /// <summary>What it is about, in a line: <c>web-01 (100) cores</c>.</summary>
    public string Subject => (VmId is null ? Name : FormattableString.Invariant($"{Name} ({VmId})")) + (Attribute is null ? "" : $" {Attribute}");

    internal ConflictKey Key => new(VmId, VmId is null ? Name : null, Attribute);
}

/// <summary>What deciding conflicts did, or would do.</summary>
public sealed record ConflictResult
{
    /// <summary>Those that are decided.</summary>
    public ImmutableArray<Conflict> Resolved { get; init; } = [];

    /// <summary>Those that were meant and that no preference can decide.</summary>
    public ImmutableArray<Conflict> Open { get; init; } = [];

    /// <summary>The files of the code that changed.</summary>
    public ImmutableArray<SyncFile> Files { get; init; } = [];

    /// <summary>The snapshot that was left in the history; null where nothing changed.</summary>
    public string? SnapshotId { get; init; }
}

/// <summary>
/// The verb that decides conflicts one by one. It asks nobody: it goes by what the last sync read, which is what the user saw.
/// Has the server moved again since, the next sync finds that as it finds any change.
/// </summary>
public static class ConflictResolution
{
    /// <summary>The conflicts between the code as it is now and the server as it was last read.</summary>
    /// <exception cref="PmpcException"><c>PmpcNeverSynced</c>; a code file cannot be read.</exception>
    public static ImmutableArray<Conflict> Find(Workspace workspace)
    {
        using var store = workspace.OpenState(readOnly: true);
        var (merge, beside) = Merge(Look(workspace, store), new(Preference.None));
        return [.. Open(merge, beside)];
    }

    /// <summary>Decides conflicts: for the server, its values come into the code; for the code, its values become changes for apply.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="which">Conflicts that <see cref="Find"/> gave.</param>
    /// <param name="side">Whose values stay.</param>
    /// <param name="write">False: only tells what would change.</param>
    /// <exception cref="PmpcException">Another run has the workspace; a code file cannot be read or was written meanwhile.</exception>
    public static ConflictResult Run(Workspace workspace, IReadOnlyCollection<Conflict> which, Preference side, bool write, TimeProvider? time = null, CancellationToken ct = default)
    {
        using var hold = write ? workspace.Lock("resolve", time) : null;
        using var store = workspace.OpenState();
        var picture = Look(workspace, store);
        var decisions = new Decisions(Preference.None) { Side = side, Named = [.. which.Select(conflict => conflict.Key)] };
        var (merge, beside) = Merge(picture, decisions);
        var left = Open(merge, beside).Select(conflict => conflict.Key).ToHashSet();
        var result = new ConflictResult
        {
            Resolved = [.. which.Where(conflict => !left.Contains(conflict.Key)).Select(conflict => conflict with { Resolution = side })],
            Open = [.. which.Where(conflict => left.Contains(conflict.Key))],
        };
        if (!write) return result with { Files = Sync.Preview(picture, merge).Files };
        var sync = Sync.Commit(workspace, picture, merge, beside, store, "resolve", force: false, time ?? TimeProvider.System, ct);
        return result with { Files = sync.Files, SnapshotId = sync.SnapshotId };
    }

    private static Picture Look(Workspace workspace, StateStore store) =>
        Picture.Of(workspace, store.ReadInventory() ?? throw Picture.NeverSynced(workspace), store);

    private static (SyncMerge Guests, ObjectMerge Beside) Merge(Picture picture, Decisions decisions)
    {
        var merge = SyncMerge.Of(picture, decisions);
        return (merge, ObjectMerge.Of(picture, decisions, merge.Edits));
    }

    private static IEnumerable<Conflict> Open(SyncMerge merge, ObjectMerge beside) =>
        merge.Changes.Where(change => change.Kind == SyncChangeKind.Conflict)
            .Select(change => new Conflict(change.VmId, change.Name, null, change.File, change.Path, change.Base, change.Code, change.Server, change.Reason))
            .Concat(beside.Changes.Where(change => change.Kind == SyncChangeKind.Conflict)
                .Select(change => new Conflict(null, change.Name, change.Object, change.File, change.Attribute, change.Base, change.Code, change.Server, change.Reason)));
}
