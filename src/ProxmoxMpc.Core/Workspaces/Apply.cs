using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Applying.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that makes the code true on the server.</summary>
public sealed class Apply(Session session, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Reads the cluster afresh and works out what apply would do.</summary>
    public Task<Plan> PlanAsync(IProgress<ReadProgress>? progress, CancellationToken ct) => PlanAsync(new(), progress, ct);

    /// <summary>The same with what else the plan shall hold.</summary>
    public async Task<Plan> PlanAsync(PlanOptions options, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        using var store = session.Workspace.OpenState(readOnly: true);
        var picture = await LookAsync(store, progress, ct);
        return await new DriftBlame(session, store, picture).OnAsync(await ObjectPlanning.AddAsync(session, picture, picture.Plan(options), ct), ct);
    }

    /// <summary>
    /// Carries out a plan made by <see cref="PlanAsync(PlanOptions, IProgress{ReadProgress}, CancellationToken)"/>. Guests that somebody else changed since are refused. Afterwards
    /// what was touched is read back, so that base and state say what is true.
    /// </summary>
    /// <exception cref="PmpcException">Before the first step: data would be lost that <paramref name="options"/> do not give up, or another run has the workspace.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was done until then is recorded.</exception>
    public async Task<ApplyResult> RunAsync(Plan plan, ApplyOptions options, IProgress<ApplyProgress>? progress, Action<StepResult>? ended, CancellationToken ct)
    {
        if (!plan.HasChanges) return new([]);
        DataLoss.EnsureAllowed(plan, options.AllowsDataLoss);
        options.Terraform?.EnsureAllowed(plan, options.AllowsDataLoss);
        var workspace = session.Workspace;
        using var hold = workspace.Lock("apply", _time);
        using var store = workspace.OpenState();
        await new Recovery(session, _time).RunAsync(store, patient: true, ct);
        var run = store.BeginRun("apply", _time.GetUtcNow());
        var results = ImmutableArray.CreateBuilder<StepResult>();
        var others = 0;
        try
        {
            var beside = new ObjectApply(session, store, plan, run, options with { ObjectEnded = step => { others++; options.ObjectEnded?.Invoke(step); } }, _time);
            await beside.BeforeGuestsAsync(ct);
            var guests = await GuestsAsync(store, plan, run, options, beside.WhyNoGuests, progress, step => { results.Add(step); ended?.Invoke(step); }, ct);
            await beside.AfterGuestsAsync(guests, ct);
            var result = guests with { Objects = [.. beside.Results.OrderBy(step => step.Number)] };
            await SettledAsync(store, plan, result, options.Terraform is not null, ct);
            store.EndRun(run, result.Succeeded ? RunOutcome.Done : RunOutcome.Failed, $"{result.Done} done, {result.Failed} failed, {result.Skipped} skipped", _time.GetUtcNow());
            return result;
        }
        catch (OperationCanceledException)
        {
            store.EndRun(run, RunOutcome.Cancelled, $"{results.Count + others} of {plan.Steps.Length + plan.Doable.Count()} steps ended", _time.GetUtcNow());
            throw;
        }
        catch (PmpcException failure)
        {
            store.EndRun(run, RunOutcome.Unsettled, failure.Message, _time.GetUtcNow());
            throw;
        }
    }

    /// <summary>
    /// Finds out what became of an apply that was cut off, waiting for tasks that are under way, and makes base and files say so.
    /// A sync does the same; what was left undone is in the next plan.
    /// </summary>
    /// <returns>Every step of it, as it is known to have ended; empty where none was cut off.</returns>
    public async Task<ApplyResult> RecoverAsync(CancellationToken ct)
    {
        if (UnfinishedRun.Of(session.Workspace) is null) return new([]);
        using var hold = session.Workspace.Lock("apply", _time);
        using var store = session.Workspace.OpenState();
        return await new Recovery(session, _time).RunAsync(store, patient: true, ct);
    }

    /// <summary>
    /// Reads the cluster afresh and works out what is left of the last apply where that was cut off: nothing that its plan did not
    /// have, and nothing that is done. Null where the last apply was not cut off.
    /// </summary>
    /// <returns>The plan, and the guests and other things of which code or server want something else by now.</returns>
    public async Task<(Plan Plan, ImmutableArray<string> LeftOut)?> PlanRestAsync(IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        ImmutableArray<PlanStep> agreed;
        ObjectStep[] beside;
        using (var store = session.Workspace.OpenState(readOnly: true))
        {
            // One that nobody has settled yet counts, too: a preview does not settle it.
            if (store.ReadLastRun("apply") is not { } run || (run.Outcome != RunOutcome.Interrupted && store.ReadUnfinishedRuns().All(open => open.Id != run.Id))) return null;
            agreed = [.. JournalReading.Of(store, run.Id).Select(entry => entry.Step)];
            beside = [.. ObjectJournal.Read(store, run.Id).Select(row => row.Step)];
        }
        return Leftover.Of(agreed, beside, await PlanAsync(new() { Restart = agreed.Any(step => step.Action == PlanAction.Reboot) }, progress, ct));
    }

    /// <summary>Does the steps about guests.</summary>
    /// <param name="whyNot">Why none of them may be begun; null: they may.</param>
    private async Task<ApplyResult> GuestsAsync(StateStore store, Plan plan, long run, ApplyOptions options, string? whyNot, IProgress<ApplyProgress>? progress, Action<StepResult> ended, CancellationToken ct)
    {
        if (plan.Steps.IsEmpty) return new([]);
        if (whyNot is not null)
        {
            var journal = new StepJournal(store, run);
            journal.Begin(plan.Steps);
            StepResult[] skipped = [.. plan.Steps.Select(step => new StepResult(step, StepOutcome.Skipped, whyNot))];
            foreach (var step in skipped)
            {
                journal.Ended(step);
                ended(step);
            }
            return new([.. skipped]);
        }
        var limits = Engine(store, options);
        var engine = options.Terraform?.Engine(session.Client, store, limits, _time) ?? new NativeEngine(session.Client, store, limits, _time);
        return await engine.RunAsync(plan, run, progress, ended, ct);
    }

    private static EngineOptions Engine(StateStore store, ApplyOptions options)
    {
        var shared = (store.ReadInventory()?.Storages ?? []).Where(storage => storage.IsShared).Select(storage => storage.Name).ToHashSet(StringComparer.Ordinal);
        return new() { Throttle = options.Throttle, StopOnError = options.StopOnError, IsShared = shared.Contains };
    }

    private async Task<Picture> LookAsync(StateStore store, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        CodeReading.Of(session.Workspace);
        return await Returns.LookAsync(Picture.Of(session.Workspace, await Sync.ReadInventoryAsync(session, store, progress, ct), store), session.Client, ct);
    }

    /// <summary>What was done is done, even where it cannot be read back; then the base stays behind, which the next sync makes up for.</summary>
    private async Task SettledAsync(StateStore store, Plan plan, ApplyResult result, bool byTerraform, CancellationToken ct)
    {
        try
        {
            await new Settlement(session, _time).RunAsync(store, plan, result, byTerraform, ct);
        }
        catch (PmpcException failure)
        {
            throw new PmpcException("PmpcApplyUnsettled", failure.Kind,
                $"{result.Done} of {plan.Steps.Length + plan.Doable.Count()} steps were done, {result.Failed} failed; the server could not be read back afterwards: {failure.Message}",
                "Nothing is lost: run Sync-PmpcInfrastructure when the server answers again.", plan, failure);
        }
    }
}
