using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>When an attribute of a guest changed, as far as the history knows.</summary>
/// <param name="Time">When the change was seen: it happened then or before.</param>
/// <param name="NotBefore">The snapshot before, in which it had not happened yet; null for the oldest one.</param>
/// <param name="Change"><c>FirstSeen</c>, <c>Added</c>, <c>Removed</c> or <c>Changed</c>.</param>
/// <param name="By">Who did it where that is known: the user of the task that did it, ours or somebody else's.</param>
/// <param name="Origin"><c>apply</c> where this workspace did it, else <c>server</c>: somebody did it there.</param>
public sealed record HistoryEntry(DateTimeOffset Time, DateTimeOffset? NotBefore, int VmId, string Name, GuestKind Kind, string Change, string? Attribute,
    string? Before, string? After, string Origin, string? By, string SnapshotId)
{
    /// <summary>Who did it on the server, as far as its tasks told the sync that found it; null where nobody asked.</summary>
    public Culprit? Culprit { get; init; }
}

/// <summary>Answers from the snapshots how guests became what they are.</summary>
public static class GuestHistory
{
    /// <summary>The changes, oldest first; one snapshot is in memory at a time.</summary>
    /// <param name="isWanted">Chooses guests.</param>
    /// <param name="isWantedAttribute">Chooses attributes, by the name that people use. Null: all, and coming and going of guests too.</param>
    /// <param name="damaged">Told of snapshots that cannot be read; they are passed over.</param>
    public static IEnumerable<HistoryEntry> Of(Workspace workspace, Func<Guest, bool> isWanted, Func<string, bool>? isWantedAttribute, Action<PmpcException>? damaged = null)
    {
        var drift = Drift(workspace);
        Dictionary<int, Guest>? before = null;
        DateTimeOffset? notBefore = null;
        foreach (var record in workspace.History.List().Reverse())
        {
            if (Read(workspace, record, damaged) is not { Server: { } server } snapshot) continue;
            var now = server.Guests.Where(isWanted).ToDictionary(guest => guest.VmId);
            var applied = Applied(snapshot);
            foreach (var vmid in now.Keys.Union(before?.Keys.AsEnumerable() ?? []).Order())
            {
                var (old, guest) = (before?.GetValueOrDefault(vmid), now.GetValueOrDefault(vmid));
                var changes = before is null ? FirstSeen(guest!, isWantedAttribute) : SnapshotComparison.OfGuest(old, guest);
                foreach (var change in changes.Where(change => isWantedAttribute is null || change.Attribute is not null && isWantedAttribute(change.Attribute)))
                {
                    var step = applied.FirstOrDefault(step => step.Step.VmId == vmid && Did(step.Step, change));
                    var culprit = step is null ? drift[(vmid, change.Attribute)].LastOrDefault(one => one.Seen <= record.Created && (notBefore is null || one.Seen > notBefore))?.By : null;
                    var user = step?.Upid is { } upid && Upid.TryParse(upid, out var task) ? task.User : culprit?.User;
                    yield return new(record.Created, notBefore, vmid, change.Name, change.Kind, change.Change, change.Attribute, change.Before, change.After,
                        step is null ? "server" : "apply", user, record.Id) { Culprit = culprit };
                }
            }
            (before, notBefore) = (now, record.Created);
        }
    }

    /// <summary>What syncs were told of who changed what.</summary>
    private static ILookup<(int, string?), DriftRecord> Drift(Workspace workspace)
    {
        using var store = workspace.OpenState(readOnly: true);
        return store.ReadDrift(int.MaxValue).ToLookup(one => (one.VmId, one.Attribute));
    }

    private static IEnumerable<SnapshotDifference> FirstSeen(Guest guest, Func<string, bool>? isWantedAttribute)
    {
        if (isWantedAttribute is null) return [new(guest.VmId, guest.Name, guest.Kind, "FirstSeen", null, null, null)];
        return GuestAttributes.Of(guest).Where(pair => GuestSchema.For(guest.Kind).Find(pair.Key) is not { IsSecret: true })
            .Select(pair => new SnapshotDifference(guest.VmId, guest.Name, guest.Kind, "FirstSeen", AttributePath.Display(pair.Key), null, pair.Value));
    }

    private static IReadOnlyList<StepResult> Applied(Snapshot snapshot) => snapshot.Kind == "apply" && snapshot.Result is { } result
        ? [.. PlanJson.ReadResult(result).Steps.Where(step => step.Outcome == StepOutcome.Done)]
        : [];

    private static bool Did(PlanStep step, SnapshotDifference change) => change.Change switch
    {
        "Added" => step.Action is PlanAction.Create or PlanAction.Clone,
        "Removed" => step.Action == PlanAction.Delete,
        _ => step.Action is PlanAction.Create or PlanAction.Clone || step.Changes.Any(one => AttributePath.Display(one.Path) == change.Attribute),
    };

    private static Snapshot? Read(Workspace workspace, SnapshotRecord record, Action<PmpcException>? damaged)
    {
        try
        {
            return workspace.History.Read(record.Id);
        }
        catch (PmpcException error) when (error.Id is "PmpcSnapshotCorrupt" or "PmpcSnapshotTooNew" or "PmpcSnapshotNotFound")
        {
            damaged?.Invoke(error);
            return null;
        }
    }
}
