using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Something of a guest that the next apply brings back with what was on it.</summary>
/// <param name="What">The config key of a volume; null for the whole guest.</param>
/// <param name="From">The archive, or the detached volume.</param>
public sealed record RollbackReturn(int VmId, string Name, string? What, string From);

/// <summary>What a rollback wants back of the server: guests out of the backups that were taken of them, volumes that were only detached.</summary>
internal static class Returns
{
    /// <summary>Compares the server of a snapshot with what is known of it now.</summary>
    /// <param name="past">The snapshot to go back to.</param>
    /// <param name="isAbout">Which guests.</param>
    /// <returns>What can come back, and what of the guests cannot.</returns>
    public static (ImmutableArray<RollbackReturn> Wanted, ImmutableArray<PlanProblem> Problems) Of(Snapshot past, StateStore store, Func<int, bool> isAbout)
    {
        var wanted = ImmutableArray.CreateBuilder<RollbackReturn>();
        var problems = ImmutableArray.CreateBuilder<PlanProblem>();
        var now = store.ReadInventory();
        var archives = store.ReadArchives().Where(archive => archive.Created >= past.Created).ToLookup(archive => archive.VmId);
        var managed = past.Base.Select(guest => guest.VmId).ToHashSet();
        foreach (var guest in (past.Server?.Guests ?? []).Where(guest => managed.Contains(guest.VmId) && isAbout(guest.VmId)))
        {
            var present = now?.Guest(guest.VmId);
            // The first backup since then is the nearest to it.
            if (archives[guest.VmId].FirstOrDefault(archive => archive.Kind == guest.Kind) is { } archive)
            {
                wanted.Add(new(guest.VmId, guest.Name, null, archive.VolumeId));
                if (present is null) problems.AddRange(PlanLosses.NotSaved(guest).Select(loss => new PlanProblem(guest.VmId, guest.Name, loss.What, $"The backup {archive.VolumeId} does not hold it: {loss.Reason}.")));
            }
            else if (present is null && now is not null)
                problems.Add(new(guest.VmId, guest.Name, null, "It will be created anew with empty disks: what was on them is gone, for no backup was taken of it."));
            if (present is not null) wanted.AddRange(Volumes(guest, present));
        }
        return (wanted.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>Remembers it until an apply has brought it back.</summary>
    /// <param name="vmids">The guests that it is about; null: all.</param>
    public static void Want(StateStore store, IReadOnlyCollection<int>? vmids, IEnumerable<RollbackReturn> wanted) =>
        store.WriteReturns(vmids, [.. wanted.Select(one => new ReturnRecord(one.VmId, one.What ?? "", one.From))]);

    /// <summary>What is wanted back, by guest.</summary>
    public static ImmutableDictionary<int, GuestReturn> Read(StateStore store, Inventory inventory)
    {
        var rows = store.ReadReturns();
        if (rows.Count == 0) return ImmutableDictionary<int, GuestReturn>.Empty;
        var archives = store.ReadArchives().ToDictionary(archive => archive.VolumeId, StringComparer.Ordinal);
        var shared = inventory.Storages.Where(storage => storage.IsShared).Select(storage => storage.Name).ToHashSet(StringComparer.Ordinal);
        return rows.GroupBy(row => row.VmId).ToImmutableDictionary(guest => guest.Key, guest => new GuestReturn(guest.Key,
            guest.FirstOrDefault(row => row.Key.Length == 0) is { } whole && archives.GetValueOrDefault(whole.Source) is { } archive ? Archive(archive) with { IsShared = shared.Contains(Archive(archive).Storage) } : null,
            guest.Where(row => row.Key.Length > 0).ToImmutableSortedDictionary(row => row.Key, row => row.Source, StringComparer.Ordinal)));
    }

    /// <summary>Asks the server whether the archives are where they were.</summary>
    public static async Task<Picture> LookAsync(Picture picture, PveClient client, CancellationToken ct)
    {
        if (picture.Guests.All(guest => guest.Return?.Archive is null)) return picture;
        var guests = ImmutableArray.CreateBuilder<GuestStates>(picture.Guests.Length);
        foreach (var guest in picture.Guests)
            guests.Add(guest.Return is not { Archive: { } archive } ? guest : guest with { Return = guest.Return with { Archive = archive with { IsThere = await BackupArchives.FindAsync(client, picture.Inventory, archive, ct) is not null } } });
        return picture with { Guests = guests.MoveToImmutable() };
    }

    /// <summary>Forgets what steps have brought back, and what nobody wants any more.</summary>
    public static void Settle(StateStore store, Picture picture, IReadOnlySet<int> touched, ApplyResult result)
    {
        var rows = store.ReadReturns().Where(row => touched.Contains(row.VmId)).ToArray();
        if (rows.Length == 0) return;
        var restored = result.Steps.Where(step => step is { Action: PlanAction.Restore, Outcome: StepOutcome.Done }).Select(step => step.VmId).ToHashSet();
        var wanted = picture.Code.Guests.Select(guest => guest.VmId).ToHashSet();
        var left = rows.Where(row => wanted.Contains(row.VmId) && (row.Key.Length == 0 ? !restored.Contains(row.VmId)
            : picture.Inventory.Guest(row.VmId) is { } guest && VolumeExchange.IsDetached(guest.Config, row.Source)));
        store.WriteReturns([.. rows.Select(row => row.VmId).Distinct()], [.. left]);
    }

    internal static GuestArchive Archive(ArchiveRecord record) => new(record.VolumeId, record.Node, record.VmId, record.Kind, record.Name, record.Token, record.Created);

    /// <summary>Volumes that were attached then and are detached now.</summary>
    private static IEnumerable<RollbackReturn> Volumes(Guest then, Guest now)
    {
        foreach (var (name, raw) in then.Config)
        {
            if (GuestSchema.For(then.Kind).FindKey(name) is not { IsVolume: true } key || key.Name == "unused" || PropertyString.Parse(raw, key)[key.DefaultPart!.Name] is not { } volume) continue;
            if (VolumeExchange.IsDetached(now.Config, volume)) yield return new(then.VmId, then.Name, name, volume);
        }
    }
}
