using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// Finds out what became of a write about a guest whose answer was lost, before anybody does it a second time: by the task that
/// Proxmox began for it, and by the guest itself.
/// </summary>
internal sealed class LostWrite
{
    internal const string DoneAllTheSame = "The answer was lost; it was done all the same.";

    // A write that the proxy gave up on may still wait for a lock, ten seconds at most, without a task to show for it.
    private static readonly TimeSpan[] Settling = [TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10)];

    private readonly PveClient _client;
    private readonly GuestVerb _verb;
    private readonly GuestStep _step;
    private readonly GuestRequest _request;
    private readonly TaskTrail _trail;
    private readonly ImmutableArray<string> _types;
    private ImmutableHashSet<string>? _older;

    internal LostWrite(PveClient client, GuestVerb verb, GuestStep step, GuestRequest request)
    {
        (_client, _verb, _step, _request) = (client, verb, step, request);
        _trail = new(client, step.Guest.Node, step.Guest.VmId);
        _types = TypesOf(step.Guest.Kind, request);
    }

    /// <summary>To be called before the write is sent: where only a task will tell, older ones of its kind must not be taken for it.</summary>
    internal async Task PrepareAsync(CancellationToken ct)
    {
        if (IsToldByTaskOnly(_step.Guest.Kind, _request)) _older = await _trail.NamesAsync(ct);
    }

    /// <param name="sent">When it was sent, by our clock.</param>
    /// <param name="known">Its task, where the server had named one.</param>
    /// <returns><see cref="Fate.Reached"/> with a task that may be running still, or without one where the guest alone tells.</returns>
    internal async Task<Finding> FindOutAsync(DateTimeOffset sent, string? known, CancellationToken ct)
    {
        for (var look = 0; ; look++)
        {
            var (finding, failure) = await TaskTrail.AskAsync(_client.Time, () => LookAsync(sent, known, ct), ct);
            if (finding is null) return new(Fate.Unknown, Reason: failure!.Message);
            if (finding.Fate != Fate.NotReached || look == Settling.Length) return finding;
            await Task.Delay(Settling[look], _client.Time, ct);
        }
    }

    private async Task<Finding> LookAsync(DateTimeOffset sent, string? known, CancellationToken ct)
    {
        var ours = known is not null ? await _trail.FindAsync(known, ct) : await _trail.OursAsync(_types, sent, _older, ct);
        if (ours is { IsRunning: true }) return new(Fate.Reached, ours.Upid.Text);
        var isCertain = ours is not null && (known is not null || _older is not null || TaskTrail.IsSince(ours, sent));
        if (await _verb.IsDoneAsync(_step, _request, ct) == true) return new(Fate.Reached, isCertain && ours!.Failure is null ? ours.Upid.Text : null);
        if (!isCertain) return new(Fate.NotReached);
        return new(ours!.Failure is not null ? Fate.TaskFailed : GuestWait.IsLeftToHa(ours.Upid) ? Fate.LeftToHa : Fate.Reached, ours.Upid.Text);
    }

    /// <summary>Whether a failure leaves open what the server did.</summary>
    internal static bool IsWorthALook(PmpcException failure) => failure is PveApiException { MayHaveHappened: true } or { Id: "PmpcTaskOutOfSight" };

    /// <summary>Whether what is known not to be done may be sent again: not what the server has refused, nor what would leave no trace were it done twice.</summary>
    internal bool MayBeRepeated(PmpcException failure) => failure is PveApiException { IsAnswered: false } && !IsToldByTaskOnly(_step.Guest.Kind, _request);

    /// <summary>What is to be said of a write that was done in spite of its failure.</summary>
    internal static string Note(PmpcException failure) => failure is PveApiException { IsAnswered: true } ? $"The server reported a failure, but it was done: {failure.Message}" : DoneAllTheSame;

    /// <summary>The failure of a write that was not done: the server's own word where it gave one.</summary>
    internal PmpcException NotDone(PmpcException failure) => failure is PveApiException { IsAnswered: true } or not PveApiException { MayHaveHappened: true } ? failure
        : new("PmpcWriteLost", PmpcErrorKind.Connection, $"{_step.Action} of {_step.Guest} was not done: the request was lost on the way, and {_step.Guest.Node} has no task for it. ({failure.Message})",
            "Do it again. Where it happens often, look at the journal of pveproxy and pvedaemon on the server.", _step.Guest.VmId, failure);

    internal static PmpcException Unknown(PmpcException failure, string? reason) => new(failure.Id, failure.Kind,
        $"{failure.Message} The server cannot be asked what became of it: {reason}", failure.Hint, failure.Target, failure);

    /// <summary>Whether a guest looks the same before and after, or a copy in somebody else's place like ours.</summary>
    private static bool IsToldByTaskOnly(GuestKind kind, GuestRequest request) => request.Rest switch
    {
        "clone" or "status/reboot" or "status/reset" => true,
        "status/suspend" or "status/resume" => kind == GuestKind.Lxc,
        _ => request.Rest.EndsWith("/rollback", StringComparison.Ordinal),
    };

    /// <summary>The types of the tasks by which Proxmox does it; what HA manages is only told to HA, which has one type for stopping and shutting down.</summary>
    private static ImmutableArray<string> TypesOf(GuestKind kind, GuestRequest request)
    {
        var vm = kind == GuestKind.Qemu;
        return request.Rest switch
        {
            "clone" => [vm ? "qmclone" : "vzclone"],
            "migrate" => [vm ? "qmigrate" : "vzmigrate", "hamigrate"],
            "snapshot" => [vm ? "qmsnapshot" : "vzsnapshot"],
            "status/start" => [vm ? "qmstart" : "vzstart", "hastart"],
            "status/stop" => [vm ? "qmstop" : "vzstop", "hastop"],
            "status/shutdown" => [vm ? "qmshutdown" : "vzshutdown", "hastop"],
            "status/reboot" => [vm ? "qmreboot" : "vzreboot"],
            "status/reset" => ["qmreset"],
            "status/suspend" => vm ? ["qmpause", "qmsuspend"] : ["vzsuspend"],
            "status/resume" => [vm ? "qmresume" : "vzresume"],
            _ when request.Method == HttpMethod.Delete => [vm ? "qmdelsnapshot" : "vzdelsnapshot"],
            _ => [vm ? "qmrollback" : "vzrollback"],
        };
    }
}
