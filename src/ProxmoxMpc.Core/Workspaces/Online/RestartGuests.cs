using System.Globalization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that restarts guests, so that what waits for a restart comes into force; by force it does not wait for their system.</summary>
public sealed class RestartGuests(Session session) : GuestVerb(session)
{
    // Proxmox starts a VM again after the reboot's task has ended.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How long the shutdown may take; null: Proxmox's own limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>A VM is reset, a container stopped and started.</summary>
    public bool Force { get; init; }

    internal override async Task<bool?> IsDoneAsync(GuestStep step, GuestRequest request, CancellationToken ct)
    {
        var now = await NowAsync(step.Guest, ct);
        return request.Rest switch
        {
            "status/stop" => now is { IsRunning: false },
            "status/start" => now is { IsRunning: true },
            // Another process is the proof; the same one may be on its way down. Of a reset nothing can be seen.
            "status/reboot" when now is { IsRunning: true, Pid: not null } && step.Expected?.NotPid is { } old && now.Pid != old => true,
            _ => null,
        };
    }

    private protected override GuestStep Plan(GuestRef guest, GuestNow now)
    {
        if (!now.IsRunning) throw NotRunning(guest, "Start it instead.");
        if (now.Status == "paused" && !Force)
            throw new PmpcException("PmpcGuestPaused", PmpcErrorKind.Conflict, $"{guest} is paused, so that its system cannot shut down.", "Resume it first, or use -Force to reset it.", guest.VmId);
        var step = new GuestStep { Guest = guest, Action = "Restart", IsDisruptive = true };
        if (!Force)
        {
            return step with
            {
                Requests = [GuestRequest.Post("status/reboot", ("timeout", Timeout is { } limit ? ((long)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null))],
                Expected = new("running", null, now.Pid, Patience, OnlyAfterHa: false),
            };
        }
        return guest.Kind == GuestKind.Qemu
            // A reset is the button on the box: the same process goes on, and what waits for a restart goes on waiting.
            ? step with { Action = "Reset, as by the button; what waits for a restart goes on waiting", Requests = [GuestRequest.Post("status/reset")] }
            : step with
            {
                Action = "Stop at once and start",
                Requests = [GuestRequest.Post("status/stop"), GuestRequest.Post("status/start")],
                Between = new("stopped", null, null, Patience, OnlyAfterHa: true),
                Expected = new("running", null, null, Patience, OnlyAfterHa: true),
            };
    }
}
