using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>Does one step from its journal entry to the look at what it made.</summary>
internal sealed class StepWorker(PveClient client, GuestRequests requests, StepJournal journal, TimeProvider time)
{
    // The clean-up after a task, and a worker that Proxmox began without telling of it, take a moment.
    private static readonly TimeSpan[] LookAgain = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)];

    public async Task<StepResult> RunAsync(PlanStep step, GuestSoFar soFar, Action<string> taskLine, CancellationToken ct)
    {
        string? upid = null;
        try
        {
            var now = step.Digest is null ? null : await requests.StateAsync(step, ct);
            if (now is not null) soFar.EnsureOurs(step, now);
            if (IsAlreadySo(step, now)) return Ended(new(step, StepOutcome.Done, "It was so already."));
            var rebased = soFar.Rebased(step, now);
            journal.Sending(rebased, now, time.GetUtcNow());
            var note = await new StepRun(requests, client, time, task => journal.Task(rebased, upid = task), taskLine).DoAsync(rebased, now, ct);
            var (seen, remark) = await ReadBackAsync(rebased, now, ct);
            soFar.Done(step, seen);
            if (seen?.Archive is { } archive) journal.Archived(step, archive, time.GetUtcNow());
            return Ended(new(step, StepOutcome.Done, string.Join(' ', new[] { note, remark }.Where(text => text.Length > 0)), Upid: upid) { Archive = seen?.Archive });
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

    /// <summary>Looks whether the guest is what the step was to make of it.</summary>
    /// <returns>The guest; and what is to be said where nobody could look.</returns>
    /// <exception cref="PmpcException">It is not so.</exception>
    private async Task<(GuestNow? Now, string Remark)> ReadBackAsync(PlanStep step, GuestNow? before, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var (isReached, now) = await requests.LookAsync(step, before, ct);
                if (isReached) return (now, "");
                // Proxmox answered when it was written; it shows a guest's pool only to those who may look at that pool.
                if (step.Action == PlanAction.Pool) return (null, "Whether it is so cannot be seen without Pool.Audit on the pool.");
            }
            catch (PmpcException unseen)
            {
                return (null, $"It could not be read back: {unseen.Message}");
            }
            if (attempt == LookAgain.Length)
                throw new PmpcException("PmpcStepNotReached", PmpcErrorKind.Conflict, $"The server called it done, but {step.Guest} read back is not so: {step.Summary}.",
                    "Somebody else may have changed it meanwhile, or the server ignores what was asked of it. Sync, and look at the new plan.", step);
            await Task.Delay(LookAgain[attempt], time, ct);
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
