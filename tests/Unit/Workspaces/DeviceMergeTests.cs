using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Whole devices through a sync: one that comes, one that one side takes away, and one that code cannot say.</summary>
public sealed class DeviceMergeTests
{
    private const string State = """
        {"version":"9.2","nodes":{"pve1":{"status":"online","cores":32,"memoryMiB":131072}},
         "guests":{"100":{"type":"qemu","node":"pve1","status":"stopped","config":{"name":"web-01","cores":2,"memory":1024}},
                   "101":{"type":"qemu","node":"pve1","status":"stopped","config":{"name":"web-02","cores":2,"memory":1024,"net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0","net1":"virtio=BC:24:11:00:00:02,bridge=vmbr0,tag=5"}}}}
        """;

    private const string Nic = "virtio=BC:24:11:00:00:09,bridge=vmbr0";

    [Fact]
    public async Task The_first_interface_of_a_VM_comes_into_the_code()
    {
        using var lab = new LabWorkspace(State);
        await lab.SyncAsync();
        await lab.ChangeOnServerAsync((await lab.ServerAsync(100))!, ("net0", Nic));
        Assert.Equal("vmbr0", Assert.Single((await lab.SyncAsync()).Changes, change => change.Path == "net0.bridge").Server);
        Assert.Equal("BC:24:11:00:00:09", lab.Code(100).Attributes.Get("net0.macaddr"));
        // And again after it was away.
        await lab.ChangeOnServerAsync((await lab.ServerAsync(100))!, ("delete", "net0"));
        await lab.SyncAsync();
        Assert.DoesNotContain("network_device", lab.Text(lab.Code(100).File), StringComparison.Ordinal);
        await lab.ChangeOnServerAsync((await lab.ServerAsync(100))!, ("net0", Nic));
        await lab.SyncAsync();
        Assert.Contains("network_device", lab.Text(lab.Code(100).File), StringComparison.Ordinal);
        Assert.Equal(0, (await lab.SyncAsync()).FilesWritten);
    }

    [Fact]
    public async Task Interfaces_that_somebody_took_out_of_the_code_or_ignores_stay_out_of_it()
    {
        using var lab = new LabWorkspace(State);
        await lab.SyncAsync();
        var file = lab.Code(101).File;
        var text = lab.Text(file);
        for (var at = text.IndexOf("\n  network_device", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\n  network_device", StringComparison.Ordinal)) text = text.Remove(at, text.IndexOf("\n  }\n", at, StringComparison.Ordinal) + 4 - at);
        File.WriteAllText(lab.Workspace.PathOf(file), text);
        lab.Replace(lab.Code(100).File, "ignore_changes = [", "ignore_changes = [network_device, ");
        await lab.ChangeOnServerAsync((await lab.ServerAsync(101))!, ("net1", Nic));
        await lab.ChangeOnServerAsync((await lab.ServerAsync(100))!, ("net0", Nic));
        Assert.Empty((await lab.SyncAsync()).Changes);
        Assert.Equal(text, lab.Text(file));
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Theory]
    [InlineData(Preference.Server)]
    [InlineData(Preference.Code)]
    public async Task A_device_that_one_side_took_away_and_the_other_changed_is_one_conflict(Preference side)
    {
        foreach (var codeTakes in new[] { true, false })
        {
            using var lab = new LabWorkspace(State);
            await lab.SyncAsync();
            GuestCode.Set(lab.Workspace, 101, codeTakes ? new GuestEdits(GuestKind.Qemu).Set("net1", null) : new GuestEdits(GuestKind.Qemu).Set("net1.tag", "6"), write: true);
            await lab.ChangeOnServerAsync((await lab.ServerAsync(101))!, codeTakes ? ("net1", "virtio=BC:24:11:00:00:02,bridge=vmbr0,tag=6") : ("delete", "net1"));
            var text = lab.Text(lab.Code(101).File);
            var conflict = Assert.Single((await lab.SyncAsync()).Changes);
            Assert.Equal((SyncChangeKind.Conflict, "net1"), (conflict.Kind, conflict.Path));
            Assert.Equal("bridge=vmbr0,macaddr=BC:24:11:00:00:02,model=virtio,tag=5", conflict.Base);
            Assert.Equal(text, lab.Text(lab.Code(101).File));
            Assert.False((await lab.PlanAsync()).HasChanges);

            Assert.Single(ConflictResolution.Run(lab.Workspace, ConflictResolution.Find(lab.Workspace), side, write: true, ct: TestContext.Current.CancellationToken).Resolved);
            await lab.ApplyAsync();
            var isThere = codeTakes == (side == Preference.Server);
            Assert.Equal(isThere ? "6" : null, lab.Code(101).Attributes.Get("net1.tag"));
            Assert.Equal(isThere, (await lab.ServerAsync(101))!.Config.ContainsKey("net1"));
            Assert.False((await lab.PlanAsync()).HasChanges);
            Assert.Equal(0, (await lab.SyncAsync()).FilesWritten);
        }
    }

    [Fact]
    public async Task A_guest_that_its_code_cannot_follow_is_a_conflict_and_stops_no_other()
    {
        using var lab = new LabWorkspace(State);
        await lab.SyncAsync();
        var text = lab.Text(lab.Code(101).File);
        await lab.ChangeOnServerAsync((await lab.ServerAsync(101))!, ("delete", "net0"));
        await lab.ChangeOnServerAsync((await lab.ServerAsync(100))!, ("cores", "7"));
        var sync = await lab.SyncAsync();
        var conflict = Assert.Single(sync.Changes, change => change.VmId == 101 && change.Kind == SyncChangeKind.Conflict);
        Assert.Null(conflict.Path);
        Assert.Contains("net1", conflict.Reason, StringComparison.Ordinal);
        Assert.Equal(text, lab.Text(lab.Code(101).File));
        Assert.Equal("7", lab.Code(100).Attributes.Get("cores"));
        Assert.Equal(0, (await lab.SyncAsync()).RowsWritten);
        // Put right on the server, it is over.
        await lab.ChangeOnServerAsync((await lab.ServerAsync(101))!, ("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0"));
        Assert.Empty((await lab.SyncAsync()).Changes);
    }

    [Fact]
    public async Task A_preview_goes_by_the_layout_that_it_is_asked_for()
    {
        using var lab = new LabWorkspace(State);
        using var session = await lab.OpenAsync();
        var preview = await new Sync(session).RunAsync(new() { DryRun = true, PreviewBy = lab.Workspace.Config with { Layout = WorkspaceLayout.Single } }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["terraform/vms/vms.tf"], preview.Files.Select(file => file.Path).Where(path => path.Contains("/vms/", StringComparison.Ordinal)));
        Assert.Equal(WorkspaceLayout.PerGuest, Workspace.Open(lab.Workspace.Root).Config.Layout);
        await lab.SyncAsync();
        Assert.Equal("terraform/vms/web-01.tf", lab.Code(100).File);
    }
}
