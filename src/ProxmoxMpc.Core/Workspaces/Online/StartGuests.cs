using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that starts guests. One that HA manages is started by HA.</summary>
public sealed class StartGuests(Session session) : GuestVerb(session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private protected override GuestStep Plan(GuestRef guest, GuestNow now)
    {
        if (now.IsTemplate) throw new PmpcException("PmpcGuestIsTemplate", PmpcErrorKind.Conflict, $"{guest} is a template and cannot run.", "Copy it, and start the copy.", guest.VmId);
        return new()
        {
            Guest = guest,
            Action = now.IsOnDisk ? "Start with the memory that it was suspended with" : "Start",
            AlreadySo = now.Status switch { "running" => "It is running already.", "paused" => "It is running, but paused: resume it.", _ => null },
            Requests = [GuestRequest.Post("status/start")],
            Expected = new("running", null, null, Patience, OnlyAfterHa: true),
        };
    }

    internal override async Task<bool?> IsDoneAsync(GuestStep step, GuestRequest request, CancellationToken ct) => await NowAsync(step.Guest, ct) is { IsRunning: true };

    internal override bool MeansAlreadySo(string causeId) => causeId == "PmpcGuestRunning";
}
