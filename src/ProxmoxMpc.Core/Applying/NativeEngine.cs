using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Applying;

/// <summary>Carries out a plan through Proxmox's own API and journals every step before and after.</summary>
public sealed class NativeEngine
{
    private readonly PveClient _client;
    private readonly GuestRequests _requests;
    private readonly StateStore _journal;
    private readonly TimeProvider _time;
    private readonly HashSet<int> _changedByUs = [];
    private readonly HashSet<(int VmId, string Disk)> _resizedByUs = [];

    public NativeEngine(PveClient client, StateStore journal, TimeProvider? time = null)
    {
        _client = client;
        _requests = new(client);
        _journal = journal;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>
    /// Does the steps in order. A step that fails takes the later steps of the same guest with it; other guests go on. When
    /// cancelled, the running Proxmox task is left to itself and noted in the journal with its UPID.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was done is in the journal.</exception>
    public async Task<ApplyResult> RunAsync(Plan plan, long runId, IProgress<ApplyProgress>? progress, Action<StepResult>? ended, CancellationToken ct)
    {
        foreach (var step in plan.Steps) Journal(runId, step, "pending");
        var results = ImmutableArray.CreateBuilder<StepResult>();
        var broken = new Dictionary<int, int>();
        foreach (var step in plan.Steps)
        {
            ct.ThrowIfCancellationRequested();
            progress?.Report(new(step, results.Count, plan.Steps.Length, null));
            var result = broken.TryGetValue(step.VmId, out var failed)
                ? new StepResult(step, StepOutcome.Skipped, $"Step {failed} failed for the same guest.")
                : await OneAsync(step, runId, line => progress?.Report(new(step, results.Count, plan.Steps.Length, line)), ct);
            if (result.Outcome is StepOutcome.Failed or StepOutcome.Unknown) broken[step.VmId] = step.Number;
            if (result.Outcome == StepOutcome.Skipped) Journal(runId, step, "skipped", error: result.Message);
            results.Add(result);
            ended?.Invoke(result);
        }
        return new(results.ToImmutable());
    }

    private async Task<StepResult> OneAsync(PlanStep step, long runId, Action<string> taskLine, CancellationToken ct)
    {
        string? upid = null;
        void Began(string? task) => Journal(runId, step, "started", upid = task);
        Began(null);
        try
        {
            var (now, alreadySo) = await CheckAsync(step, ct);
            var note = alreadySo ? "It was so already." : await new StepRun(_requests, _client, _time, Began, taskLine).DoAsync(Rebased(step, now), now, ct);
            if (!alreadySo)
            {
                // From here on the config differs from the plan's because of us.
                _changedByUs.Add(step.VmId);
                if (step.Disk is not null) _resizedByUs.Add((step.VmId, step.Disk));
            }
            Journal(runId, step, "done", upid, note.Length == 0 ? null : note);
            return new(step, StepOutcome.Done, note, Upid: upid);
        }
        catch (PmpcException failure)
        {
            var isUnknown = failure.Id == StepRun.UnknownId;
            Journal(runId, step, isUnknown ? "unknown" : "failed", upid, failure.Message);
            return new(step, isUnknown ? StepOutcome.Unknown : StepOutcome.Failed, failure.Message, failure.Hint, upid);
        }
        catch (OperationCanceledException)
        {
            Journal(runId, step, "unknown", upid, "Cancelled while it was under way.");
            throw;
        }
    }

    /// <summary>Makes sure that the guest is still the one that was planned for.</summary>
    /// <returns>The guest as it is now, null for one that does not exist yet, and whether the step's aim is reached already.</returns>
    private async Task<(GuestNow? Now, bool AlreadySo)> CheckAsync(PlanStep step, CancellationToken ct)
    {
        if (step.Digest is null) return (null, false);
        var now = await _requests.StateAsync(step, ct);
        if (!_changedByUs.Contains(step.VmId) && now.Digest != step.Digest)
        {
            throw new PmpcException("PmpcConfigChanged", PmpcErrorKind.Conflict,
                $"{step.Guest} was changed by somebody else after the plan was made.", "Sync, look at the new plan, and apply that.", step);
        }
        return (now, step.Action switch
        {
            PlanAction.Start => now.Running,
            PlanAction.Stop => !now.Running,
            _ => false,
        });
    }

    /// <summary>The step with the volumes as an earlier step of this run left them: moved under a new name, or grown.</summary>
    private PlanStep Rebased(PlanStep step, GuestNow? now)
    {
        if (step.Action != PlanAction.Update || now is null) return step;
        var parameters = step.Parameters;
        foreach (var (name, value) in step.Parameters)
        {
            if (!_resizedByUs.Contains((step.VmId, name)) || now.Config.Get(name) is not { } current) continue;
            var key = GuestSchema.For(step.Kind).FindKey(name)!;
            var volume = PropertyString.Parse(current, key);
            var text = PropertyString.Parse(value, key).With(key.DefaultPart!.Name, volume[key.DefaultPart.Name]).With("size", volume["size"]);
            parameters = parameters.SetItem(name, text.ToString(key));
        }
        return step with { Parameters = parameters };
    }

    private void Journal(long runId, PlanStep step, string state, string? upid = null, string? error = null) =>
        _journal.WriteStep(new(runId, step.Number, step.VmId, step.Action.ToString(), step.Summary, state, upid, error));
}
