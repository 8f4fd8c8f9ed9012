using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Applying;

/// <summary>Carries out a plan through Proxmox's own API, many steps at a time, and journals every step before and after.</summary>
public sealed class NativeEngine(PveClient client, StateStore journal, EngineOptions? options = null, TimeProvider? time = null) : IPlanEngine
{
    private readonly EngineOptions _options = options ?? new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>
    /// Does the steps as soon as what they wait for is there. A step that fails takes those with it that need it; others go on.
    /// When cancelled, running Proxmox tasks are left to themselves and noted in the journal with their UPIDs.
    /// </summary>
    /// <param name="ended">Told of each result as it comes, one after the other.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was done is in the journal.</exception>
    public async Task<ApplyResult> RunAsync(Plan plan, long runId, IProgress<ApplyProgress>? progress, Action<StepResult>? ended, CancellationToken ct)
    {
        var entries = new StepJournal(journal, runId);
        entries.Begin(plan.Steps);
        var worker = new StepWorker(client, new(client), entries, _time);
        var soFar = plan.Steps.Select(step => step.VmId).Distinct().ToDictionary(vmid => vmid, _ => new GuestSoFar());
        var schedule = new StepSchedule(plan, _options);
        var running = new List<Task<StepResult>>();
        var results = new List<StepResult>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            while (true)
            {
                ct.ThrowIfCancellationRequested();
                while (schedule.Take() is { } step) running.Add(Begin(step));
                if (running.Count == 0) break;
                var first = await Task.WhenAny(running);
                running.Remove(first);
                var result = await first;
                var skipped = schedule.End(result.Step, result.Outcome);
                End(result);
                foreach (var (step, because) in skipped) Skip(step, step.VmId == result.VmId ? $"Step {because} failed for the same guest." : $"It needs step {because}, which failed.");
            }
        }
        finally
        {
            // Whatever stopped the loop: the others must have written down where they are before the journal is closed.
            await stop.CancelAsync();
            await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            foreach (var one in running.Where(one => one.IsCompletedSuccessfully)) End(await one);
        }
        foreach (var (step, because) in schedule.Rest()) Skip(step, SkipReason.Stopped(because));
        return new([.. results.OrderBy(result => result.Number)]);

        Task<StepResult> Begin(PlanStep step)
        {
            Report(step, null);
            return Task.Run(() => worker.RunAsync(step, soFar[step.VmId], line => Report(step, line), stop.Token), CancellationToken.None);
        }

        void Report(PlanStep step, string? line, bool isOver = false) => progress?.Report(new(step, results.Count, plan.Steps.Length, line, isOver));

        void Skip(PlanStep step, string why)
        {
            var result = new StepResult(step, StepOutcome.Skipped, why);
            entries.Ended(result);
            End(result);
        }

        void End(StepResult result)
        {
            results.Add(result);
            Report(result.Step, null, isOver: true);
            ended?.Invoke(result);
        }
    }
}
