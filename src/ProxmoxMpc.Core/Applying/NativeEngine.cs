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
    private static readonly TimeSpan[] BusyWaits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)];

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
            if (result.Outcome == StepOutcome.Failed) broken[step.VmId] = step.Number;
            if (result.Outcome == StepOutcome.Skipped) Journal(runId, step, "skipped", error: result.Message);
            results.Add(result);
            ended?.Invoke(result);
        }
        return new(results.ToImmutable());
    }

    private async Task<StepResult> OneAsync(PlanStep step, long runId, Action<string> taskLine, CancellationToken ct)
    {
        string? upid = null;
        Journal(runId, step, "started");
        try
        {
            var (now, alreadySo) = await CheckAsync(step, ct);
            if (!alreadySo)
            {
                upid = await SendAsync(Rebased(step, now), now?.Digest, ct);
                if (upid is not null)
                {
                    Journal(runId, step, "started", upid);
                    await FinishAsync(upid, taskLine, ct);
                }
                // From here on the config differs from the plan's because of us.
                _changedByUs.Add(step.VmId);
                if (step.Disk is not null) _resizedByUs.Add((step.VmId, step.Disk));
            }
            Journal(runId, step, "done", upid);
            return new(step, StepOutcome.Done, alreadySo ? "It was so already." : "", Upid: upid);
        }
        catch (PmpcException failure)
        {
            Journal(runId, step, "failed", upid, failure.Message);
            return new(step, StepOutcome.Failed, failure.Message, failure.Hint, upid);
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

    /// <summary>Sends a request; one that met a lock is known not to have happened and is sent again.</summary>
    private async Task<string?> SendAsync(PlanStep step, string? digest, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await _requests.SendAsync(step, digest, ct);
            }
            catch (PmpcException busy) when (busy.Kind == PmpcErrorKind.Busy && attempt < BusyWaits.Length)
            {
                await Task.Delay(BusyWaits[attempt], _time, ct);
            }
        }
    }

    private async Task FinishAsync(string upid, Action<string> taskLine, CancellationToken ct)
    {
        if (!Upid.TryParse(upid, out var parsed))
            throw new PmpcException("PmpcUpidUnreadable", PmpcErrorKind.TaskFailed, $"The server named a task that is none: '{upid}'.");
        await _client.WaitForTaskAsync(parsed, new TaskLines(taskLine), ct);
    }

    private void Journal(long runId, PlanStep step, string state, string? upid = null, string? error = null) =>
        _journal.WriteStep(new(runId, step.Number, step.VmId, step.Action.ToString(), step.Summary, state, upid, error));

    private sealed class TaskLines(Action<string> line) : IProgress<PveTaskProgress>
    {
        public void Report(PveTaskProgress value)
        {
            if (value.NewLines.Length > 0) line(value.NewLines[^1]);
        }
    }
}
