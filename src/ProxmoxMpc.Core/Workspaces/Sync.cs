using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that brings code and server together: what the server changed comes into the code, what the code changed stays pending.</summary>
public sealed class Sync(Session session, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Reads the cluster and merges it into the code. Where nothing changed on either side, nothing is written.</summary>
    /// <exception cref="PmpcException">The server cannot be reached, a code file cannot be read, or another run has the workspace.</exception>
    public async Task<SyncResult> RunAsync(SyncOptions options, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        var workspace = session.Workspace;
        // Found out before the cluster is asked: a broken file would stop the sync anyway.
        Picture.ReadCode(workspace);
        using var hold = options.DryRun ? null : workspace.Lock("sync");
        var inventory = await new InventoryReader(session.Client).ReadAsync(progress, ct);
        (inventory, var objects) = await ClusterObjectSync.ReadAsync(session, inventory, ct);
        using var store = workspace.OpenState();
        var picture = Picture.Of(workspace, KeepUnreadable(inventory, store), store).WithObjects(objects);
        var merge = SyncMerge.Of(picture, options.Prefer);
        var beside = ObjectMerge.Of(picture, options.Prefer, merge.Edits);
        var result = options.DryRun ? Preview(picture, merge) : Commit(picture, merge, beside, store, options, ct);
        return result with { ObjectChanges = beside.Changes };
    }

    /// <summary>Guests under a gap keep what was last known of them: a node that is down has not lost its guests.</summary>
    internal static Inventory KeepUnreadable(Inventory read, StateStore store)
    {
        if (read.Gaps.Length == 0 || store.ReadInventory() is not { } before) return read;
        var seen = read.Guests.Select(guest => guest.VmId).ToHashSet();
        var kept = before.Guests.Where(guest => !seen.Contains(guest.VmId) && read.IsUnderGap(guest.VmId, guest.Node));
        var listed = read.Pools.Select(pool => pool.PoolId).ToHashSet(StringComparer.Ordinal);
        var pools = before.Pools.Where(pool => !listed.Contains(pool.PoolId)
            && read.Gaps.Any(gap => gap.Scope == GapScope.Cluster || gap.Scope == GapScope.Pool && (gap.Name == "*" || gap.Name == pool.PoolId)));
        return read with
        {
            Guests = [.. read.Guests.Concat(kept).OrderBy(guest => guest.VmId)],
            Pools = [.. read.Pools.Concat(pools).OrderBy(pool => pool.PoolId, StringComparer.Ordinal)],
        };
    }

    private static SyncResult Preview(Picture picture, SyncMerge merge) => Result(picture, merge) with
    {
        IsDryRun = true,
        Files = [.. merge.Edits.OrderBy(edit => edit.Key, StringComparer.Ordinal).Select(edit => Describe(picture, edit.Key, edit.Value))],
    };

    private SyncResult Commit(Picture picture, SyncMerge merge, ObjectMerge beside, StateStore store, SyncOptions options, CancellationToken ct)
    {
        var workspace = session.Workspace;
        var files = ImmutableArray.CreateBuilder<SyncFile>();
        foreach (var (path, text) in merge.Edits.OrderBy(edit => edit.Key, StringComparer.Ordinal))
        {
            if (text is null) workspace.Files.Delete(path);
            else workspace.Files.Write(new(path, text), FileOwnership.Source);
            files.Add(Describe(picture, path, text));
        }
        // A killed process leaves the files ahead of the base; the next sync then finds both sides equal and only moves the base.
        var rows = store.WriteBase(merge.NewBase, merge.RemovedBase) + store.WriteInventory(picture.Inventory) + store.WriteObjects(picture.Objects)
            + store.WriteObjectBase(beside.NewBase);
        var after = merge.Edits.Count == 0 ? picture : Picture.Of(workspace, picture.Inventory, store);
        files.AddRange(DerivedFiles.Write(workspace, after, options.Force, ct));

        var result = Result(picture, merge) with { Files = files.ToImmutable(), RowsWritten = rows };
        if (rows == 0 && result.FilesWritten == 0) return result;
        var summary = $"{result.FilesWritten} files, {rows} rows";
        return result with { SnapshotId = Snapshots.Take(workspace, store, "sync", summary, after, null, null, _time) };
    }

    private static SyncFile Describe(Picture picture, string path, string? text)
    {
        var before = picture.Files.GetValueOrDefault(path);
        return new(path, text is null ? "Deleted" : before is null ? "Created" : "Updated", TextDiff.Unified(before, text));
    }

    private static SyncResult Result(Picture picture, SyncMerge merge) => new()
    {
        Cluster = picture.Inventory.Cluster,
        Nodes = picture.Inventory.Nodes.Length,
        Storages = picture.Inventory.Storages.Select(storage => storage.Name).Distinct(StringComparer.Ordinal).Count(),
        Guests = picture.Inventory.Guests.Length,
        Changes = merge.Changes,
        Gaps = picture.Inventory.Gaps,
    };
}
