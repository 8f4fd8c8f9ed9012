using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>What few people do, as Proxmox's own code answers it.</summary>
public sealed class OddMistakeTests
{
    private static LabClient Start() => LabClient.From("""
        {"options":{"taskSeconds":0,"resourceLagSeconds":0},"nodes":{"pve1":{}},"storages":{"local":{"type":"dir"},"far":{"type":"dir","nodes":["pve2"]},"tank":{"type":"zfspool"}},
         "guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"a","onboot":"yes","scsi0":"local:100/vm-100-disk-0.qcow2,size=1G","net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0,mtu=9000"}},
                   "200":{"type":"lxc","node":"pve1","config":{"hostname":"c","rootfs":"local:1"}}}}
        """);

    [Theory]
    [InlineData("POST", "storage", """{"storage":"m1","type":"dir","path":"/mnt/m1","is_mountpoint":"yes"}""", 500, "create storage failed: unable to activate storage 'm1' - directory is expected to be a mount point but is not mounted: '/mnt/m1'")]
    [InlineData("POST", "storage", """{"storage":"m2","type":"dir","path":"/data/m2","mkdir":0}""", 500, "create storage failed: unable to activate storage 'm2' - directory '/data/m2' does not exist or is unreachable")]
    [InlineData("POST", "storage", """{"storage":"m3","type":"esxi","server":"192.0.2.1","disable":1}""", 500, "missing value for required option 'username'")]
    [InlineData("PUT", "storage/local", """{"delete":"type"}""", 500, "update storage failed: no such option 'type'")]
    [InlineData("GET", "nodes/pve1/storage/far/status", "{}", 200, "OK")]
    [InlineData("POST", "nodes/pve1/network", """{"iface":"vmbr0.4095","type":"vlan"}""", 500, "vlan 'vmbr0.4095' - vlan-id 4095 should be <= 4094")]
    [InlineData("GET", "nodes/pve1/storage/local/content/local:backup/x", "{}", 500, "unable to parse directory volume name 'backup/x'")]
    [InlineData("POST", "cluster/ha/resources", """{"sid":"vm:0100"}""", 500, "invalid VMID")]
    [InlineData("PUT", "cluster/ha/resources/vm:9", """{"digest":"x","state":"started"}""", 500, "update resources config failed: detected modified configuration - file changed by other user? Try again.")]
    [InlineData("PUT", "cluster/firewall/options", """{"delete":"digest"}""", 400, "Parameter verification failed.")]
    [InlineData("POST", "nodes/pve1/migrateall", """{"target":"pve2"}""", 500, "no such cluster node 'pve2'")]
    [InlineData("GET", "nodes/pve1/qemu/100/config", """{"snapshot":"x","current":1}""", 400, "Parameter verification failed.")]
    [InlineData("GET", "cluster/config/join", "{}", 424, "node is not in a cluster, no join info available!")]
    public async Task It_is_answered_in_the_words_of_the_real_one(string method, string path, string body, int status, string reason)
    {
        using var lab = Start();
        if (method == "GET")
            path += string.Concat(JsonNode.Parse(body)!.AsObject().Select((p, i) => $"{(i == 0 ? '?' : '&')}{p.Key}={p.Value}"));
        var answer = await lab.Send(method, path, method == "GET" ? null : JsonNode.Parse(body)!.AsObject());
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("""{"sections":{"realms":{"corp":{}}}}""", "$.sections.realms.corp of the Lab's state needs 'type'")]
    [InlineData("""{"sections":{"replication":{"100-0":{"target":"pve2"}}}}""", "$.sections.replication.100-0 of the Lab's state needs 'guest'")]
    [InlineData("""{"sections":{"certificates":{"pve1":{"pem":"x"}}}}""", "$.sections.certificates.pve1 of the Lab's state needs 'publicKey'")]
    public void A_section_without_what_it_needs_is_refused_with_its_place(string json, string reason) =>
        Assert.Equal(reason, Assert.ThrowsAny<FormatException>(() => ProxmoxMpc.Lab.LabCluster.FromJson(json)).Message);

