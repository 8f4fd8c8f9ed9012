using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Api;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Online;

public sealed class TaskTests : IDisposable
{
    private const string Upid = "UPID:pve1:000005F5:00065F00:65920080:qmstart:100:root@pam!iac:";
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(0x65920080);

    private readonly OnlineFake _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("""{"upid":"U","pstart":1,"status":"running"}""", TaskOutcome.Running, null, 60)]
    [InlineData("""{"upid":"U","pstart":1,"status":"stopped","exitstatus":"OK"}""", TaskOutcome.OK, "OK", 0)]
    [InlineData("""{"upid":"U","pstart":1,"status":"stopped","exitstatus":"WARNINGS: 2"}""", TaskOutcome.Warning, "WARNINGS: 2", 0)]
    [InlineData("""{"upid":"U","pstart":1,"status":"stopped"}""", TaskOutcome.Unknown, null, 0)]
    [InlineData("""{"upid":"U","pstart":1,"endtime":1704067210,"status":"OK"}""", TaskOutcome.OK, "OK", 10)]
    [InlineData("""{"upid":"U","pstart":1,"endtime":"1704067210","status":"VM 100 already running"}""", TaskOutcome.Failed, "VM 100 already running", 10)]
    [InlineData("""{"upid":"U","pstart":1,"endtime":1704067210,"status":"unexpected status"}""", TaskOutcome.Unknown, "unexpected status", 10)]
    [InlineData("""{"upid":"U","status":"RUNNING"}""", TaskOutcome.Running, null, 60)]
    [InlineData("""{"upid":"U","saved":"0"}""", TaskOutcome.Running, null, 60)]
    public void A_task_is_read_from_a_list_or_a_status(string entry, TaskOutcome outcome, string? exit, int seconds)
    {
        // 1704067200 is the start.
        Assert.Equal(1704067200, Start.ToUnixTimeSeconds());
        using var document = JsonDocument.Parse(entry.Replace("\"U\"", $"\"{Upid}\"", StringComparison.Ordinal));
        var task = TaskInfo.From(document.RootElement, Start.AddMinutes(1))!;
        Assert.Equal((outcome, exit, seconds, 100), (task.Outcome, task.ExitStatus, (int)task.Duration.TotalSeconds, task.VmId));
        Assert.Equal(("pve1", "qmstart", "root@pam!iac", Start), (task.Node, task.Type, task.User, task.StartTime));
    }

    [Theory]
    [InlineData("INFO:  12% (3.9 GiB of 32.0 GiB) in 3s, read: 1.3 GiB/s", 12)]
    [InlineData("drive-scsi0: transferred 1.2 GiB of 8.0 GiB (15.00%) in 3s", 15)]
    [InlineData("transferred 32.0 GiB of 32.0 GiB (100.00%)", 100)]
    [InlineData("restore: progress 42% (read 1 bytes, zeroes = 3% (2 bytes), duration 1 sec)", 42)]
    [InlineData("mapping 100 from pool", null)]
    [InlineData("compression ratio 250%", null)]
    [InlineData("", null)]
    public void The_log_tells_how_far_a_task_is(string line, int? percent) => Assert.Equal(percent, TaskProgressReader.PercentOf(line));

    [Fact]
    public async Task A_node_that_is_silent_is_a_gap_and_what_it_told_before_is_shown()
    {
        _server.Pve.On("GET /nodes", """[{"node":"pve1"},{"node":"pve2"}]""")
            .On("GET /nodes/pve1/tasks", $$"""[{"upid":"{{Upid}}","endtime":1704067210,"status":"OK"}]""")
            .Fails("GET /nodes/pve2/tasks", 595, "No route to host")
            .On("GET /cluster/tasks", $$"""[{"upid":"{{Upid}}","endtime":1704067210,"status":"OK"},{"upid":"{{Upid.Replace("pve1", "pve2", StringComparison.Ordinal)}}","endtime":1704067211,"status":"OK"}]""");
        using var session = await _server.OpenAsync();
        var reading = new ServerTasks(session).ReadAsync(new(), null, TestContext.Current.CancellationToken);
        await PveClientTests.AdvanceUntil(_server.Time, reading);
        var listing = await reading;
        Assert.Equal(["pve1", "pve2"], listing.Tasks.Select(task => task.Node));
        Assert.Equal("pve2", Assert.Single(listing.Gaps).Name);
    }

    [Fact]
    public async Task A_wait_ends_at_its_limit_and_says_that_the_task_runs_on()
    {
        _server.Pve.On($"GET /nodes/pve1/tasks/{Upid}/status", """{"status":"running"}""");
        using var session = await _server.OpenAsync();
        var wait = new ServerTasks(session).WaitAsync(Upid, TimeSpan.FromSeconds(90), null, TestContext.Current.CancellationToken);
        await PveClientTests.AdvanceUntil(_server.Time, wait);
        var failure = await Assert.ThrowsAsync<PmpcException>(() => wait);
        Assert.Equal(("PmpcTaskTimeout", PmpcErrorKind.Timeout), (failure.Id, failure.Kind));
        Assert.Contains("90 s", failure.Message);
    }

    [Theory]
    [InlineData("100", 100, true), InlineData("100", 101, false), InlineData("100-105", 105, true), InlineData("100-105", 106, false)]
    [InlineData("web", 100, false), InlineData("99", 99, false), InlineData("100-", 100, false), InlineData("100-5", 100, false)]
    public void A_number_or_a_range_means_vmids(string text, int vmid, bool meant) =>
        Assert.Equal(meant, new GuestSelector(text, null, IsPattern: false, _ => false).IsMeantByNumber(new(vmid, GuestKind.Qemu, "x", "pve1")));

    [Fact]
    public void Snapshots_come_with_parents_before_children_and_a_circle_loses_none()
    {
        var tree = GuestSnapshots.InTreeOrder([Snapshot("c", "b"), Snapshot("a", null), Snapshot("b", "a"), Snapshot("d", "a"), Snapshot("lost", "gone"), Snapshot("x", "y"), Snapshot("y", "x")]);
        Assert.Equal(["a0", "b1", "c2", "d1", "lost0", "x0", "y1"], tree.Select(snapshot => $"{snapshot.SnapshotName}{snapshot.Depth}"));
    }

    [Theory]
    [InlineData("nodes", "/nodes"), InlineData("/api2/json/nodes/", "/nodes"), InlineData("/nodes/a b/ü", "/nodes/a%20b/%C3%BC"), InlineData("/x/local:iso%2Fa.iso", "/x/local:iso%2Fa.iso"), InlineData("/a/#\"", "/a/%23%22"), InlineData("/a/😀", "/a/%F0%9F%98%80")]
    public void A_path_is_escaped_once(string given, string path) => Assert.Equal(path, ApiCall.Of("get", given, []).Path);

    [Fact]
    public void A_call_is_shown_without_its_secrets() =>
        Assert.Equal("POST /access/users comment=c password=*** userid=a@pve", ApiCall.Of("Post", "/access/users", [new("userid", "a@pve"), new("password", "hunter2"), new("comment", "c")]).ToString());

    private static GuestSnapshot Snapshot(string name, string? parent) => new() { VmId = 100, GuestName = "web", Kind = GuestKind.Qemu, Node = "pve1", SnapshotName = name, Parent = parent };
}
