using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Something that was wrong with a workspace, and what became of it.</summary>
/// <param name="Part"><c>State</c>, <c>History</c>, <c>Leftovers</c> or <c>Permissions</c>.</param>
/// <param name="Path">The file, relative to the workspace.</param>
/// <param name="Problem">What was wrong.</param>
/// <param name="Remedy">What was done about it, or would be.</param>
public sealed record RepairFinding(string Part, string Path, string Problem, string Remedy)
{
    /// <summary>Whether it was only looked at.</summary>
    public bool IsDryRun { get; init; }
}

/// <summary>
/// The verb that makes a damaged workspace whole, as far as files and history tell: what is damaged is put aside, never deleted,
/// and what can be made of the rest is made. The code itself is nobody's to repair but its owner's.
/// </summary>
public static class Repair
{
    private const string Aside = ".damaged";

    /// <param name="write">False: only tells what is wrong.</param>
    /// <exception cref="PmpcException">Another command is at work in the workspace, or a file cannot be moved.</exception>
    public static ImmutableArray<RepairFinding> Run(Workspace workspace, bool write, TimeProvider? time = null)
    {
        var findings = ImmutableArray.CreateBuilder<RepairFinding>();
        // Taking the lock clears what killed processes left.
        using var hold = write ? workspace.Lock("repair", time) : null;
        var snapshots = Snapshots(workspace, findings, write);
        State(workspace, snapshots, findings, write, (time ?? TimeProvider.System).GetUtcNow());
        Permissions(workspace, findings, write);
        return [.. findings.Select(finding => finding with { IsDryRun = !write })];
    }

    /// <summary>Puts snapshots aside that nobody can read, and returns the others, newest first.</summary>
    private static List<SnapshotRecord> Snapshots(Workspace workspace, ImmutableArray<RepairFinding>.Builder findings, bool write)
    {
        var sound = new List<SnapshotRecord>();
        foreach (var record in workspace.History.List())
        {
            try
            {
                workspace.History.Read(record.Id);
                sound.Add(record);
            }
            catch (PmpcException damaged) when (damaged.Id == "PmpcSnapshotCorrupt")
            {
                var path = Path.Combine(workspace.HistoryPath, record.File);
                findings.Add(new("History", Relative(workspace, path), damaged.Message, $"put aside as {record.File}{Aside}"));
                if (write) Move(path, path + Aside);
            }
            catch (PmpcException newer) when (newer.Id == "PmpcSnapshotTooNew")
            {
                sound.Add(record);
            }
        }
        return sound;
    }

    private static void State(Workspace workspace, List<SnapshotRecord> snapshots, ImmutableArray<RepairFinding>.Builder findings, bool write, DateTimeOffset now)
    {
        var path = workspace.StatePath;
        if (File.Exists(path) && Damage(path) is not { } damage)
        {
            Enter(workspace, snapshots, findings, write);
            return;
        }
        var exists = File.Exists(path);
        if (!exists && snapshots.Count == 0) return;
        var problem = exists ? Damage(path)!.Message : "There is no state, though there is a history.";
        var source = snapshots.FirstOrDefault(record => Readable(workspace, record) is { Server: not null });
        findings.Add(new("State", Relative(workspace, path), problem,
            $"{(exists ? $"put aside as state.db{Aside}-{Stamp(now)}, and " : "")}made anew from {(source is null ? "nothing: the next sync fills it" : $"the snapshot {source.Id}; the next sync brings it up to date")}"));
        if (!write) return;
        using var old = exists ? Salvage(path) : null;
        var (pseudonyms, returns) = old is null ? ([], []) : (Try(old.ReadPseudonyms), Try(old.ReadReturns));
        old?.Dispose();
        if (exists)
            foreach (var companion in new[] { "", "-wal", "-shm" }.Where(companion => File.Exists(path + companion))) Move(path + companion, $"{path}{Aside}-{Stamp(now)}{companion}");
        using var store = workspace.OpenState();
        if (source is not null && Readable(workspace, source) is { } snapshot)
        {
            store.WriteInventory(snapshot.Server!);
            store.WriteBase(snapshot.Base, []);
        }
        foreach (var record in Enumerable.Reverse(snapshots)) Remember(workspace, store, record);
        store.WritePseudonyms(pseudonyms);
        store.WriteReturns(null, returns);
    }

