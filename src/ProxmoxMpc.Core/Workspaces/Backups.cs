using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Which backups an apply takes.</summary>
public sealed record BackupOptions
{
    /// <summary>Whether a guest is saved before it is destroyed.</summary>
    public bool IsWanted { get; init; } = true;

    /// <summary>Where the archives go; null: the workspace's setting, else what is found.</summary>
    public string? Storage { get; init; }
}

/// <summary>Gives a plan the backups that it takes, and says what goes for good all the same.</summary>
public sealed class Backups(Session session)
{
    /// <summary>Asks the server for a storage for every guest that is to be saved. Nothing is changed.</summary>
    /// <exception cref="PmpcException"><c>PmpcBackupStorageMissing</c>, <c>PmpcBackupStorageAmbiguous</c>: there is none, or more than one, and the hint says what to do.</exception>
    public async Task<Plan> AddAsync(Plan plan, BackupOptions options, CancellationToken ct)
    {
        var bare = PlanBackups.Without(plan);
        var due = bare.Steps.Where(PlanBackups.IsDue).ToArray();
        if (due.Length == 0) return bare with { Losses = Losses(plan, bare, _ => null, _ => false) };
        var present = (await Task.WhenAll(due.Select(async step => (step.VmId, Guest: await GuestAsync(step, ct))))).ToDictionary(one => one.VmId, one => one.Guest);
        if (!options.IsWanted) return bare with { Losses = Losses(plan, bare, present.GetValueOrDefault, _ => false) };
        var saved = await SavedAsync(due, present, ct);
        var storages = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in due.Where(step => !saved.Contains(step.VmId)).GroupBy(step => step.Node, StringComparer.Ordinal))
            storages[node.Key] = await StorageAsync(node.Key, node.First(), options.Storage ?? session.Workspace.Config.BackupStorage, ct);
        var with = PlanBackups.With(bare, step => saved.Contains(step.VmId) ? null : storages[step.Node], () => Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12]);
        return with with { Losses = Losses(plan, with, present.GetValueOrDefault, saved.Contains) };
    }

    /// <summary>The same for a plan that is only looked at: where no storage is found, that is returned as the reason, and the plan takes no backups.</summary>
    public async Task<(Plan Plan, PmpcException? Reason)> TryAddAsync(Plan plan, CancellationToken ct)
    {
        try
        {
            return (await AddAsync(plan, new(), ct), null);
        }
        catch (PmpcException missing) when (missing.Id.StartsWith("PmpcBackupStorage", StringComparison.Ordinal))
        {
            return (await AddAsync(plan, new() { IsWanted = false }, ct), missing);
        }
    }

    // What the planner found is kept; what was said of backups before is said anew.
    private static ImmutableArray<PlanLoss> Losses(Plan original, Plan plan, Func<int, Guest?> server, Func<int, bool> hasBackup)
    {
        var found = PlanLosses.Of(plan, server, hasBackup);
        return [.. original.Losses.Where(loss => !PlanLosses.IsOfDeletion(loss) || found.Contains(loss)).Union(found)];
    }

    private async Task<Guest?> GuestAsync(PlanStep step, CancellationToken ct)
    {
        var now = await new GuestRequests(session.Client).FindAsync(step with { Action = PlanAction.Update }, ct);
        using var store = session.Workspace.OpenState(readOnly: true);
        var known = store.ReadInventory()?.Guest(step.VmId);
        return now is null ? known : (known ?? new Guest { VmId = step.VmId, Kind = step.Kind, Node = step.Node }) with { Config = now.Config, Digest = now.Digest };
    }

    /// <summary>Guests of which an apply that was cut off has made the backup already, and that are what they were then: stopped, and not changed.</summary>
    private async Task<HashSet<int>> SavedAsync(PlanStep[] due, Dictionary<int, Guest?> present, CancellationToken ct)
    {
        var saved = new HashSet<int>();
        Dictionary<int, JournalReading.Entry> made;
        ImmutableArray<GuestArchive> archives;
        using (var store = session.Workspace.OpenState(readOnly: true))
        {
            if (store.ReadLastRun("apply") is not { Outcome: "interrupted" } run) return saved;
            made = JournalReading.Of(store, run.Id).Where(entry => entry.Step.Action == PlanAction.Backup && entry.Outcome == StepOutcome.Done).DistinctBy(entry => entry.Step.VmId).ToDictionary(entry => entry.Step.VmId);
            archives = [.. store.ReadArchives().Where(archive => archive.RunId == run.Id).Select(Returns.Archive)];
        }
        foreach (var step in due)
        {
            if (made.GetValueOrDefault(step.VmId) is not { } entry || archives.FirstOrDefault(archive => archive.VmId == step.VmId) is not { } archive) continue;
            var status = await session.Client.GetAsync(PvePath.Of($"/nodes/{step.Node}/{step.Kind.ApiName()}/{step.VmId}/status/current"), null, ct);
            if (status.Text("status") != "running" && present[step.VmId]?.Digest == entry.Before?.Digest && await BackupArchives.FindAsync(session.Client, NodesOf(step), archive, ct) is not null) saved.Add(step.VmId);
        }
        return saved;
    }

    private static Inventory NodesOf(PlanStep step) => new() { Cluster = "", Version = "", Nodes = [new() { Name = step.Node, Status = "online" }] };

    /// <summary>The storage for the archives of a node's guests.</summary>
    private async Task<string> StorageAsync(string node, PlanStep example, string? wanted, CancellationToken ct)
    {
        var answer = await session.Client.GetAsync(PvePath.Of($"/nodes/{node}/storage"), [new("content", "backup"), new("enabled", "1")], ct);
        var all = answer.Entries().Where(entry => entry.Text("active") != "0").Select(entry => (Name: entry.Text("storage")!, IsShared: entry.Text("shared") == "1")).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToArray();
        if (wanted is not null)
            return all.Any(storage => storage.Name == wanted) ? wanted : throw Missing($"the storage '{wanted}' takes no backups on {node}.");
        // A shared one outlives its node, and its archives can be restored anywhere.
        var choice = all.Count(storage => storage.IsShared) == 1 ? [.. all.Where(storage => storage.IsShared)] : all;
        return choice switch
        {
            [var only] => only.Name,
            [] => throw Missing($"no storage of {node} takes backups."),
            _ => throw new PmpcException("PmpcBackupStorageAmbiguous", PmpcErrorKind.InvalidArgument, $"{example.Guest} is to be backed up before it is deleted, but more than one storage of {node} would take it: {string.Join(", ", all.Select(storage => storage.Name))}. Nothing was done.",
                "Name one: -BackupStorage, or backupStorage under options in .proxmox/config.yml.", example),
        };

        PmpcException Missing(string why) => new("PmpcBackupStorageMissing", PmpcErrorKind.InvalidArgument, $"{example.Guest} is to be backed up before it is deleted, but {why} Nothing was done.",
            "Allow the content 'backup' on a storage (pvesm set NAME --content backup,...), name another with -BackupStorage, or go without backups: -Backup:$false.", example);
    }
}
