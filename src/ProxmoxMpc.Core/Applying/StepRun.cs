using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>
/// Does one step: sends its request, follows its task, and where the answer or the task is lost finds out what became of it
/// before anything is sent a second time.
/// </summary>
/// <param name="began">Is told the task as soon as there is one.</param>
internal sealed class StepRun(GuestRequests requests, PveClient client, TimeProvider time, Action<string?> began, Action<string> taskLine)
{
    /// <summary>The id of the failure that is none: nobody knows whether the step was done.</summary>
    public const string UnknownId = "PmpcStepUnknown";

    private const string LostButDone = "The answer was lost; it was done all the same.";
    private const string HaPendingId = "PmpcHaPending";
    private const int Attempts = 3;

    // HA's manager looks every ten seconds; a shutdown may take three minutes before it is forced.
    private static readonly TimeSpan HaPatience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan[] BusyWaits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)];

    // A write that the proxy gave up on may still be at work for a while without a task to show for it.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private string? _upid;

    /// <summary>Does it, and returns what is to be said of it; empty where it went as it should.</summary>
    /// <param name="step">The step.</param>
    /// <param name="before">The guest as it was a moment ago; null: there is none yet.</param>
    /// <exception cref="PmpcException">It was not done, or with <see cref="UnknownId"/> nobody knows.</exception>
    public async Task<string> DoAsync(PlanStep step, GuestNow? before, CancellationToken ct)
    {
        var maybeDone = false;
        for (var attempt = 1; ; attempt++)
        {
            var sent = time.GetUtcNow();
            PmpcException failure;
            try
            {
                await SendAndFollowAsync(step, before, sent, ct);
                return "";
            }
            // A worker that got no lock has done nothing; the store's lock is short of time when many make volumes.
            catch (PveTaskException busy) when (!maybeDone && busy.CauseId == "PmpcLockTimeout" && attempt <= BusyWaits.Length)
            {
                taskLine("Waiting for another operation to let go of its lock");
                await Task.Delay(BusyWaits[attempt - 1], time, ct);
                continue;
            }
            catch (PmpcException lost) when (maybeDone || IsWorthALook(step, lost))
            {
                failure = lost;
            }
            var isLost = IsLost(failure);
            maybeDone |= isLost;
            var found = await new Aftermath(client, requests, time).FindOutAsync(step, before, sent, _upid, ct);
            switch (found.Fate)
            {
                case Fate.LeftToHa:
                    if (_upid is null) began(_upid = found.Upid);
                    await AwaitHaAsync(step, ct);
                    return LostButDone;
                case Fate.Reached:
                    if (found.Upid is not null && _upid is null) began(_upid = found.Upid);
                    return isLost || maybeDone ? LostButDone
                        : failure is PveApiException { Id: not "PmpcHotplugFailed" } ? $"The server reported a failure, but what was wanted is so: {failure.Message}"
                        : $"It is written and waits for a restart: {failure.Message}";
                case Fate.TaskFailed when failure is PveTaskException:
                    throw failure;
                case Fate.TaskFailed:
                    throw new PmpcException("PmpcTaskFailed", PmpcErrorKind.TaskFailed, found.Reason!, failure.Hint, step, failure);
                case Fate.Unknown:
                    throw Unknown(step, failure, found.Reason);
                case Fate.NotReached when !isLost && maybeDone:
                    throw Half(step, failure);
                case Fate.NotReached when !isLost || attempt == Attempts:
                    throw failure;
            }
            await Task.Delay(Settling, time, ct);
        }
    }

    private async Task SendAndFollowAsync(PlanStep step, GuestNow? before, DateTimeOffset sent, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                _upid = await requests.SendAsync(step, before?.Digest, ct);
                break;
            }
            // A lock that was met is known to have hindered it: it is sent again. What passes within seconds the client has waited for already.
            catch (PmpcException busy) when (busy.Kind == PmpcErrorKind.Busy && busy is not PveApiException { IsPassingLock: true } && attempt < BusyWaits.Length)
            {
                await Task.Delay(BusyWaits[attempt], time, ct);
            }
        }
        _upid ??= await UntoldAsync(step, sent, ct);
        if (_upid is null) return;
        began(_upid);
        if (!Upid.TryParse(_upid, out var parsed))
            throw new PmpcException("PmpcUpidUnreadable", PmpcErrorKind.TaskFailed, $"The server named a task that is none: '{_upid}'.");
        await client.FollowTaskAsync(parsed, new TaskLines(taskLine), ct);
        if (GuestWait.IsLeftToHa(parsed)) await AwaitHaAsync(step, ct);
    }

    /// <summary>The worker that the server began for the step without a word; null where there is none to be seen.</summary>
    private async Task<string?> UntoldAsync(PlanStep step, DateTimeOffset sent, CancellationToken ct)
    {
        if (!Aftermath.IsUntold(step)) return null;
        try
        {
            return await new TaskTrail(client, step.Node, step.VmId).OursAsync(Aftermath.TypesOf(step), sent, null, ct) is { } ours && TaskTrail.IsSince(ours, sent) ? ours.Upid.Text : null;
        }
        catch (PmpcException)
        {
            // The request was taken; what it made is looked at all the same.
            return null;
        }
    }

    /// <summary>The task only told HA what is wanted; the step is done when the guest is so.</summary>
    private async Task AwaitHaAsync(PlanStep step, CancellationToken ct)
    {
        var told = time.GetUtcNow();
        var (reached, _, last) = await new GuestWait(client, step.Kind, step.VmId).UntilAsync(step.Node, (node, current) => step.Action switch
        {
            PlanAction.Start => IsRunning(current),
            PlanAction.Stop => !IsRunning(current),
            PlanAction.Migrate => node == step.Argument,
            _ => true,
        }, HaPatience, now => taskLine($"HA was told; it is {now}"), ct);
        if (!reached)
            throw new PmpcException(HaPendingId, PmpcErrorKind.Busy, $"HA took the request for {step.Guest}, but it is still {last}.{await HaFailureAsync(step, told, ct)}", "HA carries it out as soon as its manager and the nodes can; plan again later.", step);
    }

    /// <summary>What became of HA's own attempts, where one failed.</summary>
    private async Task<string> HaFailureAsync(PlanStep step, DateTimeOffset told, CancellationToken ct)
    {
        var (failed, _) = await TaskTrail.AskAsync(time, async () => await new TaskTrail(client, step.Node, step.VmId).FailedAsync(Aftermath.TypesOf(step), told, ct), ct);
        return failed is null or "" ? "" : $" Its last attempt failed: {failed}";
    }

    private static bool IsRunning(System.Text.Json.JsonElement current) => current.Text("status") == "running";

    /// <summary>Whether the failure says nothing of what the server did: no answer came, or the task was lost out of sight.</summary>
    private bool IsLost(PmpcException failure) => failure is PveApiException { MayHaveHappened: true, IsAnswered: false } || (_upid is not null && failure is not PveTaskException && failure.Id != HaPendingId);

    /// <summary>
    /// Whether the guest may have been changed in spite of the failure. A server that fails in the middle answers like one that
    /// refuses; and a change that a running guest cannot take is written down before Proxmox finds that out.
    /// </summary>
    private bool IsWorthALook(PlanStep step, PmpcException failure) =>
        IsLost(failure) || failure is PveApiException { MayHaveHappened: true } || (step.Action == PlanAction.Update && failure is PveTaskException);

    private static PmpcException Unknown(PlanStep step, PmpcException failure, string? reason) => new(UnknownId, PmpcErrorKind.Timeout,
        $"It is not known whether this was done: {failure.Message} The server cannot be asked: {reason}",
        "Nothing was done twice. When the server answers again, sync: it shows what became of it, and the next plan holds what is left.", step, failure);

    private static PmpcException Half(PlanStep step, PmpcException failure) => new("PmpcStepHalfDone", PmpcErrorKind.Conflict,
        $"The answer to its request was lost. {step.Guest} has changed since, but not to all that was wanted: {failure.Message}", "Sync, look at the new plan, and apply that.", step, failure);

    private sealed class TaskLines(Action<string> line) : IProgress<PveTaskProgress>
    {
        public void Report(PveTaskProgress value)
        {
            if (value.NewLines.Length > 0) line(value.NewLines[^1]);
        }
    }
}
