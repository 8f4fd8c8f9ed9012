using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// Archives go with the snapshots that refer to them: as many, and as old, as the settings of the history say. One that is not
/// ours, or that a rollback wants back, stays.
/// </summary>
internal sealed class ArchiveRetention(Session session, TimeProvider time)
{
    /// <summary>Removes what nobody could go back to any more. What cannot be removed now is said, and tried again by the next apply.</summary>
    public async Task RunAsync(StateStore store, Inventory inventory, CancellationToken ct)
    {
        var archives = store.ReadArchives();
        if (archives.Count == 0) return;
        var snapshots = session.Workspace.History.Ids().ToHashSet(StringComparer.Ordinal);
        var wanted = store.ReadReturns().Select(row => row.Source).ToHashSet(StringComparer.Ordinal);
        var shared = inventory.Storages.Where(storage => storage.IsShared).Select(storage => storage.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var record in archives.Where(record => IsSurplus(record, snapshots) && !wanted.Contains(record.VolumeId)))
        {
            var archive = Returns.Archive(record);
            if (await RemoveAsync(archive with { IsShared = shared.Contains(archive.Storage) }, inventory, ct)) store.RemoveArchive(record.VolumeId);
        }
    }

    private bool IsSurplus(ArchiveRecord archive, HashSet<string> snapshots) => archive.SnapshotId is { } snapshot
        ? !snapshots.Contains(snapshot)
        : session.Workspace.Config.KeepDays is { } days && archive.Created < time.GetUtcNow().AddDays(-days);

    /// <summary>Whether it is gone: removed, or not there, or another's by now.</summary>
    private async Task<bool> RemoveAsync(GuestArchive archive, Inventory inventory, CancellationToken ct)
    {
        try
        {
            if (await BackupArchives.FindAsync(session.Client, inventory, archive, ct) is not { } node) return true;
            var task = await session.Client.DeleteAsync(PvePath.Of($"/nodes/{node}/storage/{archive.Storage}/content/{archive.VolumeId}"), null, ct);
            if (Upid.TryParse(task.AsText(), out var upid)) await session.Client.WaitForTaskAsync(upid, null, ct);
            return true;
        }
        catch (PmpcException stuck)
        {
            session.Client.Tell(new($"The backup {archive.VolumeId} of {archive.Name} ({archive.VmId}) is needed no more and could not be removed; the next apply tries again: {stuck.Message}", IsWarning: true));
            return false;
        }
    }
}
