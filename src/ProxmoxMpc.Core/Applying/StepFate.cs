using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>What became of a step whose run was cut off while it was under way.</summary>
internal sealed class StepFate(PveClient client, TimeProvider time)
{
    // HA's manager looks every ten seconds; a shutdown may take three minutes before it is forced.
    private static readonly TimeSpan HaPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HaPause = TimeSpan.FromSeconds(3);

    /// <param name="before">The guest when its request went out; null: there was none, or it never went out.</param>
    /// <param name="sent">When it went out; null: it never did.</param>
    /// <param name="known">Its task, where it was written down.</param>
    public async Task<StepResult> FindOutAsync(PlanStep step, GuestNow? before, DateTimeOffset? sent, string? known, CancellationToken ct)
    {
        if (sent is not { } moment) return new(step, StepOutcome.Skipped, "Not sent when the run was cut off.");
        var requests = new GuestRequests(client);
        var found = await new Aftermath(client, requests, time).FindOutAsync(step, before, moment, known, ct);
        var upid = found.Upid ?? known;
        return found.Fate switch
        {
            Fate.Reached => new(step, StepOutcome.Done, "The run was cut off; it was done all the same.", Upid: upid) { Archive = await ArchiveAsync(requests, step, before, ct) },
            Fate.NotReached => new(step, StepOutcome.Skipped, "Not done when the run was cut off.", Upid: upid),
            Fate.TaskFailed => new(step, StepOutcome.Failed, found.Reason ?? "Its task failed.", Upid: upid),
            Fate.LeftToHa when await IsByHaAsync(requests, step, before, ct) => new(step, StepOutcome.Done, "The run was cut off; HA has done it.", Upid: upid),
            _ => new(step, StepOutcome.Unknown, $"It was under way when the run was cut off, and the server cannot say what became of it. {found.Reason}".TrimEnd(), "Sync again when the server answers.", upid),
        };
    }

    private static async Task<string?> ArchiveAsync(GuestRequests requests, PlanStep step, GuestNow? before, CancellationToken ct) =>
        step.Action == PlanAction.Backup ? (await requests.LookAsync(step, before, ct)).Now?.Archive : null;

    private async Task<bool> IsByHaAsync(GuestRequests requests, PlanStep step, GuestNow? before, CancellationToken ct)
    {
        for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < HaPatience; await Task.Delay(HaPause, time, ct))
        {
            try
            {
                if ((await requests.LookAsync(step, before, ct)).IsReached) return true;
            }
            catch (PmpcException)
            {
                // On its way to another node, or the node does not answer just now: the patience counts.
                continue;
            }
        }
        return false;
    }
}
