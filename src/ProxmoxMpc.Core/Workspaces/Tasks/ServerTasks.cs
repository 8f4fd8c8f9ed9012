using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The tasks found, and what could not be asked.</summary>
public sealed record TaskListing(ImmutableArray<TaskInfo> Tasks, ImmutableArray<Gap> Gaps);

/// <summary>One line of a task's log.</summary>
public sealed record TaskLogLine(string Upid, long Number, string Text)
{
    public override string ToString() => Text;
}

/// <summary>The server's tasks. Each node knows its own only; what a silent node told the cluster last is better than nothing.</summary>
public sealed class ServerTasks(Session session)
{
    // More in one answer would keep a pvedaemon busy for long.
    private const int PageSize = 500;

    private readonly PveClient _client = session.Client;

    /// <summary>The tasks that the filter wants, the latest first.</summary>
    public async Task<TaskListing> ReadAsync(TaskFilter filter, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        var steps = new ReadSteps(progress);
        var gaps = new GapLog();
        steps.Begin("Reading the list of nodes", 0);
        var nodes = (await _client.GetAsync("/nodes", null, ct)).Entries().Select(entry => entry.Text("node")).OfType<string>()
            .Where(node => filter.Node is null || filter.Node(node)).Order(StringComparer.Ordinal).ToArray();
        steps.Begin("Reading tasks", nodes.Length);
        var silent = ImmutableArray<string>.Empty;
        var found = (await Task.WhenAll(nodes.Select(async node =>
        {
            var tasks = await gaps.TryAsync(GapScope.Node, node, "Its tasks", null, async () => (ImmutableArray<TaskInfo>?)await OfNodeAsync(node, filter, ct));
            if (tasks is null) ImmutableInterlocked.Update(ref silent, list => list.Add(node));
            steps.Advance();
            return tasks ?? [];
        }))).SelectMany(tasks => tasks).ToList();
        if (!silent.IsEmpty) found.AddRange((await RememberedAsync(gaps, ct)).Where(task => silent.Contains(task.Node) && filter.Accepts(task)));
        var latest = found.DistinctBy(task => task.Upid).OrderByDescending(task => task.StartTime).ThenBy(task => task.Upid, StringComparer.Ordinal);
        return new([.. filter.Limit > 0 ? latest.Take(filter.Limit) : latest], gaps.ToImmutable());
    }

    /// <summary>One task as it stands now.</summary>
    /// <exception cref="PmpcException"><c>PmpcUpidUnreadable</c>, <c>PmpcTaskNotFound</c>.</exception>
    public async Task<TaskInfo> GetAsync(string upid, CancellationToken ct)
    {
        var parsed = Parse(upid);
        var status = await _client.GetAsync($"{PathOf(parsed)}/status", null, ct);
        var task = TaskInfo.From(status, _client.Time.GetUtcNow()) ?? TaskInfo.Begun(parsed) with { Outcome = TaskOutcome.Unknown };
        if (task.Outcome == TaskOutcome.Running) return task;
        // The status has no end time; the list has.
        var listed = (await _client.GetAsync(PvePath.Of($"/nodes/{parsed.Node}/tasks"),
        [
            new("source", "all"), new("typefilter", parsed.Type), new("since", Seconds(parsed.StartTime)), new("until", Seconds(parsed.StartTime)), new("limit", Number(PageSize)),
        ], ct)).Entries().FirstOrDefault(entry => entry.Text("upid") == parsed.Text);
        return listed.ValueKind == JsonValueKind.Object && TaskInfo.From(listed, _client.Time.GetUtcNow()) is { EndTime: not null } whole ? whole : task;
    }

    /// <summary>The log of a task.</summary>
    /// <param name="tail">How many lines of its end; null: all.</param>
    /// <exception cref="PmpcException"><c>PmpcUpidUnreadable</c>, <c>PmpcTaskNotFound</c>.</exception>
    public async Task<ImmutableArray<TaskLogLine>> LogAsync(string upid, int? tail, CancellationToken ct)
    {
        var parsed = Parse(upid);
        var (start, limit) = (0L, tail is null ? 0L : 1L);
        if (tail is { } wanted)
        {
            var total = (await _client.ReadAsync($"{PathOf(parsed)}/log", Page(0, 1), ct)).Long("total") ?? 0;
            (start, limit) = (Math.Max(0, total - wanted), Math.Max(1, wanted));
        }
        var lines = (await _client.ReadAsync($"{PathOf(parsed)}/log", Page(start, limit), ct)).GetProperty("data").Entries()
            .Select((line, index) => new TaskLogLine(parsed.Text, line.Long("n") ?? start + index + 1, line.Text("t") ?? "")).ToImmutableArray();
        // Of a task that it does not know Proxmox shows this line and no error; the status tells.
        if (lines is [{ Text: var only }] && only.StartsWith("unable to open file - ", StringComparison.Ordinal)) await _client.GetAsync($"{PathOf(parsed)}/status", null, ct);
        // Proxmox writes this one line for an empty log, for the sake of its GUI.
        return lines is [{ Text: "no content" }] ? [] : tail is 0 ? [] : lines;
    }

