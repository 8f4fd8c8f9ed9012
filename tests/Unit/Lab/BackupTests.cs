using System.Text.Json.Nodes;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>What is on volumes, and where it goes: with copies, moves, snapshots, backups and restores.</summary>
public sealed class BackupTests
{
    private const string State = """
        {"options":{"taskSeconds":0,"resourceLagSeconds":0},"nodes":{"pve1":{},"pve2":{}},
         "storages":{"local":{"type":"dir","content":["images","rootdir","iso","vztmpl","backup"]},"lvm":{"type":"lvmthin","content":["images","rootdir"]},"bin":{"type":"pbs","shared":true,"content":["backup"]},
                     "few":{"type":"dir","content":["backup"],"prune-backups":"keep-last=1"}},
         "content":{"local":["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"]},"pools":{"prod":{}},
         "guests":{"100":{"type":"qemu","node":"pve1","status":"running","pool":"prod","config":{"name":"a","memory":"1024","boot":"order=scsi0","scsi0":"lvm:vm-100-disk-0,size=4G","scsi1":"lvm:vm-100-disk-1,backup=0,size=1G","net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0","unused0":"lvm:vm-100-disk-2"}},
                   "200":{"type":"lxc","node":"pve1","config":{"hostname":"c","ostype":"debian","arch":"amd64","unprivileged":1,"rootfs":"lvm:vm-200-disk-0,size=2G","mp0":"lvm:vm-200-disk-1,mp=/a,backup=1,size=1G","mp1":"lvm:vm-200-disk-2,mp=/b,size=1G"}}}}
        """;

    [Fact]
    public async Task A_machine_comes_back_from_its_archive_with_what_was_on_the_drives_that_were_saved()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/status/stop"));
        var before = (Root: Data(lab, "lvm:vm-100-disk-0"), Spare: Data(lab, "lvm:vm-100-disk-1"));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/vzdump", new { vmid = 100, storage = "local", compress = "zstd", notes__template = @"of {{guestname}} ({{vmid}})\nby us", remove = 0 }));
        var archive = Assert.Single((await lab.Data("nodes/pve1/storage/local/content", new { content = "backup", vmid = 100 }))!.AsArray())!;
        Assert.Matches(@"^local:backup/vzdump-qemu-100-.*\.vma\.zst$", archive["volid"]!.GetValue<string>());
        Assert.Equal("of a (100)\nby us", archive["notes"]!.GetValue<string>());
        Assert.Null(archive["archive"]);
        Assert.Equal("OK", await lab.Run("DELETE", "nodes/pve1/qemu/100", new { purge = 1 }));
        Assert.Null(Data(lab, "lvm:vm-100-disk-0"));

        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu", new { vmid = 100, archive = archive["volid"]!.GetValue<string>(), pool = "prod", memory = 2048 }));

