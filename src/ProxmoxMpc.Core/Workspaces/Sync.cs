using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model.Objects;
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
        using var hold = options.DryRun ? null : workspace.Lock("sync");
        using var store = workspace.OpenState();
        var (reading, inventory, objects) = await ReadAsync(store, progress, ct);
        var picture = Picture.Of(reading.Refreshed(store), inventory, store).WithObjects(objects);
        var merge = SyncMerge.Of(picture, options.Prefer);
        var beside = ObjectMerge.Of(picture, options.Prefer, merge.Edits);
        var result = options.DryRun ? Preview(picture, merge) : Commit(picture, merge, beside, store, options, ct);
        return result with { ObjectChanges = beside.Changes };
    }

    /// <summary>Reads code and cluster, the one while the other answers. A broken file stops the questions.</summary>
    private async Task<(CodeReading Code, Inventory Inventory, ObjectReading Objects)> ReadAsync(StateStore store, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var cluster = ReadClusterAsync();
        try
        {
            var code = await Task.Run(() => CodeReading.Of(session.Workspace, store), CancellationToken.None);
            var (inventory, objects) = await cluster;
            return (code, inventory, objects);
        }
        catch
        {
            await stop.CancelAsync();
            // What the questions say after that is not news; what stopped them is.
            await cluster.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        async Task<(Inventory, ObjectReading)> ReadClusterAsync()
        {
            var inventory = await ReadInventoryAsync(session, store, progress, stop.Token);
            return await ClusterObjectSync.ReadAsync(session, inventory, store.ReadObjects(), stop.Token);
        }
    }

    /// <summary>
    /// Reads the cluster. What lies under a gap keeps what was last known of it: a node that is down has not lost its guests,
    /// and what the token may not see is not gone.
    /// </summary>
    internal static async Task<Inventory> ReadInventoryAsync(Session session, StateStore store, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        var reader = new InventoryReader(session.Client);
        var read = await reader.ReadAsync(progress, ct);
        return store.ReadInventory() is { } before ? KeepUnreadable(await reader.NoteHiddenAsync(read, before, ct), before) : read;
    }

    private static Inventory KeepUnreadable(Inventory read, Inventory before)
    {
        var merged = LastKnown.Merge(before, read);
        if (read.IsComplete) return merged;
        var hidden = merged.Gaps.Where(gap => gap.Scope is GapScope.Pool or GapScope.Cluster).Select(gap => gap.Name).ToHashSet(StringComparer.Ordinal);
        return merged with
        {
            // Of a guest in a pool that the token may not see, the server says that it is in none.
            Guests = [.. merged.Guests.Select(guest => guest.Pool is null && before.Guest(guest.VmId)?.Pool is { } pool && (hidden.Contains("*") || hidden.Contains(pool)) ? guest with { Pool = pool } : guest)],
            Remembered = [.. merged.Guests.Where(guest => read.Guest(guest.VmId) is null).Select(guest => guest.VmId)],
        };
    }

    private static SyncResult Preview(Picture picture, SyncMerge merge) => Result(picture, merge) with
    {
        IsDryRun = true,
        Files = [.. merge.Edits.OrderBy(edit => edit.Key, StringComparer.Ordinal).Select(edit => Describe(picture, edit.Key, edit.Value(), diffNew: true))],
    };

    private SyncResult Commit(Picture picture, SyncMerge merge, ObjectMerge beside, StateStore store, SyncOptions options, CancellationToken ct)
    {
        var workspace = session.Workspace;
        var (files, after) = WriteCode(picture, merge, ct);
        // A killed process leaves the files ahead of the base; the next sync then finds both sides equal and only moves the base.
        var rows = store.WriteBase(merge.NewBase, merge.RemovedBase) + store.WriteInventory(picture.Inventory) + store.WriteObjects(picture.Objects)
            + store.WriteObjectBase(beside.NewBase);
        after.Reading.Remember(store);
        var derived = DerivedFiles.Write(workspace, after, store, options.Force, ct);

        var result = Result(picture, merge) with { Files = [.. files, .. derived], RowsWritten = rows };
        if (rows == 0 && result.FilesWritten == 0) return result;
        var summary = $"{result.FilesWritten} files, {rows} rows";
        return result with { SnapshotId = Snapshots.Take(workspace, store, "sync", summary, after.Inventory, null, null, _time) };
    }

    /// <summary>Writes the code's files, on the disk when this returns, and looks at them as they are then.</summary>
    private (SyncFile[] Files, Picture After) WriteCode(Picture picture, SyncMerge merge, CancellationToken ct)
    {
        if (merge.Edits.Count == 0) return ([], picture);
        var files = session.Workspace.Files.ForMany();
        var edits = merge.Edits.OrderBy(edit => edit.Key, StringComparer.Ordinal).ToArray();
        var described = new SyncFile[edits.Length];
        var written = new (string Path, KnownCode? Code)[edits.Length];
        WorkFailure.First(() => Parallel.For(0, edits.Length, new ParallelOptions { CancellationToken = ct }, index =>
        {
            var (path, text) = (edits[index].Key, edits[index].Value());
            described[index] = Describe(picture, path, text, diffNew: false);
            if (text is null) files.Delete(path);
            else files.Write(new(path, text), FileOwnership.Source);
            written[index] = (path, text is not null && files.ReadBytes(path) is { } bytes ? CodeReading.Learn(path, bytes) : null);
        }));
        files.Flush();
        return (described, picture with { Reading = picture.Reading.With(written) });
    }

    /// <param name="diffNew">Whether a new file's whole text is shown: ten thousand of them would fill the memory, and the files are there to be read.</param>
    private static SyncFile Describe(Picture picture, string path, string? text, bool diffNew)
    {
        var before = picture.Files.GetValueOrDefault(path);
        return new(path, text is null ? "Deleted" : before is null ? "Created" : "Updated", before is null && !diffNew ? null : TextDiff.Unified(before, text));
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
