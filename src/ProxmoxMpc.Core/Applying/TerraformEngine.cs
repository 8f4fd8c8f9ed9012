using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying.Tools;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Applying;

/// <summary>
/// Carries out a plan by Terraform: exactly the plan that it made before. What it reports becomes the same progress and results
/// as of the native engine, and every step is read back from the server.
/// </summary>
public sealed class TerraformEngine(TerraformTool tool, TerraformWork work, PveClient client, StateStore journal, EngineOptions? options = null, TimeProvider? time = null) : IPlanEngine
{
    private readonly EngineOptions _options = options ?? new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly GuestRequests _requests = new(client);

    // What Terraform can do of a plan, the backups that are made before it begins, and the reboot that it may do or leave.
    private static readonly PlanAction[] Known =
    [
        PlanAction.Create, PlanAction.Clone, PlanAction.Update, PlanAction.Grow, PlanAction.MoveDisk, PlanAction.Migrate, PlanAction.Pool, PlanAction.Start, PlanAction.Stop, PlanAction.Reboot, PlanAction.Template, PlanAction.Delete, PlanAction.Backup,
    ];

    /// <summary>Makes sure that there is no step in a plan that Terraform would leave out in silence.</summary>
    /// <exception cref="PmpcException"><c>PmpcStepUnknown</c></exception>
    public static void EnsureKnown(Plan plan)
    {
        if (plan.Steps.FirstOrDefault(step => !Known.Contains(step.Action)) is { } step)
            throw new PmpcException("PmpcStepUnknown", PmpcErrorKind.NotSupported, $"Step {step.Number} wants '{step.Action}' of {step.Guest}, which Terraform does not do. Nothing was done.", "Leave -Engine out.", step);
    }

