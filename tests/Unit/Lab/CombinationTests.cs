using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Values that are right by themselves and wrong together, as Proxmox's own code answers them.</summary>
public sealed class CombinationTests
{
    private static LabClient Start() => LabClient.From("""
        {"options":{"taskSeconds":0,"resourceLagSeconds":0},"nodes":{"pve1":{}},"storages":{"local":{"type":"dir"}},"users":{"root@pam":{"password":"top"}},
         "guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"a","memory":"512","scsi0":"local:100/vm-100-disk-0.qcow2,size=1G"}},
                   "200":{"type":"lxc","node":"pve1","config":{"hostname":"c","rootfs":"local:200/vm-200-disk-0.raw,size=1G"}}}}
        """);

    [Theory]
    [InlineData("scsi1", "local:1,mbps_max=10")]
    [InlineData("scsi1", "local:1,iops_max_length=3")]
    [InlineData("scsi1", "local:1,bps_max_length=3")]
    [InlineData("scsi1", "local:1,bps_rd=1,bps_rd_length=2")]
    [InlineData("scsi1", "local:1,mbps_wr_max=1,mbps_wr=0")]
    [InlineData("scsi1", "local:1,mbps=1,mbps_rd=1")]
    [InlineData("scsi1", "local:1,iops=1,iops_wr=1")]
    [InlineData("scsi1", "local:1,bps=100,mbps=1")]
    [InlineData("ide3", "none,media=cdrom,snapshot=1")]
    [InlineData("ide3", "none,media=cdrom,format=raw")]
    [InlineData("virtio1", "none,media=cdrom")]
    public async Task Options_of_a_drive_that_do_not_go_together_are_refused(string key, string value)
    {
        using var lab = Start();
        var answer = await lab.Send("PUT", "nodes/pve1/qemu/100/config", new JsonObject { [key] = value });
        Assert.Equal((400, "unable to parse drive options"), (answer.Status, answer.Error(key)));
        Assert.Null((await lab.Data("nodes/pve1/qemu/100/config"))![key]);
    }

    [Theory]
    [InlineData("scsi1", "local:1,mbps=5,mbps_max=10,bps_max_length=3", "bps_max_length=3,mbps=5,mbps_max=10,size=1G")]
    [InlineData("scsi1", "local:1,iops_max=3", "iops_max=3,size=1G")]
    [InlineData("scsi1", "local:1,mbps_max=0", "mbps_max=0,size=1G")]
    [InlineData("scsi1", "local:1,mbps_rd=1,mbps_wr=2,iops_rd=3", "iops_rd=3,mbps_rd=1,mbps_wr=2,size=1G")]
    [InlineData("scsi1", "local:1,bps=10000000", "mbps=0.000,size=1G")]
    [InlineData("virtio1", "none", null)]
    [InlineData("sata1", "none,snapshot=1", null)]
    public async Task Options_of_a_drive_that_go_together_are_kept(string key, string value, string? kept)
    {
        using var lab = Start();
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", new JsonObject { [key] = value })).IsOk);
        string? stored = (await lab.Data("nodes/pve1/qemu/100/config"))![key]?.GetValue<string>();
        Assert.Equal(kept, stored?[(stored.IndexOf(',', StringComparison.Ordinal) + 1)..]);
    }

    [Theory]
    [InlineData("""{"hotplug":"memory"}""", "NUMA needs to be enabled for memory hotplug")]
    [InlineData("""{"hotplug":"memory","numa":1}""", "minimum memory must be 1024MB")]
    [InlineData("""{"hotplug":"memory","numa":1,"memory":2048,"numa0":"cpus=0,memory=2048"}""", "cannot enable memory hotplugging with custom NUMA topology")]
    [InlineData("""{"numa":1,"numa0":"cpus=0"}""", "missing NUMA node0 memory value")]
    [InlineData("""{"numa":1,"numa0":"cpus=0,memory=256"}""", "total memory for NUMA nodes must be equal to vm static memory")]
    [InlineData("""{"numa":1,"numa0":"cpus=0,memory=256","numa1":"cpus=1,memory=256"}""", "OK")]
    [InlineData("""{"hotplug":"memory","numa":1,"memory":1024}""", "OK")]
    public async Task A_machine_starts_with_memory_that_fits_its_nodes(string options, string outcome)
    {
        using var lab = Start();
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", JsonNode.Parse(options)!.AsObject())).IsOk);
        Assert.Equal(outcome, await lab.Run("POST", "nodes/pve1/qemu/100/status/start"));
    }

    [Fact]
    public async Task A_device_needs_its_path()
    {
        using var lab = Start();
        await lab.Login("root@pam", "top");
        var answer = await lab.Send("PUT", "nodes/pve1/lxc/200/config", new { dev0 = "mode=0660" });
        Assert.Equal((500, "Path has to be defined"), (answer.Status, answer.Reason));
        Assert.True((await lab.Send("PUT", "nodes/pve1/lxc/200/config", new { dev0 = "/dev/null,mode=0660" })).IsOk);
    }