        var config = (await lab.Data("nodes/pve1/qemu/100/config"))!;
        Assert.Equal(("lvm:vm-100-disk-0,size=4G", "2048", "virtio=BC:24:11:00:00:01,bridge=vmbr0"), (config["scsi0"]!.GetValue<string>(), config["memory"]!.GetValue<string>(), config["net0"]!.GetValue<string>()));
        Assert.Null(config["scsi1"]);
        Assert.Null(config["unused0"]);
        Assert.Null(config["lock"]);
        Assert.Equal(before.Root, Data(lab, "lvm:vm-100-disk-0"));
        Assert.NotEqual(before.Root, before.Spare);
    }

    [Fact]
    public async Task A_container_comes_back_onto_the_volumes_that_the_call_names_and_else_onto_one_storage()
    {
        using var lab = LabClient.From(State);
        var (root, saved, left) = (Data(lab, "lvm:vm-200-disk-0"), Data(lab, "lvm:vm-200-disk-1"), Data(lab, "lvm:vm-200-disk-2"));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/vzdump", new { vmid = 200, storage = "bin" }));
        string archive = (await lab.Data("nodes/pve2/storage/bin/content", new { content = "backup" }))![0]!["volid"]!.GetValue<string>();
        Assert.Matches(@"^bin:backup/ct/200/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", archive);
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve2/lxc", new { vmid = 300, ostemplate = archive, restore = 1, rootfs = "lvm:2", mp0 = "lvm:1,mp=/a,backup=1", mp1 = "lvm:1,mp=/b" }));
        Assert.Equal((root, saved, "0"), (Data(lab, "lvm:vm-300-disk-0"), Data(lab, "lvm:vm-300-disk-1"), Data(lab, "lvm:vm-300-disk-2")));
        Assert.NotEqual("0", left);

        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/lxc", new { vmid = 200, ostemplate = archive, restore = 1, force = 1 }));
        var config = (await lab.Data("nodes/pve1/lxc/200/config"))!;
        Assert.Equal("local:200/vm-200-disk-0.raw,size=2G", config["rootfs"]!.GetValue<string>());
        Assert.Equal(root, Data(lab, "local:200/vm-200-disk-0.raw"));
        Assert.Null(Data(lab, "lvm:vm-200-disk-0"));
    }

    [Fact]
    public async Task Data_goes_with_copies_moves_and_snapshots_and_changes_where_a_guest_writes()
    {
        using var lab = LabClient.From(State);
        string running = Data(lab, "lvm:vm-100-disk-0")!;
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/snapshot", new { snapname = "before" }));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/status/stop"));
        string stopped = Data(lab, "lvm:vm-100-disk-0")!;
        Assert.NotEqual(running, stopped);
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/clone", new { newid = 101, full = 1 }));
        Assert.Equal(stopped, Data(lab, "lvm:vm-101-disk-0"));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/101/move_disk", new { disk = "scsi0", storage = "local", delete = 1 }));
        Assert.Equal(stopped, Data(lab, "local:101/vm-101-disk-0.raw"));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/101/migrate", new { target = "pve2", with__local__disks = 1 }));
        Assert.Equal(stopped, Data(lab, "local:101/vm-101-disk-0.raw"));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/snapshot/before/rollback"));
        Assert.Equal(running, Data(lab, "lvm:vm-100-disk-0"));
        Assert.Equal("OK", await lab.Run("PUT", "nodes/pve1/qemu/100/resize", new { disk = "scsi0", size = "+1G" }));
        Assert.Equal(running, Data(lab, "lvm:vm-100-disk-0"));
        using var again = new LabClient(LabCluster.FromJson(lab.Cluster.ToJson()));
        Assert.Equal(running, Data(again, "lvm:vm-100-disk-0"));
    }

    [Fact]
    public async Task A_storage_that_keeps_one_takes_no_second_unless_it_may_remove_the_first()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/vzdump", new { vmid = 200, storage = "few", remove = 0 }));
        string first = (await lab.Data("nodes/pve1/storage/few/content"))![0]!["volid"]!.GetValue<string>();
        Assert.Equal("job errors", await lab.Run("POST", "nodes/pve1/vzdump", new { vmid = 200, storage = "few", remove = 0 }));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/vzdump", new { vmid = 200, storage = "few" }));
        Assert.NotEqual(first, Assert.Single((await lab.Data("nodes/pve1/storage/few/content"))!.AsArray())!["volid"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_guest_is_locked_while_it_is_saved_and_free_after_a_stop()
    {
        using var lab = LabClient.From(State.Replace("\"taskSeconds\":0", "\"taskSeconds\":30", StringComparison.Ordinal));
        string upid = (await lab.Send("POST", "nodes/pve1/vzdump", new { vmid = 200, storage = "local" })).Data!.GetValue<string>();
        Assert.Equal("CT is locked (backup)", (await lab.Send("PUT", "nodes/pve1/lxc/200/config", new { cores = 2 })).Reason);
        Assert.True((await lab.Send("DELETE", $"nodes/pve1/tasks/{upid}")).IsOk);
        Assert.True((await lab.Send("PUT", "nodes/pve1/lxc/200/config", new { cores = 2 })).IsOk);
    }

    [Theory]
    [InlineData("""{"vmid":"100","notes-template":"x {{who}}","storage":"local"}""", "notes-template")]
    [InlineData("""{"vmid":"100","notes-template":"x \\q","storage":"local"}""", "notes-template")]
    public async Task Notes_that_cannot_be_made_are_refused(string body, string key)
    {
        using var lab = LabClient.From(State);
        Assert.Contains("found unknown", (await lab.Send("POST", "nodes/pve1/vzdump", JsonNode.Parse(body)!.AsObject())).Error(key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drive_cannot_be_named_beside_an_archive()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("option conflicts with option 'archive'", (await lab.Send("POST", "nodes/pve1/qemu", new { vmid = 109, archive = "local:backup/vzdump-qemu-100-2026_01_01-00_00_00.vma", scsi0 = "lvm:4" })).Error("scsi0"));
    }

    /// <summary>The hash of what is on a volume; null: there is none.</summary>
    private static string? Data(LabClient lab, string volid) => JsonNode.Parse(lab.Cluster.ToJson())!["content"]!.AsObject()
        .SelectMany(storage => storage.Value!.AsArray()).FirstOrDefault(volume => volume!["volid"]!.GetValue<string>() == volid)?["data"]?.GetValue<string>();
}
