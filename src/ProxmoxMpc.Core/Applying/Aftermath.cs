using System.Globalization;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>What became of a write whose answer was lost.</summary>
internal enum Fate
{
    /// <summary>What it wanted is so.</summary>
    Reached,

    /// <summary>It is not so, and nothing that could make it so is under way: it may be sent again.</summary>
    NotReached,

    /// <summary>It is not so, and the task that was to make it so has failed.</summary>
    TaskFailed,

    /// <summary>It is not so yet: HA was told, and does it when its manager comes to it.</summary>
    LeftToHa,

    /// <summary>The server cannot be asked.</summary>
    Unknown,
}

/// <summary>The fate of a write, with what tells it.</summary>
internal sealed record Finding(Fate Fate, string? Upid = null, string? Reason = null);

/// <summary>
/// Finds out what became of a write before anything is done a second time: waits until no task works on the guest, then looks
/// at the guest itself.
/// </summary>
internal sealed class Aftermath(PveClient client, GuestRequests requests, TimeProvider time)
{
    /// <summary>How long a server may be out of reach before the question is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How far the server's clock may be behind ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <param name="step">The step that was sent.</param>
    /// <param name="before">The guest when it began; null: there was none.</param>
    /// <param name="sent">When it was sent, by our clock.</param>
    /// <param name="known">Its task, where the server had named one.</param>
    public async Task<Finding> FindOutAsync(PlanStep step, GuestNow? before, DateTimeOffset sent, string? known, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        var pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            try
            {
                return await LookAsync(step, before, sent, known, ct);
            }
            catch (PmpcException failure)
            {
                if (failure.Kind is PmpcErrorKind.PermissionDenied or PmpcErrorKind.AuthenticationFailed || time.GetElapsedTime(begun) > Patience) return new(Fate.Unknown, Reason: failure.Message);
            }
            await Task.Delay(pause, time, ct);
            pause = pause * 2 < TimeSpan.FromSeconds(15) ? pause * 2 : TimeSpan.FromSeconds(15);
        }
    }

    private async Task<Finding> LookAsync(PlanStep step, GuestNow? before, DateTimeOffset sent, string? known, CancellationToken ct)
    {
        while (await RunningAsync(step, ct) is { } running) await FollowAsync(running, ct);
        var ours = await OursAsync(step, sent, known, ct);
        var failed = ours?.Failure;
        if (await requests.IsReachedAsync(step, before, ct))
        {
            if (step.Action != PlanAction.Create || (ours is not null && failed is null)) return new(Fate.Reached, ours?.Upid);
            // A guest that appeared without a task of ours is somebody else's, though it has the vmid that we wanted.
            if (ours is null) return new(Fate.TaskFailed, Reason: $"{step.Kind.DisplayName()} {step.VmId} was created by somebody else meanwhile.");
        }
        // An older task of the same kind may have failed for reasons of its own; only one that can be this step's tells why.
        if (failed is not null && (ours!.Upid == known || ours.Began >= sent - TimeSpan.FromSeconds(2))) return new(Fate.TaskFailed, ours.Upid, failed);
        // The task that we saw begin has ended well: it is done, whatever the guest did since.
        return ours is not null && ours.Upid == known && failed is null ? new(Fate.Reached, known) : new(Fate.NotReached);
    }

    /// <summary>A task that works on the guest, whoever began it.</summary>
    private async Task<Upid?> RunningAsync(PlanStep step, CancellationToken ct)
    {
        foreach (var task in (await TasksAsync(step, "active", ct)).Entries())
            if (Upid.TryParse(task.Text("upid"), out var upid) && task.Text("endtime") is null && task.Text("status") is null or "RUNNING") return upid;
        return null;
    }

    private async Task FollowAsync(Upid upid, CancellationToken ct)
    {
        try
        {
            await client.WaitForTaskAsync(upid, null, ct);
        }
        catch (PveTaskException)
        {
            // How it ended is seen in the list of tasks and in the guest.
            return;
        }
    }

    /// <summary>The task by which the server did, or tried to do, what the step wants: the known one, else the latest of its kind.</summary>
    private async Task<Ended?> OursAsync(PlanStep step, DateTimeOffset sent, string? known, CancellationToken ct)
    {
        if (TypeOf(step) is not { } type) return null;
        Upid? latest = null;
        string? status = null;
        foreach (var task in (await TasksAsync(step, "all", ct)).Entries())
        {
            if (!Upid.TryParse(task.Text("upid"), out var upid)) continue;
            if (known is not null ? upid.Text != known : upid.Type != type || upid.User != client.Identity || upid.StartTime < sent - ClockSkew) continue;
            if (latest is { } other && other.StartTime > upid.StartTime) continue;
            latest = upid;
            status = task.Text("status");
        }
        if (latest is not { } found) return null;
        return new(found.Text, found.StartTime, status is null or "OK" || status.StartsWith("WARNINGS", StringComparison.Ordinal) ? null : status);
    }

    private Task<System.Text.Json.JsonElement> TasksAsync(PlanStep step, string source, CancellationToken ct) => client.GetAsync(PvePath.Of($"/nodes/{step.Node}/tasks"),
    [
        new("source", source),
        new("vmid", step.VmId.ToString(CultureInfo.InvariantCulture)),
        new("limit", "50"),
    ], ct);

    /// <summary>The type of the task by which Proxmox does a step; null where it needs none.</summary>
    private static string? TypeOf(PlanStep step)
    {
        var isVm = step.Kind == GuestKind.Qemu;
        return step.Action switch
        {
            PlanAction.Create => isVm ? "qmcreate" : "vzcreate",
            PlanAction.Update => isVm ? "qmconfig" : null,
            PlanAction.Grow => "resize",
            PlanAction.MoveDisk => isVm ? "qmmove" : "move_volume",
            PlanAction.Migrate => isVm ? "qmigrate" : "vzmigrate",
            PlanAction.Start => isVm ? "qmstart" : "vzstart",
            PlanAction.Stop => isVm ? "qmshutdown" : "vzshutdown",
            PlanAction.Template => isVm ? "qmtemplate" : "vztemplate",
            PlanAction.Delete => isVm ? "qmdestroy" : "vzdestroy",
            _ => null,
        };
    }

    /// <summary>A task that has ended; the failure null where it ended well.</summary>
    private sealed record Ended(string Upid, DateTimeOffset Began, string? Failure);
}
