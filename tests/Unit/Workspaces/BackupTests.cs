using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>What destroys data: refused without the word, saved before it is done, and brought back with what was on the disks.</summary>
public sealed class BackupTests
{
    internal const string Cluster = """
        {
          "options": { "taskSeconds": 0, "resourceLagSeconds": 0 },
          "nodes": { "pve1": { "cores": 16, "memoryMiB": 65536 }, "pve2": { "cores": 16, "memoryMiB": 65536 } },
          "storages": { "local": { "type": "dir" }, "local-lvm": { "type": "lvmthin", "sizeGiB": 4000 } },
          "content": { "local": ["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"] },
          "pools": { "prod": {} },
          "guests": {
            "100": { "type": "qemu", "node": "pve1", "status": "running", "pool": "prod", "config": { "name": "web-01", "ostype": "l26", "cores": 2, "memory": "2048", "scsihw": "virtio-scsi-single", "cpu": "host", "boot": "order=scsi0;net0", "scsi0": "local-lvm:vm-100-disk-0,size=8G", "scsi1": "local-lvm:vm-100-disk-1,iothread=1,size=16G", "net0": "virtio=BC:24:11:00:00:01,bridge=vmbr0" } },
            "101": { "type": "qemu", "node": "pve2", "status": "stopped", "config": { "name": "odd-01", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "boot": "order=scsi0", "scsi0": "local-lvm:vm-101-disk-0,size=8G", "scsi1": "local-lvm:vm-101-disk-1,backup=0,size=4G", "unused0": "local-lvm:vm-101-disk-2" } },
            "200": { "type": "lxc", "node": "pve1", "status": "running", "config": { "hostname": "proxy", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-200-disk-0,size=8G", "mp0": "local-lvm:vm-200-disk-1,mp=/srv,backup=1,size=4G", "net0": "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:04,ip=dhcp,type=veth" } }
          }
        }
        """;

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    public async Task A_deleted_guest_is_saved_first_and_undone_with_its_disks(int vmid)
    {
        using var lab = new LabWorkspace(Cluster);
        await lab.SyncAsync();
        var before = await lab.ServerAsync(vmid);
        GuestCode.Remove(lab.Workspace, vmid, write: true);
        var refused = await Assert.ThrowsAsync<PmpcException>(() => lab.ApplyAsync(options: new()));
        Assert.Equal("PmpcDataLossNotAllowed", refused.Id);

        var (plan, result) = await lab.ApplyWithBackupAsync();

        Assert.Equal([PlanAction.Stop, PlanAction.Backup, PlanAction.Delete], plan.Steps.Select(step => step.Action));
        Assert.True(result.Succeeded);
        Assert.Empty(plan.Losses);
        var archive = result.Steps[1].Archive!;
        Assert.Matches(vmid == 100 ? "^local:backup/vzdump-qemu-100-" : "^local:backup/vzdump-lxc-200-", archive);
        Assert.Equal(archive, PlanJson.ReadResult(lab.Workspace.History.Read(lab.Workspace.History.List()[0].Id).Result!.Value).Steps[1].Archive);
        var saved = Archive(lab, archive);
        Assert.Null(await lab.ServerAsync(vmid));

        var undone = UndoApply.Run(lab.Workspace, null, write: true);
        Assert.Equal([(vmid, null, archive)], undone.Returns.Select(one => (one.VmId, one.What, one.From)));
        Assert.Empty(undone.Problems);
        var back = await lab.PlanAsync();
        Assert.Equal([PlanAction.Restore, PlanAction.Start], back.Steps.Select(step => step.Action));
        Assert.True((await lab.ApplyAsync(back)).Succeeded);

        var now = await lab.ServerAsync(vmid);
        Assert.Equal((before!.Name, before.Pool, before.Config.Get("net0"), true), (now!.Name, now.Pool, now.Config.Get("net0"), now.IsRunning));
        // It was started again, and wrote: what it started from is what was saved.
        Assert.Equal(saved.Select(disk => disk.Key), (await lab.DataOfAsync(vmid)).Keys);
        Assert.False((await lab.PlanAsync()).HasChanges);
        using var store = lab.Workspace.OpenState(readOnly: true);
        Assert.Empty(store.ReadReturns());
    }

