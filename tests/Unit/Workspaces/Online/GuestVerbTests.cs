using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Api;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Online;

public sealed class GuestVerbTests : IDisposable
{
    private const string Stopped = """{"vmid":100,"name":"web","status":"stopped"}""";
    private const string Running = """{"vmid":100,"name":"web","status":"running","qmpstatus":"running","pid":4712}""";

    private readonly OnlineFake _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_start_that_HA_carries_out_is_over_when_the_guest_runs()
    {
        _server.Vm = Stopped;
        _server.Task("POST /nodes/pve1/qemu/100/status/start", "hastart", "OK");
        var asked = 0;
        _server.Pve.On("GET /nodes/pve1/qemu/100/status/current", _ => FakePve.Data(++asked < 5 ? Stopped : Running));
        var outcome = Assert.Single(await _server.RunAsync(session => new StartGuests(session), [100]));
        Assert.Null(outcome.Failure);
        Assert.Equal(("hastart", 5), (outcome.Task!.Type, asked));
    }

    [Fact]
    public async Task A_start_that_HA_does_not_carry_out_is_said_after_a_while()
    {
        _server.Vm = Stopped;
        _server.Task("POST /nodes/pve1/qemu/100/status/start", "hastart", "OK");
        var outcome = Assert.Single(await _server.RunAsync(session => new StartGuests(session), [100]));
        Assert.Equal(("PmpcHaPending", PmpcErrorKind.Busy), (outcome.Failure!.Id, outcome.Failure.Kind));
        Assert.Contains("stopped on pve1", outcome.Failure.Message);
    }

    [Fact]
    public async Task A_container_that_HA_stops_is_started_again_only_when_it_has_stopped()
    {
        const string stop = "POST /nodes/pve2/lxc/200/status/stop", start = "POST /nodes/pve2/lxc/200/status/start";
        _server.Task(stop, "hastop", "OK");
        _server.Task(start, "hastart", "OK");
        // It runs when it is planned for, and for four looks after HA was told.
        var asked = 0;
        var stopped = false;
        _server.Pve.On("GET /nodes/pve2/lxc/200/status/current", _ =>
        {
            asked++;
            var started = _server.Writes.Length == 2;
            Assert.True(!started || stopped, "It was told to start before it had stopped.");
            stopped |= asked > 5;
            return FakePve.Data($$"""{"vmid":200,"name":"dns","status":"{{(started || !stopped ? "running" : "stopped")}}"}""");
        });
        Assert.Null(Assert.Single(await _server.RunAsync(session => new RestartGuests(session) { Force = true }, [200])).Failure);
        Assert.Equal(["/nodes/pve2/lxc/200/status/stop", "/nodes/pve2/lxc/200/status/start"], _server.Writes.Select(write => write.Path));
        Assert.True(stopped);
    }

    [Fact]
    public async Task A_move_by_HA_is_over_when_the_guest_is_on_its_new_node()
    {
        _server.Pve.On("GET /nodes/pve1/qemu/100/migrate", """{"running":1,"local_disks":[],"local_resources":[]}""");
        _server.Task("POST /nodes/pve1/qemu/100/migrate", "hamigrate", "OK");
        var indexed = 0;
        _server.Pve.On("GET /cluster/resources", _ => FakePve.Data($$"""[{"type":"qemu","vmid":100,"node":"{{(++indexed < 4 ? "pve1" : "pve2")}}","name":"web","status":"running"}]"""));
        var outcome = Assert.Single(await _server.RunAsync(session => new MoveGuests(session, "pve2"), [100]));
        Assert.Null(outcome.Failure);
        Assert.Equal("pve2", outcome.Guest!.Node);
    }

    [Fact]
    public async Task A_reboot_is_over_when_another_process_runs()
    {
        _server.Task("POST /nodes/pve1/qemu/100/status/reboot", "qmreboot", "OK");
        string[] states = ["""{"name":"web","status":"running","qmpstatus":"running","pid":4711}""", """{"name":"web","status":"running","qmpstatus":"running","pid":4711}""", Stopped, Running];
        var asked = 0;
        _server.Pve.On("GET /nodes/pve1/qemu/100/status/current", _ => FakePve.Data(states[Math.Min(asked++, 3)]));
        Assert.Null(Assert.Single(await _server.RunAsync(session => new RestartGuests(session), [100])).Failure);
        Assert.Equal(4, asked);
    }

