using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class LxcTests
{
    private const string Ct = "nodes/pve1/lxc/200";

    private const string State = """
        {"storages":{"local":{"type":"dir","content":["images","rootdir","iso","vztmpl"]},"zfs":{"type":"zfspool","pool":"tank","content":["images","rootdir"]}},
         "content":{"local":["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz","local:vztmpl/strange.tar.gz"]},
         "guests":{"200":{"type":"lxc","node":"pve1","status":"running","config":{"hostname":"ct","arch":"amd64","ostype":"debian","memory":512,"swap":512,"cores":1,"unprivileged":1,"description":"a\nb\n","rootfs":"zfs:subvol-200-disk-0,size=4G","mp0":"zfs:subvol-200-disk-1,mp=/data,size=1G","net0":"name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:02,ip=dhcp,type=veth"}}}}
        """;

    [Fact]
    public async Task A_created_container_has_Proxmox_s_defaults_and_normal_forms()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/lxc", new
        {
            vmid = 210, ostemplate = "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz", rootfs = "local:2", mp0 = "zfs:1,backup=1,mp=/data", net0 = "bridge=vmbr0,name=eth0,firewall=1", password = "secret123", tags = "x;Y", nameserver = "1.1.1.1,8.8.8.8",
        }));
        var config = await lab.Data("nodes/pve1/lxc/210/config");
        Assert.Equal("local:210/vm-210-disk-0.raw,size=2G", config!["rootfs"]!.GetValue<string>());
        Assert.Equal("zfs:subvol-210-disk-0,mp=/data,backup=1,size=1G", config["mp0"]!.GetValue<string>());
        Assert.Matches("^name=eth0,bridge=vmbr0,firewall=1,hwaddr=BC:24:11(:[0-9A-F]{2}){3},type=veth$", config["net0"]!.GetValue<string>());
        Assert.Equal(("CT210", 512, 512, "debian", "amd64", 1), (config["hostname"]!.GetValue<string>(), config["memory"]!.GetValue<int>(), config["swap"]!.GetValue<int>(), config["ostype"]!.GetValue<string>(), config["arch"]!.GetValue<string>(), config["unprivileged"]!.GetValue<int>()));
        Assert.Equal("1.1.1.1 8.8.8.8", config["nameserver"]!.GetValue<string>());
        Assert.DoesNotContain("secret123", lab.Cluster.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_template_fails_the_task_and_leaves_nothing_behind()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("unable to create CT 211 - volume 'local:vztmpl/none.tar.gz' does not exist", await lab.Run("POST", "nodes/pve1/lxc", new { vmid = 211, ostemplate = "local:vztmpl/none.tar.gz", rootfs = "local:1" }));
        Assert.Equal(500, (await lab.Get("nodes/pve1/lxc/211/config")).Status);
        Assert.Empty((await lab.Data("nodes/pve1/storage/local/content", new { vmid = 211 }))!.AsArray());
    }

    [Fact]
    public async Task A_running_container_takes_memory_and_new_mounts_and_keeps_the_rest_pending()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Ct + "/config", new { memory = 1024, hostname = "renamed", mp1 = "zfs:1,mp=/srv", nameserver = "9.9.9.9", delete = "mp0" })).IsOk);
        var pending = (await lab.Data(Ct + "/pending"))!.AsArray().ToDictionary(p => p!["key"]!.GetValue<string>(), p => p!);
        Assert.Equal(1024, pending["memory"]["value"]!.GetValue<int>());
        Assert.Equal("zfs:subvol-200-disk-2,mp=/srv,size=1G", pending["mp1"]["value"]!.GetValue<string>());
        Assert.Equal("9.9.9.9", pending["nameserver"]["pending"]!.GetValue<string>());
        Assert.Equal(1, pending["mp0"]["delete"]!.GetValue<int>());
        Assert.Equal("OK", await lab.Run("POST", Ct + "/status/stop"));
        Assert.Equal("OK", await lab.Run("POST", Ct + "/status/start"));
        var config = await lab.Data(Ct + "/config", new { current = 1 });
        Assert.Equal("9.9.9.9", config!["nameserver"]!.GetValue<string>());
        Assert.Equal("zfs:subvol-200-disk-1", config["unused0"]!.GetValue<string>());
        Assert.Equal("a\nb\n", config["description"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("unprivileged", "0", 500, "unable to modify read-only option: 'unprivileged'")]
    [InlineData("features", "nesting=1,keyctl=1", 403, "Permission check failed (changing feature flags (except nesting) is only allowed for root@pam)")]
    [InlineData("mp1", "/mnt/x,mp=/x", 403, "Permission check failed (mount point type bind is only allowed for root@pam)")]
    [InlineData("dev0", "/dev/fuse", 403, "Permission check failed (configuring device passthrough is only allowed for root@pam)")]
    [InlineData("hookscript", "local:snippets/x", 403, "Permission check failed (changing the hookscript is only allowed for root@pam)")]
    [InlineData("delete", "rootfs", 500, "unable to delete required option 'rootfs'")]
    [InlineData("digest", "0000000000000000000000000000000000000000", 500, "no options specified")]
    [InlineData("hostname", "bad_name", 400, "Parameter verification failed.")]
    public async Task Refusals_have_Proxmox_s_words(string key, string value, int status, string reason)
    {
        using var lab = LabClient.From(State);
        var answer = await lab.Send("PUT", Ct + "/config", new JsonObject { [key] = value });
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Starting_twice_shrinking_and_unknown_mount_points_fail_at_once()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("CT 200 already running", (await lab.Send("POST", Ct + "/status/start")).Reason);
        Assert.Equal("unable to destroy CT 200 - container is running", (await lab.Send("DELETE", Ct)).Reason);
        Assert.Equal("unable to shrink disk size", (await lab.Send("PUT", Ct + "/resize", new { disk = "rootfs", size = "1G" })).Reason);
        var absent = await lab.Send("PUT", Ct + "/resize", new { disk = "mp7", size = "+1G" });
        Assert.Equal((500, "format error"), (absent.Status, absent.Reason));
        Assert.Equal(["mp", "volume"], absent.Body!["errors"]!.AsObject().Select(e => e.Key).Order());
        Assert.Equal("OK", await lab.Run("PUT", Ct + "/resize", new { disk = "rootfs", size = "+1G" }));
        Assert.Equal("zfs:subvol-200-disk-0,size=5G", (await lab.Data(Ct + "/config"))!["rootfs"]!.GetValue<string>());
        Assert.Equal("OK", await lab.Run("DELETE", Ct, new { force = 1, purge = 1 }));
    }

    [Fact]
    public async Task A_missing_bridge_spoils_every_later_change_until_the_net_is_gone()
    {
        using var lab = LabClient.From(State);
        Assert.Equal((500, "bridge 'vmbr7' does not exist"), ((await lab.Send("PUT", Ct + "/config", new { net1 = "name=eth1,bridge=vmbr7" })) is var a ? (a.Status, a.Reason) : default));
        Assert.Equal("bridge 'vmbr7' does not exist", (await lab.Send("PUT", Ct + "/config", new { cores = 2 })).Reason);
        Assert.True((await lab.Send("PUT", Ct + "/config", new { delete = "net1" })).IsOk);
        Assert.True((await lab.Send("PUT", Ct + "/config", new { cores = 2 })).IsOk);
    }

    [Fact]
    public async Task Oddities_are_kept_odd()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Ct + "/config", new { cpuunits = 0 })).IsOk);
        Assert.Equal(0, (await lab.Data(Ct + "/config"))!["cpuunits"]!.GetValue<int>());
        Assert.True((await lab.Send("PUT", Ct + "/config", new { lockx = 1 })).Status == 400);
        Assert.True((await lab.Send("PUT", Ct + "/config", new JsonObject { ["lock"] = "backup" })).IsOk);
        Assert.Equal("CT is locked (backup)", (await lab.Send("PUT", Ct + "/config", new { delete = "lock" })).Reason);
    }

    [Fact]
    public async Task The_template_call_returns_null_but_converts_and_clones_are_linked()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("OK", await lab.Run("POST", Ct + "/status/shutdown"));
        var answer = await lab.Send("POST", Ct + "/template");
        Assert.True(answer.IsOk);
        Assert.Null(answer.Data);
        Assert.Equal("zfs:basevol-200-disk-0,size=4G", (await lab.Data(Ct + "/config"))!["rootfs"]!.GetValue<string>());
        Assert.Equal("OK", await lab.Run("POST", Ct + "/clone", new { newid = 220, hostname = "clone" }));
        Assert.Equal("zfs:basevol-200-disk-0/subvol-220-disk-0,size=4G", (await lab.Data("nodes/pve1/lxc/220/config"))!["rootfs"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_container_is_a_template_when_the_call_returns_for_nobody_could_wait_for_its_task()
    {
        using var lab = LabClient.From("""{"options":{"taskSeconds":600},"storages":{"local":{"type":"dir"}},"guests":{"200":{"type":"lxc","node":"pve1","status":"stopped","config":{"hostname":"ct","rootfs":"local:200/vm-200-disk-0.raw,size=1G"}}}}""");
        Assert.True((await lab.Send("POST", Ct + "/template")).IsOk);
        Assert.Equal(1, (await lab.Data(Ct + "/config"))!["template"]!.GetValue<int>());
    }
}
