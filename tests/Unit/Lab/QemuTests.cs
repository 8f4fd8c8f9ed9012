using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class QemuTests
{
    private const string Vm = "nodes/pve1/qemu/100";

    private const string State = """
        {"storages":{"local":{"type":"dir","content":["images","rootdir","iso","vztmpl","import","backup","snippets"]},"lvm":{"type":"lvmthin","vgname":"pve","thinpool":"data","content":["images","rootdir"]},"isos":{"type":"dir","content":["iso"]}},
         "content":{"local":["local:iso/x.iso","local:import/cloud.qcow2"]},
         "guests":{"100":{"type":"qemu","node":"pve1","status":"running","config":{"name":"a","ostype":"l26","cores":1,"memory":"1024","agent":"1","boot":"order=scsi0;net0","scsi0":"local:100/vm-100-disk-0.qcow2,size=4G","net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0"}},
                   "101":{"type":"qemu","node":"pve1","config":{"name":"b","boot":"order=scsi0","scsi0":"local:101/vm-101-disk-0.raw,size=1G"}}}}
        """;

    [Fact]
    public async Task A_created_machine_reads_back_as_Proxmox_normalises_it()
    {
        using var lab = LabClient.From(State);
        string exit = await lab.Run("POST", "nodes/pve1/qemu", new JsonObject
        {
            ["vmid"] = 110, ["name"] = "web01", ["memory"] = 2048, ["agent"] = 1, ["scsi0"] = "local:4,format=qcow2,ssd=1,discard=on,iothread=on", ["ide2"] = "local:cloudinit",
            ["net0"] = "model=virtio,firewall=true,bridge=vmbr0,rate=10.50", ["net1"] = "virtio=bc:24:11:0a:0b:0c,bridge=vmbr0,link_down=0", ["tags"] = "b,a C;a", ["description"] = "  x\r\ny\n\n", ["scsi1"] = "lvm:0.5",
        });
        Assert.Equal("OK", exit);
        var config = await lab.Data("nodes/pve1/qemu/110/config");
        Assert.Equal("local:110/vm-110-disk-0.qcow2,discard=on,iothread=1,size=4G,ssd=1", config!["scsi0"]!.GetValue<string>());
        Assert.Equal("lvm:vm-110-disk-0,size=512M", config["scsi1"]!.GetValue<string>());
        Assert.Equal("local:110/vm-110-cloudinit.qcow2,media=cdrom", config["ide2"]!.GetValue<string>());
        Assert.Matches("^virtio=BC:24:11(:[0-9A-F]{2}){3},bridge=vmbr0,firewall=1,rate=10.50$", config["net0"]!.GetValue<string>());
        Assert.Equal("virtio=bc:24:11:0a:0b:0c,bridge=vmbr0,link_down=0", config["net1"]!.GetValue<string>());
        Assert.Equal("a;b;c", config["tags"]!.GetValue<string>());
        Assert.Equal("  x\r\ny", config["description"]!.GetValue<string>());
        Assert.Equal("order=scsi0;ide2;net0", config["boot"]!.GetValue<string>());
        Assert.Equal(System.Text.Json.JsonValueKind.String, config["memory"]!.GetValueKind());
        Assert.Matches("^uuid=[0-9a-f-]{36}$", config["smbios1"]!.GetValue<string>());
        Assert.NotNull(config["vmgenid"]);
        Assert.Contains("creation-qemu=", config["meta"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Windows_machine_with_UEFI_and_TPM_gets_its_small_disks_and_a_pinned_machine()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu", new { vmid = 111, ostype = "win11", machine = "q35", bios = "ovmf", efidisk0 = "local:1,efitype=4m,pre-enrolled-keys=1", tpmstate0 = "lvm:1,version=v2.0", scsi0 = "local:0,import-from=local:import/cloud.qcow2" }));
        var config = await lab.Data("nodes/pve1/qemu/111/config");
        Assert.Equal("local:111/vm-111-disk-0.raw,efitype=4m,pre-enrolled-keys=1,size=528K", config!["efidisk0"]!.GetValue<string>());
        Assert.Equal("lvm:vm-111-disk-0,size=4M,version=v2.0", config["tpmstate0"]!.GetValue<string>());
        Assert.StartsWith("local:111/vm-111-disk-1.qcow2,size=", config["scsi0"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("pc-q35-10.2", config["machine"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("scsi9", "nostore:1", 500, "storage 'nostore' does not exist")]
    [InlineData("scsi9", "local:foo", 500, "unable to parse directory volume name 'foo'")]
    [InlineData("scsi9", "local:100/nope.raw", 500, "volume 'local:100/nope.raw' does not exist")]
    [InlineData("boot", "order=scsi9", 500, "invalid bootorder: device 'scsi9' does not exist'")]
    [InlineData("lock", "backup", 500, "only root can set 'lock' config")]
    [InlineData("balloon", "4096", 500, "balloon value too large (must be smaller than assigned memory)")]
    [InlineData("sshkeys", "ssh-rsa%20nonsense", 500, "SSH public key validation error")]
    [InlineData("hostpci0", "0000:01:00.0", 500, "only root can set 'hostpci0' config for non-mapped devices")]
    [InlineData("usb0", "host=1234:5678", 500, "only root can set 'usb0' config for real devices")]
    public async Task Refusals_after_the_schema_are_500_with_Proxmox_s_words(string key, string value, int status, string reason)
    {
        using var lab = LabClient.From(State);
        var answer = await lab.Send("PUT", Vm + "/config", new JsonObject { [key] = value });
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("cores", "0", "value must have a minimum value of 1")]
    [InlineData("cores", "x", "type check ('integer') failed - got 'x'")]
    [InlineData("onboot", "yes", "type check ('boolean') failed - got 'yes'")]
    [InlineData("name", "bad_name", "invalid format - value does not look like a valid DNS name\n")]
    [InlineData("tags", "b@d", "invalid format - invalid characters in tag\n")]
    [InlineData("net0", "virtio, bridge=vmbr0", "invalid format - format error\nnet0. bridge: property is not defined in schema and the schema does not allow additional properties\n")]
    [InlineData("net0", "virtio,bridge=vmbr0,tag=5000", "invalid format - format error\nnet0.tag: value must have a maximum value of 4094\n")]
    [InlineData("net0", "bridge=vmbr0", "invalid format - format error\nnet0.model: property is missing and it is not optional\n")]
    [InlineData("memory", "abc", "invalid format - format error\nmemory.current: type check ('integer') failed - got 'abc'\n")]
    [InlineData("boot", "scsi0", "invalid format - format error\nboot.legacy: value does not match the regex pattern\n")]
    [InlineData("cpu", "nonsense", "invalid format - Built-in cputype 'nonsense' is not defined (missing 'custom-' prefix?)\n")]
    [InlineData("sshkeys", "not a key", "invalid format - invalid urlencoded string: not a key\n")]
    [InlineData("nope", "1", "property is not defined in schema and the schema does not allow additional properties")]
    [InlineData("delete", "nonexist", "unknown option 'nonexist'")]
    [InlineData("startup", "order=x", "invalid format - unable to parse startup options\n")]
    [InlineData("ide3", "local:iso/x.iso", "explicit 'media=cdrom' is required for iso images")]
    [InlineData("scsi4", "isos:1", null)]
    public async Task Wrong_parameters_are_400_with_the_reason_by_key(string key, string value, string? reason)
    {
        using var lab = LabClient.From(State);
        var answer = await lab.Send("PUT", Vm + "/config", new JsonObject { [key] = value });
        Assert.Equal((400, "Parameter verification failed."), (answer.Status, answer.Reason));
        if (reason is null)
            Assert.Equal("storage 'isos' does not support vm images", answer.Error("storage"));
        else
            Assert.Equal(reason, answer.Error(key));
    }

    [Fact]
    public async Task Several_errors_come_together()
    {
        using var lab = LabClient.From(State);
        var answer = await lab.Send("POST", "nodes/pve1/qemu", new { vmid = 99, bogus = 1, cores = 0 });
        Assert.Equal(["bogus", "cores", "vmid"], answer.Body!["errors"]!.AsObject().Select(e => e.Key).Order());
    }

    [Theory]
    [InlineData("net9", "virtio", "^virtio=BC:24:11(:[0-9A-F]{2}){3}$")]
    [InlineData("scsi8", "local:0", "^local:100/vm-100-disk-1.raw,size=0T$")]
    [InlineData("ipconfig0", "gw=10.0.0.1,ip=dhcp", "^gw=10.0.0.1,ip=dhcp$")]
    [InlineData("nameserver", "foo", "^foo$")]
    [InlineData("machine", "pc-q35-99.0", "^pc-q35-99.0$")]
    [InlineData("cicustom", "user=local:snippets/absent.yaml", "^user=local:snippets/absent.yaml$")]
    [InlineData("vmstatestorage", "nostore", "^nostore$")]
    [InlineData("hotplug", "network, disk", "^network, disk$")]
    [InlineData("cpu", "cputype=host,flags=+aes", @"^cputype=host,flags=\+aes$")]
    [InlineData("boot", "order=scsi0;scsi0", "^order=scsi0;scsi0$")]
    [InlineData("ciuser", "", "^ $")]
    [InlineData("tags", "", "^ $")]
    [InlineData("smbios1", "uuid=95d5f8d1-0000-4000-8000-000000000001,base64=1", "^uuid=95d5f8d1-0000-4000-8000-000000000001,base64=1$")]
    public async Task What_Proxmox_accepts_is_stored_as_it_stores_it(string key, string value, string expected)
    {
        using var lab = LabClient.From(State);
        var answer = await lab.Send("PUT", Vm + "/config", new JsonObject { [key] = value });
        Assert.True(answer.IsOk, answer.Reason + answer.Body);
        Assert.Matches(expected, (await lab.Data(Vm + "/config"))![key]!.GetValue<string>());
    }

    [Fact]
    public async Task A_running_machine_takes_some_keys_at_once_and_keeps_others_pending()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Vm + "/config", new JsonObject { ["cores"] = 4, ["name"] = "z", ["scsi2"] = "local:1", ["ide0"] = "local:1", ["net1"] = "virtio,bridge=vmbr0", ["delete"] = "agent" })).IsOk);
        var pending = (await lab.Data(Vm + "/pending"))!.AsArray().ToDictionary(p => p!["key"]!.GetValue<string>(), p => p!);
        Assert.Equal(4, pending["cores"]["pending"]!.GetValue<int>());
        Assert.Equal(1, pending["cores"]["value"]!.GetValue<int>());
        Assert.Null(pending["name"]["pending"]);
        Assert.Null(pending["scsi2"]["pending"]);
        Assert.Null(pending["net1"]["pending"]);
        Assert.Null(pending["ide0"]["value"]);
        Assert.Equal(1, pending["agent"]["delete"]!.GetValue<int>());
        Assert.Null((await lab.Data(Vm + "/config"))!["agent"]);
        Assert.Equal("1", (await lab.Data(Vm + "/config", new { current = 1 }))!["agent"]!.GetValue<string>());
        Assert.True((await lab.Send("PUT", Vm + "/config", new { revert = "cores" })).IsOk);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/status/reboot"));
        var after = await lab.Data(Vm + "/config", new { current = 1 });
        Assert.Equal(1, after!["cores"]!.GetValue<int>());
        Assert.Null(after["agent"]);
        Assert.NotNull(after["ide0"]);
    }

    [Fact]
    public async Task A_hot_plug_that_fails_is_400_and_stays_pending()
    {
        using var lab = LabClient.From(State);
        var answer = await lab.Send("PUT", Vm + "/config", new { net1 = "virtio,bridge=vmbr77" });
        Assert.Equal("hotplug problem - bridge 'vmbr77' does not exist\n", answer.Error("net1"));
        Assert.Contains((await lab.Data(Vm + "/pending"))!.AsArray(), p => p!["key"]!.GetValue<string>() == "net1" && p["pending"] is not null);
    }

    [Fact]
    public async Task Every_write_changes_the_digest_and_a_stale_one_is_refused()
    {
        using var lab = LabClient.From(State);
        string before = (await lab.Data(Vm + "/config"))!["digest"]!.GetValue<string>();
        Assert.True((await lab.Send("PUT", Vm + "/config", new { description = "x", digest = before })).IsOk);
        var stale = await lab.Send("PUT", Vm + "/config", new { description = "y", digest = before });
        Assert.Equal((500, "checksum mismatch (file change by other user?)"), (stale.Status, stale.Reason));
        Assert.Equal(500, (await lab.Send("PUT", Vm + "/config", new { description = "y", digest = (await lab.Data(Vm + "/config"))!["digest"]!.GetValue<string>().ToUpperInvariant() })).Status);
    }

    [Fact]
    public async Task Detached_disks_become_unused_and_deleting_the_unused_key_destroys_them()
    {
        using var lab = LabClient.From(State);
        const string B = "nodes/pve1/qemu/101";
        Assert.True((await lab.Send("PUT", B + "/config", new { delete = "scsi0" })).IsOk);
        var config = await lab.Data(B + "/config");
        Assert.Equal("local:101/vm-101-disk-0.raw", config!["unused0"]!.GetValue<string>());
        Assert.Equal(" ", config["boot"]!.GetValue<string>());
        Assert.True((await lab.Send("PUT", B + "/config", new { scsi3 = "local:101/vm-101-disk-0.raw,size=77G,ssd=1" })).IsOk);
        config = await lab.Data(B + "/config");
        Assert.Equal("local:101/vm-101-disk-0.raw,size=1G,ssd=1", config!["scsi3"]!.GetValue<string>());
        Assert.Null(config["unused0"]);
        Assert.True((await lab.Send("PUT", B + "/unlink", new { idlist = "scsi3", force = 1 })).IsOk);
        Assert.Empty((await lab.Data("nodes/pve1/storage/local/content", new { vmid = 101, content = "images" }))!.AsArray());
    }

    [Fact]
    public async Task Disks_grow_and_never_shrink()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("OK", await lab.Run("PUT", Vm + "/resize", new { disk = "scsi0", size = "+2G" }));
        Assert.Equal("local:100/vm-100-disk-0.qcow2,size=6G", (await lab.Data(Vm + "/config"))!["scsi0"]!.GetValue<string>());
        Assert.Equal("shrinking disks is not supported", await lab.Run("PUT", Vm + "/resize", new { disk = "scsi0", size = "1G" }));
        Assert.Equal("disk 'scsi7' does not exist", await lab.Run("PUT", Vm + "/resize", new { disk = "scsi7", size = "1G" }));
        Assert.Equal("value does not match the regex pattern", (await lab.Send("PUT", Vm + "/resize", new { disk = "scsi0", size = "big" })).Error("size"));
    }

    [Fact]
    public async Task Power_states_follow_Proxmox_s_rules()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("VM 100 already running", await lab.Run("POST", Vm + "/status/start"));
        Assert.Equal("OK", await lab.Run("POST", Vm + "/status/suspend"));
        Assert.Equal("paused", (await lab.Data(Vm + "/status/current"))!["qmpstatus"]!.GetValue<string>());
        Assert.Equal("VM is paused - cannot shutdown", (await lab.Send("POST", Vm + "/status/shutdown")).Reason);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/status/resume"));
        Assert.Equal("VM 100 is running - destroy failed", (await lab.Send("DELETE", Vm)).Reason);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/status/stop"));
        Assert.Equal("VM 100 not running", (await lab.Send("POST", Vm + "/status/suspend")).Reason);
        Assert.Equal("VM 100 not running", (await lab.Send("POST", Vm + "/status/reboot")).Reason);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/status/stop"));
        Assert.Equal("Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist", await lab.Run("POST", "nodes/pve1/qemu/999/status/start"));
        Assert.True((await lab.Send("PUT", Vm + "/config", new { sockets = 4, cores = 32 })).IsOk);
        Assert.Equal("MAX 16 vcpus allowed per VM on this node", await lab.Run("POST", Vm + "/status/start"));
        Assert.Equal("OK", await lab.Run("DELETE", Vm, new { purge = 1, destroy__unreferenced__disks = 1 }));
        Assert.Equal(500, (await lab.Get(Vm + "/config")).Status);
        Assert.Empty((await lab.Data("nodes/pve1/storage/local/content", new { vmid = 100, content = "images" }))!.AsArray());
    }

    [Fact]
    public async Task Templates_linked_clones_and_their_bases_hold_together()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/status/stop"));
        Assert.Equal("OK", await lab.Run("POST", Vm + "/template"));
        Assert.Equal("local:100/base-100-disk-0.qcow2,size=4G", (await lab.Data(Vm + "/config"))!["scsi0"]!.GetValue<string>());
        Assert.Equal("you can't start a vm if it's a template", await lab.Run("POST", Vm + "/status/start"));
        Assert.Equal("OK", await lab.Run("POST", Vm + "/clone", new { newid = 120, name = "linked" }));
        var clone = await lab.Data("nodes/pve1/qemu/120/config");
        Assert.Equal("local:100/base-100-disk-0.qcow2/120/vm-120-disk-0.qcow2,size=4G", clone!["scsi0"]!.GetValue<string>());
        Assert.NotEqual("virtio=BC:24:11:00:00:01,bridge=vmbr0", clone["net0"]!.GetValue<string>());
        Assert.Equal("base volume 'local:100/base-100-disk-0.qcow2' is still in use by linked cloned", await lab.Run("DELETE", Vm));
        Assert.Equal("parameter 'storage' not allowed for linked clones", (await lab.Send("POST", Vm + "/clone", new { newid = 121, storage = "lvm" })).Reason);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/clone", new { newid = 122, full = 1, storage = "lvm" }));
        Assert.Equal("lvm:vm-122-disk-0,size=4G", (await lab.Data("nodes/pve1/qemu/122/config"))!["scsi0"]!.GetValue<string>());
        Assert.Equal("unable to create VM 122: config file already exists", (await lab.Send("POST", Vm + "/clone", new { newid = 122 })).Reason);
    }

    [Fact]
    public async Task Snapshots_remember_the_config_and_roll_it_back()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Vm + "/config", new { cipassword = "hidden words" })).IsOk);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/snapshot", new { snapname = "before", description = "first" }));
        Assert.True((await lab.Send("PUT", Vm + "/config", new { name = "changed" })).IsOk);
        Assert.Equal("**********", (await lab.Data(Vm + "/config", new { snapshot = "before" }))!["cipassword"]!.GetValue<string>());
        Assert.StartsWith("$5$", (await lab.Data(Vm + "/snapshot/before/config"))!["cipassword"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("snapshot name 'before' already used", await lab.Run("POST", Vm + "/snapshot", new { snapname = "before" }));
        Assert.Equal("OK", await lab.Run("POST", Vm + "/snapshot/before/rollback"));
        Assert.Equal("a", (await lab.Data(Vm + "/config"))!["name"]!.GetValue<string>());
        Assert.Equal("snapshot feature is not available", await lab.Run("POST", "nodes/pve1/qemu/101/snapshot", new { snapname = "raw" }));
        Assert.Equal("OK", await lab.Run("DELETE", Vm + "/snapshot/before"));
        Assert.Equal("snapshot 'before' does not exist", await lab.Run("DELETE", Vm + "/snapshot/before"));
    }

    [Fact]
    public async Task Moving_a_disk_copies_it_and_leaves_or_removes_the_source()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/move_disk", new { disk = "scsi0", storage = "lvm" }));
        var config = await lab.Data(Vm + "/config");
        Assert.Equal("lvm:vm-100-disk-0,size=4G", config!["scsi0"]!.GetValue<string>());
        Assert.Equal("local:100/vm-100-disk-0.qcow2", config["unused0"]!.GetValue<string>());
        Assert.Equal("you can't move to the same storage with same format", (await lab.Send("POST", Vm + "/move_disk", new { disk = "scsi0", storage = "lvm" })).Reason);
    }

    [Fact]
    public async Task A_lock_in_the_config_refuses_changes()
    {
        using var lab = LabClient.From("""{"guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"a","lock":"backup"}}}}""");
        Assert.Equal("VM is locked (backup)", (await lab.Send("PUT", Vm + "/config", new { cores = 2 })).Reason);
        Assert.Equal("VM is locked (backup)", await lab.Run("POST", Vm + "/status/start"));
    }

    [Fact]
    public async Task A_password_is_hashed_and_never_shown()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Vm + "/config", new { cipassword = "Hello world!" })).IsOk);
        Assert.Equal("**********", (await lab.Data(Vm + "/config"))!["cipassword"]!.GetValue<string>());
        Assert.DoesNotContain("Hello world!", lab.Cluster.ToJson(), StringComparison.Ordinal);
        Assert.Equal("$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", ProxmoxMpc.Lab.Guests.PasswordHash.Crypt("Hello world!", "saltstring"));
    }
}
