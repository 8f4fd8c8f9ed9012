using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning.Objects;

namespace ProxmoxMpc.Core.Applying.Objects;

/// <summary>Carries out steps beside guests through Proxmox's own API, one after another, and journals each before and after.</summary>
/// <param name="look">Reads the step's resource as it is at this moment.</param>
/// <param name="journal">Told of every new state of a step: <c>started</c> with its task, and how it ended.</param>
/// <param name="total">All steps beside guests of the plan.</param>
public sealed class ObjectEngine(PveClient client, Func<ObjectStep, CancellationToken, Task<ObjectSight>> look, ObjectJournal journal, TimeProvider time, int total)
{
    private const int Attempts = 3;

    // A write that the proxy gave up on may still be at work for a while.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private readonly List<ObjectStepResult> _results = [];

    /// <summary>What became of the steps so far.</summary>
    public IReadOnlyList<ObjectStepResult> Results => _results;

    /// <summary>Does the steps. One that fails takes those with it that name what it was to make; others go on, unless told to stop.</summary>
    /// <param name="whyNot">Why a step cannot be begun, whatever became of the others; null: it can.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was done is in the journal.</exception>
    public async Task RunAsync(IEnumerable<ObjectStep> steps, bool stopOnError, Func<ObjectStep, string?> whyNot, IProgress<ObjectProgress>? progress, Action<ObjectStepResult>? ended, CancellationToken ct)
    {
        foreach (var step in steps)
        {
            ct.ThrowIfCancellationRequested();
            progress?.Report(new(step, _results.Count, total, null));
            var result = WhyNot(step, stopOnError) is { } why || (why = whyNot(step)) is not null ? new(step, StepOutcome.Skipped, why)
                : await OneAsync(step, line => progress?.Report(new(step, _results.Count, total, line)), ct);
            journal.Ended(result);
            _results.Add(result);
            progress?.Report(new(step, _results.Count, total, null, IsOver: true));
            ended?.Invoke(result);
        }
    }

    private string? WhyNot(ObjectStep step, bool stopOnError)
    {
        var failed = _results.Where(result => result.Outcome != StepOutcome.Done).ToArray();
        if (failed.FirstOrDefault(result => ObjectNeeds.Needs(step, result.Step)) is { } needed) return SkipReason.Needs(needed.Number);
        return stopOnError && failed.FirstOrDefault(result => result.Outcome != StepOutcome.Skipped) is { } first ? SkipReason.Stopped(first.Number) : null;
    }

    private async Task<ObjectStepResult> OneAsync(ObjectStep step, Action<string> taskLine, CancellationToken ct)
    {
        string? upid = null;
        var isSent = false;
        try
        {
            var before = await look(step, ct);
            if (before.IsReached(step)) return new(step, StepOutcome.Done, "It was so already.");
            if (step.Seen is not null && before.Seen != step.Seen)
                throw new PmpcException("PmpcObjectChanged", PmpcErrorKind.Conflict, $"Somebody changed {step.Name} since the plan was made.", "Sync, look at the new plan, and apply that.", step);
            if (before.IsWaiting)
                throw new PmpcException("PmpcObjectChanged", PmpcErrorKind.Conflict, $"Changes wait beside {step.Name}, and would come into force with this one.", "Apply or revert them on the server, look at the new plan, and apply that.", step);
            journal.Sending(step, time.GetUtcNow());
            isSent = true;
            var note = "";
            for (var index = 0; index < step.Requests.Length; index++)
            {
                try
                {
                    if (await SendAsync(step, index, before, task => journal.Task(step, upid = task), taskLine, ct) is { } end)
                    {
                        note = end;
                        break;
                    }
                }
                catch (PmpcException failure) when (step.Kind == ObjectKind.Network)
                {
                    if (await WhyStillWaitingAsync(step, ct) is { } why)
                        throw new PmpcException(failure.Id, failure.Kind, $"{failure.Message} What was written waits on the node still: {why}", "Apply or revert it there (its Network panel), and look at the new plan.", step, failure);
                    throw;
                }
            }
            return new(step, StepOutcome.Done, $"{note} {await ReadBackAsync(step, before, ct)}".Trim(), Upid: upid) { WasSent = true };
        }
        // Without a journal nothing is done: that ends the run.
        catch (PmpcException failure) when (!failure.Id.StartsWith("PmpcState", StringComparison.Ordinal))
        {
            return new(step, failure.Id == StepRun.UnknownId ? StepOutcome.Unknown : StepOutcome.Failed, failure.Message, failure.Hint, upid) { WasSent = isSent };
        }
        catch (OperationCanceledException)
        {
            journal.Ended(new(step, StepOutcome.Unknown, "Cancelled while it was under way.", Upid: upid) { WasSent = isSent });
            throw;
        }
    }

