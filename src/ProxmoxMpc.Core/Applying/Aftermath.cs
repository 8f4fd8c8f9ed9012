using System.Collections.Immutable;
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
    /// <param name="step">The step that was sent.</param>
    /// <param name="before">The guest when it began; null: there was none.</param>
    /// <param name="sent">When it was sent, by our clock.</param>
    /// <param name="known">Its task, where the server had named one.</param>
    public async Task<Finding> FindOutAsync(PlanStep step, GuestNow? before, DateTimeOffset sent, string? known, CancellationToken ct)
    {
        var (finding, failure) = await TaskTrail.AskAsync(time, () => LookAsync(step, before, sent, known, ct), ct);
        return finding ?? new(Fate.Unknown, Reason: failure!.Message);
    }

    private async Task<Finding> LookAsync(PlanStep step, GuestNow? before, DateTimeOffset sent, string? known, CancellationToken ct)
    {
        var trail = new TaskTrail(client, step.Source?.Node ?? step.Node, step.Source?.VmId ?? step.VmId);
        await trail.SettleAsync(ct);
        // The task by which the server did, or tried to do, what the step wants: the known one, else the latest of its kind.
        var types = TypesOf(step);
        var ours = known is not null ? await trail.FindAsync(known, ct) : types.IsEmpty ? null : await trail.OursAsync(types, sent, null, ct);
        var failed = ours?.Failure;
        if (await requests.IsReachedAsync(step, before, ct))
        {
            if (step.Action is not (PlanAction.Create or PlanAction.Restore or PlanAction.Clone) || (ours is not null && failed is null)) return new(Fate.Reached, ours?.Upid.Text);
            // A guest that appeared without a task of ours is somebody else's, though it has the vmid that we wanted.
            if (ours is null) return new(Fate.TaskFailed, Reason: $"{step.Kind.DisplayName()} {step.VmId} was created by somebody else meanwhile.");
        }
        // An older task of the same kind may have done or failed for reasons of its own; only one that can be this step's tells.
        if (ours is null || ours.Upid.Text != known && !TaskTrail.IsSince(ours, sent)) return new(Fate.NotReached);
        if (failed is not null) return new(Fate.TaskFailed, ours.Upid.Text, failed);
        if (GuestWait.IsLeftToHa(ours.Upid)) return new(Fate.LeftToHa, ours.Upid.Text);
        // The task that we saw begin has ended well: it is done, whatever the guest did since.
        return ours.Upid.Text == known ? new(Fate.Reached, known) : new(Fate.NotReached);
    }

    /// <summary>Whether Proxmox begins a worker for the step without naming it in the answer.</summary>
    public static bool IsUntold(PlanStep step) => step is { Action: PlanAction.Template, Kind: GuestKind.Lxc };

    /// <summary>The types of the tasks by which Proxmox does a step; none where it needs no task. What HA manages is only told to HA.</summary>
    public static ImmutableArray<string> TypesOf(PlanStep step)
    {
        var isVm = step.Kind == GuestKind.Qemu;
        return step.Action switch
        {
            PlanAction.Create => [isVm ? "qmcreate" : "vzcreate"],
            // It goes by the vmid of the original, of which only one is made at a time.
            PlanAction.Clone => [isVm ? "qmclone" : "vzclone"],
            PlanAction.Update => isVm ? ["qmconfig"] : [],
            PlanAction.Grow => ["resize"],
            PlanAction.MoveDisk => [isVm ? "qmmove" : "move_volume"],
            PlanAction.Migrate => [isVm ? "qmigrate" : "vzmigrate", "hamigrate"],
            PlanAction.Start => [isVm ? "qmstart" : "vzstart", "hastart"],
            // HA has one kind of task for stopping and for shutting down.
            PlanAction.Stop => [isVm ? "qmshutdown" : "vzshutdown", "hastop"],
            PlanAction.Reboot => [isVm ? "qmreboot" : "vzreboot"],
            PlanAction.Template => [isVm ? "qmtemplate" : "vztemplate"],
            PlanAction.Backup => ["vzdump"],
            PlanAction.Restore => [isVm ? "qmrestore" : "vzrestore"],
            PlanAction.Delete => [isVm ? "qmdestroy" : "vzdestroy"],
            _ => [],
        };
    }
}
