using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>The way back: snapshots compared, code restored, applies undone, and the server following.</summary>
public sealed class RollbackTests
{
    [Fact]
    public async Task Code_goes_back_to_a_snapshot_and_the_server_follows_by_apply()
    {
        using var lab = new LabWorkspace();
        var start = (await lab.SyncAsync()).SnapshotId!;
        var (vm, file) = await VmAsync(lab);
        var original = lab.Text(file);
        lab.Replace(file, "cores", "# for the release\n    cores");
        GuestCode.Set(lab.Workspace, vm.VmId, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        var fresh = GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh-01"), null, null, write: true);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        var edited = lab.Text(file);

        var preview = Rollback.Run(lab.Workspace, start, write: false);
        Assert.Equal([(file, "Updated"), (fresh.File, "Deleted")], preview.Files.Select(one => (one.Path, one.Action)).OrderByDescending(one => one.Item2));
        Assert.Equal(edited, lab.Text(file));

        var result = Rollback.Run(lab.Workspace, start, write: true);
        Assert.Equal(original, lab.Text(file));
        Assert.False(File.Exists(lab.Workspace.PathOf(fresh.File)));
        // The code equals the newest snapshot (the apply's), so nothing had to be saved.
        Assert.Null(result.SavedAs);

        var plan = await lab.PlanAsync();
        Assert.Equal([(PlanAction.Delete, fresh.VmId, Consequence.DataLoss), (PlanAction.Update, vm.VmId, Consequence.Live)],
            plan.Steps.Where(step => step.Action != PlanAction.Stop).Select(step => (step.Action, step.VmId, step.Consequence)));
    }

    [Fact]
    public async Task Edits_that_no_snapshot_holds_are_kept_before_they_are_undone_also_where_the_code_is_broken()
    {
        using var lab = new LabWorkspace();
        var start = (await lab.SyncAsync()).SnapshotId!;
        var (_, file) = await VmAsync(lab);
        var original = lab.Text(file);
        var broken = original + "\nresource \"x\" {\n";
        File.WriteAllText(lab.Workspace.PathOf(file), broken);

        var result = Rollback.Run(lab.Workspace, "latest", write: true);

        Assert.Equal(start, result.SnapshotId);
        Assert.Equal(original, lab.Text(file));
        Assert.Equal(broken, lab.Workspace.History.Read(result.SavedAs!).Code[file]);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Rollback.Run(lab.Workspace, result.SavedAs!, write: false);
    }

    [Fact]
    public async Task A_rollback_to_where_one_is_writes_nothing()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var before = lab.Workspace.History.List().Count;
        var result = Rollback.Run(lab.Workspace, "latest", write: true);
        Assert.Empty(result.Files);
        Assert.Equal(before, lab.Workspace.History.List().Count);
    }

    [Fact]
    public async Task An_apply_is_undone_attribute_by_attribute_and_later_edits_stay()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var (vm, file) = await VmAsync(lab);
        GuestCode.Set(lab.Workspace, vm.VmId, new GuestEdits(GuestKind.Qemu).Set("cores", "4").Set("description", "bigger"), write: true);
        var fresh = GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh-01"), null, null, write: true);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        lab.Replace(file, "cores", "# later\n    cores");
        GuestCode.Set(lab.Workspace, vm.VmId, new GuestEdits(GuestKind.Qemu).Set("description", "bigger, and edited since"), write: true);

        var result = UndoApply.Run(lab.Workspace, null, write: true);

