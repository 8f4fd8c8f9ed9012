using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What follows from steps that were done: base and state say what is true, files learn what only the server could know. Doing it twice does no harm.</summary>
internal sealed class Settlement(Session session, TimeProvider time)
{
    /// <summary>Reads the touched guests back, moves their base to what code and server now agree on, and writes what follows from it.</summary>
    /// <param name="byTerraform">Whether Terraform did the steps: its state then has what it made as the code said it.</param>
    public async Task RunAsync(StateStore store, Plan plan, ApplyResult result, bool byTerraform, CancellationToken ct)
    {
        var workspace = session.Workspace;
        var picture = Picture.Of(workspace, await Sync.ReadInventoryAsync(session, store, null, ct), store);
        var touched = result.TouchedGuests.ToHashSet();
        var switched = result.Steps.Where(step => step is { Action: PlanAction.Start or PlanAction.Stop, Outcome: StepOutcome.Done }).Select(step => step.VmId).ToHashSet();
        var deleted = StepsDone(result, PlanAction.Delete);
        HashSet<int> created = [.. StepsDone(result, PlanAction.Create), .. StepsDone(result, PlanAction.Restore), .. StepsDone(result, PlanAction.Clone)];
        var moved = new List<BaseGuest>();
        var gone = new List<int>();
        foreach (var guest in picture.Guests.Where(guest => touched.Contains(guest.VmId)))
        {
            if (guest is { Server: { } server, Code: { } code })
                moved.Add(new(server.VmId, server.Kind, server.Name, server.Node, code.File, Agreed(created.Contains(guest.VmId) ? guest with { Base = null } : guest, switched.Contains(guest.VmId))) { Identity = GuestIdentity.Of(server) });
            // One that we deleted to create it anew, which failed: the code still wants it, and nothing is agreed on any more.
            else if (guest.Server is null && (guest.Code is null || deleted.Contains(guest.VmId))) gone.Add(guest.VmId);
        }
        Adopt(picture, touched, created, result, byTerraform);
        Returns.Settle(store, picture, touched, result);
        (picture, var beside) = await ObjectSettlement.RunAsync(session, store, picture, result, ct);
        var rows = store.WriteBase(moved, gone) + store.WriteInventory(picture.Inventory) + beside;
        var after = Picture.Of(workspace, picture.Inventory, store);
        after.Reading.Remember(store);
        var files = DerivedFiles.Write(workspace, after, store, force: false, ct);
        var archives = result.Steps.Select(step => step.Archive).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (rows == 0 && files.Count == 0 && archives.Count == 0) return;
        var snapshot = Snapshots.Take(workspace, store, "apply", $"{result.Done} of {plan.Steps.Length + plan.Doable.Count()} steps done", after.Inventory, plan, result, time);
        foreach (var archive in store.ReadArchives().Where(archive => archives.Contains(archive.VolumeId))) store.WriteArchive(archive with { SnapshotId = snapshot });
        await new ArchiveRetention(session, time).RunAsync(store, after.Inventory, ct);
    }

    /// <summary>Tells the files of new guests and volumes what only the server could know.</summary>
    private void Adopt(Picture picture, HashSet<int> touched, HashSet<int> created, ApplyResult result, bool byTerraform)
    {
        var exchanged = result.Steps.Where(step => step is { Action: PlanAction.Update, Outcome: StepOutcome.Done }).ToLookup(step => step.VmId, step => step.Step.Parameters.Keys);
        foreach (var file in picture.Guests.Where(guest => touched.Contains(guest.VmId) && guest.Code is not null).GroupBy(guest => guest.Code!.File, StringComparer.Ordinal))
        {
            var before = picture.Files[file.Key];
            var after = file.Aggregate(before, (text, guest) => Adoption.Edit(text, guest, created.Contains(guest.VmId), exchanged[guest.VmId].SelectMany(keys => keys).ToHashSet(StringComparer.Ordinal), byTerraform));
            if (after != before) session.Workspace.Files.Write(new(file.Key, after), FileOwnership.Source);
        }
    }

    /// <summary>
    /// Where code and server are equal now they agree on that. Where they are not, the old base stays, so that the code's
    /// change is pending still; a guest that was just created counts from what the server made of it.
    /// </summary>
    /// <param name="guest">The guest in the code and on the server, with the base so far; null: none, or the guest is another one now.</param>
    /// <param name="isSwitched">Whether a step of ours started or stopped it: then its power is nobody else's doing, and where the code wants it otherwise that is pending.</param>
    private static AttributeMap Agreed(GuestStates guest, bool isSwitched)
    {
        var (code, view) = (guest.Code!, guest.ServerView!);
        var agreed = guest.Base ?? view;
        foreach (var path in view.Keys.Concat(code.Attributes.Keys).Concat(agreed.Keys).Distinct(StringComparer.Ordinal))
        {
            if (!guest.HasOpinion(path) || code.Attributes.Get(path) == view.Get(path)) agreed = agreed.With(path, view.Get(path));
        }
        if (isSwitched) agreed = agreed.With(AttributePath.Started, view.Get(AttributePath.Started));
        return agreed.Keys.Where(AttributePath.IsOrigin).ToArray().Aggregate(agreed, (rest, path) => rest.With(path, null));
    }

    private static HashSet<int> StepsDone(ApplyResult result, PlanAction action) =>
        [.. result.Steps.Where(step => step.Action == action && step.Outcome == StepOutcome.Done).Select(step => step.VmId)];
}
