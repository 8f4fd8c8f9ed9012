using System.Globalization;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Carries out one step: sends its requests, follows their tasks, and sees to it that what was wanted is true.</summary>
internal sealed class GuestRunner(PveClient client, GuestVerb verb, bool wait, Action<int?, string> progress)
{
    // The clean-up of a stopped VM holds its lock for up to 30 s, and each worker gives up after 10.
    private static readonly TimeSpan[] LockPauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

    // A write that is known not to have been done is sent again so often.
    private const int Resends = 2;

    private GuestStep _step = null!;
    private TaskInfo? _task;
    private bool _byHa;

    internal async Task<GuestOutcome> RunAsync(GuestStep planned, CancellationToken ct)
    {
        _step = planned;
        try
        {
            _step = await verb.PrepareAsync(planned, ct);
            string? note = null;
            // Only a step of one request can be left to itself.
            for (var i = 0; i < _step.Requests.Length; i++)
            {
                var isLast = i + 1 == _step.Requests.Length;
                note = await OneAsync(i, follow: wait || !isLast, ct) ?? note;
                // HA only notes what it is told: the next word would take back the last.
                if (!isLast && _byHa && _step.Between is { } between) await ReachAsync(between, ct);
            }
            if (wait && _step.Expected is { } expected && (!expected.OnlyAfterHa || _byHa)) await ReachAsync(expected, ct);
            return new() { Guest = _step.Guest, Step = _step, Task = _task, Note = note };
        }
        catch (PmpcException failure) when (!GapLog.IsFatal(failure))
        {
            return new() { Guest = _step.Guest, Step = _step, Task = _task, Failure = failure };
        }
    }

    /// <summary>Sends a request and follows its task; where the answer is lost, finds out what became of it before it is sent again.</summary>
    private async Task<string?> OneAsync(int index, bool follow, CancellationToken ct)
    {
        var request = _step.Requests[index];
        var aftermath = new LostWrite(client, verb, _step, request);
        await aftermath.PrepareAsync(ct);
        var sent = client.Time.GetUtcNow();
        var (locks, losses) = (0, 0);
        while (true)
        {
            string? known = null;
            PmpcException failure;
            try
            {
                known = await verb.SendAsync(_step, request, settled => _step = settled, ct);
                await FollowAsync(known, follow, ct);
                return null;
            }
            catch (PmpcException already) when (verb.MeansAlreadySo(Cause(already)))
            {
                return losses == 0 ? "It was so already: somebody was faster." : LostWrite.DoneAllTheSame;
            }
            // A worker that got no lock has done nothing.
            catch (PveTaskException busy) when (busy.CauseId == "PmpcLockTimeout" && locks < LockPauses.Length)
            {
                progress(null, "Waiting for another operation to let go of its lock");
                await Task.Delay(LockPauses[locks++], client.Time, ct);
                continue;
            }
            catch (PmpcException lost) when (LostWrite.IsWorthALook(lost) || losses > 0 && lost is not PveTaskException)
            {
                failure = lost;
            }
            progress(null, "The answer was lost: finding out what became of it");
            var found = await aftermath.FindOutAsync(sent, known, ct);
            if (found.Fate == Fate.NotReached)
            {
                if (!aftermath.MayBeRepeated(failure) || losses == Resends) throw aftermath.NotDone(failure);
                losses++;
                continue;
            }
            if (found.Fate == Fate.Unknown) throw LostWrite.Unknown(failure, found.Reason);
            await FollowAsync(found.Upid, follow || found.Fate == Fate.TaskFailed, ct);
            return LostWrite.Note(failure);
        }
    }

    private async Task FollowAsync(string? text, bool follow, CancellationToken ct)
    {
        if (!Upid.TryParse(text, out var upid)) return;
        _task = TaskInfo.Begun(upid);
        _byHa = GuestWait.IsLeftToHa(upid);
        progress(null, _byHa ? "HA was told" : $"{upid.Type} runs on {upid.Node}");
        if (follow) _task = TaskInfo.Ended(await client.WaitForTaskAsync(upid, new TaskProgressReader(new Relay(progress)), ct), client.Time.GetUtcNow());
    }

    private async Task ReachAsync(GuestExpectation expected, CancellationToken ct)
    {
        var guest = _step.Guest;
        var (reached, node, last) = await new GuestWait(client, guest.Kind, guest.VmId).UntilAsync(guest.Node, (at, current) => IsReached(expected, at, GuestNow.From(current)),
            expected.Patience, now => progress(null, $"Waiting until it is {expected.Node ?? expected.Status}; it is {now}"), ct);
        if (!reached) throw NotReached(expected, last);
        _step = _step with { Guest = guest with { Node = node } };
    }

    private static bool IsReached(GuestExpectation expected, string node, GuestNow now) =>
        (expected.Node is null || node == expected.Node)
        && (expected.Status is null || expected.Status == "running" == now.IsRunning)
        && (expected.NotPid is null || now.Pid != expected.NotPid);

    private PmpcException NotReached(GuestExpectation expected, string now) => _byHa
        ? new("PmpcHaPending", PmpcErrorKind.Busy, string.Create(CultureInfo.InvariantCulture, $"HA took the request for {_step.Guest}, but after {expected.Patience.TotalSeconds:0} s it is still {now}."),
            "HA carries it out as soon as its manager and the nodes can; `ha-manager status` on the server says what it waits for.", _step.Guest.VmId)
        : new("PmpcGuestNotBack", PmpcErrorKind.Busy, string.Create(CultureInfo.InvariantCulture, $"The task for {_step.Guest} ended well, but after {expected.Patience.TotalSeconds:0} s it is still {now}."),
            "It may need longer; Get-PmpcVm -Online or Get-PmpcContainer -Online says how it stands.", _step.Guest.VmId);

    private static string Cause(PmpcException failure) => failure is PveTaskException task ? task.CauseId : failure.Id;

    private sealed class Relay(Action<int?, string> progress) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value) => progress(value.Percent, value.LastLine ?? "");
    }
}
