using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Refusals that were compared with Proxmox's own API code, by the rule behind them.</summary>
public sealed class RefusalTests
{
    private const string State = """
        { "options": { "taskSeconds": 0, "resourceLagSeconds": 0 }, "nodes": { "pve1": { "cores": 16 } },
          "storages": { "local": { "type": "dir", "path": "/var/lib/vz", "content": ["iso", "vztmpl", "backup", "snippets", "images", "rootdir"] }, "data": { "type": "dir", "path": "/var/lib/data", "content": ["images", "rootdir"] },
            "nfs": { "type": "nfs", "server": "192.0.2.1", "export": "/e", "content": ["images"] } },
          "bridges": { "pve1": ["vmbr0"] }, "users": { "root@pam": {} }, "tokens": { "root@pam!iac": { "secret": "s", "privsep": false } },
          "guests": {
            "100": { "type": "qemu", "node": "pve1", "config": { "name": "web", "virtiofs0": "share", "tpmstate0": "local:100/vm-100-disk-1.raw,size=4M" } },
            "101": { "type": "qemu", "node": "pve1", "config": { "name": "tpl", "template": "1", "scsi0": "local:101/base-101-disk-0.raw,size=1G" } },
            "200": { "type": "lxc", "node": "pve1", "config": { "hostname": "ct", "rootfs": "local:200/vm-200-disk-0.raw,size=2G", "unused0": "local:200/vm-200-disk-1.raw", "cpulimit": "2" } },
            "201": { "type": "lxc", "node": "pve1", "config": { "hostname": "held", "lock": "backup", "rootfs": "local:201/vm-201-disk-0.raw,size=2G" } } } }
        """;

    private static LabClient Start()
    {
        var lab = LabClient.From(State);
        lab.Authorization = "PVEAPIToken=root@pam!iac=s";
        return lab;
    }

