using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Follows one task to its end.</summary>
/// <param name="wantsLog">Whether the log of a task that went well is wanted, too; that of a failed one always is.</param>
internal sealed class TaskWaiter(PveClient client, Upid upid, IProgress<PveTaskProgress>? progress, bool wantsLog = true)
{
    private const int KeptLines = 200;
    private const int QuotedLines = 5;

    // Nobody can read the lines of what is over in a moment.
    private static readonly TimeSpan WorthWatching = TimeSpan.FromSeconds(3);

    // A task outlives a restart of pveproxy or a blink of the network; so does the wait for it.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private readonly string _path = PvePath.Of($"/nodes/{upid.Node}/tasks/{upid.Text}");
    private long _shownLines;

    internal async Task<PveTaskResult> WaitAsync(CancellationToken ct)
    {
        var begun = client.Time.GetTimestamp();
        var heard = begun;
        var pause = client.Pace.IsLong(upid.Type) ? client.Pace.Pause(upid.Type, TimeSpan.Zero, TimeSpan.Zero) : TimeSpan.Zero;
        if (pause > TimeSpan.Zero) await Task.Delay(pause, client.Time, ct);
        while (true)
        {
            try
            {
                var status = await client.ReadUtf8Async($"{_path}/status", null, TaskState.Read, ct);
                heard = client.Time.GetTimestamp();
                if (status.IsOver)
                {
                    var took = client.Time.GetElapsedTime(begun);
                    client.Pace.Learn(upid.Type, took);
                    var result = new PveTaskResult(upid, status.ExitStatus ?? "unexpected status", took, []);
                    return result.IsSuccess && !wantsLog ? result : await WithLogAsync(result, ct);
                }
                if (progress is not null && (wantsLog || client.Time.GetElapsedTime(begun) > WorthWatching)) progress.Report(new(upid, client.Time.GetElapsedTime(begun), await NewLinesAsync(ct)));
            }
            catch (PveApiException e) when (IsPassing(e))
            {
                if (client.Time.GetElapsedTime(heard) > LongestSilence) throw OutOfSight(e);
            }
            pause = client.Pace.Pause(upid.Type, client.Time.GetElapsedTime(begun), pause);
            await Task.Delay(pause, client.Time, ct);
        }
    }

    private async Task<PveTaskResult> WithLogAsync(PveTaskResult result, CancellationToken ct)
    {
        if (progress is not null) progress.Report(new(upid, result.Duration, await NewLinesAsync(ct)));
        result = result with { Log = await LastLinesAsync(ct) };
        if (result.IsSuccess) return result;
        var found = ErrorRule.Find(result.ExitStatus);
        var what = upid.Id.Length > 0 ? $"{upid.Type} of {upid.Id}" : upid.Type;
        throw new PveTaskException($"The task {what} on {upid.Node} failed: {result.ExitStatus}{Quote(result)}",
            found is { } rule ? rule.Rule.Hint(rule.Match, ErrorSubject.Of(upid)) : "The task's log says more; Proxmox shows it under the node's task history.",
            result, found?.Rule.Id ?? "PmpcTaskFailed");
    }

    private static string Quote(PveTaskResult result)
    {
        // The last line of a failed task's log is its exit status again.
        var lines = result.Log.Where(line => line.Length > 0 && !line.StartsWith("TASK ERROR", StringComparison.Ordinal) && line != result.ExitStatus).TakeLast(QuotedLines).ToArray();
        return lines.Length == 0 ? "" : "\n  " + string.Join("\n  ", lines);
    }

    private async Task<ImmutableArray<string>> NewLinesAsync(CancellationToken ct)
    {
        var (lines, _) = await LogAsync(_shownLines, KeptLines, ct);
        _shownLines += lines.Length;
        return lines;
    }

    /// <summary>The end of the log. Its loss must not turn a finished task into a failed one.</summary>
    private async Task<ImmutableArray<string>> LastLinesAsync(CancellationToken ct)
    {
        try
        {
            var (lines, total) = await LogAsync(0, KeptLines, ct);
            return total <= KeptLines ? lines : (await LogAsync(total - KeptLines, KeptLines, ct)).Lines;
        }
        catch (PveApiException e)
        {
            return [$"(the log could not be read: {e.Message})"];
        }
    }

    private async Task<(ImmutableArray<string> Lines, long Total)> LogAsync(long start, int limit, CancellationToken ct)
    {
        var answer = await client.ReadAsync($"{_path}/log",
        [
            new("start", start.ToString(CultureInfo.InvariantCulture)),
            new("limit", limit.ToString(CultureInfo.InvariantCulture)),
        ], ct);
        var lines = answer.GetProperty("data").Entries().Select(line => line.Text("t") ?? "").ToImmutableArray();
        // Proxmox writes this one line for an empty log, for the sake of its GUI.
        if (start == 0 && lines is ["no content"]) lines = [];
        return (lines, answer.Long("total") ?? lines.Length);
    }

    private PveApiException OutOfSight(PveApiException last) =>
        new("PmpcTaskOutOfSight", PmpcErrorKind.Timeout, $"The task {upid.Text} could not be followed any longer: {last.Message}",
            $"It may still be running on {upid.Node}. Look at the node's task list before you do it again.", last)
        { Status = last.Status, Method = last.Method, Path = last.Path };

    private sealed record TaskState(bool IsOver, string? ExitStatus)
    {
        internal static TaskState Read(ReadOnlySpan<byte> json)
        {
            var data = PveClient.Data(json);
            return new(data.Text("status") == "stopped", data.Text("exitstatus"));
        }
    }

    private static bool IsPassing(PveApiException failure) => failure.Kind is PmpcErrorKind.Connection or PmpcErrorKind.Timeout;
}