    /// <summary>Waits until the task has ended.</summary>
    /// <param name="timeout">How long at most; null: as long as it takes.</param>
    /// <exception cref="PmpcException"><c>PmpcTaskTimeout</c>: it runs still. <see cref="PveTaskException"/>: it failed; the end of its log is in the message.</exception>
    public async Task<TaskInfo> WaitAsync(string upid, TimeSpan? timeout, IProgress<TaskProgress>? progress, CancellationToken ct)
    {
        var parsed = Parse(upid);
        using var limit = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, _client.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return TaskInfo.Ended(await _client.WaitForTaskAsync(parsed, progress is null ? null : new TaskProgressReader(progress), either.Token), _client.Time.GetUtcNow());
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new PmpcException("PmpcTaskTimeout", PmpcErrorKind.Timeout,
                string.Create(CultureInfo.InvariantCulture, $"The task {parsed.Type}{(parsed.Id.Length > 0 ? " of " + parsed.Id : "")} on {parsed.Node} did not end within {timeout!.Value.TotalSeconds:0.###} s."),
                "It runs on. Wait again for longer, look at Get-PmpcTaskLog, or end it with Stop-PmpcTask.", parsed.Text);
        }
    }

    /// <summary>Asks the node to end a task. Returns false where it had ended already.</summary>
    public async Task<bool> StopAsync(string upid, CancellationToken ct)
    {
        if ((await GetAsync(upid, ct)).Outcome != TaskOutcome.Running) return false;
        await _client.DeleteAsync(PathOf(Parse(upid)), null, ct);
        return true;
    }

    /// <exception cref="PmpcException"><c>PmpcUpidUnreadable</c></exception>
    internal static Upid Parse(string text) => Upid.TryParse(text, out var upid) ? upid : throw new PmpcException("PmpcUpidUnreadable", PmpcErrorKind.InvalidArgument,
        $"'{text}' is not the name of a task.", "It looks like UPID:pve1:000A1B2C:0123ABCD:65F0C0DE:qmstart:100:root@pam: – Get-PmpcTask lists them.", text);

    private static string PathOf(Upid upid) => PvePath.Of($"/nodes/{upid.Node}/tasks/{upid.Text}");

    private async Task<ImmutableArray<TaskInfo>> OfNodeAsync(string node, TaskFilter filter, CancellationToken ct)
    {
        var found = ImmutableArray.CreateBuilder<TaskInfo>();
        for (var start = 0; ; start += PageSize)
        {
            var entries = (await _client.GetAsync(PvePath.Of($"/nodes/{node}/tasks"), Query(filter, start), ct)).Entries().ToArray();
            var now = _client.Time.GetUtcNow();
            found.AddRange(entries.Select(entry => TaskInfo.From(entry, now)).OfType<TaskInfo>().Where(filter.Accepts));
            if (entries.Length < PageSize || filter.Limit > 0 && found.Count >= filter.Limit) return found.ToImmutable();
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Query(TaskFilter filter, int start)
    {
        yield return new("source", filter.OnlyRunning ? "active" : "all");
        yield return new("start", Number(start));
        yield return new("limit", Number(PageSize));
        if (filter.VmIds is [var only]) yield return new("vmid", Number(only));
        if (filter.TypePart is { } part) yield return new("typefilter", part);
        if (filter.Since is { } since) yield return new("since", Seconds(since));
        if (filter.Until is { } until) yield return new("until", Seconds(until));
    }

    private async Task<IEnumerable<TaskInfo>> RememberedAsync(GapLog gaps, CancellationToken ct)
    {
        var entries = await gaps.TryAsync(GapScope.Detail, "*", "The cluster's last tasks", default, () => _client.GetAsync("/cluster/tasks", null, ct));
        var now = _client.Time.GetUtcNow();
        return entries.Entries().Select(entry => TaskInfo.From(entry, now)).OfType<TaskInfo>();
    }

    private static IEnumerable<KeyValuePair<string, string>> Page(long start, long limit) => [new("start", Number(start)), new("limit", Number(limit))];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(DateTimeOffset time) => Number(time.ToUnixTimeSeconds());
}