    /// <inheritdoc/>
    public async Task<ApplyResult> RunAsync(Plan plan, long runId, IProgress<ApplyProgress>? progress, Action<StepResult>? ended, CancellationToken ct)
    {
        var entries = new StepJournal(journal, runId);
        entries.Begin(plan.Steps);
        var results = new List<StepResult>();
        var guests = plan.Steps.GroupBy(step => step.VmId).ToDictionary(group => group.Key, group => new TerraformGuest([.. group], work));
        var errors = new List<TerraformMessage>();
        if (await RefusedAsync(guests.Values, ct) is { } refused)
        {
            foreach (var step in plan.Steps) End(step.VmId == refused.Step.VmId ? refused with { Step = step } : new(step, StepOutcome.Skipped, $"Not begun: {refused.Message}"));
            return Sorted();
        }
        foreach (var save in plan.Steps.Where(step => step.Action == PlanAction.Backup))
        {
            // Before anything that they are for; the server makes them, whoever does the rest. What runs is stopped first: what
            // it wrote after its backup would be lost.
            var (worker, soFar, guest) = (new StepWorker(client, _requests, entries, _time), new GuestSoFar(), guests[save.VmId]);
            var stop = guest.Open.FirstOrDefault(step => step.Action == PlanAction.Stop && step.Number < save.Number);
            var isDown = stop is null || await DoneAsync(stop, worker, soFar);
            if (isDown && await DoneAsync(save, worker, soFar))
            {
                // What waited for the stop has taken effect.
                if (stop is not null) guest.Before = await _requests.FindAsync(save, ct);
                continue;
            }
            foreach (var step in guests.Values.SelectMany(guest => guest.Open)) End(new(step, StepOutcome.Skipped, $"Not begun: {save.Guest} could not be {(isDown ? "backed up" : "stopped")}, and Terraform does all of its plan or nothing."));
            return Sorted();
        }
        var (messages, result) = tool.Apply(work.PlanFile, _options.Throttle, ct);
        try
        {
            await foreach (var message in messages.WithCancellation(CancellationToken.None))
            {
                if (message.IsError) errors.Add(message);
                if (message.Address is null || !work.Resources.TryGetValue(message.Address, out var resource) || !guests.TryGetValue(resource.VmId, out var guest)) continue;
                if (message.Type == "apply_start")
                    foreach (var step in guest.Begin(resource)) entries.Sending(step, guest.Before, _time.GetUtcNow());
                if (message.Type.StartsWith("apply_", StringComparison.Ordinal)) Report(guest.At(resource), message.Text);
                if (message.Type == "apply_complete" && guest.Complete(message.Address))
                    // Also after an interrupt: Terraform ends what it is at, and what it ended is known.
                    foreach (var one in guest.Open) End(one.Action == PlanAction.Reboot ? await RebootAsync(entries, guest, one, line => Report(one, line), ct) : await ReadAsync(guest, one, null, CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            foreach (var step in guests.Values.SelectMany(guest => guest.Open.Where(guest.HasBegun))) entries.Ended(new(step, StepOutcome.Unknown, "Interrupted while Terraform was at it."));
            throw;
        }
        if (result().ExitCode != 0 && errors.Count == 0) errors.Add(new("diagnostic", result().Errors.Length > 0 ? result().Errors : FormattableString.Invariant($"{tool.Name} ended with {result().ExitCode}."), null, null) { IsError = true });
        foreach (var guest in guests.Values)
        {
            var blame = errors.FirstOrDefault(error => error.Address is not null && guest.Addresses.Contains(error.Address)) ?? errors.FirstOrDefault();
            var why = blame is null ? null : tool.Hide(blame.Sentence);
            foreach (var step in guest.Open.ToArray())
                End(guest.HasBegun(step) || why is null ? await ReadAsync(guest, step, why, ct) : new(step, StepOutcome.Skipped, $"Not begun: {tool.Name} stopped at an error: {why}"));
        }
        return Sorted();

        void Report(PlanStep step, string? line, bool isOver = false) => progress?.Report(new(step, results.Count, plan.Steps.Length, line is null ? null : tool.Hide(line), isOver));

        void End(StepResult one)
        {
            if (guests.TryGetValue(one.Step.VmId, out var guest)) guest.End(one.Step);
            entries.Ended(one);
            results.Add(one);
            Report(one.Step, null, isOver: true);
            ended?.Invoke(one);
        }

        async Task<bool> DoneAsync(PlanStep step, StepWorker worker, GuestSoFar soFar)
        {
            var one = await worker.RunAsync(step, soFar, line => Report(step, line), ct);
            End(one);
            return one.Outcome == StepOutcome.Done;
        }

        ApplyResult Sorted() => new([.. results.OrderBy(one => one.Number)]);
    }

    /// <summary>Looks at each guest once more: Terraform's plan knows no digest. The failure of the first that somebody else changed, or null.</summary>
    private async Task<StepResult?> RefusedAsync(IEnumerable<TerraformGuest> guests, CancellationToken ct)
    {
        foreach (var guest in guests)
        {
            // A step about power sees more.
            if (guest.Steps.Where(step => step.Digest is not null).OrderBy(step => step.Action is PlanAction.Start or PlanAction.Stop or PlanAction.Reboot ? 0 : 1).FirstOrDefault() is not { } step) continue;
            try
            {
                guest.Before = await _requests.StateAsync(step, ct);
                new GuestSoFar().EnsureOurs(step, guest.Before);
            }
            catch (PmpcException failure)
            {
                return new(step, StepOutcome.Failed, failure.Message, failure.Hint);
            }
        }
        return null;
    }

    /// <summary>The provider restarts a VM where it finds that needed, unless the code says no; what it left is done here.</summary>
    private async Task<StepResult> RebootAsync(StepJournal entries, TerraformGuest guest, PlanStep step, Action<string> line, CancellationToken ct)
    {
        try
        {
            var now = await _requests.StateAsync(step, ct);
            if (StepAim.IsReached(step, guest.Before, now)) return new(step, StepOutcome.Done, "");
            return await new StepWorker(client, _requests, entries, _time).RunAsync(step with { Digest = now.Digest }, new(), line, ct) with { Step = step };
        }
        catch (PmpcException failure)
        {
            return new(step, StepOutcome.Failed, failure.Message, failure.Hint);
        }
    }

    /// <summary>What the server says of a step that Terraform has done, or, where <paramref name="failure"/> says why, has not.</summary>
    private async Task<StepResult> ReadAsync(TerraformGuest guest, PlanStep step, string? failure, CancellationToken ct)
    {
        // Of a guest that is made anew nobody can see that the old one was stopped and is gone; of one that is gone, not that it was stopped.
        var seen = step.Action is PlanAction.Delete or PlanAction.Stop
            ? guest.Steps.FirstOrDefault(other => other.Action is PlanAction.Create or PlanAction.Clone) ?? guest.Steps.FirstOrDefault(other => other.Action == PlanAction.Delete) ?? step : step;
        try
        {
            if (failure is not null)
                return await _requests.IsReachedAsync(seen, guest.Before, ct) ? new(step, StepOutcome.Done, "It was done before Terraform failed.") : new(step, StepOutcome.Failed, failure, "Sync, look at the new plan, and apply that.");
            var (_, remark) = await new StepReadBack(_requests, _time).LookAsync(seen, guest.Before, ct);
            return new(step, StepOutcome.Done, remark);
        }
        catch (PmpcException unseen)
        {
            return new(step, failure is null ? StepOutcome.Failed : StepOutcome.Unknown, failure is null ? unseen.Message : $"{failure} What became of it could not be read: {unseen.Message}", unseen.Hint);
        }
    }
}
