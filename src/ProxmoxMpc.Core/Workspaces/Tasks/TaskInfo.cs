using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Api;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>How a task stands.</summary>
public enum TaskOutcome
{
    Running,
    OK,

    /// <summary>The work was done; the log says what was not as it should be.</summary>
    Warning,
    Failed,

    /// <summary>It ended and nobody wrote down how, as after a crash of its node.</summary>
    Unknown,
}

/// <summary>A task of the server: something that a node does or did in the background.</summary>
public sealed record TaskInfo
{
    /// <summary>Its name, which only <see cref="Node"/> knows.</summary>
    public required string Upid { get; init; }

    public required string Node { get; init; }

    /// <summary>In Proxmox's own words: <c>qmstart</c>, <c>vzdump</c>, <c>imgcopy</c> …</summary>
    public required string Type { get; init; }

    /// <summary>What it works on; mostly a vmid, may be empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>The user, with the token's name where a token began it: <c>root@pam!iac</c>.</summary>
    public string User { get; init; } = "";

    /// <summary>By the node's clock.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>Null while it runs, and where nobody wrote it down.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>How long it took, or has taken until it was asked for.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary><c>OK</c>, <c>WARNINGS: n</c> or the error's text; null while it runs.</summary>
    public string? ExitStatus { get; init; }

    public TaskOutcome Outcome { get; init; }

    /// <summary>The guest that it works on; null where it is about something else.</summary>
    public int? VmId => int.TryParse(Id, NumberStyles.None, CultureInfo.InvariantCulture, out var vmid) && vmid >= 100 ? vmid : null;

    /// <summary><c>running</c> or <c>stopped</c>, as the API has it.</summary>
    public string Status => Outcome == TaskOutcome.Running ? "running" : "stopped";

    public override string ToString() => Upid;

    /// <summary>A task that has just been begun.</summary>
    internal static TaskInfo Begun(Upid upid) => new()
    {
        Upid = upid.Text, Node = upid.Node, Type = upid.Type, Id = upid.Id, User = upid.User, StartTime = upid.StartTime, Outcome = TaskOutcome.Running,
    };

    /// <summary>A task that was waited for.</summary>
    internal static TaskInfo Ended(PveTaskResult result, DateTimeOffset now) => Begun(result.Upid) with
    {
        // The end is not told; by the clock of the one who waited it is now.
        EndTime = now, Duration = result.Duration, ExitStatus = result.ExitStatus, Outcome = OutcomeOf(result.ExitStatus),
    };

    /// <summary>An entry of a list (the result stands in <c>status</c>) or a status (it stands in <c>exitstatus</c>).</summary>
    /// <param name="now">For the duration of one that runs still.</param>
    internal static TaskInfo? From(JsonElement entry, DateTimeOffset now)
    {
        if (!Api.Upid.TryParse(entry.Text("upid"), out var upid)) return null;
        var end = entry.Long("endtime") is { } seconds and > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null;
        var status = entry.Text("status");
        var isStatus = entry.TryGetProperty("pstart", out _) && status is "running" or "stopped" && end is null;
        var exit = isStatus ? entry.Text("exitstatus") : status;
        // Lists call a running one nothing, or RUNNING.
        var running = isStatus ? status == "running" : end is null && exit is null or "RUNNING" or "";
        var duration = (end ?? now) - upid.StartTime;
        return Begun(upid) with
        {
            EndTime = end,
            Duration = duration > TimeSpan.Zero && (running || end is not null) ? duration : TimeSpan.Zero,
            ExitStatus = running ? null : exit,
            Outcome = running ? TaskOutcome.Running : OutcomeOf(exit),
        };
    }

    private static TaskOutcome OutcomeOf(string? exit) => exit switch
    {
        null or "" or "unknown" or "unexpected status" => TaskOutcome.Unknown,
        "OK" => TaskOutcome.OK,
        _ when exit.StartsWith("WARNINGS", StringComparison.Ordinal) => TaskOutcome.Warning,
        _ => TaskOutcome.Failed,
    };
}