    /// <summary>Snapshots and archives that the history has and the state does not list.</summary>
    private static void Enter(Workspace workspace, List<SnapshotRecord> snapshots, ImmutableArray<RepairFinding>.Builder findings, bool write)
    {
        using var store = workspace.OpenState(readOnly: !write);
        var known = store.ReadSnapshots().Select(record => record.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var record in snapshots.Where(record => !known.Contains(record.Id)).Reverse())
        {
            findings.Add(new("State", Relative(workspace, workspace.StatePath), $"It does not know the snapshot {record.Id}.", "entered"));
            if (write) Remember(workspace, store, record);
        }
    }

    /// <summary>Enters a snapshot, and the backups that its apply took.</summary>
    private static void Remember(Workspace workspace, StateStore store, SnapshotRecord record)
    {
        store.AddSnapshot(record);
        if (Readable(workspace, record)?.Result is not { } result) return;
        foreach (var step in PlanJson.ReadResult(result).Steps.Where(step => step is { Action: PlanAction.Backup, Archive: not null }))
            store.WriteArchive(new(step.Archive!, step.Step.Node, step.VmId, step.Step.Kind, step.Step.Name, PlanBackups.NotesOf(step.Step), record.Created, null, null, record.Id));
    }

    private static Snapshot? Readable(Workspace workspace, SnapshotRecord record)
    {
        try
        {
            return workspace.History.Read(record.Id);
        }
        catch (PmpcException unreadable) when (unreadable.Id.StartsWith("PmpcSnapshot", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>What is wrong with the state; null where it can be read. A state of a newer version, or of another program, is not ours to repair.</summary>
    private static PmpcException? Damage(string path)
    {
        try
        {
            using var store = StateStore.Open(path, readOnly: true);
            store.Check();
            return null;
        }
        catch (PmpcException damaged) when (damaged.Id == "PmpcStateCorrupt")
        {
            return damaged;
        }
    }

    private static StateStore? Salvage(string path)
    {
        try
        {
            return StateStore.Open(path, readOnly: true);
        }
        catch (PmpcException lost) when (lost.Id == "PmpcStateCorrupt")
        {
            // Not even its head can be read.
            return null;
        }
    }

    private static IReadOnlyList<T> Try<T>(Func<IReadOnlyList<T>> read)
    {
        try
        {
            return read();
        }
        catch (PmpcException lost) when (lost.Id.StartsWith("PmpcState", StringComparison.Ordinal))
        {
            // This part is damaged; others need not be.
            return [];
        }
    }

    /// <summary>Files with infrastructure data are their owner's alone.</summary>
    private static void Permissions(Workspace workspace, ImmutableArray<RepairFinding>.Builder findings, bool write)
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (var path in new[] { workspace.StatePath, workspace.HistoryPath }.Where(Path.Exists))
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & others) == 0) continue;
            findings.Add(new("Permissions", Relative(workspace, path), $"Others may use it ({Convert.ToString((int)mode, 8)}).", "made its owner's alone"));
            if (write) File.SetUnixFileMode(path, mode & ~others);
        }
    }

    private static void Move(string from, string to)
    {
        try
        {
            File.Move(from, to);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcFileFailed", PmpcErrorKind.Workspace, $"'{from}' cannot be put aside: {error.Message}", "Check that you may write to the folder.", from, error);
        }
    }

    private static string Relative(Workspace workspace, string path) => Path.GetRelativePath(workspace.Root, path).Replace('\\', '/');

    private static string Stamp(DateTimeOffset now) => now.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
}
