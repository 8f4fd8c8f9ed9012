using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Conflicts are decided one by one, by what was last read of the server, and the others stay.</summary>
public sealed class ConflictResolutionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_conflict_is_decided_for_the_side_that_was_named()
    {
        using var lab = await ConflictingAsync();
        Assert.Equal(["web-01 (100) cores", "web-01 (100) memory", "web-02 (101) cores"], ConflictResolution.Find(lab.Workspace).Select(conflict => conflict.Subject));

        var server = Resolve(lab, Preference.Server, conflict => conflict is { VmId: 100, Attribute: "cores" });
        Assert.Equal((Preference.Server, "4", "6"), Assert.Single(server.Resolved) is var one ? (one.Resolution, one.Code, one.Server) : default);
        Assert.Equal(["terraform/vms/web-01.tf"], server.Files.Where(file => file.Diff is not null).Select(file => file.Path));
        Assert.NotNull(server.SnapshotId);
        var code = Resolve(lab, Preference.Code, conflict => conflict.VmId == 101);
        Assert.Single(code.Resolved);

        Assert.Equal("6", lab.Code(100).Attributes.Get("cores"));
        Assert.Equal("web-01 (100) memory", Assert.Single(ConflictResolution.Find(lab.Workspace)).Subject);
        var step = Assert.Single((await lab.PlanAsync()).Steps);
        Assert.Equal((101, "6", "4"), (step.VmId, Assert.Single(step.Changes).Before, step.Changes[0].After));
        Assert.Equal("memory", Assert.Single((await lab.SyncAsync()).Conflicts).Path);
    }

    [Fact]
    public async Task What_was_not_meant_to_be_written_is_not()
    {
        using var lab = await ConflictingAsync();
        var before = lab.Files();
        var all = ConflictResolution.Find(lab.Workspace);
        var preview = ConflictResolution.Run(lab.Workspace, all, Preference.Server, write: false, ct: Stop);
        Assert.Equal(3, preview.Resolved.Length);
        Assert.Contains("cores", preview.Files[0].Diff);
        Assert.Equal(before, lab.Files());
        Assert.Equal(all, ConflictResolution.Find(lab.Workspace));
    }

    [Theory]
    [InlineData(Preference.Server)]
    [InlineData(Preference.Code)]
    public async Task A_guest_that_one_side_deleted_and_the_other_edited_goes_or_is_planned_anew(Preference side)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = (await lab.ServerAsync(107))!;
        var file = lab.Code(107).File;
        GuestCode.Set(lab.Workspace, 107, new GuestEdits(guest.Kind).Set("description", "still wanted"), write: true);
        await lab.DeleteOnServerAsync(guest);
        Assert.Single((await lab.SyncAsync()).Conflicts);

        var result = Resolve(lab, side, _ => true);
        Assert.Equal((107, null), Assert.Single(result.Resolved) is var one ? (one.VmId, one.Attribute) : default);
        Assert.Equal(side == Preference.Code, File.Exists(lab.Workspace.PathOf(file)));
        Assert.Equal(side == Preference.Code ? [Core.Planning.PlanAction.Create] : [], (await lab.PlanAsync()).Steps.Select(step => step.Action).Take(1));
        Assert.Empty((await lab.SyncAsync()).Conflicts);
    }

    [Theory]
    [InlineData(Preference.Server, "\"Theirs\"", 0)]
    [InlineData(Preference.Code, "\"Ours\"", 1)]
    public async Task Things_beside_guests_are_decided_alike(Preference side, string comment, int pending)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        lab.Replace("terraform/pools.tf", "comment = \"Production\"", "comment = \"Ours\"");
        using (var session = await lab.OpenAsync()) await session.Client.PutAsync("/pools", [new("poolid", "prod"), new("comment", "Theirs")], Stop);
        Assert.Single((await lab.SyncAsync()).ObjectChanges, change => change.Kind == SyncChangeKind.Conflict);

        var conflict = Assert.Single(Resolve(lab, side, _ => true).Resolved);
        Assert.Equal(("pool prod comment", ObjectKind.Pool), (conflict.Subject, conflict.Object));
        Assert.Contains($"comment = {comment}", lab.Text("terraform/pools.tf"));
        var after = (await lab.SyncAsync()).ObjectChanges;
        Assert.Equal(Enumerable.Repeat(SyncChangeKind.Pending, pending), after.Select(change => change.Kind));
    }

    [Fact]
    public async Task What_was_decided_of_a_guest_that_never_met_its_code_stays_decided()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        using (var session = await lab.OpenAsync())
        {
            var task = await session.Client.PostAsync("/nodes/pve1/qemu", [new("vmid", "800"), new("name", "both"), new("cores", "2"), new("memory", "1024")], Stop);
            Assert.True(Core.Api.Upid.TryParse(task.GetString(), out var upid));
            await session.Client.WaitForTaskAsync(upid, null, Stop);
        }
        await File.WriteAllTextAsync(lab.Workspace.PathOf("terraform/vms/both.tf"), """
            resource "proxmox_virtual_environment_vm" "both" {
              node_name = "pve1"
              vm_id     = 800
              name      = "both"
              started   = false
              on_boot   = false

              cpu {
                cores = 4
                type  = "qemu64"
              }

              memory {
                dedicated = 2048
              }

              lifecycle {
                ignore_changes = [operating_system, scsi_hardware]
              }
            }

            """, Stop);
        Assert.Equal(["cores", "memory"], (await lab.SyncAsync()).Conflicts.Select(change => change.Path));
        Assert.Single(Resolve(lab, Preference.Code, conflict => conflict.Attribute == "cores").Resolved);
        var sync = await lab.SyncAsync();
        Assert.Equal([(SyncChangeKind.Pending, "cores", "2"), (SyncChangeKind.Conflict, "memory", null)], sync.Changes.Select(change => (change.Kind, change.Path, change.Base)));
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);
        Assert.Equal("cores", Assert.Single(Assert.Single((await lab.PlanAsync()).Steps).Changes).Path);
        Resolve(lab, Preference.Server, _ => true);
        Assert.Equal("cores", Assert.Single((await lab.SyncAsync()).Changes).Path);
        Assert.Equal("1024", lab.Code(800).Attributes.Get("memory.current"));
    }

    [Fact]
    public async Task Another_kind_of_guest_under_the_same_vmid_is_left_to_a_person()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = (await lab.ServerAsync(107))!;
        await lab.DeleteOnServerAsync(guest);
        using (var session = await lab.OpenAsync())
        {
            var other = guest.Kind == GuestKind.Qemu ? "lxc" : "qemu";
            var task = await session.Client.PostAsync($"/nodes/{guest.Node}/{other}", other == "qemu" ? [new("vmid", "107")] : [new("vmid", "107"), new("ostemplate", "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"), new("rootfs", "local-lvm:4")], Stop);
            Assert.True(Core.Api.Upid.TryParse(task.GetString(), out var upid));
            await session.Client.WaitForTaskAsync(upid, null, Stop);
        }
        Assert.Single((await lab.SyncAsync()).Conflicts);
        var before = lab.Files();
        var result = Resolve(lab, Preference.Server, _ => true);
        Assert.Empty(result.Resolved);
        Assert.Contains("vmid", Assert.Single(result.Open).Reason);
        Assert.Equal(before, lab.Files());
    }

    [Fact]
    public void Before_the_first_sync_there_is_nothing_to_decide()
    {
        using var lab = new LabWorkspace();
        Assert.Equal("PmpcNeverSynced", Assert.Throws<PmpcException>(() => ConflictResolution.Find(lab.Workspace)).Id);
    }

    private static ConflictResult Resolve(LabWorkspace lab, Preference side, Func<Conflict, bool> which) =>
        ConflictResolution.Run(lab.Workspace, [.. ConflictResolution.Find(lab.Workspace).Where(which)], side, write: true, ct: Stop);

    private static async Task<LabWorkspace> ConflictingAsync()
    {
        var lab = new LabWorkspace();
        await lab.SyncAsync();
        foreach (var vmid in (int[])[100, 101])
        {
            var edits = new GuestEdits(GuestKind.Qemu).Set("cores", "4");
            GuestCode.Set(lab.Workspace, vmid, vmid == 100 ? edits.Set("memory.current", "5120") : edits, write: true);
            var guest = (await lab.ServerAsync(vmid))!;
            await lab.ChangeOnServerAsync(guest, vmid == 100 ? [("cores", "6"), ("memory", "6144")] : [("cores", "6")]);
        }
        Assert.Equal(3, (await lab.SyncAsync()).Conflicts.Count());
        return lab;
    }
}
