using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Who changed what on the server, as its tasks tell.</summary>
public sealed class CulpritTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_by_a_task_has_its_user_in_sync_plan_comparison_history_and_docs()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await VmAsync(lab);
        var upid = await OnServerAsync(lab, client => client.PostAsync($"/nodes/{guest.Node}/qemu/{guest.VmId}/config", Pairs(("cores", "3")), Stop));

        var drift = Assert.Single((await lab.PlanAsync()).Drift);
        AssertKnown(drift.Culprit, upid);
        using (var session = await lab.OpenAsync())
            AssertKnown(Assert.Single((await Compare.RunAsync(session, null, Stop)).Guests).Culprit, upid);
        AssertKnown(Assert.Single((await lab.SyncAsync(dryRun: true)).Changes).Culprit, upid);

        var change = Assert.Single((await lab.SyncAsync()).Changes);
        Assert.Equal((SyncChangeKind.Updated, "cores"), (change.Kind, change.Path));
        AssertKnown(change.Culprit, upid);
        var entry = GuestHistory.Of(lab.Workspace, one => one.VmId == guest.VmId, name => name == "cores").Last();
        Assert.Equal(("server", "root@pam!other", "3"), (entry.Origin, entry.By, entry.After));
        AssertKnown(entry.Culprit, upid);
        Assert.Matches($@"\| {guest.Name} \({guest.VmId}\) \| cores \| 2 \| 3 \| root\\@pam\\!other \| .* \| qmconfig on {guest.Node} \| followed \|", lab.Text("docs/drift.md"));
        Assert.Contains("drift.md", lab.Text("docs/architecture.md"), StringComparison.Ordinal);

        var again = await lab.SyncAsync();
        Assert.Equal((0, 0), (again.FilesWritten, again.RowsWritten));
    }

    [Fact]
    public async Task A_change_that_leaves_no_task_is_nobodys()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await VmAsync(lab);
        await lab.ChangeOnServerAsync(guest, ("cores", "3"));
        var culprit = Assert.Single((await lab.SyncAsync()).Changes).Culprit!;
        Assert.Equal((CulpritCertainty.Unknown, null, "unknown"), (culprit.Certainty, culprit.User, culprit.ToString()));
    }

    [Fact]
    public async Task Where_a_later_change_without_a_task_is_possible_the_task_is_a_candidate()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await VmAsync(lab);
        var upid = await OnServerAsync(lab, client => client.PostAsync($"/nodes/{guest.Node}/qemu/{guest.VmId}/config", Pairs(("cores", "3")), Stop));
        await lab.ChangeOnServerAsync(guest, ("cores", "6"), ("name", "renamed"));
        var changes = (await lab.SyncAsync()).Changes;
        var cores = changes.Single(change => change.Path == "cores").Culprit!;
        Assert.Equal((CulpritCertainty.Candidates, null, "perhaps root@pam!other"), (cores.Certainty, cores.User, cores.ToString()));
        Assert.Equal(upid, Assert.Single(cores.Tasks).Upid);
        // The task did not say anything of the name.
        Assert.Equal(Culprit.Unknown, changes.Single(change => change.Path == "name").Culprit);
    }

    [Fact]
    public async Task Moves_sizes_power_and_whole_guests_have_the_tasks_that_alone_can_do_such_a_thing()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var stopped = await VmAsync(lab, guest => !guest.IsRunning && guest.Disks.Any(one => one.Key.StartsWith("scsi", StringComparison.Ordinal)));
        var disk = stopped.Disks.First(one => one.Key.StartsWith("scsi", StringComparison.Ordinal));
        var grown = await OnServerAsync(lab, client => client.PutAsync($"/nodes/{stopped.Node}/qemu/{stopped.VmId}/resize", Pairs(("disk", disk.Key), ("size", "+1G")), Stop));
        var cloned = await OnServerAsync(lab, client => client.PostAsync($"/nodes/{stopped.Node}/qemu/{stopped.VmId}/clone", Pairs(("newid", "4711"), ("name", "copy"), ("full", "1")), Stop));
        var started = await OnServerAsync(lab, client => client.PostAsync($"/nodes/{stopped.Node}/qemu/{stopped.VmId}/status/start", [], Stop));
        var created = await OnServerAsync(lab, client => client.PostAsync($"/nodes/{stopped.Node}/qemu", Pairs(("vmid", "4712"), ("name", "made"), ("memory", "512")), Stop));
        var gone = await VmAsync(lab, guest => !guest.IsRunning && guest.VmId != stopped.VmId && !guest.Protection);
        var deleted = await OnServerAsync(lab, client => client.DeleteAsync($"/nodes/{gone.Node}/qemu/{gone.VmId}", null, Stop));

        var changes = (await lab.SyncAsync()).Changes;
        AssertKnown(changes.Single(change => change.VmId == stopped.VmId && change.Path == disk.Key + ".size").Culprit, grown);
        AssertKnown(changes.Single(change => change.VmId == stopped.VmId && change.Path == "power").Culprit, started);
        AssertKnown(changes.Single(change => change is { VmId: 4711, Kind: SyncChangeKind.Added }).Culprit, cloned);
        AssertKnown(changes.Single(change => change is { VmId: 4712, Kind: SyncChangeKind.Added }).Culprit, created);
        AssertKnown(changes.Single(change => change.VmId == gone.VmId && change.Kind == SyncChangeKind.Removed).Culprit, deleted);
    }

    [Fact]
    public async Task What_our_own_applies_did_is_no_suspicion_and_a_conflict_keeps_its_culprit()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guest = await VmAsync(lab);
        var file = lab.Code(guest.VmId).File;
        File.WriteAllText(lab.Workspace.PathOf(file), System.Text.RegularExpressions.Regex.Replace(lab.Text(file), @"cores(\s*)= 2", "cores$1= 4"));
        Assert.True((await lab.ApplyAsync()).Succeeded);
        await lab.ChangeOnServerAsync(guest, ("cores", "5"));
        Assert.Equal(Culprit.Unknown, Assert.Single((await lab.SyncAsync()).Changes).Culprit);

        File.WriteAllText(lab.Workspace.PathOf(file), System.Text.RegularExpressions.Regex.Replace(lab.Text(file), @"cores(\s*)= 5", "cores$1= 7"));
        var upid = await OnServerAsync(lab, client => client.PostAsync($"/nodes/{guest.Node}/qemu/{guest.VmId}/config", Pairs(("cores", "6")), Stop));
        for (var round = 0; round < 3; round++)
        {
            var conflict = Assert.Single((await lab.SyncAsync()).Changes);
            Assert.Equal(SyncChangeKind.Conflict, conflict.Kind);
            AssertKnown(conflict.Culprit, upid);
        }
        Assert.Equal(0, (await lab.SyncAsync()).RowsWritten);
    }

    [Theory]
    [InlineData("-cores 4 -memory 2048", "cores=4 memory=2048", "")]
    [InlineData("-delete net1,net2 -name web", "name=web", "net1 net2")]
    [InlineData("-cores 4 -description say -cores 8 -memory 1 -name x", "cores=4 description=say -cores 8 -memory 1 -name x", "")]
    [InlineData("-net0 virtio=AA:BB:CC:00:11:22,bridge=vmbr0 -tags a;b", "net0=virtio=AA:BB:CC:00:11:22,bridge=vmbr0 tags=a;b", "")]
    [InlineData("-name a-b -cores 9", "name=a-b -cores 9", "")]
    public void A_log_says_what_was_asked_for(string asked, string set, string deleted)
    {
        var line = UpdateLine.Of(["update VM 100: " + asked, "TASK OK"], 100)!;
        Assert.Equal(set, string.Join(' ', line.Set.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(deleted, string.Join(' ', line.Deleted.Order(StringComparer.Ordinal)));
        Assert.Null(UpdateLine.Of(["update VM 1001: " + asked], 100));
    }

    private static void AssertKnown(Culprit? culprit, string upid)
    {
        Assert.Equal(CulpritCertainty.Known, culprit?.Certainty);
        Assert.Equal(("root@pam!other", upid), (culprit!.User, culprit.Upid));
        Assert.NotNull(culprit.Time);
        Assert.NotNull(culprit.Node);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(params (string Key, string Value)[] pairs) => pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value));

    /// <summary>Does something as somebody else and waits for the task that it begins.</summary>
    private static async Task<string> OnServerAsync(LabWorkspace lab, Func<PveClient, Task<System.Text.Json.JsonElement>> work)
    {
        lab.Other ??= await lab.Lab.CreateTokenAsync("root@pam", "other", privsep: false, TestContext.Current.CancellationToken);
        using var session = await Session.OpenAsync(lab.Workspace, new() { Transport = lab.Lab.CreateHandler(), Token = lab.Other }, Stop);
        var text = (await work(session.Client)).GetString();
        Assert.True(Upid.TryParse(text, out var upid), text);
        await session.Client.WaitForTaskAsync(upid, null, Stop);
        return upid.Text;
    }

    private static async Task<Guest> VmAsync(LabWorkspace lab, Func<Guest, bool>? isWanted = null)
    {
        using var session = await lab.OpenAsync();
        var inventory = await new InventoryReader(session.Client).ReadAsync(null, Stop);
        return inventory.Guests.First(guest => guest is { Kind: GuestKind.Qemu, IsTemplate: false } && (isWanted?.Invoke(guest) ?? guest.Config.Get("cores") == "2"));
    }
}