    [Fact]
    public async Task What_was_on_the_disks_is_what_comes_back()
    {
        using var lab = new LabWorkspace(Cluster.Replace("\"running\"", "\"stopped\"", StringComparison.Ordinal));
        await lab.SyncAsync();
        var before = await lab.DataOfAsync(100);
        var root = lab.Workspace.History.List()[0].Id;
        GuestCode.Remove(lab.Workspace, 100, write: true);
        Assert.True((await lab.ApplyWithBackupAsync()).Result.Succeeded);
        // Something else takes the names meanwhile.
        Rollback.Run(lab.Workspace, root, write: true);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal(before, await lab.DataOfAsync(100));
        Assert.NotEqual(before["scsi0"], before["scsi1"]);
    }

    [Fact]
    public async Task A_replaced_container_is_made_anew_and_comes_back_with_its_disks()
    {
        using var lab = new LabWorkspace(Cluster.Replace("\"running\"", "\"stopped\"", StringComparison.Ordinal));
        await lab.SyncAsync();
        var before = await lab.DataOfAsync(200);
        var file = lab.Code(200).File;
        GuestCode.Set(lab.Workspace, 200, new GuestEdits(GuestKind.Lxc).Set("unprivileged", "0"), write: true);
        Assert.Contains("prevent_destroy", Assert.Single((await lab.PlanAsync()).Problems).Message, StringComparison.Ordinal);
        MayGo(lab, file);

        var (plan, result) = await lab.ApplyWithBackupAsync();
        Assert.Equal([PlanAction.Backup, PlanAction.Delete, PlanAction.Create], plan.Steps.Select(step => step.Action));
        Assert.Contains("unprivileged", plan.Steps[1].Summary, StringComparison.Ordinal);
        Assert.Equal(Consequence.DataLoss, plan.Consequence);
        Assert.True(result.Succeeded, string.Join('\n', result.Steps.Select(step => step.Message)));
        Assert.NotEqual(before["mp0"], (await lab.DataOfAsync(200))["mp0"]);
        Assert.NotEqual("1", (await lab.ServerAsync(200))!.Config.Get("unprivileged"));
        Assert.False((await lab.PlanAsync()).HasChanges);

        UndoApply.Run(lab.Workspace, null, write: true);
        var (back, again) = await lab.ApplyWithBackupAsync();
        Assert.Equal([PlanAction.Backup, PlanAction.Delete, PlanAction.Restore], back.Steps.Select(step => step.Action));
        Assert.True(again.Succeeded, string.Join('\n', again.Steps.Select(step => step.Message)));
        Assert.Equal(before, await lab.DataOfAsync(200));
        Assert.Equal("1", (await lab.ServerAsync(200))!.Config.Get("unprivileged"));
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Theory]
    [InlineData(100, "scsi1", "4G")]
    [InlineData(200, "mp0", "2G")]
    public async Task A_smaller_volume_takes_the_place_of_the_larger_which_an_undo_puts_back(int vmid, string key, string size)
    {
        using var lab = new LabWorkspace(Cluster);
        await lab.SyncAsync();
        var before = await lab.ServerAsync(vmid);
        var volume = before!.Disks.Single(disk => disk.Key == key);
        var kept = lab.Data($"{volume.Storage}:{volume.Volume}");
        GuestCode.Set(lab.Workspace, vmid, new GuestEdits(before.Kind).Set($"{key}.size", size), write: true);
        Assert.Equal("PmpcDataLossNotAllowed", (await Assert.ThrowsAsync<PmpcException>(() => lab.ApplyAsync(options: new()))).Id);

        var (plan, result) = await lab.ApplyWithBackupAsync();
        Assert.Equal([(PlanAction.Stop, Consequence.Downtime), (PlanAction.Update, Consequence.DataLoss), (PlanAction.Start, Consequence.Live)], plan.Steps.Select(step => (step.Action, step.Consequence)));
        Assert.True(result.Succeeded, string.Join('\n', result.Steps.Select(step => step.Message)));
        var shrunk = (await lab.ServerAsync(vmid))!;
        Assert.Equal(size, DiskSize.Format(shrunk.Disks.Single(disk => disk.Key == key).SizeBytes!.Value));
        Assert.Equal($"{volume.Storage}:{volume.Volume}", shrunk.Config.Get("unused0"));
        var after = await lab.PlanAsync();
        // What we did is nobody else's doing.
        Assert.Equal((false, 0, 0), (after.HasChanges, after.Drift.Length, after.Problems.Length));

        Assert.Equal([(vmid, key, $"{volume.Storage}:{volume.Volume}")], UndoApply.Run(lab.Workspace, null, write: true).Returns.Select(one => (one.VmId, one.What!, one.From)));
        Assert.Equal("PmpcDataLossNotAllowed", (await Assert.ThrowsAsync<PmpcException>(() => lab.ApplyAsync(options: new()))).Id);
        var again = (await lab.ApplyWithBackupAsync()).Result;
        Assert.True(again.Succeeded, string.Join('\n', again.Steps.Select(step => step.Message)));
        var back = (await lab.ServerAsync(vmid))!.Disks.Single(disk => disk.Key == key);
        Assert.Equal((volume.Volume, volume.SizeBytes), (back.Volume, back.SizeBytes));
        Assert.NotNull(kept);
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task A_detached_disk_needs_the_word_stays_with_the_storage_and_is_attached_again()
    {
        using var lab = new LabWorkspace(Cluster);
        await lab.SyncAsync();
        var before = (await lab.ServerAsync(100))!;
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("scsi1", null), write: true);
        Assert.Equal("PmpcDataLossNotAllowed", (await Assert.ThrowsAsync<PmpcException>(() => lab.ApplyAsync(options: new()))).Id);
        var data = lab.Data("local-lvm:vm-100-disk-1");

        Assert.True((await lab.ApplyWithBackupAsync()).Result.Succeeded);
        Assert.Equal("local-lvm:vm-100-disk-1", (await lab.ServerAsync(100))!.Config.Get("unused0"));
        Assert.Single(UndoApply.Run(lab.Workspace, null, write: true).Returns);
        Assert.Equal(Consequence.HotPlug, (await lab.PlanAsync()).Consequence);
        Assert.True((await lab.ApplyAsync()).Succeeded);

        Assert.Equal(before.Config.Get("scsi1"), (await lab.ServerAsync(100))!.Config.Get("scsi1"));
        Assert.Equal(data, lab.Data("local-lvm:vm-100-disk-1"));
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task What_no_backup_holds_is_said_before()
    {
        using var lab = new LabWorkspace(Cluster);
        await lab.SyncAsync();
        GuestCode.Remove(lab.Workspace, 101, write: true);
        using (var session = await lab.OpenAsync())
        {
            var plan = await new Apply(session).PlanAsync(null, TestContext.Current.CancellationToken);
            Assert.Equal(["scsi1", "unused0"], (await new Backups(session).AddAsync(plan, new(), TestContext.Current.CancellationToken)).Losses.Select(loss => loss.What));
            Assert.Equal(["the guest and its volumes"], (await new Backups(session).AddAsync(plan, new() { IsWanted = false }, TestContext.Current.CancellationToken)).Losses.Select(loss => loss.What));
        }
        Assert.True((await lab.ApplyWithBackupAsync()).Result.Succeeded);
        var undone = UndoApply.Run(lab.Workspace, null, write: true);
        Assert.Equal(["scsi1", "unused0"], undone.Problems.Select(problem => problem.Path));
        Assert.True((await lab.ApplyAsync()).Succeeded);
    }

    [Fact]
    public async Task Without_a_place_for_backups_nothing_is_done_and_more_than_one_has_to_be_chosen_from()
    {
        using var none = new LabWorkspace(Cluster.Replace("\"local\": { \"type\": \"dir\" }", "\"local\": { \"type\": \"dir\", \"content\": [\"vztmpl\"] }", StringComparison.Ordinal));
        await none.SyncAsync();
        GuestCode.Remove(none.Workspace, 100, write: true);
        Assert.Equal("PmpcBackupStorageMissing", (await Assert.ThrowsAsync<PmpcException>(() => none.ApplyWithBackupAsync())).Id);
        Assert.True((await none.ServerAsync(100))!.IsRunning);
        Assert.True((await none.ApplyWithBackupAsync(new() { IsWanted = false })).Result.Succeeded);

        using var two = new LabWorkspace(Cluster.Replace("\"storages\": {", "\"storages\": { \"other\": { \"type\": \"dir\", \"content\": [\"backup\"] },", StringComparison.Ordinal));
        await two.SyncAsync();
        GuestCode.Remove(two.Workspace, 100, write: true);
        Assert.Equal("PmpcBackupStorageAmbiguous", (await Assert.ThrowsAsync<PmpcException>(() => two.ApplyWithBackupAsync())).Id);
        Assert.StartsWith("other:backup/", (await two.ApplyWithBackupAsync(new() { Storage = "other" })).Result.Steps[1].Archive, StringComparison.Ordinal);

        using var shared = new LabWorkspace(Cluster.Replace("\"storages\": {", "\"storages\": { \"bin\": { \"type\": \"pbs\", \"content\": [\"backup\"], \"shared\": true },", StringComparison.Ordinal));
        await shared.SyncAsync();
        GuestCode.Remove(shared.Workspace, 100, write: true);
        Assert.StartsWith("bin:backup/vm/100/", (await shared.ApplyWithBackupAsync()).Result.Steps[1].Archive, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_fails_keeps_its_guest()
    {
        using var lab = new LabWorkspace(Cluster.Replace("\"options\": {", "\"faults\": [ { \"kind\": \"taskError\", \"task\": \"vzdump\", \"message\": \"no space left\" } ], \"options\": {", StringComparison.Ordinal));
        await lab.SyncAsync();
        GuestCode.Remove(lab.Workspace, 101, write: true);
        GuestCode.Remove(lab.Workspace, 200, write: true);
        var result = (await lab.ApplyWithBackupAsync()).Result;
        Assert.Contains(result.Steps, step => step is { Action: PlanAction.Backup, Outcome: StepOutcome.Failed });
        Assert.All(result.Steps.Where(step => step.Action == PlanAction.Delete), step => Assert.Equal(StepOutcome.Skipped, step.Outcome));
        Assert.NotNull(await lab.ServerAsync(101));
        Assert.NotNull(await lab.ServerAsync(200));
    }

    [Fact]
    public async Task An_archive_that_is_gone_is_said_before_disks_are_made_empty()
    {
        using var lab = new LabWorkspace(Cluster);
        await lab.SyncAsync();
        GuestCode.Remove(lab.Workspace, 100, write: true);
        var archive = (await lab.ApplyWithBackupAsync()).Result.Steps[1].Archive!;
        UndoApply.Run(lab.Workspace, null, write: true);
        using (var session = await lab.OpenAsync())
            await session.Client.DeleteAsync(Core.Api.PvePath.Of($"/nodes/pve1/storage/local/content/{archive}"), null, TestContext.Current.CancellationToken);
        var plan = await lab.PlanAsync();
        Assert.Equal([PlanAction.Create, PlanAction.Start], plan.Steps.Select(step => step.Action));
        Assert.Contains(archive, Assert.Single(plan.Losses).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archives_go_with_the_history_and_others_stay()
    {
        using var lab = new LabWorkspace(Cluster, new() { IsLab = true, KeepSnapshots = 1 });
        await lab.SyncAsync();
        using (var session = await lab.OpenAsync())
        {
            var task = await session.Client.PostAsync("/nodes/pve2/vzdump", [new("vmid", "101"), new("storage", "local"), new("notes-template", "by hand")], TestContext.Current.CancellationToken);
            Assert.True(Core.Api.Upid.TryParse(task.GetString(), out var upid));
            await session.Client.WaitForTaskAsync(upid, null, TestContext.Current.CancellationToken);
        }
        GuestCode.Remove(lab.Workspace, 101, write: true);
        var first = (await lab.ApplyWithBackupAsync()).Result.Steps.Single(step => step.Archive is not null).Archive!;
        Assert.Equal(2, Archives(lab).Length);
        GuestCode.Remove(lab.Workspace, 200, write: true);
        Assert.True((await lab.ApplyWithBackupAsync()).Result.Succeeded);
        var left = Archives(lab);
        Assert.DoesNotContain(first, left);
        Assert.Contains(left, volid => volid.Contains("vzdump-qemu-101", StringComparison.Ordinal));
        Assert.Contains(left, volid => volid.Contains("vzdump-lxc-200", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_archive_that_cannot_be_removed_is_said_and_tried_again()
    {
        using var lab = new LabWorkspace(Cluster.Replace("\"options\": {", "\"faults\": [ { \"kind\": \"taskError\", \"task\": \"imgdel\", \"message\": \"it is locked\", \"times\": 1 } ], \"options\": {", StringComparison.Ordinal), new() { IsLab = true, KeepSnapshots = 1 });
        await lab.SyncAsync();
        var said = new List<string>();
        string? first = null;
        foreach (var vmid in new[] { 101, 200, 100 })
        {
            GuestCode.Remove(lab.Workspace, vmid, write: true);
            first ??= (await lab.ApplyWithBackupAsync(notices: said)).Result.Steps.Single(step => step.Archive is not null).Archive!;
            if (vmid == 101) continue;
            Assert.True((await lab.ApplyWithBackupAsync(notices: said)).Result.Succeeded);
            Assert.Equal(vmid == 200, Archives(lab).Contains(first));
        }
        Assert.Contains(first!, Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains("it is locked", said[0], StringComparison.Ordinal);
    }

    private static string[] Archives(LabWorkspace lab) => [.. Volumes(lab).Where(volume => volume["content"]!.GetValue<string>() == "backup").Select(volume => volume["volid"]!.GetValue<string>())];

    private static IReadOnlyDictionary<string, string> Archive(LabWorkspace lab, string volid) => Volumes(lab).Single(volume => volume["volid"]!.GetValue<string>() == volid)["archive"]!["data"]!.AsObject()
        .OrderBy(disk => disk.Key, StringComparer.Ordinal).ToDictionary(disk => disk.Key, disk => disk.Value!.GetValue<string>());

    private static IEnumerable<JsonObject> Volumes(LabWorkspace lab) => JsonNode.Parse(lab.Lab.ToJson())!["content"]!.AsObject().SelectMany(storage => storage.Value!.AsArray()).Select(volume => volume!.AsObject());

    /// <summary>Nothing protects it in Terraform, and it says what it would be made of.</summary>
    private static void MayGo(LabWorkspace lab, string file) =>
        File.WriteAllText(lab.Workspace.PathOf(file), System.Text.RegularExpressions.Regex.Replace(lab.Text(file).Replace("prevent_destroy = true", "prevent_destroy = false", StringComparison.Ordinal), "template_file_id *= *.*", "template_file_id = \"local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst\""));
}
