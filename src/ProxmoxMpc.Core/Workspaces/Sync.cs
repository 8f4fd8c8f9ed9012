using System.Collections.Immutable;
using System.Text;
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
        var workspace = options is { DryRun: true, PreviewBy: { } settings } ? session.Workspace.WithConfig(settings) : session.Workspace;
        using var hold = options.DryRun ? null : workspace.Lock("sync");
        using var store = workspace.OpenState();
        var begun = _time.GetUtcNow();
        var cutOff = options.DryRun ? new([]) : await new Recovery(session, _time).RunAsync(store, patient: false, ct);
        await using var files = options.DryRun ? null : new FilesAhead(workspace.Files);
        var picture = await ReadAsync(workspace, store, files, progress, ct);
        var decisions = new Decisions(options.Prefer);
        var merge = SyncMerge.Of(picture, decisions);
        var beside = ObjectMerge.Of(picture, decisions, merge.Edits);
        await new DriftBlame(session, store, picture).OnAsync(merge, begun, ct);
        var result = options.DryRun ? Preview(picture, merge) : Commit(workspace, picture, merge, beside, store, "sync", options.Force, _time, ct);
        if (options.DryRun) return result with { ObjectChanges = beside.Changes };
        // What happened before the reading began cannot be news the next time.
        if (picture.Inventory.IsComplete) store.WriteMark(CulpritSearch.Complete, begun);
        store.WriteMark(CulpritSearch.Ended, begun);
        return result with { ObjectChanges = beside.Changes, CutOff = cutOff.Steps, ObjectsCutOff = cutOff.Objects };
    }

    /// <summary>Reads code and cluster, the one while the other answers. A broken file stops the questions.</summary>
    private async Task<Picture> ReadAsync(Workspace workspace, StateStore store, FilesAhead? files, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ahead = new GuestsAhead(stop.Token, files);
        var cluster = ReadClusterAsync();
        try
        {
            var (code, agreed) = await Task.Run(ReadWorkspace, CancellationToken.None);
            var (inventory, objects) = await cluster;
            await ahead.DoneAsync();
            if (files is not null) await files.StopAsync();
            var now = code.Refreshed(store);
            // Who wrote the code meanwhile may have settled something, too.
            return Picture.Of(now, inventory, store, ReferenceEquals(now, code) ? agreed : store.ReadBase(), ahead).WithObjects(objects);
        }
        catch
        {
            await stop.CancelAsync();
            // What the questions say after that is not news; what stopped them is.
            await Task.WhenAll(cluster, ahead.DoneAsync()).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        async Task<(Inventory, ObjectReading)> ReadClusterAsync()
        {
            var shared = new SharedReads(session.Client);
            var inventory = await ReadInventoryAsync(session, store, progress, stop.Token, shared, ahead.Add);
            return await ClusterObjectSync.ReadAsync(session, inventory, store.ReadObjects(), shared, stop.Token);
        }

        (CodeReading Code, IReadOnlyDictionary<int, BaseGuest> Agreed) ReadWorkspace()
        {
            var agreed = store.ReadBase();
            var code = CodeReading.Of(workspace, store, agreed);
            ahead.Learn(code, agreed);
            return (code, agreed);
        }
    }

    /// <summary>
    /// Reads the cluster. What lies under a gap keeps what was last known of it: a node that is down has not lost its guests,
    /// and what the token may not see is not gone.
    /// </summary>
    /// <param name="shared">What is read once for the inventory and for what follows; null: nothing follows.</param>
    /// <param name="each">Hears of every guest as soon as it is read, from any thread.</param>
    internal static async Task<Inventory> ReadInventoryAsync(Session session, StateStore store, IProgress<ReadProgress>? progress, CancellationToken ct, SharedReads? shared = null, Action<Guest>? each = null)
    {
        var reader = new InventoryReader(session.Client, shared);
        var read = await reader.ReadAsync(progress, ct, each);
        // Where nothing is missing, what was known of ten thousand guests need not be looked at.
        var (before, guests) = read.IsComplete ? store.ReadOutline() : Whole();
        if (before is null) return read;
        var noted = await reader.NoteHiddenAsync(read, before, guests, ct);
        if (read.IsComplete && !noted.IsComplete) (before, _) = Whole();
        return KeepUnreadable(noted, before!);

        (Inventory?, IEnumerable<(int, string?)>) Whole()
        {
            var whole = store.ReadInventory();
            return (whole, whole?.Guests.Select(guest => (guest.VmId, (string?)guest.Node)) ?? []);
        }
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

    /// <summary>What <see cref="Commit"/> would do to the code.</summary>
    internal static SyncResult Preview(Picture picture, SyncMerge merge) => Result(picture, merge) with
    {
        IsDryRun = true,
        Files = [.. merge.Edits.OrderBy(edit => edit.Key, StringComparer.Ordinal).Select(edit => Describe(picture, edit.Key, edit.Value(), diffNew: true))],
    };

    /// <summary>Writes a merge: code, state, what is derived from them, and a snapshot under the verb's name.</summary>
    internal static SyncResult Commit(Workspace workspace, Picture picture, SyncMerge merge, ObjectMerge beside, StateStore store, string verb, bool force, TimeProvider time, CancellationToken ct)
    {
        // What the server said is true whatever becomes of the files, and is stored while they are written.
        var ((files, derived, agreed), observed) = Both(WriteFiles, () => store.WriteInventory(picture.Inventory) + store.WriteObjects(picture.Objects), ct);
        var rows = observed + agreed;

        var result = Result(picture, merge) with { Files = [.. files, .. derived], RowsWritten = rows };
        if (rows == 0 && result.FilesWritten == 0) return result;
        var summary = $"{Counted.Of(result.FilesWritten, "file")}, {Counted.Of(rows, "row")}";
        return result with { SnapshotId = Snapshots.Take(workspace, store, verb, summary, picture.Inventory, null, null, time, merge.Agreed()) };

        (SyncFile[] Code, IReadOnlyList<SyncFile> Derived, int Rows) WriteFiles()
        {
            var (code, after) = WriteCode(workspace, picture, merge, ct);
            // Before the base moves: cut off here, the next sync finds the same and knows that it was told already.
            var drifted = merge.Drift is { } drift ? store.WriteDrift(drift.Found, drift.Open) : 0;
            // A killed process leaves the files ahead of the base; the next sync then finds both sides equal and only moves the base.
            var (others, changed) = Both(() => DerivedFiles.Write(workspace, after, store, force, ct), () =>
            {
                var moved = store.WriteBase(merge.NewBase, merge.RemovedBase) + store.WriteObjectBase(beside.NewBase);
                after.Reading.Remember(store);
                return moved;
            }, ct);
            return (code, others, changed + drifted);
        }
    }

    /// <summary>Does the two side by side, and ends when both have, also where one failed.</summary>
    private static (T Files, int Rows) Both<T>(Func<T> files, Func<int> state, CancellationToken ct)
    {
        T? written = default;
        var rows = 0;
        WorkFailure.First(() => Parallel.Invoke(new ParallelOptions { CancellationToken = ct }, () => written = files(), () => rows = state()));
        return (written!, rows);
    }

    /// <summary>Writes the code's files, on the disk when this returns, and looks at them as they are then.</summary>
    private static (SyncFile[] Files, Picture After) WriteCode(Workspace workspace, Picture picture, SyncMerge merge, CancellationToken ct)
    {
        if (merge.Edits.Count == 0) return ([], picture);
        var files = workspace.Files.ForMany(picture.Ahead.Files);
        var edits = merge.Edits.OrderBy(edit => edit.Key, StringComparer.Ordinal).ToArray();
        var described = new SyncFile[edits.Length];
        var written = new (string Path, KnownCode? Code)[edits.Length];
        WorkFailure.First(() => Parallel.For(0, edits.Length, new ParallelOptions { CancellationToken = ct }, index =>
        {
            var (path, text) = (edits[index].Key, edits[index].Value());
            described[index] = Describe(picture, path, text, diffNew: false);
            if (text is null) files.Delete(path);
            else if (files.Write(new(path, text), FileOwnership.Source).Outcome == FileWriteOutcome.Created) written[index] = (path, picture.Ahead.Learned(path, Encoding.UTF8.GetBytes(text)));
            else written[index] = (path, files.ReadBytes(path) is { } bytes ? CodeReading.Learn(path, bytes) : null);
            if (text is null) written[index] = (path, null);
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
        LeftToTerraform = [.. picture.Code.Unmanaged.Where(resource => resource.VmIds is null)],
    };
}