    [Theory]
    [InlineData("local:1", "unable to parse directory volume name '1'")]
    [InlineData("gone:1", "storage 'gone' does not exist")]
    [InlineData("local:200/x", "unable to parse volume filename 'x'")]
    public async Task An_unused_volume_that_is_none_stays(string volume, string reason)
    {
        using var lab = Start();
        const string Path = "nodes/pve1/lxc/200/config";
        Assert.True((await lab.Send("PUT", Path, new { unused0 = volume })).IsOk);
        var answer = await lab.Send("PUT", Path, new { delete = "unused0" });
        Assert.Equal($"unable to apply pending change unused0 : {reason}\n", answer.Error("unused0"));
        Assert.Equal(volume, (await lab.Data(Path))!["unused0"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_unused_volume_that_is_none_stands_in_the_way_of_its_containers_removal()
    {
        using var lab = Start();
        await lab.Send("PUT", "nodes/pve1/lxc/200/config", new { unused0 = "local:1" });
        Assert.Equal("unable to parse directory volume name '1'", await lab.Run("DELETE", "nodes/pve1/lxc/200"));
    }

    [Fact]
    public async Task A_storage_for_nothing_may_be_where_it_is_not_used()
    {
        using var lab = Start();
        Assert.Equal("create storage failed: unknown vtype 'none'", (await lab.Send("POST", "storage", new { storage = "n1", type = "dir", path = "/n1", content = "none" })).Reason);
        Assert.True((await lab.Send("POST", "storage", new { storage = "n1", type = "dir", path = "/n1", content = "none", disable = 1 })).IsOk);
        Assert.True((await lab.Send("POST", "storage", new { storage = "n2", type = "dir", path = "/n2", content = "none", nodes = "pve2" })).IsOk);
    }

    [Theory]
    [InlineData("""{"search":"ex.net","dns3":"192.0.2.7"}""", """{"dns1":"192.0.2.7","search":"ex.net"}""")]
    [InlineData("""{"search":"ex.net","dns1":"192.0.2.5","dns2":"192.0.2.5","dns3":"192.0.2.6"}""", """{"dns1":"192.0.2.5","dns2":"192.0.2.6","search":"ex.net"}""")]
    [InlineData("""{"search":"ex.net","dns1":"0.0.0.0","dns2":"192.0.2.9"}""", """{"dns1":"192.0.2.9","search":"ex.net"}""")]
    public async Task Name_servers_leave_no_gaps(string set, string read)
    {
        using var lab = Start();
        Assert.True((await lab.Send("PUT", "nodes/pve1/dns", JsonNode.Parse(set)!.AsObject())).IsOk);
        Assert.Equal(read, (await lab.Data("nodes/pve1/dns"))!.ToJsonString());
    }

    [Theory]
    [InlineData("192.0.2.0/33", "Prefix length 33 is longer than IP address (32)")]
    [InlineData("fd00::/129", "Prefix length 129 is longer than IP address (128)")]
    [InlineData("10.0.0.5/0", "Invalid prefix 00001010000000000000000000000101/0")]
    [InlineData("10.0.0.5/24", null)]
    public async Task The_length_of_a_network_fits_its_address(string cidr, string? reason)
    {
        using var lab = Start();
        await lab.Send("POST", "cluster/firewall/ipset", new { name = "set" });
        var answer = await lab.Send("POST", "cluster/firewall/ipset/set", new { cidr });
        Assert.Equal(reason is null ? null : $"invalid format - {reason}\n", answer.Error("cidr"));
        Assert.Equal(reason is null, (await lab.Send("POST", "cluster/firewall/aliases", new { name = "net", cidr })).IsOk);
    }

    [Fact]
    public async Task A_rule_whose_switch_is_deleted_is_on_and_what_is_emptied_is_gone()
    {
        using var lab = Start();
        await lab.Send("POST", "cluster/firewall/rules", new { type = "in", action = "ACCEPT", comment = "x" });
        Assert.True((await lab.Send("PUT", "cluster/firewall/rules/0", new { delete = "enable", comment = "" })).IsOk);
        var rule = (await lab.Data("cluster/firewall/rules/0"))!.AsObject();
        Assert.Equal(1, rule["enable"]!.GetValue<int>());
        Assert.False(rule.ContainsKey("comment"));
    }

    [Fact]
    public async Task What_may_be_referred_to_comes_with_its_comment()
    {
        using var lab = Start();
        await lab.Send("POST", "cluster/firewall/aliases", new { name = "net", cidr = "192.0.2.0/24", comment = "office" });
        Assert.Equal("""[{"type":"alias","name":"net","ref":"net","scope":"dc","comment":"office"}]""", (await lab.Data("cluster/firewall/refs"))!.ToJsonString());
    }
}
