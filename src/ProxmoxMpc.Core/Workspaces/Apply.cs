using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that makes the code true on the server.</summary>
public sealed class Apply(Session session, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Reads the cluster afresh and works out what apply would do.</summary>
    public async Task<Plan> PlanAsync(IProgress<ReadProgress>? progress, CancellationToken ct) => (await LookAsync(progress, ct)).Plan();

    /// <summary>
    /// Carries out a plan made by <see cref="PlanAsync"/>. Guests that somebody else changed since are refused. Afterwards
    /// what was touched is read back, so that base and state say what is true.
    /// </summary>
    /// <exception cref="PmpcException">Before the first step: data would be lost that <paramref name="options"/> do not give up, or another run has the workspace.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was done until then is recorded.</exception>
    public async Task<ApplyResult> RunAsync(Plan plan, ApplyOptions options, IProgress<ApplyProgress>? progress, Action<StepResult>? ended, CancellationToken ct)
    {
        if (!plan.HasChanges) return new([]);
        DataLoss.EnsureAllowed(plan, options.AllowsDataLoss);
        var workspace = session.Workspace;
        using var hold = workspace.Lock("apply");
        using var store = workspace.OpenState();
        var run = store.BeginRun("apply", _time.GetUtcNow());
        var results = ImmutableArray.CreateBuilder<StepResult>();
        try
        {
            var engine = new NativeEngine(session.Client, store, _time);
            var result = await engine.RunAsync(plan, run, progress, step => { results.Add(step); ended?.Invoke(step); }, ct);
            await SettledAsync(store, plan, result, ct);
            store.EndRun(run, result.Succeeded ? "done" : "failed", $"{result.Done} done, {result.Failed} failed, {result.Skipped} skipped", _time.GetUtcNow());
            return result;
        }
        catch (OperationCanceledException)
        {
            store.EndRun(run, "cancelled", $"{results.Count} of {plan.Steps.Length} steps ended", _time.GetUtcNow());
            throw;
        }
        catch (PmpcException failure)
        {
            store.EndRun(run, "failed", failure.Message, _time.GetUtcNow());
            throw;
        }
    }

    private async Task<Picture> LookAsync(IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        CodeReading.Of(session.Workspace);
        using var store = session.Workspace.OpenState();
        return Picture.Of(session.Workspace, await Sync.ReadInventoryAsync(session, store, progress, ct), store);
    }

    /// <summary>What was done is done, even where it cannot be read back; then the base stays behind, which the next sync makes up for.</summary>
    private async Task SettledAsync(StateStore store, Plan plan, ApplyResult result, CancellationToken ct)
    {
        try
        {
            await SettleAsync(store, plan, result, ct);
        }
        catch (PmpcException failure)
        {
            throw new PmpcException("PmpcApplyUnsettled", failure.Kind,
                $"{result.Done} of {plan.Steps.Length} steps were done, {result.Failed} failed; the server could not be read back afterwards: {failure.Message}",
                "Nothing is lost: run Sync-PmpcInfrastructure when the server answers again.", plan, failure);
        }
    }

    /// <summary>Reads the touched guests back, moves their base to what code and server now agree on, and writes what follows from it.</summary>
    private async Task SettleAsync(StateStore store, Plan plan, ApplyResult result, CancellationToken ct)
    {
        var workspace = session.Workspace;
        var picture = Picture.Of(workspace, await Sync.ReadInventoryAsync(session, store, null, ct), store);
        var touched = result.TouchedGuests.ToHashSet();
        var moved = new List<BaseGuest>();
        var gone = new List<int>();
        foreach (var guest in picture.Guests.Where(guest => touched.Contains(guest.VmId)))
        {
            if (guest is { Server: { } server, Code: { } code })
                moved.Add(new(server.VmId, server.Kind, server.Name, server.Node, code.File, Agreed(guest, code, guest.ServerView!)));
            else if (guest is { Server: null, Code: null }) gone.Add(guest.VmId);
        }
        Adopt(picture, touched, result);
        var rows = store.WriteBase(moved, gone) + store.WriteInventory(picture.Inventory);
        var after = Picture.Of(workspace, picture.Inventory, store);
        after.Reading.Remember(store);
        var files = DerivedFiles.Write(workspace, after, store, force: false, ct);
        if (rows > 0 || files.Count > 0)
            Snapshots.Take(workspace, store, "apply", $"{result.Done} of {plan.Steps.Length} steps done", after.Inventory, plan, result, _time);
    }

    /// <summary>Tells the files of new guests and volumes what only the server could know.</summary>
    private void Adopt(Picture picture, HashSet<int> touched, ApplyResult result)
    {
        var created = result.Steps.Where(step => step is { Action: PlanAction.Create, Outcome: StepOutcome.Done }).Select(step => step.VmId).ToHashSet();
        foreach (var file in picture.Guests.Where(guest => touched.Contains(guest.VmId) && guest.Code is not null).GroupBy(guest => guest.Code!.File, StringComparer.Ordinal))
        {
            var before = picture.Files[file.Key];
            var after = file.Aggregate(before, (text, guest) => Adoption.Edit(text, guest, created.Contains(guest.VmId)));
            if (after != before) session.Workspace.Files.Write(new(file.Key, after), FileOwnership.Source);
        }
    }

    /// <summary>
    /// Where code and server are equal now they agree on that. Where they are not, the old base stays, so that the code's
    /// change is pending still; a guest that was just created counts from what the server made of it.
    /// </summary>
    private static AttributeMap Agreed(GuestStates guest, DesiredGuest code, AttributeMap view)
    {
        var agreed = guest.Base ?? view;
        foreach (var path in view.Keys.Concat(code.Attributes.Keys).Concat(agreed.Keys).Distinct(StringComparer.Ordinal))
        {
            if (!code.HasOpinion(path) || code.Attributes.Get(path) == view.Get(path)) agreed = agreed.With(path, view.Get(path));
        }
        return agreed.With(AttributePath.OsTemplate, null);
    }
}
