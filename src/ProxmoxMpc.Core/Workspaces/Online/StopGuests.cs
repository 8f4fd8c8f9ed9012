using System.Globalization;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that stops guests: at once, as if the power went, or by asking their system to shut down.</summary>
public sealed class StopGuests(Session session) : GuestVerb(session)
{
    // Proxmox gives a guest a minute where it is not told otherwise.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Whether their system is asked to shut down.</summary>
    public bool Shutdown { get; init; }

    /// <summary>How long a shutdown may take; null: Proxmox's own limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>With <see cref="Shutdown"/>: stop at once what did not shut down in time. Without it: end a shutdown that is under way first.</summary>
    public bool Force { get; init; }

    private protected override GuestStep Plan(GuestRef guest, GuestNow now) => new()
    {
        Guest = guest,
        Action = Shutdown ? Force ? "Shut down, and stop at once what does not" : "Shut down" : "Stop at once, as if the power went",
        AlreadySo = now.IsOnDisk ? "It is suspended to disk and does not run." : now.IsRunning ? null : "It is stopped already.",
        IsDisruptive = true,
        Requests =
        [
            Shutdown
                ? GuestRequest.Post("status/shutdown", ("timeout", Timeout is { } limit ? ((long)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null), ("forceStop", Flag(Force)))
                : GuestRequest.Post("status/stop", ("overrule-shutdown", Flag(Force))),
        ],
        Expected = new("stopped", null, null, (Shutdown ? Timeout ?? ShutdownTime : TimeSpan.Zero) + Grace, OnlyAfterHa: true),
    };

    internal override async Task<bool?> IsDoneAsync(GuestStep step, GuestRequest request, CancellationToken ct) => await NowAsync(step.Guest, ct) is { IsRunning: false };

    internal override bool MeansAlreadySo(string causeId) => causeId == "PmpcGuestNotRunning";
}
