using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>What is remembered to be fast never hides a change.</summary>
public class ScaleTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string First(LabWorkspace lab, string folder) => lab.Files().Keys.First(path => path.StartsWith(folder, StringComparison.Ordinal));

    [Fact]
    public async Task An_edit_of_the_same_length_and_time_is_noticed()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        await lab.SyncAsync();
        var guest = GuestCode.Guests(lab.Workspace).First(one => one.Attributes.Get("cores") == "2");
        var path = lab.Workspace.PathOf(guest.File);
        var (text, time) = (lab.Text(guest.File), File.GetLastWriteTimeUtc(path));
        var edited = System.Text.RegularExpressions.Regex.Replace(text, @"(cores\s*=\s*)2", "${1}3");
        Assert.Equal(text.Length, edited.Length);
        Assert.NotEqual(text, edited);
        File.WriteAllText(path, edited);
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal("3", lab.Code(guest.VmId).Attributes.Get("cores"));
        Assert.Contains((await lab.SyncAsync()).Changes, change => change is { Kind: SyncChangeKind.Pending, Path: "cores", Code: "3" } && change.VmId == guest.VmId);
    }

    [Fact]
    public async Task A_derived_file_that_is_gone_comes_back_and_an_edited_one_is_told_every_time()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var (gone, edited, playbook) = (First(lab, "tests/vms/"), First(lab, "tests/containers/"), First(lab, "ansible/playbooks/"));
        var before = lab.Text(gone);
        File.Delete(lab.Workspace.PathOf(gone));
        File.Delete(lab.Workspace.PathOf(playbook));
        File.AppendAllText(lab.Workspace.PathOf(edited), "# mine\n");
        var result = await lab.SyncAsync();
        Assert.Equal(new (string, string)[] { (playbook, "Created"), (edited, "SkippedEdited"), (gone, "Created") }.OrderBy(file => file.Item1, StringComparer.Ordinal), result.Files.Select(file => (file.Path, file.Action)).OrderBy(file => file.Path, StringComparer.Ordinal));
        Assert.Equal(before, lab.Text(gone));
        Assert.Equal((edited, "SkippedEdited"), Assert.Single((await lab.SyncAsync()).Files) is var again ? (again.Path, again.Action) : default);
        Assert.EndsWith("# mine\n", lab.Text(edited));
    }

    [Fact]
    public async Task A_half_dead_cluster_syncs_the_rest_within_its_time_limit_and_tells_what_is_missing()
    {
        var state = JsonNode.Parse(LabCluster.Demo().ToJson())!;
        state["nodes"]!["pve3"]!["status"] = "offline";
        // Longer than the client waits, not longer than Proxmox's own proxy would.
        state["faults"] = new JsonArray(new JsonObject { ["kind"] = "latency", ["node"] = "pve2", ["seconds"] = 25 });
        using var lab = new LabWorkspace(state.ToJsonString());
        var impatient = lab.Workspace.SaveConfig(lab.Workspace.Config with { TimeoutSeconds = 1 });
        using var session = await Session.OpenAsync(impatient, new() { Transport = lab.Lab.CreateHandler(), Token = lab.Token }, Stop);
        var result = await new Sync(session).RunAsync(new(), null, Stop);
        Assert.Contains(result.Gaps, gap => gap is { Scope: GapScope.Node, Name: "pve3" } && gap.Reason.Contains("offline", StringComparison.Ordinal));
        Assert.Contains(result.Gaps, gap => gap is { Scope: GapScope.Node, Name: "pve2" } && gap.Reason.Contains("1 s", StringComparison.Ordinal));
        var expected = state["guests"]!.AsObject().Where(guest => (string?)guest.Value!["node"] == "pve1").Select(guest => int.Parse(guest.Key, System.Globalization.CultureInfo.InvariantCulture)).Order();
        Assert.Equal(expected, result.Changes.Where(change => change.Kind == SyncChangeKind.Added).Select(change => change.VmId).Order());
    }
}
