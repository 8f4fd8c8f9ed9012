using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that pauses guests, or writes a VM's memory to a disk and stops it.</summary>
public sealed class SuspendGuests(Session session) : GuestVerb(session)
{
    /// <summary>Writes the memory to a disk, so that the VM's node can be switched off meanwhile.</summary>
    public bool ToDisk { get; init; }

    private protected override GuestStep Plan(GuestRef guest, GuestNow now)
    {
        if (ToDisk && guest.Kind == GuestKind.Lxc) throw OfVmsOnly(guest, "only a VM can be suspended to disk");
        if (!now.IsRunning && !now.IsOnDisk) throw NotRunning(guest, "Only what runs can be suspended.");
        return new()
        {
            Guest = guest,
            Action = ToDisk ? "Write the memory to disk and stop" : "Pause",
            AlreadySo = now.IsOnDisk ? "It is suspended to disk already." : now.Status == "paused" && !ToDisk ? "It is paused already." : null,
            IsDisruptive = true,
            Warnings = guest.Kind == GuestKind.Lxc ? ["Proxmox calls suspending a container experimental, and it fails for most of them."] : [],
            Requests = [GuestRequest.Post("status/suspend", ("todisk", Flag(ToDisk)))],
        };
    }

    internal override async Task<bool?> IsDoneAsync(GuestStep step, GuestRequest request, CancellationToken ct) => step.Guest.Kind == GuestKind.Lxc ? null
        : await NowAsync(step.Guest, ct) is { } now && (ToDisk ? now.IsOnDisk : now.Status == "paused");
}

/// <summary>The verb that lets paused guests run on, and takes suspended ones back from the disk.</summary>
public sealed class ResumeGuests(Session session) : GuestVerb(session)
{
    private protected override GuestStep Plan(GuestRef guest, GuestNow now)
    {
        if (!now.IsRunning && !now.IsOnDisk) throw NotRunning(guest, "It is not suspended. Start it instead.");
        return new()
        {
            Guest = guest,
            Action = now.IsOnDisk ? "Resume from disk" : "Resume",
            // Of a container the status does not say whether it is frozen; Proxmox itself knows.
            AlreadySo = guest.Kind == GuestKind.Qemu && now.Status == "running" ? "It is running already." : null,
            Requests = [GuestRequest.Post("status/resume")],
        };
    }

    internal override async Task<bool?> IsDoneAsync(GuestStep step, GuestRequest request, CancellationToken ct) => step.Guest.Kind == GuestKind.Lxc ? null
        : await NowAsync(step.Guest, ct) is { Status: "running" };

    internal override bool MeansAlreadySo(string causeId) => causeId == "PmpcGuestRunning";
}
