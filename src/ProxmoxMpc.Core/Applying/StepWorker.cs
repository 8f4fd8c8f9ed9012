using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>Does one step from its journal entry to the look at what it made.</summary>
internal sealed class StepWorker(PveClient client, GuestRequests requests, StepJournal journal, TimeProvider time)
{
    public async Task<StepResult> RunAsync(PlanStep step, GuestSoFar soFar, Action<string> taskLine, CancellationToken ct)
    {
        string? upid = null;
        try
        {
            var now = step.Digest is null && !soFar.IsClone ? null : await requests.StateAsync(step, ct);
            if (now is not null) soFar.EnsureOurs(step, now);
            if (IsAlreadySo(step, now)) return Ended(new(step, StepOutcome.Done, "It was so already."));
            var rebased = soFar.Rebased(step, now);
            journal.Sending(rebased, now, time.GetUtcNow());
            var note = await new StepRun(requests, client, time, task => journal.Task(rebased, upid = task), taskLine).DoAsync(rebased, now, ct);
            var (seen, remark) = await new StepReadBack(requests, time).LookAsync(rebased, now, ct);
            soFar.Done(step, seen);
            if (seen?.Archive is { } archive) journal.Archived(step, archive, time.GetUtcNow());
            return Ended(new(step, StepOutcome.Done, $"{note} {remark}".Trim(), Upid: upid) { Archive = seen?.Archive });
        }
        // Without a journal nothing is done: that ends the run.
        catch (PmpcException failure) when (!failure.Id.StartsWith("PmpcState", StringComparison.Ordinal))
        {
            return Ended(new(step, failure.Id == StepRun.UnknownId ? StepOutcome.Unknown : StepOutcome.Failed, failure.Message, failure.Hint, upid));
        }
        catch (OperationCanceledException)
        {
            journal.Ended(new(step, StepOutcome.Unknown, "Cancelled while it was under way.", Upid: upid));
            throw;
        }
    }

    private static bool IsAlreadySo(PlanStep step, GuestNow? now) => now is not null && step.Action switch
    {
        PlanAction.Start => now.Running,
        PlanAction.Stop => !now.Running,
        _ => false,
    };

    private StepResult Ended(StepResult result)
    {
        journal.Ended(result);
        return result;
    }
}
