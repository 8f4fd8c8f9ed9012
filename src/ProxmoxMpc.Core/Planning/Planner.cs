using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>A guest in the three states, as far as each knows it.</summary>
/// <param name="Base">What code and server agreed on when they last met; null: they never did.</param>
/// <param name="Code">What the code wants; null: nothing.</param>
/// <param name="Server">The guest on the server; null: not there.</param>
/// <param name="ServerView">The server's guest as the code language can say it; null exactly where <paramref name="Server"/> is.</param>
public sealed record GuestStates(int VmId, AttributeMap? Base, DesiredGuest? Code, Guest? Server, AttributeMap? ServerView)
{
    /// <summary>What of it a rollback wants back; null: nothing.</summary>
    public GuestReturn? Return { get; init; }

    /// <summary>Whether the server's guest is another one than that of the base: its vmid was used again.</summary>
    public bool IsReused { get; init; }

    /// <summary>
    /// Whether the code has an opinion about the path. Of devices that are not in it Terraform has none; where there were none when
    /// both last met either, a first one is the server's change nevertheless.
    /// </summary>
    public bool HasOpinion(string path) => Code!.HasOpinion(path)
        || (Base is not null && Code.LeftOut is { } left && AttributePath.Split(path).Key is var key && GuestSchema.SplitIndex(key) is { } device && left.Contains(device.Family)
            && (GuestSchema.DriveFamilies.Contains(device.Family) ? !Base.HasAny(key + ".") && !HasDisk(Base) : !Base.HasAny(device.Family)));

    private static bool HasDisk(AttributeMap agreed) => agreed.Keys.Any(path => AttributePath.Split(path).Key is var key && GuestSchema.SplitIndex(key) is { } device
        && GuestSchema.DriveFamilies.Contains(device.Family) && agreed.Get(AttributePath.Of(key, "media")) != "cdrom");

    /// <summary>
    /// Whether the code's guest has made room for another. One of the same name is the same guest made anew: its code is good for it.
    /// </summary>
    public bool IsReplaced => IsReused && Code is not null && Server is { } server && Code.Kind == server.Kind && Base?.Get(server.Kind.NameKey()) != ServerView?.Get(server.Kind.NameKey());
}

/// <summary>Compares code with server and orders what has to be done. Pure: it asks nobody and changes nothing.</summary>
public static class Planner
{
    /// <summary>
    /// Plans what the code wants and the server is not. What only the server moved is drift and left alone; what both moved
    /// is a conflict and left alone; what lies under a gap of <paramref name="inventory"/> is never touched.
    /// </summary>
    /// <param name="guests">Every guest that base, code or server knows.</param>
    /// <param name="inventory">The server as it was just read.</param>
    /// <param name="lastKnownNode">Where a guest that is not readable now was seen last; null: never seen.</param>
    /// <param name="options">What is planned beside; null: nothing.</param>
    public static Plan Diff(IEnumerable<GuestStates> guests, Inventory inventory, Func<int, string?> lastKnownNode, PlanOptions? options = null)
    {
        guests = [.. guests.OrderBy(guest => guest.VmId)];
        var building = new PlanBuilder { Inventory = inventory, Guests = guests.ToDictionary(guest => guest.VmId) };
        foreach (var guest in guests)
        {
            // What was known of a guest before is no ground to do anything to it now.
            if (inventory.Remembered.Contains(guest.VmId) || (guest.Server is null && inventory.IsUnderGap(guest.VmId, guest.Code?.Node ?? lastKnownNode(guest.VmId))))
            {
                if (guest.Code is not null) building.Problem(guest.VmId, guest.Code.Name, null, "Its node or config could not be read; nothing is planned for it.");
                continue;
            }
            One(guest, building);
            if (guest.Server is { IsRunning: true } running) building.Waits(running);
            if (options is { Restart: true } && guest is { Code: { } code, Server: { } server }) Reboot.Add(server, code, building);
        }
        return building.Build(inventory.Gaps);
    }

    private static void One(GuestStates guest, PlanBuilder building)
    {
        switch (guest)
        {
            case { Code: { } code, Base: { } agreed, Server: { } server } when code.Kind != server.Kind && !ThreeWayMerge.EditedSince(agreed, guest.ServerView!).Any():
                Replacement.Plan(server, code, [new("kind", server.Kind.DisplayName(), code.Kind.DisplayName(), Consequence.DataLoss)], guest.Return?.Archive, building);
                break;
            case { Code: { } code, Server: { } server } when code.Kind != server.Kind:
                building.Problem(guest.VmId, code.Name, null, $"The code has a {code.Kind.DisplayName()} with vmid {guest.VmId}, the server a {server.Kind.DisplayName()}: give the one in the code another vmid.");
                break;
            case { IsReplaced: true, Code: { } code, Server: { } server }:
                building.Problem(guest.VmId, code.Name, null, $"Its vmid belongs to another guest on the server since the last sync ({server.Name}): sync takes the one out of the code and brings the other in.");
                break;
            case { IsReused: true, Code: null, Server: { } server }:
                building.Problem(guest.VmId, server.Name, null, "Its vmid belonged to a guest that was taken out of the code; this is another one and is not deleted. Sync brings it into the code.");
                break;
            case { Code: { } code, Server: { } server }:
                Update(guest, code, server, building);
                break;
            case { Code: { } code, Base: null }:
                GuestSteps.CreateOrRestore(code, guest.Return?.Archive, building);
                break;
            case { Code: { } code }:
                building.Problem(guest.VmId, code.Name, null, "It was deleted on the server since the last sync: sync takes it out of the code, or decide with -Prefer Code to create it anew.");
                break;
            case { Base: { } agreed, Server: { } server } when ThreeWayMerge.EditedSince(agreed, guest.ServerView!).Any():
                building.Problem(guest.VmId, server.Name, null, "It was taken out of the code and changed on the server: Resolve-PmpcConflict -Prefer Server brings it back into the code, -Prefer Code lets it be deleted.");
                break;
            case { Base: not null, Server: { } server }:
                GuestSteps.Delete(server, building);
                break;
        }
    }

