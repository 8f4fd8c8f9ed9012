using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Objects beside nodes and guests through a sync.</summary>
public sealed class ObjectSyncTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Demo(Action<JsonNode>? edit = null)
    {
        using var demo = LabCluster.Demo();
        var state = JsonNode.Parse(demo.ToJson())!;
        edit?.Invoke(state);
        return state.ToJsonString();
    }

    private static T[] Known<T>(LabWorkspace lab, ObjectKind kind) where T : ClusterObject => [.. ObjectCatalog.Known(lab.Workspace, kind).Objects.Cast<T>()];

    [Fact]
    public async Task A_sync_reads_every_kind_and_a_second_one_writes_nothing()
    {
        using var lab = new LabWorkspace(Demo(state =>
        {
            state["guests"]!["100"]!["firewall"] = JsonNode.Parse("""{"rules":[{"type":"in","action":"ACCEPT","macro":"SSH","enable":"1"}]}""");
            state["guests"]!["100"]!["config"]!["net0"] = "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1";
        }));
        var first = await lab.SyncAsync();
        Assert.Empty(first.Gaps);
        Assert.Equal("SSH", Assert.Single(Known<FirewallRule>(lab, ObjectKind.FirewallRule), rule => rule.VmId == 100).Macro);
        Assert.Equal("pve1", Known<FirewallRule>(lab, ObjectKind.FirewallRule).First(rule => rule.VmId == 100).Node);
        Assert.Equal(["prod", "staging"], Known<PoolObject>(lab, ObjectKind.Pool).Select(pool => pool.PoolId));
        Assert.NotEmpty(Known<Role>(lab, ObjectKind.Role));
        Assert.Contains("backup-nightly", lab.Text("docs/backup.md"));
        Assert.Contains("audit\\@pve", lab.Text("docs/access.md"));
        var second = await lab.SyncAsync();
        Assert.Equal((0, 0), (second.RowsWritten, second.FilesWritten));
    }

    [Fact]
    public async Task What_is_removed_on_the_server_is_removed_from_the_state()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        using (var session = await lab.OpenAsync()) await session.Client.DeleteAsync("/cluster/backup/backup-nightly", null, Stop);
        Assert.NotEqual(0, (await lab.SyncAsync()).RowsWritten);
        Assert.Empty(Known<BackupJob>(lab, ObjectKind.BackupJob));
    }

    [Fact]
    public async Task A_node_that_is_down_keeps_its_interfaces()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var before = Known<NetworkDefinition>(lab, ObjectKind.Network);
        using var down = LabCluster.FromJson(Demo(state => state["nodes"]!["pve3"]!["status"] = "offline"));
        using (var session = await Session.OpenAsync(lab.Workspace, new() { Transport = down.CreateHandler(), Token = down.IssueEmbeddedToken() }, Stop))
        {
            var result = await new Sync(session).RunAsync(new(), null, Stop);
            Assert.Contains(result.Gaps, gap => gap is { Scope: GapScope.Object, Name: "network interfaces of node/pve3" });
        }
        Assert.Equal(before, Known<NetworkDefinition>(lab, ObjectKind.Network));
        Assert.Contains(ObjectCatalog.Known(lab.Workspace, ObjectKind.Network).Gaps, gap => gap.Name == "network interfaces of node/pve3");
    }

    [Theory]
    [InlineData(GuestFirewalls.Auto, 1, true, false)]
    [InlineData(GuestFirewalls.Auto, ClusterObjectSync.FewGuests + 1, false, true)]
    [InlineData(GuestFirewalls.Always, ClusterObjectSync.FewGuests + 1, true, false)]
    [InlineData(GuestFirewalls.Never, 1, false, false)]
    public async Task Guests_firewalls_are_read_as_far_as_they_are_few_or_wanted(GuestFirewalls choice, int count, bool read, bool gap)
    {
        var guests = new JsonObject();
        for (var vmid = 1000; vmid < 1000 + count; vmid++)
            guests[$"{vmid}"] = JsonNode.Parse($$"""{"type":"qemu","node":"pve1","config":{"name":"g{{vmid}}","net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1"},"firewall":{"rules":[{"type":"in","action":"DROP"}] } }""");
        guests["999"] = JsonNode.Parse("""{"type":"qemu","node":"pve1","config":{"name":"open","net0":"virtio=BC:24:11:00:00:02,bridge=vmbr0"},"firewall":{"rules":[{"type":"in","action":"DROP"}]}}""");
        using var lab = new LabWorkspace($$"""{"version":"9.2","nodes":{"pve1":{"status":"online","cores":4,"memoryMiB":8192} },"guests":{{guests.ToJsonString()}}}""");
        var workspace = lab.Workspace.WithConfig(lab.Workspace.Config with { GuestFirewalls = choice });
        using var session = await Session.OpenAsync(workspace, new() { Transport = lab.Lab.CreateHandler(), Token = lab.Token }, Stop);
        var result = await new Sync(session).RunAsync(new() { DryRun = false }, null, Stop);
        Assert.Equal(gap, result.Gaps.Any(one => one.Name == "firewalls of guests"));
        Assert.Equal(read ? count : 0, Known<FirewallRule>(lab, ObjectKind.FirewallRule).Length);
    }

    [Fact]
    public void The_choice_of_firewalls_is_a_setting()
    {
        using var lab = new LabWorkspace();
        lab.Workspace.SaveConfig(lab.Workspace.Config with { GuestFirewalls = GuestFirewalls.Always });
        Assert.Contains("guestFirewalls: always", lab.Text(".proxmox/config.yml"));
        Assert.Equal(GuestFirewalls.Always, Workspace.Open(lab.Workspace.Root).Config.GuestFirewalls);
        lab.Replace(".proxmox/config.yml", "guestFirewalls: always", "guestFirewalls: some");
        Assert.Contains("must be auto, always or never", Assert.Throws<PmpcException>(() => Workspace.Open(lab.Workspace.Root)).Message);
    }

    [Fact]
    public async Task A_state_that_knows_guests_but_no_objects_says_so()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        using (var store = lab.Workspace.OpenState()) store.WriteObjects([]);
        Assert.Equal("PmpcNeverSynced", Assert.Throws<PmpcException>(() => ObjectCatalog.Known(lab.Workspace, ObjectKind.User)).Id);
    }
}
