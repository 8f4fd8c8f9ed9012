using System.Text.Json.Nodes;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Reads beside the objects themselves: statistics, pruning, HA's manager, network kinds, tags.</summary>
public sealed class NodeReportTests
{
    private const string State = """
        { "options": { "taskSeconds": 0, "resourceLagSeconds": 0 }, "nodes": { "pve1": { "cores": 16 } },
          "storages": { "local": { "type": "dir", "content": ["backup", "images"] }, "data": { "type": "dir", "content": ["images"] } },
          "content": { "local": [
            { "volid": "local:backup/vzdump-qemu-100-2026_01_01-01_00_00.vma.zst", "ctime": 1767229200, "vmid": 100 },
            { "volid": "local:backup/vzdump-qemu-100-2026_01_01-20_00_00.vma.zst", "ctime": 1767297600, "vmid": 100 },
            { "volid": "local:backup/vzdump-qemu-100-2026_01_02-01_00_00.vma.zst", "ctime": 1767315600, "vmid": 100 },
            { "volid": "local:backup/vzdump-qemu-100-2026_01_03-01_00_00.vma.zst", "ctime": 1767402000, "vmid": 100, "protected": true },
            { "volid": "local:backup/vzdump-lxc-200-2026_01_01-01_00_00.tar.zst", "ctime": 1767229200, "vmid": 200 } ] },
          "users": { "ops@pve": {} }, "tokens": { "ops@pve!t": { "secret": "s", "privsep": false } },
          "acl": [ { "path": "/vms", "ugid": "ops@pve", "role": "PVEVMUser" } ],
          "guests": { "100": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "web", "tags": "a" } }, "101": { "type": "qemu", "node": "pve1", "config": {} } } }
        """;