    private static void Update(GuestStates guest, DesiredGuest code, Guest server, PlanBuilder building)
    {
        var merged = ThreeWayMerge.Merge(guest.Base, code.Attributes, guest.ServerView!, guest.HasOpinion);
        foreach (var merge in merged)
        {
            if (merge.Verdict == MergeVerdict.Server) building.Drift(guest.VmId, server.Name, merge);
            else if (merge.Verdict == MergeVerdict.Conflict) building.Conflict(guest.VmId, server.Name, merge);
        }
        var wanted = merged.Where(merge => merge.Verdict == MergeVerdict.Code).ToImmutableArray();
        if (wanted.Any(merge => Replacement.IsNeeded(server.Kind, merge.Path))) Replacement.Plan(server, code, [.. wanted.Select(Replace)], guest.Return?.Archive, building);
        else GuestChange.Plan(server, guest.ServerView!, wanted, code, guest.Return?.Volumes, building);

        PlanChange Replace(AttributeMerge merge) => new(merge.Path, merge.Server, merge.Code, Replacement.IsNeeded(server.Kind, merge.Path) ? Consequence.DataLoss : Consequence.Live);
    }
}

/// <summary>Collects the parts of a plan and puts its steps in order.</summary>
internal sealed class PlanBuilder
{
    private readonly List<(int Phase, PlanStep Step)> _steps = [];
    private readonly ImmutableArray<PlanProblem>.Builder _problems = ImmutableArray.CreateBuilder<PlanProblem>();
    private readonly ImmutableArray<PlanLoss>.Builder _losses = ImmutableArray.CreateBuilder<PlanLoss>();
    private readonly List<PlanWaiting> _waiting = [];
    private readonly ImmutableArray<PlanDrift>.Builder _drift = ImmutableArray.CreateBuilder<PlanDrift>();
    private readonly ImmutableArray<PlanDrift>.Builder _conflicts = ImmutableArray.CreateBuilder<PlanDrift>();

    /// <summary>The server as it was just read.</summary>
    public required Inventory Inventory { get; init; }

    /// <summary>Every guest that base, code or server knows, by vmid.</summary>
    public required IReadOnlyDictionary<int, GuestStates> Guests { get; init; }

    /// <summary>Adds a step; a lower phase comes before every higher one, whatever the guest.</summary>
    public void Step(int phase, PlanStep step) => _steps.Add((phase, step));

    /// <summary>Notes what of a running guest waits for its next start, but for what its steps so far change or start anew.</summary>
    public void Waits(Guest server)
    {
        if (WaitingOf(server) is { IsEmpty: false } waiting) _waiting.Add(new(server.VmId, server.Name, [.. waiting.Select(one => one.Key)]));
    }

    /// <summary>The guest's changes that wait and that none of its steps so far makes again.</summary>
    public ImmutableArray<PendingChange> WaitingOf(Guest server) => server.Pending.IsEmpty ? []
        : [.. server.Pending.Where(one => !StepsOf(server.VmId).Any(step => step.Parameters.ContainsKey(one.Key) || step.Removals.Contains(one.Key)))];

    /// <summary>Whether the guest's steps start it anew or end it.</summary>
    public bool IsRestarted(int vmid) => StepsOf(vmid).Any(step => step.Action is PlanAction.Stop or PlanAction.Reboot or PlanAction.Delete || step is { Action: PlanAction.Migrate, Kind: GuestKind.Lxc });

    public void Loss(int vmid, string name, string what, string why) => _losses.Add(new(vmid, name, what, why));

    /// <summary>The guest's steps so far.</summary>
    public IEnumerable<PlanStep> StepsOf(int vmid) => _steps.Select(entry => entry.Step).Where(step => step.VmId == vmid);

    public void Problem(int vmid, string name, string? path, string message) => _problems.Add(new(vmid, name, path, message));

    public void Drift(int vmid, string name, AttributeMerge merge) => _drift.Add(new(vmid, name, merge));

    public void Conflict(int vmid, string name, AttributeMerge merge) => _conflicts.Add(new(vmid, name, merge));

    public Plan Build(ImmutableArray<Gap> gaps) => new()
    {
        // OrderBy is stable: within a phase the guests stay in vmid order and each guest's steps in the order they were added.
        Steps = [.. _steps.OrderBy(entry => entry.Phase).Select((entry, index) => entry.Step with { Number = index + 1 })],
        Problems = _problems.ToImmutable(),
        Drift = _drift.ToImmutable(),
        Conflicts = _conflicts.ToImmutable(),
        Gaps = gaps,
        Losses = _losses.ToImmutable(),
        Waiting = [.. _waiting.Where(one => !IsRestarted(one.VmId))],
    };
}

/// <summary>The order of things: what others need comes first, what takes away comes before what may take its place, power comes last.</summary>
internal static class Phase
{
    public const int Stop = 10;
    public const int Delete = 20;
    public const int CreateTemplate = 30;
    public const int Create = 40;
    public const int Clone = 45;
    public const int Migrate = 50;
    public const int Change = 60;
    public const int Pool = 70;
    public const int Start = 80;
}