    [Fact]
    public async Task A_worker_that_got_no_lock_is_tried_again_and_another_failure_is_not()
    {
        _server.Vm = Stopped;
        _server.Task("POST /nodes/pve1/qemu/100/status/start", "qmstart", "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout", "can't lock file '/x' - got timeout", "OK");
        Assert.Null(Assert.Single(await _server.RunAsync(session => new StartGuests(session), [100])).Failure);
        Assert.Equal(3, _server.Writes.Length);
        _server.Task("POST /nodes/pve1/qemu/100/status/start", "qmstart", "no such bridge", "OK");
        var failed = Assert.Single(await _server.RunAsync(session => new StartGuests(session), [100]));
        Assert.Equal("PmpcTaskFailed", failed.Failure!.Id);
        Assert.Equal(4, _server.Writes.Length);
    }

    [Fact]
    public async Task A_system_that_does_not_shut_down_is_explained()
    {
        _server.Task("POST /nodes/pve1/qemu/100/status/shutdown", "qmshutdown", "VM quit/powerdown failed - got timeout");
        var failure = Assert.Single(await _server.RunAsync(session => new StopGuests(session) { Shutdown = true }, [100])).Failure!;
        Assert.Equal("PmpcTaskFailed", failure.Id);
        Assert.Contains("by force", failure.Hint);
    }

    [Fact]
    public async Task Somebody_who_was_faster_is_no_failure()
    {
        _server.Vm = Stopped;
        _server.Task("POST /nodes/pve1/qemu/100/status/start", "qmstart", "VM 100 already running");
        _server.Pve.Fails("POST /nodes/pve2/lxc/200/status/start", 500, "CT 200 already running");
        var outcomes = await _server.RunAsync(session => new StartGuests(session), [100, 200]);
        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        Assert.All(outcomes, outcome => Assert.Contains("already", outcome.Note));
    }

    [Fact]
    public async Task A_guest_that_got_another_name_since_the_index_was_written_is_left_alone()
    {
        _server.Index(name: "old");
        using var session = await _server.OpenAsync();
        var outcomes = new List<GuestOutcome>();
        var selector = new GuestSelector("old", null, IsPattern: false, name => name == "old");
        await new GuestBatch(session, new StopGuests(session), new()).RunAsync([selector], _ => Task.FromResult(true), outcomes.Add, null, TestContext.Current.CancellationToken);
        Assert.Equal("PmpcGuestRenamed", Assert.Single(outcomes).Failure!.Id);
        Assert.Empty(_server.Writes);
    }

    [Fact]
    public async Task What_is_declined_is_not_sent()
    {
        using var session = await _server.OpenAsync();
        await new GuestBatch(session, new StopGuests(session), new()).RunAsync([GuestSelector.Of(100)], _ => Task.FromResult(false), _ => Assert.Fail("There is no outcome."), null, TestContext.Current.CancellationToken);
        Assert.Empty(_server.Writes);
    }

    [Theory]
    [InlineData("""{"running":1,"local_disks":[],"local_resources":["hostpci0"]}""", "hostpci0")]
    [InlineData("""{"running":1,"local_disks":[{"volid":"local:iso/x.iso","cdrom":1,"size":1}],"local_resources":[]}""", "local:iso/x.iso")]
    [InlineData("""{"running":1,"local_disks":[{"volid":"lvm:vm-100-disk-0","size":34359738368}],"local_resources":[]}""", "(32 GiB)")]
    [InlineData("""{"running":1,"not_allowed_nodes":{"pve2":{"unavailable_storages":["fast"]}},"local_disks":[],"local_resources":[]}""", "has no storage fast")]
    [InlineData("""{"running":1,"not_allowed_nodes":{"pve2":{"blocking-ha-resources":[{"sid":"vm:101","cause":"resource-affinity"}]}},"local_disks":[],"local_resources":[]}""", "vm:101")]
    public async Task What_is_in_the_way_of_a_move_is_said_before(string told, string said)
    {
        _server.Pve.On("GET /nodes/pve1/qemu/100/migrate", told);
        var failure = Assert.Single(await _server.RunAsync(session => new MoveGuests(session, "pve2"), [100])).Failure!;
        Assert.Equal("PmpcGuestNotMovable", failure.Id);
        Assert.Contains(said, failure.Message);
        Assert.Empty(_server.Writes);
    }
}
