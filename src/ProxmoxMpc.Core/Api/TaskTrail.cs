using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>A task that a server lists.</summary>
/// <param name="IsRunning">Whether it is under way still.</param>
/// <param name="Failure">Its exit status where it ended badly; null where it ended well, runs, or nobody wrote down how it ended.</param>
internal sealed record TrailTask(Upid Upid, bool IsRunning, string? Failure);

/// <summary>
/// What a write whose answer was lost left behind in the list of tasks: of all that Proxmox does to a guest in the background
/// there is an entry on the guest's node, with who began it and when.
/// </summary>
internal sealed class TaskTrail(PveClient client, string node, int vmid)
{
    /// <summary>How far the server's clock may be behind ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>How long a server may be out of reach before the question is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>The exit statuses with which a task has done its work, and those that say nothing of it.</summary>
    private static bool IsFailure(string? status) => status is not (null or "" or "OK" or "RUNNING") && !status.StartsWith("WARNINGS", StringComparison.Ordinal);

    /// <summary>
    /// Asks until there is an answer: what broke the write mostly keeps the server from being asked for a while, too.
    /// </summary>
    /// <returns>The answer, or the failure that ended the patience.</returns>
    internal static async Task<(T? Answer, PmpcException? Failure)> AskAsync<T>(TimeProvider time, Func<Task<T>> ask, CancellationToken ct)
        where T : class
    {
        var begun = time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            try
            {
                return (await ask(), null);
            }
            catch (PmpcException failure)
            {
                if (failure.Kind is PmpcErrorKind.PermissionDenied or PmpcErrorKind.AuthenticationFailed || time.GetElapsedTime(begun) > Patience) return (null, failure);
            }
            await Task.Delay(pause, time, ct);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Waits until nothing works on the guest, whoever began it.</summary>
    internal async Task SettleAsync(CancellationToken ct)
    {
        while ((await ReadAsync("active", ct)).FirstOrDefault(task => task.IsRunning) is { } running)
        {
            try
            {
                await client.WaitForTaskAsync(running.Upid, null, ct);
            }
            catch (PveTaskException)
            {
                // How it ended is seen in the list and in the guest.
                continue;
            }
        }
    }

    /// <summary>The latest task of one of these types that this client's user began since then, or may have by a clock that is wrong.</summary>
    /// <param name="sent">When the write was sent, by our clock.</param>
    /// <param name="older">Tasks that were there before; null: nobody looked.</param>
    internal async Task<TrailTask?> OursAsync(ImmutableArray<string> types, DateTimeOffset sent, ImmutableHashSet<string>? older, CancellationToken ct) =>
        (await ReadAsync("all", ct)).Where(task => types.Contains(task.Upid.Type) && task.Upid.User == client.Identity
            && (older is null ? task.Upid.StartTime >= sent - ClockSkew : !older.Contains(task.Upid.Text))).MaxBy(task => task.Upid.StartTime);

    /// <summary>How the latest task of one of these types ended that somebody began since then, where it ended badly; otherwise empty.</summary>
    internal async Task<string> FailedAsync(ImmutableArray<string> types, DateTimeOffset since, CancellationToken ct) =>
        (await ReadAsync("all", ct)).Where(task => types.Contains(task.Upid.Type) && IsSince(task, since)).MaxBy(task => task.Upid.StartTime)?.Failure ?? "";

    /// <summary>Whether a task began no earlier than the write was sent; the server has whole seconds, and a clock of its own.</summary>
    internal static bool IsSince(TrailTask task, DateTimeOffset sent) => task.Upid.StartTime >= sent - TimeSpan.FromSeconds(2);

    /// <summary>A task that is known by name.</summary>
    internal async Task<TrailTask?> FindAsync(string upid, CancellationToken ct) => (await ReadAsync("all", ct)).FirstOrDefault(task => task.Upid.Text == upid);

    /// <summary>The names of all tasks of the guest that the node still lists, to tell older ones from later ones without a clock.</summary>
    internal async Task<ImmutableHashSet<string>> NamesAsync(CancellationToken ct) => [.. (await ReadAsync("all", ct)).Select(task => task.Upid.Text)];

    private async Task<ImmutableArray<TrailTask>> ReadAsync(string source, CancellationToken ct)
    {
        var list = await client.GetAsync(PvePath.Of($"/nodes/{node}/tasks"),
        [
            new("source", source),
            new("vmid", vmid.ToString(CultureInfo.InvariantCulture)),
            new("limit", "50"),
        ], ct);
        var tasks = ImmutableArray.CreateBuilder<TrailTask>();
        foreach (var entry in list.Entries())
        {
            if (!Upid.TryParse(entry.Text("upid"), out var upid)) continue;
            var status = entry.Text("status");
            // Lists call a running one nothing, or RUNNING.
            var runs = entry.Text("endtime") is null && status is null or "" or "RUNNING";
            tasks.Add(new(upid, runs, IsFailure(status) ? status : null));
        }
        return tasks.ToImmutable();
    }
}
