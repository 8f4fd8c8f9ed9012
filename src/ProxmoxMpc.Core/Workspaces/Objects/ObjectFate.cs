using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Applying.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Finds out what became of the steps beside guests of a run that was cut off, by looking at what the server has.</summary>
internal sealed class ObjectFate(Session session, StateStore store, TimeProvider time)
{
    // A reload of the network takes a few seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Every step of the run as it is known to have ended, and written down so.</summary>
    public async Task<ImmutableArray<ObjectStepResult>> FindOutAsync(long run, CancellationToken ct)
    {
        var results = ImmutableArray.CreateBuilder<ObjectStepResult>();
        var journal = new ObjectJournal(store, run);
        Picture? picture = null;
        foreach (var (step, wasSent, state, upid, message) in ObjectJournal.Read(store, run).ToArray())
        {
            if (state is "done" or "failed" or "skipped")
            {
                results.Add(new(step, state == "done" ? StepOutcome.Done : state == "failed" ? StepOutcome.Failed : StepOutcome.Skipped, message ?? "", Upid: upid) { WasSent = wasSent });
                continue;
            }
            var result = state == "pending" ? new(step, StepOutcome.Skipped, "Not begun when the run was cut off.")
                : await LookAsync(picture ??= await ObjectApply.PictureAsync(session, store, ct), step, upid, ct);
            journal.Ended(result);
            results.Add(result with { WasSent = wasSent });
        }
        return results.ToImmutable();
    }

    private async Task<ObjectStepResult> LookAsync(Picture picture, ObjectStep step, string? upid, CancellationToken ct)
    {
        try
        {
            await TaskAsync(upid, ct);
            var now = await ObjectApply.LookAsync(session, picture, step, ct);
            return now.IsReached(step) ? new(step, StepOutcome.Done, "The run was cut off; it was done all the same.", Upid: upid)
                : now.Seen == step.Seen ? new(step, StepOutcome.Skipped, "Not done when the run was cut off.", Upid: upid)
                : new(step, StepOutcome.Failed, "The run was cut off when only a part of it was done.", now.IsWaiting ? "Changes wait on the node: apply or revert them there (its Network panel), and sync again." : "The next plan holds what is left.", upid);
        }
        catch (PmpcException unseen)
        {
            return new(step, StepOutcome.Unknown, $"It was under way when the run was cut off, and the server cannot say what became of it: {unseen.Message}", "Sync again when the server answers.", upid);
        }
    }

    /// <summary>Waits a while for a task that may be under way still.</summary>
    private async Task TaskAsync(string? upid, CancellationToken ct)
    {
        if (!Upid.TryParse(upid, out var task)) return;
        using var alarm = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, alarm.Token);
        try
        {
            await session.Client.FollowTaskAsync(task, null, either.Token);
        }
        catch (PveTaskException failed) when (failed.Result is not null)
        {
            // What the server has tells what became of it, whatever its task said.
            return;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The same goes for one that takes longer.
            return;
        }
    }
}
