using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>The loop that the product is: sync, edit, plan, apply, sync.</summary>
public sealed class LoopTests
{
    [Fact]
    public async Task After_the_first_sync_there_is_nothing_to_plan_and_a_second_sync_writes_nothing()
    {
        using var lab = new LabWorkspace();
        var first = await lab.SyncAsync();
        Assert.True(first.Guests >= 12);
        Assert.Empty(first.Gaps);
        Assert.Empty(first.Conflicts);
        Assert.NotNull(first.SnapshotId);
        var files = lab.Files();

        var plan = await lab.PlanAsync();
        Assert.Equal("No changes. Code and server agree.", plan.Summary);
        Assert.Empty(plan.Problems);
        Assert.Empty(plan.Drift);

        var second = await lab.SyncAsync();
        Assert.Equal((0, 0, null), (second.FilesWritten, second.RowsWritten, second.SnapshotId));
        Assert.Equal(files, lab.Files());
    }

    [Fact]
    public async Task A_hand_edit_shows_in_the_plan_survives_sync_with_its_comment_and_apply_makes_it_true()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await AnyAsync(lab, one => one.Kind == GuestKind.Qemu && !one.IsTemplate && one.Config.Get("cores") == "2");
        var file = lab.Code(guest.VmId).File;
        var edited = System.Text.RegularExpressions.Regex.Replace(lab.Text(file), @"cores(\s*)= 2", "cores$1= 4 # more for the release");
        File.WriteAllText(lab.Workspace.PathOf(file), edited);

        var step = Assert.Single((await lab.PlanAsync()).Steps);
        Assert.Equal((PlanAction.Update, guest.VmId, "cores: 2 -> 4"), (step.Action, step.VmId, step.Summary));