    [Fact]
    public async Task A_hand_written_state_has_what_Proxmox_would_return()
    {
        using var lab = Start();
        Assert.Equal(1, (await lab.Data("nodes/pve1/qemu/100/config"))!["onboot"]!.GetValue<int>());
        Assert.Equal("tank", (await lab.Data("storage/tank"))!["pool"]!.GetValue<string>());
    }

    [Fact]
    public async Task Packets_larger_than_the_bridge_takes_and_volumes_that_are_none_stop_a_start()
    {
        using var lab = Start();
        Assert.StartsWith("netdev net0: MTU '9000' is bigger than the bridge MTU '1500'", await lab.Run("POST", "nodes/pve1/qemu/100/status/start"), StringComparison.Ordinal);
        Assert.Equal("unable to parse directory volume name '1'", await lab.Run("POST", "nodes/pve1/lxc/200/status/start"));
        Assert.Equal("clone failed: unable to parse directory volume name '1'", await lab.Run("POST", "nodes/pve1/lxc/200/clone", new { newid = 201 }));
        Assert.Equal("unable to parse directory volume name '1'", await lab.Run("DELETE", "nodes/pve1/lxc/200"));
        Assert.True((await lab.Get("nodes/pve1/lxc/200/config")).IsOk);
    }

    [Fact]
    public async Task A_rollback_takes_a_disk_back_to_its_size()
    {
        using var lab = Start();
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/snapshot", new { snapname = "before" }));
        Assert.Equal("OK", await lab.Run("PUT", "nodes/pve1/qemu/100/resize", new { disk = "scsi0", size = "+1G" }));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/snapshot/before/rollback"));
        Assert.Equal(1L << 30, (await lab.Data("nodes/pve1/storage/local/content", new { vmid = 100 }))![0]!["size"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_firewall_waits_for_its_guest_and_says_what_its_rules_miss()
    {
        using var lab = Start();
        const string Path = "nodes/pve1/qemu/300/firewall";
        await lab.Send("POST", Path + "/aliases", new { name = "office", cidr = "192.0.2.0/24" });
        Assert.True((await lab.Send("POST", Path + "/rules", new { type = "in", action = "ACCEPT", source = "office" })).IsOk);
        await lab.Send("DELETE", Path + "/aliases/office");
        Assert.Equal("no such alias 'office'", (await lab.Data(Path + "/rules"))![0]!["errors"]!["source"]!.GetValue<string>());
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu", new { vmid = 300 }));
        Assert.Single((await lab.Data(Path + "/rules"))!.AsArray());
        Assert.Equal("OK", await lab.Run("DELETE", "nodes/pve1/qemu/300"));
        Assert.Empty((await lab.Data(Path + "/rules"))!.AsArray());
    }

    [Fact]
    public async Task Rules_of_HA_that_contradict_one_another_are_refused()
    {
        using var lab = Start();
        await lab.Send("POST", "cluster/ha/resources", new { sid = "vm:100" });
        await lab.Send("POST", "cluster/ha/resources", new { sid = "ct:200" });
        Assert.True((await lab.Send("POST", "cluster/ha/rules", new { rule = "here", type = "node-affinity", resources = "vm:100", nodes = "pve1" })).IsOk);
        var second = await lab.Send("POST", "cluster/ha/rules", new { rule = "there", type = "node-affinity", resources = "vm:100", nodes = "pve1" });
        Assert.Equal("create ha rule failed: 400 Rule 'there' is invalid.\nresources: resource 'vm:100' is already used in another node affinity rule\n", second.Body!["message"]!.GetValue<string>());
        var apart = await lab.Send("POST", "cluster/ha/rules", new { rule = "apart", type = "resource-affinity", resources = "vm:100,ct:200", affinity = "negative" });
        Assert.Contains("rule defines more resources than available nodes", apart.Body!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