    /// <summary>Sends one request and waits for its task. Where its answer is lost it is looked before anything is sent again.</summary>
    /// <returns>What is to be said where the whole step is done by now; null: the next request is due.</returns>
    private async Task<string?> SendAsync(ObjectStep step, int index, ObjectSight before, Action<string> began, Action<string> taskLine, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await SendAsync(step.Requests[index], ct);
                if (answer.ValueKind == JsonValueKind.String && Upid.TryParse(answer.GetString(), out var task))
                {
                    began(task.Text);
                    await client.FollowTaskAsync(task, new TaskLines(taskLine), ct);
                }
                return null;
            }
            catch (PveApiException lost) when (lost is { MayHaveHappened: true })
            {
                await Task.Delay(Settling, time, ct);
                var now = await LookAfterAsync(step, lost, ct);
                // Written, and not in force yet: the next request does that. What only brings it into force may go out again.
                if (now is { IsWaiting: true } && now.IsWritten(step) && !lost.IsAnswered && attempt < Attempts)
                {
                    if (index == 0) return null;
                    continue;
                }
                if (now.IsReached(step)) return lost.IsAnswered ? $"The server reported a failure, but what was wanted is so: {lost.Message}" : "The answer was lost; it was done all the same.";
                // Nothing has changed: it can go out again. What the server refused with a reason, it would refuse again.
                if (index == 0 && now.Seen == before.Seen && !lost.IsAnswered && attempt < Attempts) continue;
                if (lost.IsAnswered) throw;
                throw new PmpcException("PmpcStepHalfDone", PmpcErrorKind.Conflict, $"The answer to one of its requests was lost. {step.Name} is not all that was wanted: {lost.Message}", "Sync, look at the new plan, and apply that.", step, lost);
            }
        }
    }

    /// <summary>
    /// Takes back what was written of a node's network and is not in force: left there, it would come into force with the next change
    /// of anybody. There was nothing else, for then the step would not have begun.
    /// </summary>
    /// <returns>Why it waits there still; null: nothing does.</returns>
    private async Task<string?> WhyStillWaitingAsync(ObjectStep step, CancellationToken ct)
    {
        try
        {
            if ((await look(step, ct)).IsWaiting) await SendAsync(new("DELETE", step.Requests[^1].Path, ImmutableSortedDictionary<string, string>.Empty), ct);
            return null;
        }
        catch (PmpcException unreached)
        {
            return unreached.Message;
        }
    }

    private async Task<ObjectSight> LookAfterAsync(ObjectStep step, PmpcException lost, CancellationToken ct)
    {
        try
        {
            return await look(step, ct);
        }
        catch (PmpcException unseen)
        {
            throw new PmpcException(StepRun.UnknownId, PmpcErrorKind.Timeout, $"It is not known whether this was done: {lost.Message} The server cannot be asked: {unseen.Message}",
                "Nothing was done twice. When the server answers again, sync: it shows what became of it, and the next plan holds what is left.", step, lost);
        }
    }

    private Task<JsonElement> SendAsync(ObjectRequest request, CancellationToken ct) => client.CallAsync(new(request.Method), request.Path, request.Fields, ct);

    /// <summary>Looks at what came of it, and returns what is to be said of that.</summary>
    private async Task<string> ReadBackAsync(ObjectStep step, ObjectSight before, CancellationToken ct)
    {
        ObjectSight now;
        try
        {
            now = await look(step, ct);
        }
        catch (PmpcException unseen)
        {
            return $"It could not be read back: {unseen.Message}";
        }
        if (now.IsReached(step)) return "";
        if (now.Seen == before.Seen)
            throw new PmpcException("PmpcStepNotReached", PmpcErrorKind.Conflict, $"The server called it done, but {step.Name} read back is what it was.", "Somebody else may have changed it back, or the server ignores what was asked of it. Sync, and look at the new plan.", step);
        return $"The server has it otherwise than the code says it: {string.Join(", ", now.Differing(step).Select(change => $"{change.Path} is {now.View?.Get(change.Path)?.Trim().ReplaceLineEndings(" ") ?? "unset"}"))}.";
    }

    private sealed class TaskLines(Action<string> line) : IProgress<PveTaskProgress>
    {
        public void Report(PveTaskProgress value)
        {
            if (value.NewLines.Length > 0) line(value.NewLines[^1]);
        }
    }
}
