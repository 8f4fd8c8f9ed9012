using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class TaskTests
{
    private const string State = """
        {"options":{"taskSeconds":1},"nodes":{"pve1":{},"pve2":{}},
         "guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"a","scsi0":"local-lvm:vm-100-disk-0,size=1G","boot":"order=scsi0"}}}}
        """;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private LabClient Lab(string state = State) => new(LabCluster.FromJson(state, _time));

    private static async Task<string> Start(LabClient lab, string method, string path, object? form = null) => (await lab.Send(method, path, form)).Data!.GetValue<string>();

    [Fact]
    public async Task A_task_runs_until_its_time_and_takes_effect_at_its_end()
    {
        using var lab = Lab();
        string upid = await Start(lab, "POST", "nodes/pve1/qemu/100/status/start");
        Assert.Matches("^UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:qmstart:100:root@pam!lab:$", upid);
        var running = await lab.Data($"nodes/pve1/tasks/{upid}/status");
        Assert.Equal("running", running!["status"]!.GetValue<string>());
        Assert.Null(running["exitstatus"]);
        Assert.Equal(("root@pam", "lab"), (running["user"]!.GetValue<string>(), running["tokenid"]!.GetValue<string>()));
        Assert.Equal("stopped", (await lab.Data("nodes/pve1/qemu/100/status/current"))!["status"]!.GetValue<string>());
        Assert.Empty((await lab.Data("nodes/pve1/tasks"))!.AsArray());
        Assert.Single((await lab.Data("nodes/pve1/tasks", new { source = "active" }))!.AsArray());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("OK", (await lab.Data($"nodes/pve1/tasks/{upid}/status"))!["exitstatus"]!.GetValue<string>());
        Assert.Equal("running", (await lab.Data("nodes/pve1/qemu/100/status/current"))!["status"]!.GetValue<string>());
        var entry = Assert.Single((await lab.Data("nodes/pve1/tasks", new { vmid = 100 }))!.AsArray());
        Assert.Equal("OK", entry!["status"]!.GetValue<string>());
        Assert.NotNull(entry["endtime"]);
    }

    [Fact]
    public async Task Tasks_of_one_guest_run_one_after_the_other()
    {
        using var lab = Lab();
        await Start(lab, "POST", "nodes/pve1/qemu/100/status/start");
        string stop = await Start(lab, "POST", "nodes/pve1/qemu/100/status/stop");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("running", (await lab.Data($"nodes/pve1/tasks/{stop}/status"))!["status"]!.GetValue<string>());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("stopped", (await lab.Data("nodes/pve1/qemu/100/status/current"))!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_synchronous_write_waits_for_the_lock_and_gives_up_after_ten_seconds()
    {
        using var lab = Lab("""{"options":{"taskSecondsByKind":{"qmstart":3,"qmstop":60}},"guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"a"}}}}""");
        await Start(lab, "POST", "nodes/pve1/qemu/100/status/start");
        var patient = lab.Send("PUT", "nodes/pve1/qemu/100/config", new { cores = 2 });
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await patient).IsOk);
        await Start(lab, "POST", "nodes/pve1/qemu/100/status/stop");
        var refused = lab.Send("PUT", "nodes/pve1/qemu/100/config", new { cores = 3 });
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout", (await refused).Reason);
    }

    [Fact]
    public async Task A_guest_being_made_is_there_with_a_lock_and_the_create_task_ends_before_it_runs()
    {
        using var lab = Lab();
        string upid = await Start(lab, "POST", "nodes/pve1/qemu", new { vmid = 105, scsi0 = "local-lvm:1", start = 1 });
        Assert.Equal("create", (await lab.Data("nodes/pve1/qemu/105/config"))!["lock"]!.GetValue<string>());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("OK", (await lab.Data($"nodes/pve1/tasks/{upid}/status"))!["exitstatus"]!.GetValue<string>());
        Assert.Equal("stopped", (await lab.Data("nodes/pve1/qemu/105/status/current"))!["status"]!.GetValue<string>());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("running", (await lab.Data("nodes/pve1/qemu/105/status/current"))!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Logs_end_with_the_result_and_empty_ones_say_so()
    {
        using var lab = Lab();
        string upid = await Start(lab, "POST", "nodes/pve1/qemu/100/status/start");
        Assert.Equal("no content", (await lab.Data($"nodes/pve1/tasks/{upid}/log"))![0]!["t"]!.GetValue<string>());
        _time.Advance(TimeSpan.FromSeconds(1));
        string second = await Start(lab, "POST", "nodes/pve1/qemu/100/status/start");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("TASK OK", (await lab.Data($"nodes/pve1/tasks/{upid}/log"))!.AsArray()[^1]!["t"]!.GetValue<string>());
        var log = await lab.Get($"nodes/pve1/tasks/{second}/log", new { limit = 0 });
        Assert.Equal("TASK ERROR: VM 100 already running", log.Data!.AsArray()[^1]!["t"]!.GetValue<string>());
        Assert.Equal(1, log.Body!["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task Only_its_own_node_knows_a_task()
    {
        using var lab = Lab();
        string upid = await Start(lab, "POST", "nodes/pve1/qemu/100/status/start");
        Assert.Equal("no such task", (await lab.Get($"nodes/pve2/tasks/{upid}/status")).Error("upid"));
        Assert.Equal("unable to parse worker upid", (await lab.Get("nodes/pve1/tasks/garbage/status")).Error("upid"));
    }

    [Fact]
    public async Task A_stopped_task_fails_and_undoes_what_it_prepared()
    {
        using var lab = Lab();
        string upid = await Start(lab, "POST", "nodes/pve1/qemu", new { vmid = 105, scsi0 = "local-lvm:1" });
        Assert.True((await lab.Send("DELETE", $"nodes/pve1/tasks/{upid}")).IsOk);
        Assert.Equal("interrupted by signal", (await lab.Data($"nodes/pve1/tasks/{upid}/status"))!["exitstatus"]!.GetValue<string>());
        Assert.Equal(500, (await lab.Get("nodes/pve1/qemu/105/config")).Status);
    }

    [Fact]
    public async Task The_background_form_of_a_config_change_waits_as_long_as_told()
    {
        using var lab = Lab();
        var waiting = lab.Send("POST", "nodes/pve1/qemu/100/config", new { cores = 2, background_delay = 5 });
        _time.Advance(TimeSpan.FromSeconds(1));
        var answer = await waiting;
        Assert.True(answer.IsOk);
        Assert.Null(answer.Data);
        Assert.Equal(2, (await lab.Data("nodes/pve1/qemu/100/config"))!["cores"]!.GetValue<int>());
        Assert.StartsWith("UPID:pve1:", await Start(lab, "POST", "nodes/pve1/qemu/100/config", new { cores = 3 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migrated_guest_is_on_the_other_node_only()
    {
        using var lab = LabClient.From("""{"nodes":{"pve1":{},"pve2":{}},"storages":{"rbd":{"type":"rbd"},"lvm":{"type":"lvmthin"}},"guests":{"100":{"type":"qemu","node":"pve1","status":"running","config":{"scsi0":"rbd:vm-100-disk-0,size=1G"}},"101":{"type":"qemu","node":"pve1","config":{"scsi0":"lvm:vm-101-disk-0,size=1G"}}}}""");
        Assert.Equal("can't migrate running VM without --online", (await lab.Send("POST", "nodes/pve1/qemu/100/migrate", new { target = "pve2" })).Reason);
        Assert.Equal("target is local node.", (await lab.Send("POST", "nodes/pve1/qemu/100/migrate", new { target = "pve1" })).Error("target"));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/migrate", new { target = "pve2", online = 1 }));
        Assert.Equal(500, (await lab.Get("nodes/pve1/qemu/100/config")).Status);
        Assert.Null((await lab.Data("nodes/pve2/qemu/100/config"))!["lock"]);
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/101/migrate", new { target = "pve2" }));
        Assert.Single((await lab.Data("nodes/pve2/storage/lvm/content"))!.AsArray());
        Assert.Empty((await lab.Data("nodes/pve1/storage/lvm/content"))!.AsArray());
    }

    [Fact]
    public async Task The_resource_list_lags_behind_by_up_to_ten_seconds()
    {
        using var lab = Lab("""{"options":{"taskSeconds":0},"guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"old"}}}}""");
        await Start(lab, "POST", "nodes/pve1/qemu", new { vmid = 105, name = "fresh", tags = "t" });
        await lab.Data("nodes");
        await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { name = "new" });
        var list = (await lab.Data("cluster/resources", new { type = "vm" }))!.AsArray().ToDictionary(r => r!["vmid"]!.GetValue<int>(), r => r!.AsObject());
        Assert.Equal("unknown", list[105]["status"]!.GetValue<string>());
        Assert.Equal(["id", "node", "status", "tags", "type", "vmid"], list[105].Select(p => p.Key).Order());
        Assert.Equal("old", list[100]["name"]!.GetValue<string>());
        _time.Advance(TimeSpan.FromSeconds(10));
        list = (await lab.Data("cluster/resources", new { type = "vm" }))!.AsArray().ToDictionary(r => r!["vmid"]!.GetValue<int>(), r => r!.AsObject());
        Assert.Equal(("fresh", "stopped", "new"), (list[105]["name"]!.GetValue<string>(), list[105]["status"]!.GetValue<string>(), list[100]["name"]!.GetValue<string>()));
    }
}
