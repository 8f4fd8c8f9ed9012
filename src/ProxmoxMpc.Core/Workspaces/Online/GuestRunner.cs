using System.Globalization;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Carries out one step: sends its requests, follows their tasks, and sees to it that what was wanted is true.</summary>
internal sealed class GuestRunner(PveClient client, GuestVerb verb, bool wait, Action<int?, string> progress)
{
    // The clean-up of a stopped VM holds its lock for up to 30 s, and each worker gives up after 10.
    private static readonly TimeSpan[] LockPauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

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
            for (var i = 0; i < _step.Requests.Length; i++) note = await OneAsync(i, follow: wait || i + 1 < _step.Requests.Length, ct) ?? note;
            if (wait && _step.Expected is { } expected && (!expected.OnlyAfterHa || _byHa)) await ReachAsync(expected, ct);
            return new() { Guest = _step.Guest, Step = _step, Task = _task, Note = note };
        }
        catch (PmpcException failure) when (!GapLog.IsFatal(failure))
        {
            return new() { Guest = _step.Guest, Step = _step, Task = _task, Failure = failure };
        }
    }

    private async Task<string?> OneAsync(int index, bool follow, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var (step, text) = await verb.SendAsync(_step, _step.Requests[index], ct);
                _step = step;
                if (!Upid.TryParse(text, out var upid)) return null;
                _task = TaskInfo.Begun(upid);
                _byHa = GuestWait.IsLeftToHa(upid);
                progress(null, _byHa ? "HA was told" : $"{upid.Type} runs on {upid.Node}");
                if (follow) _task = TaskInfo.Ended(await client.WaitForTaskAsync(upid, new TaskProgressReader(new Relay(progress)), ct), client.Time.GetUtcNow());
                return null;
            }
            catch (PmpcException failure) when (verb.MeansAlreadySo(Cause(failure)))
            {
                return "It was so already: somebody was faster.";
            }
            // A worker that got no lock has done nothing.
            catch (PveTaskException failure) when (failure.CauseId == "PmpcLockTimeout" && attempt < LockPauses.Length)
            {
                progress(null, "Waiting for another operation to let go of its lock");
                await Task.Delay(LockPauses[attempt], client.Time, ct);
            }
        }
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