    [Theory]
    // JSON's true is no number and no text; a number it stays in quotes.
    [InlineData("PUT", "nodes/pve1/qemu/100/config", """{"cores":true}""", "cores", "type check ('integer') failed - got JSON::PP::Boolean")]
    [InlineData("PUT", "nodes/pve1/qemu/100/config", """{"description":true}""", "description", "type check ('string') failed - got JSON::PP::Boolean")]
    // Families end below as well as above.
    [InlineData("PUT", "nodes/pve1/dns", """{"search":"a.b","dns0":"192.0.2.1"}""", "dns0", "property is not defined in schema and the schema does not allow additional properties")]
    [InlineData("POST", "nodes/pve1/network", """{"iface":"vmbr1","type":"bridge","bridge_vids":"1-5"}""", "bridge_vids", "invalid format - invalid VLAN tag '1'\n")]
    [InlineData("POST", "cluster/backup", """{"all":1,"schedule":"nonsense"}""", "schedule", "invalid format - invalid calendar event 'nonsense' - unable to parse calendar event - nonsense\n\n")]
    [InlineData("POST", "cluster/backup", """{"all":1,"schedule":"daily","fleecing":"1"}""", "fleecing", "invalid format - 'storage' parameter is required when 'enabled' is set\n")]
    [InlineData("POST", "cluster/firewall/rules", """{"type":"in","action":"ACCEPT","source":"300.1.1.1"}""", "source", "invalid format - invalid IP address: Invalid quad in IP address 300.1.1.1 - 300\n")]
    [InlineData("POST", "cluster/firewall/rules", """{"type":"in","action":"ACCEPT","source":"192.0.2.1,fd00::1"}""", "source", "invalid format - detected mixed ipv4/ipv6 addresses in address list '192.0.2.1,fd00::1'\n")]
    [InlineData("POST", "cluster/firewall/rules", """{"type":"in","action":"ACCEPT","dest":"192.0.2.1-192.0.2.9,192.0.2.11"}""", "dest", "invalid format - you can't use a range in a list\n")]
    [InlineData("PUT", "nodes/pve1/firewall/options", """{"nf_conntrack_helpers":"ftp,gopher"}""", "nf_conntrack_helpers", "invalid format - unknown helper gopher\n")]
    [InlineData("POST", "nodes/pve1/qemu/100/status/start", """{"migratedfrom":"pve2"}""", "migratedfrom", "Only root may use this option.")]
    [InlineData("POST", "nodes/pve1/qemu/100/move_disk", """{"disk":"scsi0","target-vmid":100}""", "target-vmid", "must be different than source VMID to reassign disk")]
    [InlineData("POST", "nodes/pve1/vzdump", """{"vmid":"100","dumpdir":"/tmp"}""", "dumpdir", "Only root may set this option.")]
    [InlineData("GET", "nodes/pve1/storage", """{"storage":"nope"}""", "storage", "No such storage.")]
    [InlineData("PUT", "access/acl", """{"path":"/a b","roles":"PVEAuditor","users":"root@pam"}""", "path", "invalid ACL path '/a b'")]
    [InlineData("PUT", "cluster/ha/rules/r1", """{"comment":"x"}""", "comment", "property is not defined in schema and the schema does not allow additional properties")]
    [InlineData("POST", "cluster/mapping/usb", """{"id":"key1","map":["id=zz,node=pve1"]}""", "map[0]", "invalid format - format error\nmap[0].id: value does not match the regex pattern\n")]
    public async Task A_parameter_is_refused(string method, string path, string body, string key, string reason)
    {
        using var lab = Start();
        var answer = method == "GET" ? await lab.Get(path, new { storage = "nope" }) : await lab.Send(method, path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal((400, reason), (answer.Status, answer.Error(key)));
    }

    [Theory]
    // The reader of the config file takes no sign and no bare fraction.
    [InlineData("PUT", "nodes/pve1/qemu/100/config", """{"cores":"+2"}""", "unable to parse value of 'cores' - type check ('integer') failed - got '+2'")]
    [InlineData("PUT", "nodes/pve1/qemu/100/config", """{"cpulimit":".5"}""", "unable to parse value of 'cpulimit' - type check ('number') failed - got '.5'")]
    [InlineData("PUT", "nodes/pve1/qemu/100/config", """{"digest":null}""", "no options specified")]
    [InlineData("POST", "nodes/pve1/qemu", """{"vmid":105,"archive":"-"}""", "pipe requires cli environment")]
    [InlineData("POST", "nodes/pve1/qemu/999/clone", """{"newid":105}""", "unable to find configuration file for VM 999 on node 'pve1'")]
    [InlineData("POST", "nodes/pve1/qemu/999/snapshot", """{"snapname":"aa"}""", "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist")]
    [InlineData("POST", "nodes/pve1/qemu/100/snapshot", """{"snapname":"aa","vmstate":1}""", "Cannot live-migrate, snapshot (with RAM), or hibernate a VM with: virtiofs")]
    [InlineData("POST", "nodes/pve1/lxc/200/move_volume", """{"volume":"unused0","storage":"data"}""", "cannot move volume 'unused0', only configured volumes can be moved to another storage")]
    [InlineData("POST", "nodes/pve1/lxc/999/clone", """{"newid":200}""", "Configuration file 'nodes/pve1/lxc/999.conf' does not exist")]
    [InlineData("GET", "nodes/pve1/lxc/201/migrate", "{}", "CT is locked (backup)")]
    [InlineData("POST", "nodes/pve1/vzdump", """{"pool":"nope"}""", "pool 'nope' does not exist")]
    [InlineData("POST", "storage", """{"storage":"odd","type":"dir","path":"/x y"}""", "illegal path for directory storage: /x y")]
    [InlineData("POST", "storage", """{"storage":"vg","type":"lvm","vgname":"v0","content":"iso"}""", "storage does not support content type 'none'")]
    [InlineData("PUT", "storage/nfs", """{"server":"192.0.2.2"}""", "update storage failed: can't change value of fixed parameter 'server'")]
    [InlineData("DELETE", "nodes/pve1/storage/local/content/vm-100-disk-9.qcow2", "{}", "unable to parse directory volume name 'vm-100-disk-9.qcow2'")]
    [InlineData("POST", "cluster/ha/resources", """{"sid":"foo:1"}""", "unknown section type 'foo'")]
    [InlineData("POST", "cluster/ha/resources", """{"sid":"ct:100"}""", "resource 'ct:100' - guest with ID 100 is not a container")]
    [InlineData("POST", "cluster/replication", """{"id":"100-0","type":"local","target":"pve2"}""", "Target 'pve2' does not exist.")]
    [InlineData("POST", "nodes/pve1/network", """{"iface":"vmbr1","type":"bridge","bridge_ports":"none"}""", "bridge 'vmbr1' - unable to find bridge port 'none'")]
    public async Task A_call_dies(string method, string path, string body, string reason)
    {
        using var lab = Start();
        var answer = method is "GET" or "DELETE" ? await lab.Send(method, path) : await lab.Send(method, path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal((500, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task HEAD_is_no_method_of_the_API()
    {
        using var lab = Start();
        Assert.Equal((501, "method 'HEAD' not available"), (await lab.Send("HEAD", "version")) is var answer ? (answer.Status, answer.Reason) : default);
    }

    [Fact]
    public async Task What_lies_in_files_of_its_own_is_read_without_its_guest()
    {
        using var lab = Start();
        Assert.Equal("da39a3ee5e6b4b0d3255bfef95601890afd80709", (await lab.Get("nodes/pve1/qemu/999/firewall/options")).Data!["digest"]!.GetValue<string>());
        Assert.Empty((await lab.Get("nodes/pve1/qemu/999/firewall/rules")).Data!.AsArray());
        // Nobody looks for a snapshot that nothing is said about.
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/999/snapshot/none/config", new { })).IsOk);
        Assert.Equal("unable to open file - No such file or directory", (await lab.Get("nodes/pve1/tasks/UPID:pve1:00000001:00000001:00000001:x:y:root@pam:/log")).Data![0]!["t"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_template_s_image_does_not_grow_and_a_machine_s_grows_by_whole_KiB()
    {
        using var lab = Start();
        Assert.NotEqual("OK", await lab.Run("PUT", "nodes/pve1/qemu/101/resize", new { disk = "scsi0", size = "+1G" }));
        await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { scsi0 = "local:1" });
        Assert.Equal("OK", await lab.Run("PUT", "nodes/pve1/qemu/100/resize", new { disk = "scsi0", size = "+1" }));
        Assert.EndsWith("size=1048577K", (await lab.Get("nodes/pve1/qemu/100/config")).Data!["scsi0"]!.GetValue<string>());
    }

    [Fact]
    public async Task Another_volume_may_have_another_TPM_version_the_same_keeps_it()
    {
        using var lab = Start();
        Assert.Equal("cannot change TPM state version after creation", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { tpmstate0 = "local:100/vm-100-disk-1.raw,version=v2.0" })).Reason);
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { tpmstate0 = "data:1,version=v2.0" })).IsOk);
        Assert.Equal("local:100/vm-100-disk-1.raw", (await lab.Get("nodes/pve1/qemu/100/config")).Data!["unused0"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_limit_stands_in_for_cores_as_the_text_it_is()
    {
        using var lab = Start();
        Assert.Equal("2", (await lab.Get("nodes/pve1/lxc/200/status/current")).Data!["cpus"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_storage_local_cannot_be_lost_and_what_was_switched_off_by_name_reads_back()
    {
        using var lab = Start();
        Assert.True((await lab.Send("DELETE", "storage/local")).IsOk);
        Assert.Equal("/var/lib/vz", (await lab.Get("storage/local")).Data!["path"]!.GetValue<string>());
        await lab.Send("POST", "storage", new { storage = "own", type = "dir", path = "/srv/own", shared = 0, content__dirs = "iso=/isos" });
        var own = (await lab.Get("storage/own")).Data!;
        Assert.Equal((0, "/isos"), (own["shared"]!.GetValue<int>(), own["content-dirs"]!["iso"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_older_start_time_becomes_a_schedule_and_the_list_tells_the_next_run()
    {
        using var lab = Start();
        await lab.Send("POST", "cluster/backup", new { id = "old", vmid = "100", starttime = "10:00", dow = "mon,tue" });
        Assert.Equal("mon,tue 10:00", (await lab.Get("cluster/backup/old")).Data!["schedule"]!.GetValue<string>());
        Assert.True((await lab.Get("cluster/backup")).Data![0]!["next-run"]!.GetValue<long>() > 0);
        Assert.Equal([101, 200, 201], (await lab.Get("cluster/backup-info/not-backed-up")).Data!.AsArray().Select(g => g!["vmid"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_machine_takes_what_was_pending_when_it_goes_down()
    {
        using var lab = Start();
        await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { delete = "virtiofs0,tpmstate0" });
        await lab.Run("POST", "nodes/pve1/qemu/100/status/start");
        await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { cores = 2 });
        await lab.Run("POST", "nodes/pve1/qemu/100/status/stop");
        var cores = (await lab.Get("nodes/pve1/qemu/100/pending")).Data!.AsArray().Single(p => p!["key"]!.GetValue<string>() == "cores")!;
        Assert.Equal((2, null), (cores["value"]!.GetValue<int>(), cores["pending"]));
    }

    [Fact]
    public async Task A_disk_that_may_not_be_removed_stays_pending()
    {
        using var lab = Start();
        await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { delete = "virtiofs0,tpmstate0", hotplug = "0" });
        await lab.Run("POST", "nodes/pve1/qemu/100/status/start");
        await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { scsi7 = "data:1" });
        await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { protection = 1 });
        Assert.Equal("can't remove drive 'scsi7' - protection mode enabled", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { revert = "scsi7" })).Reason);
        Assert.Contains((await lab.Get("nodes/pve1/qemu/100/pending")).Data!.AsArray(), p => p!["key"]!.GetValue<string>() == "scsi7");
    }

    [Fact]
    public async Task An_agent_answers_only_where_the_state_says_that_one_is_installed()
    {
        const string Guest = """ "guests":{"100":{"type":"qemu","node":"pve1","status":"running","config":{"name":"a","agent":"1","ipconfig0":"ip=192.0.2.5/24"}}} """;
        using var bare = LabClient.From($$"""{"options":{"taskSeconds":0},{{Guest}}}""");
        Assert.Equal("QEMU guest agent is not running", (await bare.Send("POST", "nodes/pve1/qemu/100/agent/ping")).Reason);
        using var lab = LabClient.From($$"""{"options":{"taskSeconds":0,"guestAgents":true},{{Guest}}}""");
        Assert.True((await lab.Send("POST", "nodes/pve1/qemu/100/agent/ping")).IsOk);
    }

    [Fact]
    public async Task An_empty_key_list_changes_nothing_and_a_firmware_disk_takes_no_medium()
    {
        using var lab = Start();
        await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { sshkeys = "%20" });
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { sshkeys = "" })).IsOk);
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { efidisk0 = "none" })).IsOk);
        var config = (await lab.Get("nodes/pve1/qemu/100/config")).Data!;
        Assert.Equal(("%20", null), (config["sshkeys"]!.GetValue<string>(), config["efidisk0"]));
    }

    [Fact]
    public async Task A_second_factor_that_nobody_asked_for_is_wrong()
    {
        using var lab = LabClient.From("""{"users":{"ops@pve":{"password":"correct"}}}""");
        lab.Authorization = null;
        Assert.Equal(401, (await lab.Send("POST", "access/ticket", new { username = "ops@pve", password = "correct", otp = "123456" })).Status);
        Assert.True((await lab.Send("POST", "access/ticket", new { username = "ops@pve", password = "correct" })).IsOk);
    }

    [Theory]
    [InlineData("daily", "2026-11-27 00:00:00")]
    [InlineData("*/15", "2026-11-26 02:45:00")]
    [InlineData("mon..fri 22:30", "2026-11-26 22:30:00")]
    [InlineData("sat 18:15", "2026-11-28 18:15:00")]
    [InlineData("sat *-*-1..7 03:00", "2026-12-05 03:00:00")]
    [InlineData("8..17/3:0/20", "2026-11-26 08:00:00")]
    [InlineData("*-2-29", "2028-02-29 00:00:00")]
    [InlineData("fri..mon 1:00", "2026-11-27 01:00:00")]
    public void A_schedule_knows_its_next_moment(string schedule, string next)
    {
        var now = new DateTimeOffset(2026, 11, 26, 2, 31, 0, TimeSpan.Zero);
        long? moment = CalendarEvent.TryParse(schedule)?.Next(now.ToUnixTimeSeconds());
        Assert.Equal(next, moment is null ? null : DateTimeOffset.FromUnixTimeSeconds(moment.Value).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("25:00:00:00")]
    [InlineData("mo-fr 10:00")]
    [InlineData("10..5:00")]
    [InlineData("daily twice")]
    public void What_is_no_schedule_is_none(string text) => Assert.Null(CalendarEvent.TryParse(text));
}
