using System.Text.Json.Nodes;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>The SDN, realms, mappings and metric servers: files of sections, written by everybody's rules.</summary>
public sealed class SectionTests
{
    private static LabClient Start() => LabClient.From("""{"options":{"taskSeconds":0,"resourceLagSeconds":0},"nodes":{"pve1":{}},"guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"a"}}}}""");

    [Fact]
    public async Task A_zone_is_pending_until_it_is_applied_and_then_carries_guests()
    {
        using var lab = Start();
        await lab.Send("POST", "cluster/sdn/zones", new { zone = "z1", type = "simple" });
        await lab.Send("POST", "cluster/sdn/vnets", new { vnet = "v1", zone = "z1" });
        Assert.True((await lab.Send("POST", "cluster/sdn/vnets/v1/subnets", new { subnet = "10.5.0.0/24", type = "subnet", gateway = "10.5.0.1" })).IsOk);
        Assert.Equal("new", (await lab.Get("cluster/sdn/zones", new { pending = 1 })).Data![0]!["state"]!.GetValue<string>());
        Assert.Empty((await lab.Get("cluster/sdn/vnets", new { running = 1 })).Data!.AsArray());
        await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { net0 = "virtio,bridge=v1" });
        Assert.Equal("bridge 'v1' does not exist", await lab.Run("POST", "nodes/pve1/qemu/100/status/start"));
        Assert.Equal("OK", await lab.Run("PUT", "cluster/sdn"));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/status/start"));
        Assert.Null((await lab.Get("cluster/sdn/zones", new { pending = 1 })).Data![0]!["state"]);
        var subnet = (await lab.Get("cluster/sdn/vnets/v1/subnets")).Data![0]!;
        Assert.Equal(("z1-10.5.0.0-24", "24", "10.5.0.0/24"), (subnet["subnet"]!.GetValue<string>(), subnet["mask"]!.GetValue<string>(), subnet["cidr"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_was_written_outlives_the_process()
    {
        string file = Path.Combine(Path.GetTempPath(), "pmpc-sections-" + Guid.NewGuid().ToString("N") + ".json");
        try
        {
            await File.WriteAllTextAsync(file, """{"nodes":{"pve1":{}}}""", TestContext.Current.CancellationToken);
            using (var lab = new LabClient(LabCluster.Open(file)))
                await lab.Send("POST", "access/domains", new { realm = "corp", type = "ldap", server1 = "192.0.2.4", base_dn = "dc=x", user_attr = "uid", port = 636 });
            using var again = new LabClient(LabCluster.Open(file));
            Assert.Equal(636, (await again.Get("access/domains/corp")).Data!["port"]!.GetValue<int>());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("POST", "cluster/sdn/zones", """{"zone":"z2","type":"vlan"}""", "missing value for required option 'bridge'")]
    [InlineData("POST", "cluster/sdn/zones", """{"zone":"z2","type":"simple","bridge":"vmbr0"}""", "unexpected property 'bridge'")]
    [InlineData("POST", "cluster/sdn/zones", """{"zone":"z1","type":"simple"}""", "create sdn zone object failed: sdn zone object ID 'z1' already defined")]
    [InlineData("POST", "cluster/sdn/zones", """{"zone":"z2","type":"simple","ipam":"nope"}""", "create sdn zone object failed: 400 Parameter verification failed.")]
    [InlineData("PUT", "cluster/sdn/zones/none", """{"mtu":1400}""", "update sdn zone object failed: sdn 'none' does not exist")]
    [InlineData("PUT", "cluster/sdn/zones/z1", """{"delete":"bogus"}""", "update sdn zone object failed: no such option 'bogus'")]
    [InlineData("DELETE", "cluster/sdn/zones/z1", "{}", "delete sdn zone object failed: zone z1 is used by vnet v1 at /usr/share/perl5/PVE/Network/SDN/Zones/Plugin.pm line 149.")]
    [InlineData("POST", "cluster/sdn/vnets", """{"vnet":"v2","zone":"z1","tag":5}""", "create sdn vnet object failed: 400 Parameter verification failed.")]
    [InlineData("GET", "cluster/sdn/vnets/none", "{}", "sdn vnet 'none' does not exist")]
    [InlineData("POST", "cluster/sdn/vnets/v1/subnets", """{"subnet":"10.6.0.0/24","type":"subnet","gateway":"10.7.0.1"}""", "create sdn subnet object failed: 400 Parameter verification failed.")]
    [InlineData("POST", "access/domains", """{"realm":"ad1","type":"ad","server1":"192.0.2.4"}""", "add auth server failed: missing value for required option 'domain'")]
    [InlineData("POST", "access/domains", """{"realm":"p2","type":"pam"}""", "add auth server failed: unable to create builtin type 'pam'")]
    [InlineData("PUT", "access/domains/pve", """{"domain":"x"}""", "update auth server failed: unexpected property 'domain'")]
    [InlineData("DELETE", "access/domains/none", "{}", "delete auth server failed: authentication domain 'none' does not exist")]
    [InlineData("POST", "access/domains/pam/sync", "{}", "Cannot sync realm type 'pam'! Only LDAP/AD realms can be synced.")]
    [InlineData("PUT", "cluster/mapping/pci/none", """{"description":"x"}""", "update hardware mapping failed: pci ID 'none' does not exist")]
    [InlineData("GET", "cluster/mapping/usb/none", "{}", "mapping 'none' not found")]
    [InlineData("POST", "cluster/metrics/server/m1", """{"type":"graphite","server":"192.0.2.9","port":2003,"influxdbproto":"udp"}""", "unexpected property 'influxdbproto'")]
    [InlineData("GET", "cluster/metrics/server/none", "{}", "status server entry 'none' does not exist")]
    public async Task A_section_is_refused_in_the_words_of_its_file(string method, string path, string body, string reason)
    {
        using var lab = Start();
        await lab.Send("POST", "cluster/sdn/zones", new { zone = "z1", type = "simple" });
        await lab.Send("POST", "cluster/sdn/vnets", new { vnet = "v1", zone = "z1" });
        var answer = method is "GET" or "DELETE" ? await lab.Send(method, path) : await lab.Send(method, path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal((500, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task A_mapping_keeps_its_places_in_order()
    {
        using var lab = Start();
        Assert.True((await lab.Send("POST", "cluster/mapping/pci", JsonNode.Parse("""{"id":"gpu","map":["path=0000:01:00.0,node=pve1,id=10de:2204"],"description":"card"}""")!.AsObject())).IsOk);
        var gpu = (await lab.Get("cluster/mapping/pci", new { check__node = "pve1" })).Data![0]!;
        Assert.Equal(("gpu", "id=10de:2204,node=pve1,path=0000:01:00.0"), (gpu["id"]!.GetValue<string>(), gpu["map"]![0]!.GetValue<string>()));
        Assert.Empty(gpu["checks"]!.AsArray());
    }
}