    [Fact]
    public async Task Statistics_are_rows_of_a_fixed_step_with_samples_only_while_it_ran()
    {
        using var lab = LabClient.From(State);
        var rows = (await lab.Data("nodes/pve1/rrddata", new { timeframe = "hour" }))!.AsArray();
        Assert.Equal(60, rows.Count);
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.Equal(60, pair.Second!["time"]!.GetValue<long>() - pair.First!["time"]!.GetValue<long>()));
        Assert.Equal(16, rows[^1]!["maxcpu"]!.GetValue<int>());
        var stopped = (await lab.Data("nodes/pve1/qemu/101/rrddata", new { timeframe = "day" }))!.AsArray();
        Assert.Equal(1440, stopped.Count);
        Assert.All(stopped, row => Assert.Equal(["time"], row!.AsObject().Select(p => p.Key)));
        Assert.StartsWith("RRD error: opening", (await lab.Get("nodes/pve1/qemu/999/rrddata", new { timeframe = "hour" })).Reason, StringComparison.Ordinal);
        Assert.Equal("property is missing and it is not optional", (await lab.Get("nodes/pve1/qemu/100/rrddata")).Error("timeframe"));
    }

    [Theory]
    [InlineData("keep-last=1", "remove remove keep protected keep")]
    [InlineData("keep-daily=2", "remove keep keep protected keep")]
    [InlineData("keep-last=1,keep-daily=1", "remove keep keep protected keep")]
    [InlineData("keep-all=1", "keep keep keep protected keep")]
    public async Task A_preview_of_pruning_counts_each_guest_and_spares_the_protected(string rule, string marks)
    {
        using var lab = LabClient.From(State);
        var list = (await lab.Data("nodes/pve1/storage/local/prunebackups", new { prune__backups = rule }))!.AsArray();
        var inOrder = list.OrderByDescending(b => b!["type"]!.GetValue<string>(), StringComparer.Ordinal).ThenBy(b => b!["ctime"]!.GetValue<long>());
        Assert.Equal(marks, string.Join(' ', inOrder.Select(b => b!["mark"]!.GetValue<string>())));
    }

    [Fact]
    public async Task Pruning_needs_a_rule_and_a_storage_for_backups()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("no prune-backups options configured for storage 'local'", (await lab.Get("nodes/pve1/storage/local/prunebackups")).Reason);
        Assert.Equal("storage 'data' does not support backups", (await lab.Get("nodes/pve1/storage/data/prunebackups")).Reason);
    }

    [Fact]
    public async Task A_key_goes_to_a_running_machine_only()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/sendkey", new { key = "ctrl-alt-delete" })).IsOk);
        Assert.Equal("VM 101 not running", (await lab.Send("PUT", "nodes/pve1/qemu/101/sendkey", new { key = "ret" })).Reason);
    }

    [Fact]
    public async Task The_HA_manager_knows_nodes_only_once_it_has_services()
    {
        using var lab = LabClient.From(State);
        Assert.Empty((await lab.Data("cluster/ha/status/manager_status"))!["manager_status"]!["node_status"]!.AsObject());
        Assert.True((await lab.Send("POST", "cluster/ha/resources", new { sid = "vm:100" })).IsOk);
        Assert.Equal("pve1", (await lab.Data("cluster/ha/status/manager_status"))!["manager_status"]!["service_status"]!["vm:100"]!["node"]!.GetValue<string>());
        Assert.True((await lab.Send("POST", "cluster/ha/resources", new { sid = "vm:101" })).IsOk);
        var impossible = await lab.Send("POST", "cluster/ha/rules", new { rule = "r2", type = "resource-affinity", resources = "vm:100,vm:101", affinity = "negative" });
        Assert.Equal((500, "create ha rule failed: 400 Rule 'r2' is invalid."), (impossible.Status, impossible.Reason));
        Assert.Empty((await lab.Data("cluster/ha/rules"))!.AsArray());
    }

    [Fact]
    public async Task An_interface_is_read_back_as_its_name_and_options_say()
    {
        using var lab = LabClient.From(State);
        async Task<JsonObject> Make(string iface, string type, string? cidr = null)
        {
            var body = new JsonObject { ["iface"] = iface, ["type"] = type };
            if (cidr is not null)
                body[cidr.Contains(':') ? "cidr6" : "cidr"] = cidr;
            Assert.True((await lab.Send("POST", "nodes/pve1/network", body)).IsOk);
            return (await lab.Data("nodes/pve1/network/" + iface))!.AsObject();
        }
        Assert.Equal("", (await Make("bond1", "bond"))["slaves"]!.GetValue<string>());
        Assert.Equal("unknown", (await Make("al1", "alias"))["type"]!.GetValue<string>());
        var vlan = await Make("eno1.5", "vlan");
        Assert.Equal(("eno1", "5"), (vlan["vlan-raw-device"]!.GetValue<string>(), vlan["vlan-id"]!.GetValue<string>()));
        Assert.True(vlan.ContainsKey("exists"));
        var six = await Make("vmbr6", "bridge", "fd00::1/64");
        Assert.Equal(("fd00::1", "64", "static"), (six["address6"]!.GetValue<string>(), six["netmask6"]!.GetValue<string>(), six["method6"]!.GetValue<string>()));
        await Make("vmbr5", "bridge", "10.9.0.1/24");
        Assert.True((await lab.Send("PUT", "nodes/pve1/network/vmbr5", new { type = "bridge", delete = "cidr" })).IsOk);
        var bare = (await lab.Data("nodes/pve1/network/vmbr5"))!.AsObject();
        Assert.Equal("manual", bare["method"]!.GetValue<string>());
        Assert.DoesNotContain(bare, p => p.Key is "address" or "netmask" or "cidr");
    }

    [Fact]
    public async Task Listed_tags_are_free_to_use_and_others_are_not()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", "cluster/options", new { user__tag__access = "user-allow=list,user-allow-list=a;b", registered__tags = "x", max_workers = 4 })).IsOk);
        Assert.True((await lab.Send("PUT", "access/acl", new { path = "/vms", users = "ops@pve", roles = "PVEVMAdmin" })).IsOk);
        var options = await lab.Data("cluster/options");
        Assert.Equal(["a", "b"], options!["user-tag-access"]!["user-allow-list"]!.AsArray().Select(t => t!.GetValue<string>()));
        Assert.Equal("4", options["max_workers"]!.GetValue<string>());
        lab.Authorization = "PVEAPIToken=ops@pve!t=s";
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { tags = "b" })).IsOk);
        Assert.Equal("Permission check failed (/, Sys.Modify for modifying tag 'x')", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { tags = "b;x" })).Reason);
    }

    [Fact]
    public async Task A_refused_change_of_the_access_list_names_every_right_that_would_do()
    {
        using var lab = LabClient.From(State);
        lab.Authorization = "PVEAPIToken=ops@pve!t=s";
        Assert.Equal("Permission check failed (/vms/100, Permissions.Modify|VM.Allocate)", (await lab.Send("PUT", "access/acl", new { path = "/vms/100", users = "ops@pve", roles = "PVEAuditor" })).Reason);
    }
}