        var sync = await lab.SyncAsync();
        Assert.Equal("cores", Assert.Single(sync.Pending).Path);
        Assert.Equal(edited, lab.Text(file));

        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal("4", (await lab.ServerAsync(guest.VmId))!.Config.Get("cores"));
        Assert.Equal(edited, lab.Text(file));
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Empty((await lab.SyncAsync()).Changes);
    }

    [Fact]
    public async Task A_change_on_the_server_arrives_in_its_own_line_and_nowhere_else()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await AnyAsync(lab, one => one.Kind == GuestKind.Qemu && !one.IsTemplate && one.Config.Get("cores") == "2");
        var file = lab.Code(guest.VmId).File;
        var commented = "# ours to keep\n" + lab.Text(file);
        File.WriteAllText(lab.Workspace.PathOf(file), commented);
        var before = lab.Files();

        await lab.ChangeOnServerAsync(guest, ("cores", "3"));
        var sync = await lab.SyncAsync();

        Assert.Equal((SyncChangeKind.Updated, "cores", "2", "3"), Assert.Single(sync.Changes) is var change ? (change.Kind, change.Path, change.Code, change.Server) : default);
        Assert.Single(commented.Split('\n').Zip(lab.Text(file).Split('\n')), pair => pair.First != pair.Second);
        Assert.Contains("cores", lab.Text(file).Split('\n').Single(line => !before[file].Contains(line, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal([file], lab.Files().Where(pair => pair.Key.StartsWith("terraform/", StringComparison.Ordinal) && pair.Value != before[pair.Key]).Select(pair => pair.Key));
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Theory]
    [InlineData(Preference.Server, "3", false)]
    [InlineData(Preference.Code, "4", true)]
    public async Task A_conflict_is_reported_left_alone_and_decided_only_by_the_user(Preference prefer, string cores, bool planned)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await AnyAsync(lab, one => one.Kind == GuestKind.Qemu && !one.IsTemplate && one.Config.Get("cores") == "2");
        GuestCode.Set(lab.Workspace, guest.VmId, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        await lab.ChangeOnServerAsync(guest, ("cores", "3"));

        var undecided = await lab.SyncAsync();
        Assert.Equal(("2", "4", "3"), Assert.Single(undecided.Conflicts) is var conflict ? (conflict.Base, conflict.Code, conflict.Server) : default);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Single((await lab.SyncAsync()).Conflicts);

        await lab.SyncAsync(prefer);
        Assert.Equal(cores, lab.Code(guest.VmId).Attributes.Get("cores"));
        Assert.Equal(planned, (await lab.PlanAsync()).HasChanges);
        Assert.Empty((await lab.SyncAsync()).Conflicts);
    }

    [Theory]
    [InlineData(GuestKind.Qemu)]
    [InlineData(GuestKind.Lxc)]
    public async Task A_new_guest_goes_from_code_to_server_and_is_agreed_on(GuestKind kind)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var edits = new GuestEdits(kind).SetParameter("Name", "fresh-01").Set("cores", "2").Set("tags", "new;web").Set("description", "a\"${x}'; rm -rf ../..").Set(AttributePath.Pool, kind == GuestKind.Qemu ? "prod" : null);
        var created = GuestCode.New(lab.Workspace, edits, null, null, write: true);

        var plan = await lab.PlanAsync();
        Assert.Equal(PlanAction.Create, Assert.Single(plan.Steps).Action);
        Assert.All(await lab.CheckAsync(), check => Assert.True(check.Outcome != CheckOutcome.Failed, $"{check.Check} {check.Target}: {check.Message}"));

        var result = await lab.ApplyAsync(plan);
        Assert.True(result.Succeeded, string.Join('\n', result.Steps.Select(step => step.Message)));
        var server = (await lab.ServerAsync(created.VmId))!;
        Assert.Equal("fresh-01", server.Name);
        Assert.Equal(["new", "web"], server.Tags);
        Assert.Equal("a\"${x}'; rm -rf ../..", server.Description);
        Assert.NotEmpty(server.Disks);
        Assert.NotEmpty(server.NetworkInterfaces);

        Assert.Equal("No changes. Code and server agree.", (await lab.PlanAsync()).Summary);
        Assert.Empty((await lab.SyncAsync()).Changes);
        Assert.Contains("fresh_01", lab.Text("terraform/imports.tf"), StringComparison.Ordinal);
        Assert.Equal((0, 0), await lab.SyncAsync() is var again ? (again.FilesWritten, again.RowsWritten) : default);
    }

    [Fact]
    public async Task A_container_that_was_created_is_protected_and_its_new_volume_gets_its_name_in_the_code()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var edits = new GuestEdits(GuestKind.Lxc).SetParameter("Name", "fresh-02").Set("mp0", "local-lvm:4,mp=/srv,backup=1");
        var created = GuestCode.New(lab.Workspace, edits, null, "pve1", write: true);
        Assert.True((await lab.ApplyAsync()).Succeeded);

        var text = lab.Text(created.File);
        Assert.Contains("prevent_destroy = true", text, StringComparison.Ordinal);
        Assert.Contains("timeout_create", text, StringComparison.Ordinal);
        var volume = (await lab.ServerAsync(created.VmId))!.Disks.Single(disk => disk.Key == "mp0");
        Assert.Contains($"\"{volume.Storage}:{volume.Volume}\"", text, StringComparison.Ordinal);
        Assert.Equal("No changes. Code and server agree.", (await lab.PlanAsync()).Summary);
        Assert.Equal((0, 0), await lab.SyncAsync() is var again ? (again.FilesWritten, again.RowsWritten) : default);
    }

    [Fact]
    public async Task A_disk_grows_and_shrinks_only_as_another()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await AnyAsync(lab, one => one.Kind == GuestKind.Qemu && !one.IsTemplate && one.Disks.Any(disk => disk.Key == "scsi0"));
        var size = guest.Disks.Single(disk => disk.Key == "scsi0").SizeBytes!.Value;
        GuestCode.Set(lab.Workspace, guest.VmId, new GuestEdits(GuestKind.Qemu).Set("scsi0.size", DiskSize.Format(size + (8L << 30))), write: true);
        Assert.Equal(PlanAction.Grow, Assert.Single((await lab.PlanAsync()).Steps).Action);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal(size + (8L << 30), (await lab.ServerAsync(guest.VmId))!.Disks.Single(disk => disk.Key == "scsi0").SizeBytes);
        Assert.False((await lab.PlanAsync()).HasChanges);

        GuestCode.Set(lab.Workspace, guest.VmId, new GuestEdits(GuestKind.Qemu).Set("scsi0.size", "1G"), write: true);
        var plan = await lab.PlanAsync();
        Assert.Equal((Consequence.DataLoss, PlanAction.Update), Assert.Single(plan.Steps, step => step.Consequence == Consequence.DataLoss) is var step ? (step.Consequence, step.Action) : default);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public async Task A_guest_taken_out_of_the_code_is_deleted_with_its_files_and_its_loss_is_named()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await AnyAsync(lab, one => one.Kind == GuestKind.Lxc && !one.Protection && !one.IsTemplate);
        var file = lab.Code(guest.VmId).File;
        GuestCode.Remove(lab.Workspace, guest.VmId, write: true);
        Assert.False(lab.Files().ContainsKey(file));
        Assert.Equal(SyncChangeKind.PendingDelete, Assert.Single((await lab.SyncAsync()).Changes).Kind);

        var plan = await lab.PlanAsync();
        Assert.Equal(Consequence.DataLoss, plan.Consequence);
        Assert.True((await lab.ApplyAsync(plan)).Succeeded);
        Assert.Null(await lab.ServerAsync(guest.VmId));
        Assert.Empty((await lab.SyncAsync()).Changes);
        Assert.DoesNotContain(lab.Files().Keys, path => Path.GetFileName(path).StartsWith(Path.GetFileNameWithoutExtension(file) + ".", StringComparison.Ordinal) && path.StartsWith("tests/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guest_deleted_on_the_server_leaves_the_code()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await AnyAsync(lab, one => one.Status == "stopped" && !one.IsTemplate && !one.Protection && one.HaState is null);
        var file = lab.Code(guest.VmId).File;
        await lab.DeleteOnServerAsync(guest);
        Assert.Equal((SyncChangeKind.Removed, guest.VmId), Assert.Single((await lab.SyncAsync()).Changes) is var change ? (change.Kind, change.VmId) : default);
        Assert.False(lab.Files().ContainsKey(file));
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task A_plan_is_refused_where_somebody_was_faster()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await AnyAsync(lab, one => one.Kind == GuestKind.Qemu && !one.IsTemplate);
        GuestCode.Set(lab.Workspace, guest.VmId, new GuestEdits(GuestKind.Qemu).Set("description", "ours"), write: true);
        var plan = await lab.PlanAsync();
        await lab.ChangeOnServerAsync(guest, ("description", "theirs"));

        var result = await lab.ApplyAsync(plan);
        Assert.Equal(StepOutcome.Failed, Assert.Single(result.Steps).Outcome);
        Assert.Equal("theirs", (await lab.ServerAsync(guest.VmId))!.Description);
    }

    [Fact]
    public async Task A_broken_file_stops_everything_before_anything_is_written()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/broken.tf"), "resource \"proxmox_virtual_environment_vm\" \"x\" {\n  name = \n");
        var before = lab.Files();
        var failure = await Assert.ThrowsAsync<PmpcException>(() => lab.SyncAsync());
        Assert.Equal("PmpcCodeUnreadable", failure.Id);
        Assert.StartsWith("terraform/vms/broken.tf:", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PmpcException>(() => lab.PlanAsync());
        Assert.Equal(before, lab.Files());
    }

    [Fact]
    public async Task A_dry_run_shows_every_edit_and_makes_none()
    {
        using var lab = new LabWorkspace();
        var preview = await lab.SyncAsync(dryRun: true);
        Assert.NotEmpty(preview.Files);
        Assert.All(preview.Files, file => Assert.NotEmpty(file.Diff!));
        Assert.Equal([".gitignore"], lab.Files().Keys);
    }

    [Fact]
    public async Task Losing_the_state_loses_no_agreement_where_both_sides_are_equal()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var files = lab.Files();
        foreach (var state in Directory.EnumerateFiles(Path.GetDirectoryName(lab.Workspace.StatePath)!, "state.db*")) File.Delete(state);
        var sync = await lab.SyncAsync();
        Assert.Empty(sync.Changes);
        Assert.Equal(files, lab.Files());
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task No_secret_reaches_a_file_of_the_workspace()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var secret = System.Text.Encoding.UTF8.GetBytes(lab.Token.Secret);
        foreach (var path in Directory.EnumerateFiles(lab.Workspace.Root, "*", SearchOption.AllDirectories))
            Assert.True(File.ReadAllBytes(path).AsSpan().IndexOf(secret) < 0, path);
    }

    private static async Task<Guest> AnyAsync(LabWorkspace lab, Func<Guest, bool> wanted)
    {
        using var session = await lab.OpenAsync();
        var inventory = await new Core.Api.InventoryReader(session.Client).ReadAsync(null, TestContext.Current.CancellationToken);
        return inventory.Guests.First(wanted);
    }
}