        Assert.Equal((vm.VmId, "description"), Assert.Single(result.Problems) is var problem ? (problem.VmId, problem.Path) : default);
        Assert.Contains("# later", lab.Text(file), StringComparison.Ordinal);
        Assert.Equal(("2", "bigger, and edited since"), (lab.Code(vm.VmId).Attributes.Get("cores"), lab.Code(vm.VmId).Attributes.Get("description")));
        Assert.DoesNotContain(GuestCode.Guests(lab.Workspace), guest => guest.VmId == fresh.VmId);
        Assert.NotNull(result.SavedAs);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal("2", (await lab.ServerAsync(vm.VmId))!.Config.Get("cores"));
        Assert.Null(await lab.ServerAsync(fresh.VmId));
    }

    [Fact]
    public async Task A_deleted_guest_comes_back_as_code_with_a_word_about_its_disks()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var (vm, file) = await VmAsync(lab);
        var text = lab.Text(file);
        GuestCode.Remove(lab.Workspace, vm.VmId, write: true);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Null(await lab.ServerAsync(vm.VmId));

        var result = UndoApply.Run(lab.Workspace, null, write: true);

        Assert.Equal(text, lab.Text(file));
        Assert.Contains("empty disks", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal(vm.Name, (await lab.ServerAsync(vm.VmId))!.Name);
    }

    [Fact]
    public async Task What_cannot_be_undone_is_said()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var (vm, _) = await VmAsync(lab);
        var disk = vm.Disks[0];
        GuestCode.Set(lab.Workspace, vm.VmId, new GuestEdits(GuestKind.Qemu).Set($"{disk.Key}.size", $"{disk.SizeGiB + 8:0}G"), write: true);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        var result = UndoApply.Run(lab.Workspace, null, write: true);
        Assert.Empty(result.Files);
        Assert.Contains("smaller", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_tells_when_an_attribute_changed_and_who_did_it()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var (vm, _) = await VmAsync(lab);
        await lab.ChangeOnServerAsync(vm, ("memory", "3072"));
        var seen = (await lab.SyncAsync()).SnapshotId;
        GuestCode.Set(lab.Workspace, vm.VmId, new GuestEdits(GuestKind.Qemu).Set("memory.current", "4096"), write: true);
        await lab.ApplyAsync();

        var entries = GuestHistory.Of(lab.Workspace, guest => guest.VmId == vm.VmId, name => name == "memory").ToArray();

        var old = $"{vm.MemoryMiB}";
        Assert.Equal([("FirstSeen", null, old, "server"), ("Changed", old, "3072", "server"), ("Changed", "3072", "4096", "apply")],
            entries.Select(entry => (entry.Change, entry.Before, entry.After, entry.Origin)));
        Assert.Equal(seen, entries[1].SnapshotId);
        Assert.Equal(entries[1].Time, entries[2].NotBefore);
    }

    [Fact]
    public async Task Snapshots_are_compared_with_each_other_and_with_now()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var (vm, file) = await VmAsync(lab);
        await lab.ChangeOnServerAsync(vm, ("cores", "3"));
        await lab.SyncAsync();

        var difference = Assert.Single(SnapshotComparison.OfServer(lab.Workspace, "latest~1", "latest"));
        Assert.Equal((vm.VmId, "Changed", "cores", "2", "3"), (difference.VmId, difference.Change, difference.Attribute, difference.Before, difference.After));
        Assert.Equal(SnapshotComparison.OfServer(lab.Workspace, "latest~1", "latest"), SnapshotComparison.OfServer(lab.Workspace, "latest~1", null));
        Assert.Empty(SnapshotComparison.OfServer(lab.Workspace, "latest", null));
        Assert.Contains(SnapshotComparison.OfCode(lab.Workspace, "latest~1", "latest"), one => one.Path == file && one.Action == "Updated");
        Assert.Empty(SnapshotComparison.OfCode(lab.Workspace, "latest", null));
    }

    [Fact]
    public async Task Points_in_time_mean_the_snapshot_that_was_there_then()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var (vm, _) = await VmAsync(lab);
        await lab.ChangeOnServerAsync(vm, ("cores", "3"));
        await lab.SyncAsync();
        var all = lab.Workspace.History.List();
        Assert.Equal(all[1].Id, HistoryPoints.Find(lab.Workspace.History, "latest~1").Id);
        Assert.Equal(all[1].Id, HistoryPoints.At(lab.Workspace.History, all[0].Created.AddTicks(-1)).Id);
        Assert.Equal(all[0].Id, HistoryPoints.Find(lab.Workspace.History, all[0].Created.AddHours(1).ToString("O")).Id);
        Assert.Equal(all[0].Id, HistoryPoints.Find(lab.Workspace.History, all[0].Id[..^2]).Id);
        Assert.Equal("PmpcSnapshotAmbiguous", Assert.Throws<PmpcException>(() => HistoryPoints.Find(lab.Workspace.History, all[0].Id[..8])).Id);
        Assert.All(["1999-01-01", "nonsense", "latest~9", "../../etc/passwd"], point => Assert.Equal("PmpcSnapshotNotFound", Assert.Throws<PmpcException>(() => HistoryPoints.Find(lab.Workspace.History, point)).Id));
    }

    private static async Task<(Guest Guest, string File)> VmAsync(LabWorkspace lab)
    {
        using var session = await lab.OpenAsync();
        var inventory = await new Core.Api.InventoryReader(session.Client).ReadAsync(null, TestContext.Current.CancellationToken);
        var guest = inventory.Guests.First(one => one.Kind == GuestKind.Qemu && !one.IsTemplate && !one.Protection && one.Config.Get("cores") == "2" && one.Disks.Length == 1 && one.HaState is null);
        return (guest, lab.Code(guest.VmId).File);
    }
}
