using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

public class InventoryGapTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<Inventory> ReadAsync(FakePve pve)
    {
        var time = new FakeTimeProvider();
        using var client = pve.Client(time, connection => connection with { Timeout = TimeSpan.FromSeconds(10) });
        var read = new InventoryReader(client).ReadAsync(null, Ct);
        await PveClientTests.AdvanceUntil(time, read);
        return await read;
    }

    [Fact]
    public async Task A_node_that_is_offline_is_a_gap_and_so_is_each_of_its_guests()
    {
        using var pve = SmallCluster.Make().On("GET /cluster/status", """[{"type":"cluster","name":"lab"},{"type":"node","name":"pve1","online":1},{"type":"node","name":"pve2","online":0}]""");
        var inventory = await ReadAsync(pve);
        Assert.Equal([(GapScope.Node, "pve2"), (GapScope.Guest, "200")], inventory.Gaps.Select(gap => (gap.Scope, gap.Name)));
        Assert.Equal("offline", inventory.Nodes[1].Status);
        Assert.True(inventory.IsUnderGap(200, "pve1"));
        Assert.False(inventory.IsUnderGap(100, "pve1"));
        Assert.DoesNotContain(pve.Sent, sent => sent.Path.StartsWith("/nodes/pve2/", StringComparison.Ordinal));
        Assert.Contains(inventory.Storages, storage => storage is { Name: "shared", Node: "pve2", Status: "unknown", Type: "nfs" });
    }

    [Theory]
    [InlineData(595, "No route to host"), InlineData(596, "Connection timed out"), InlineData(403, "Permission check failed"), InlineData(500, "got no worker upid")]
    public async Task A_node_that_does_not_answer_is_a_gap_with_the_reason(int status, string reason)
    {
        using var pve = SmallCluster.Make();
        foreach (var what in new[] { "qemu", "lxc", "storage", "network" }) pve.Fails($"GET /nodes/pve2/{what}", status, reason);
        var inventory = await ReadAsync(pve);
        Assert.Contains(inventory.Gaps, gap => gap is { Scope: GapScope.Node, Name: "pve2" } && gap.Reason.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(inventory.Gaps, gap => gap is { Scope: GapScope.Guest, Name: "200" });
        Assert.Equal([100, 101], inventory.Guests.Select(guest => guest.VmId));
    }

    [Fact]
    public async Task A_node_that_hangs_costs_its_time_limit_and_nothing_else()
    {
        using var pve = SmallCluster.Make();
        foreach (var what in new[] { "qemu", "lxc", "storage", "network" })
            pve.On($"GET /nodes/pve2/{what}", async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return FakePve.Data("[]");
            });
        var inventory = await ReadAsync(pve);
        Assert.Contains(inventory.Gaps, gap => gap is { Scope: GapScope.Node, Name: "pve2" } && gap.Reason.Contains("did not answer within 10 s", StringComparison.Ordinal));
        Assert.Equal([100, 101], inventory.Guests.Select(guest => guest.VmId));
        Assert.Single(pve.Sent, sent => sent.Path.StartsWith("/nodes/pve2/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_index_of_the_cluster_no_absence_is_believed()
    {
        using var pve = SmallCluster.Make().Fails("GET /cluster/resources", 500, "ipcc_send_rec failed: Connection refused");
        var inventory = await ReadAsync(pve);
        Assert.Equal(GapScope.Cluster, Assert.Single(inventory.Gaps).Scope);
        Assert.Equal([100, 101, 200], inventory.Guests.Select(guest => guest.VmId));
        Assert.Equal("prod", inventory.Guest(100)!.Pool);
    }

    [Fact]
    public async Task Interfaces_that_cannot_be_read_put_no_guest_under_a_gap()
    {
        using var pve = SmallCluster.Make().Fails("GET /nodes/pve1/network", 403, "Permission check failed");
        var inventory = await ReadAsync(pve);
        Assert.Equal((GapScope.Detail, "pve1"), (Assert.Single(inventory.Gaps).Scope, inventory.Gaps[0].Name));
        Assert.False(inventory.IsUnderGap(100, "pve1"));
    }

    [Theory]
    [InlineData(403, "Permission check failed (/vms/100, VM.Audit)"), InlineData(596, "Connection timed out"), InlineData(500, "unable to parse config")]
    public async Task A_config_that_cannot_be_read_is_a_gap(int status, string reason)
    {
        using var pve = SmallCluster.Make().Fails("GET /nodes/pve1/qemu/100/config", status, reason).Fails("GET /nodes/pve1/qemu/100/pending", status, reason);
        var inventory = await ReadAsync(pve);
        var gap = Assert.Single(inventory.Gaps);
        Assert.Equal((GapScope.Guest, "100"), (gap.Scope, gap.Name));
        Assert.Contains(reason, gap.Reason);
        Assert.Null(inventory.Guest(100));
    }

    [Fact]
    public async Task A_config_that_is_none_is_a_gap()
    {
        using var pve = SmallCluster.Make().On("GET /nodes/pve1/qemu/101/config", "null");
        Assert.Equal((GapScope.Guest, "101"), (Assert.Single((await ReadAsync(pve)).Gaps) is var gap ? (gap.Scope, gap.Name) : default));
    }

    [Fact]
    public async Task A_guest_removed_while_it_was_read_is_neither_there_nor_a_gap()
    {
        using var pve = SmallCluster.Make()
            .Fails("GET /nodes/pve1/qemu/101/config", 500, "Configuration file 'nodes/pve1/qemu-server/101.conf' does not exist")
            .On("GET /cluster/resources?type=vm", "[]");
        var inventory = await ReadAsync(pve);
        Assert.Empty(inventory.Gaps);
        Assert.Equal([100, 200], inventory.Guests.Select(guest => guest.VmId));
    }

    [Fact]
    public async Task A_guest_that_moved_between_the_lists_is_read_where_it_went()
    {
        // Node pve1 was asked after it left, node pve2 before it came.
        using var pve = SmallCluster.Make()
            .On("GET /nodes/pve1/qemu", """[{"vmid":100,"name":"web01","status":"running"}]""")
            .On("GET /cluster/resources?type=vm", """[{"type":"qemu","vmid":101,"node":"pve2","status":"running"}]""")
            .On("GET /nodes/pve2/qemu/101/status/current", """{"status":"stopped"}""")
            .On("GET /nodes/pve2/qemu/101/config", """{"name":"tpl","digest":"d2"}""");
        var inventory = await ReadAsync(pve);
        Assert.Empty(inventory.Gaps);
        Assert.Equal(("pve2", "stopped", "prod"), inventory.Guest(101) is { } guest ? (guest.Node, guest.Status, guest.Pool) : default);
    }

    [Fact]
    public async Task A_node_that_dies_half_way_is_not_asked_for_each_of_its_guests()
    {
        var many = string.Join(',', Enumerable.Range(300, 50).Select(vmid => $$"""{"vmid":{{vmid}},"status":"stopped"}"""));
        using var pve = SmallCluster.Make().On("GET /nodes/pve2/qemu", $"[{many}]");
        for (var vmid = 300; vmid < 350; vmid++) pve.Fails($"GET /nodes/pve2/qemu/{vmid}/config", 595, "Connection refused");
        var inventory = await ReadAsync(pve);
        Assert.Equal(50, inventory.Gaps.Count(gap => gap.Scope == GapScope.Guest));
        Assert.Contains(inventory.Gaps, gap => gap is { Scope: GapScope.Node, Name: "pve2" });
        Assert.InRange(pve.Sent.Count(sent => sent.Path.StartsWith("/nodes/pve2/qemu/", StringComparison.Ordinal)), 3, 60);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"/vms/100":{"VM.Audit":1}}""")]
    [InlineData("""{"/":{"VM.Audit":0},"/vms":{"VM.Audit":0},"/storage":{"Datastore.Audit":1},"/pool":{"Pool.Audit":1}}""")]
    public async Task A_token_that_may_not_see_every_guest_makes_the_list_incomplete(string permissions)
    {
        using var pve = SmallCluster.Make().On("GET /access/permissions", permissions);
        var inventory = await ReadAsync(pve);
        Assert.Contains(inventory.Gaps, gap => gap is { Scope: GapScope.Cluster, Name: "*" } && gap.Reason.Contains("VM.Audit", StringComparison.Ordinal));
        Assert.True(inventory.IsUnderGap(4711, null));
    }

    [Fact]
    public async Task A_guest_that_is_hidden_from_the_token_is_a_gap_of_its_own()
    {
        using var pve = SmallCluster.Make().On("GET /access/acl", """[{"path":"/vms/150","roleid":"NoAccess","ugid":"root@pam!iac","type":"token","propagate":1}]""");
        var gap = Assert.Single((await ReadAsync(pve)).Gaps);
        Assert.Equal((GapScope.Guest, "150"), (gap.Scope, gap.Name));
    }

    [Fact]
    public async Task Storages_and_pools_that_fail_are_gaps()
    {
        using var pve = SmallCluster.Make()
            .Fails("GET /nodes/pve1/storage/shared/content?content=iso", 500, "storage 'shared' is not online")
            .Fails("GET /pools?poolid=prod", 403, "Permission check failed (/pool/prod, Pool.Audit)")
            .On("GET /nodes/pve2/storage", """[{"storage":"nfs2","type":"nfs","content":"iso","shared":1,"active":0,"enabled":1}]""");
        var inventory = await ReadAsync(pve);
        Assert.Equal([(GapScope.Storage, "nfs2"), (GapScope.Storage, "shared"), (GapScope.Pool, "prod")], inventory.Gaps.Select(gap => (gap.Scope, gap.Name)));
        Assert.Equal(["shared:vztmpl/debian.tar.zst"], inventory.Volumes.Select(volume => volume.VolumeId));
        Assert.Equal("prod", inventory.Guest(100)!.Pool);
    }

    [Theory]
    [InlineData("GET /version"), InlineData("GET /nodes"), InlineData("GET /nodes/pve1/qemu/100/pending"), InlineData("GET /access/permissions")]
    public async Task A_refused_token_is_an_exception_wherever_it_shows(string request)
    {
        using var pve = SmallCluster.Make().Fails(request, 401, "Authentication failed!");
        var e = await Assert.ThrowsAsync<PveApiException>(() => ReadAsync(pve));
        Assert.Equal("PmpcAuthenticationFailed", e.Id);
        Assert.DoesNotContain(FakePve.Secret, e.ToString() + e.Hint);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_an_exception()
    {
        using var pve = SmallCluster.Make().On("GET /nodes/pve1/qemu/101/config", _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));
        Assert.Equal("PmpcServerUnreachable", (await Assert.ThrowsAsync<PveApiException>(() => ReadAsync(pve))).Id);
    }

    [Fact]
    public async Task Without_the_right_to_ask_for_the_cluster_the_guests_are_complete_all_the_same()
    {
        using var pve = SmallCluster.Make()
            .Fails("GET /cluster/status", 403, "Permission check failed (/, Sys.Audit)")
            .Fails("GET /cluster/ha/resources", 403, "Permission check failed (/, Sys.Audit)");
        var inventory = await ReadAsync(pve);
        Assert.Equal(GapScope.Detail, Assert.Single(inventory.Gaps).Scope);
        Assert.Equal(("pve1.example.org", 3), (inventory.Cluster, inventory.Guests.Length));
        Assert.Equal("started", inventory.Guest(100)!.HaState);
    }

    [Fact]
    public async Task Names_that_would_lead_elsewhere_are_gaps()
    {
        using var pve = SmallCluster.Make().On("GET /nodes", """[{"node":"..","status":"online"},{"node":"pve1","status":"online"}]""");
        Assert.Contains((await ReadAsync(pve)).Gaps, gap => gap is { Scope: GapScope.Node, Name: ".." });
        Assert.DoesNotContain(pve.Sent, sent => sent.Path is "/qemu" or "/lxc");
    }
}
