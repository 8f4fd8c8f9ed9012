using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// Finds out what became of applies that were cut off, and makes base, state and files say so. Afterwards what was left undone
/// is a difference of code and server like any other. To be called with the workspace locked: so whoever began them is dead.
/// </summary>
internal sealed class Recovery(Session session, TimeProvider time)
{
    /// <summary>How long a verb that does not change the server waits for tasks that are under way there.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <param name="patient">Whether tasks that are under way are waited for to their ends. Otherwise a run that has one stays unfinished.</param>
    /// <returns>Every step of the runs, as it is now known to have ended; empty where no run was cut off.</returns>
    /// <exception cref="PmpcException">What was done could not be read back; asking again later does no harm.</exception>
    public async Task<ApplyResult> RunAsync(StateStore store, bool patient, CancellationToken ct)
    {
        var all = new ApplyResult([]);
        var archives = store.ReadArchives().Where(archive => archive.RunId is not null).ToLookup(archive => archive.RunId!.Value);
        foreach (var run in store.ReadUnfinishedRuns())
        {
            var entries = JournalReading.Of(store, run.Id);
            var results = ImmutableArray.CreateBuilder<StepResult>();
            foreach (var entry in entries) results.Add(await FateAsync(store, run.Id, entry, archives[run.Id].FirstOrDefault(archive => archive.Number == entry.Step.Number)?.VolumeId, patient, ct));
            var beside = await new ObjectFate(session, store, time).FindOutAsync(run.Id, ct);
            var result = new ApplyResult(results.ToImmutable()) { Objects = beside };
            if (result.TouchedGuests.Any() || beside.Any(step => step.Outcome != StepOutcome.Skipped))
                await new Settlement(session, time).RunAsync(store, new() { Steps = [.. entries.Select(entry => entry.Step)], ObjectSteps = [.. beside.Select(step => step.Step)] }, result, byTerraform: false, ct);
            var isOpen = result.Steps.Any(step => step.Outcome == StepOutcome.Unknown) || beside.Any(step => step.Outcome == StepOutcome.Unknown);
            store.EndRun(run.Id, isOpen ? RunOutcome.Cancelled : result.Succeeded && !(entries.IsEmpty && beside.IsEmpty) ? RunOutcome.Done : RunOutcome.Interrupted,
                $"cut off; {result.Done} done, {result.Failed} failed, {result.Skipped} not done", time.GetUtcNow());
            all = new(all.Steps.AddRange(result.Steps)) { Objects = all.Objects.AddRange(result.Objects) };
        }
        return all;
    }

    private async Task<StepResult> FateAsync(StateStore store, long run, JournalReading.Entry entry, string? archive, bool patient, CancellationToken ct)
    {
        if (!entry.IsUncertain)
        {
            if (entry.Outcome is { } known) return new(entry.Step, known, entry.Message ?? "", Upid: entry.Upid) { Archive = archive };
            return Note(new(entry.Step, StepOutcome.Skipped, "Not begun when the run was cut off."));
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var alarm = patient ? null : new CancellationTokenSource(Short, time);
        using var tie = alarm?.Token.Register(limit.Cancel);
        try
        {
            return Note(await new StepFate(session.Client, time).FindOutAsync(entry.Step, entry.Before, entry.Sent, entry.Upid, limit.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Note(new(entry.Step, StepOutcome.Unknown, "It was under way when the run was cut off, and the server is at it still.", "Sync again when its task has ended, or wait for it with Invoke-PmpcApply -Resume.", entry.Upid));
        }

        StepResult Note(StepResult result)
        {
            if (result.Archive is { } made) new StepJournal(store, run).Archived(result.Step, made, entry.Sent ?? time.GetUtcNow());
            new StepJournal(store, run).Ended(result);
            return result;
        }
    }
}
