using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Api;

/// <summary>The client and the reader against the Lab, which shares no code with them.</summary>
public class LabReadingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static PveClient Client(LabCluster lab, (string TokenId, string Secret)? token = null)
    {
        var (id, secret) = token ?? lab.IssueEmbeddedToken();
        return new(new(new Uri("https://lab:8006"), id, secret), lab.CreateHandler());
    }

    private static async Task<Inventory> ReadAsync(LabCluster lab, (string TokenId, string Secret)? token = null)
    {
        using var client = Client(lab, token);
        return await new InventoryReader(client).ReadAsync(null, Ct);
    }

    private static string WithoutUsage(Inventory inventory) => JsonSerializer.Serialize(inventory with
    {
        Nodes = [.. inventory.Nodes.Select(node => node with { Usage = null })],
        Storages = [.. inventory.Storages.Select(storage => storage with { UsedBytes = null })],
    });

    [Fact]
    public async Task A_storage_of_other_nodes_is_none_of_this_one_and_one_that_is_switched_off_is()
    {
        using var lab = LabCluster.FromJson("""{"nodes":{"pve1":{},"pve2":{}},"storages":{"local":{"type":"dir"},"fast":{"type":"lvm","nodes":["pve2"]},"old":{"type":"dir","disable":true}}}""");
        var storages = (await ReadAsync(lab)).Storages.Where(storage => storage.Node == "pve1").ToDictionary(storage => storage.Name, storage => storage.Status);
        Assert.Equal(("available", "disabled", false), (storages["local"], storages["old"], storages.ContainsKey("fast")));
    }

    [Fact]
    public async Task The_whole_demo_cluster_is_read_without_a_gap_and_twice_the_same()
    {
        using var lab = LabCluster.Demo();
        var state = JsonNode.Parse(lab.ToJson())!;
        var inventory = await ReadAsync(lab);
        Assert.Empty(inventory.Gaps);
        Assert.Equal(["pve1", "pve2", "pve3"], inventory.Nodes.Select(node => node.Name));
        Assert.All(inventory.Nodes, node => Assert.True(node.IsOnline && node.CpuCount > 0 && node.MemoryMiB > 0 && node.Address is not null && node.Interfaces.Any(one => one.IsBridge)));
        Assert.Equal(state["guests"]!.AsObject().Select(guest => int.Parse(guest.Key, System.Globalization.CultureInfo.InvariantCulture)).Order(), inventory.Guests.Select(guest => guest.VmId));
        foreach (var guest in inventory.Guests)
        {
            var made = state["guests"]![guest.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture)]!;
            Assert.Equal((made["node"]!.GetValue<string>(), made["status"]?.GetValue<string>() ?? "stopped", made["pool"]?.GetValue<string>()), (guest.Node, guest.Status, guest.Pool));
            Assert.Equal(made["config"]![guest.Kind.NameKey()]!.GetValue<string>(), guest.Name);
            Assert.Equal(40, guest.Digest!.Length);
        }
        Assert.Equal(["prod", "staging"], inventory.Pools.Select(pool => pool.PoolId));
        Assert.NotEmpty(inventory.Volumes);
        Assert.Equal(WithoutUsage(inventory), WithoutUsage(await ReadAsync(lab)));
    }

    [Fact]
    public async Task An_auditor_sees_as_much_and_a_separated_token_knows_that_it_sees_nothing()
    {
        using var lab = LabCluster.Demo();
        var full = await ReadAsync(lab);
        var audited = await ReadAsync(lab, await lab.CreateTokenAsync("audit@pve", "ro", privsep: false, TestContext.Current.CancellationToken));
        Assert.Empty(audited.Gaps);
        Assert.Equal(full.Guests.Select(guest => guest.Config), audited.Guests.Select(guest => guest.Config));
        var separated = await ReadAsync(lab, await lab.CreateTokenAsync("root@pam", "sep", privsep: true, TestContext.Current.CancellationToken));
        Assert.Empty(separated.Guests);
        Assert.Contains(separated.Gaps, gap => gap.Scope == GapScope.Cluster);
        Assert.All(full.Guests, guest => Assert.True(separated.IsUnderGap(guest.VmId, guest.Node)));
    }

    [Fact]
    public async Task The_guests_of_a_node_that_went_offline_are_unknown_and_not_gone()
    {
        using var running = LabCluster.Demo();
        var before = await ReadAsync(running);
        var state = JsonNode.Parse(running.ToJson())!;
        state["nodes"]!["pve3"]!["status"] = "offline";
        using var lab = LabCluster.FromJson(state.ToJsonString());
        var after = await ReadAsync(lab);
        Assert.Contains(after.Gaps, gap => gap is { Scope: GapScope.Node, Name: "pve3" });
        var missing = before.Guests.Where(guest => after.Guest(guest.VmId) is null).ToArray();
        Assert.Equal(before.Guests.Where(guest => guest.Node == "pve3"), missing, (x, y) => x.VmId == y.VmId);
        Assert.All(missing, guest => Assert.True(after.IsUnderGap(guest.VmId, "pve1")));
        Assert.All(after.Guests, guest => Assert.False(after.IsUnderGap(guest.VmId, guest.Node)));
    }

    [Fact]
    public async Task A_guest_is_made_changed_and_removed()
    {
        using var lab = LabCluster.Demo();
        using var client = Client(lab);
        var reader = new InventoryReader(client);
        const string description = "a \"${x}\"'; rm -rf ../..\nö + 100%";
        await DoAsync(client.PostAsync("/nodes/pve1/qemu", [new("vmid", "4711"), new("name", "api-test"), new("memory", "1024"), new("scsi0", "local-lvm:4"), new("net0", "virtio,bridge=vmbr0"), new("cipassword", "Geheim-123"), new("description", description)], Ct), client);
        var made = await reader.ReadGuestAsync(GuestKind.Qemu, "pve1", 4711, Ct);
        Assert.Equal(("api-test", "stopped", description, "**********"), made is null ? default : (made.Name, made.Status, made.Description!, made.Config["cipassword"]));
        Assert.Equal(4L << 30, Assert.Single(made!.Disks).SizeBytes);

        await client.PutAsync("/nodes/pve1/qemu/4711/config", [new("cores", "4"), new("digest", made.Digest!)], Ct);
        var stale = await Assert.ThrowsAsync<PveApiException>(() => client.PutAsync("/nodes/pve1/qemu/4711/config", [new("cores", "2"), new("digest", made.Digest!)], Ct));
        Assert.Equal(("PmpcConfigChanged", PmpcErrorKind.Conflict), (stale.Id, stale.Kind));
        var wrong = await Assert.ThrowsAsync<PveApiException>(() => client.PutAsync("/nodes/pve1/qemu/4711/config", [new("cores", "0"), new("bogus", "1")], Ct));
        Assert.Equal(("PmpcInvalidParameter", "bogus,cores"), (wrong.Id, string.Join(',', wrong.Errors.Keys)));

        await DoAsync(client.PostAsync("/nodes/pve1/qemu/4711/status/start", null, Ct), client);
        var again = await Assert.ThrowsAsync<PveTaskException>(() => DoAsync(client.PostAsync("/nodes/pve1/qemu/4711/status/start", null, Ct), client));
        Assert.Equal("PmpcGuestRunning", again.CauseId);
        await client.PutAsync("/nodes/pve1/qemu/4711/config", [new("cores", "2")], Ct);
        var live = await reader.ReadGuestAsync(GuestKind.Qemu, "pve1", 4711, Ct);
        Assert.Equal(("running", new PendingChange("cores", "4", "2")), (live!.Status, Assert.Single(live.Pending)));
        Assert.Equal("PmpcGuestRunning", (await Assert.ThrowsAsync<PveApiException>(() => client.DeleteAsync("/nodes/pve1/qemu/4711", null, Ct))).Id);

        await DoAsync(client.PostAsync("/nodes/pve1/qemu/4711/status/stop", null, Ct), client);
        await DoAsync(client.DeleteAsync("/nodes/pve1/qemu/4711", [new("purge", "1")], Ct), client);
        Assert.Null(await reader.ReadGuestAsync(GuestKind.Qemu, "pve1", 4711, Ct));
    }

    [Fact]
    public async Task One_guest_read_alone_is_the_same_as_in_the_inventory()
    {
        using var lab = LabCluster.Demo();
        using var client = Client(lab);
        var reader = new InventoryReader(client);
        foreach (var guest in (await reader.ReadAsync(null, Ct)).Guests)
            Assert.Equal(guest with { Pending = [] }, (await reader.ReadGuestAsync(guest.Kind, guest.Node, guest.VmId, Ct))! with { Pending = [] });
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        using var lab = LabCluster.Demo();
        var e = await Assert.ThrowsAsync<PveApiException>(() => ReadAsync(lab, ("root@pam!lab", "00000000-0000-0000-0000-000000000000")));
        Assert.Equal(("PmpcAuthenticationFailed", PmpcErrorKind.AuthenticationFailed), (e.Id, e.Kind));
        Assert.Contains("pveum user token add", e.Hint);
    }

    private static async Task DoAsync(Task<JsonElement> request, PveClient client)
    {
        Assert.True(Upid.TryParse((await request).GetString(), out var upid));
        Assert.True((await client.WaitForTaskAsync(upid, null, Ct)).IsSuccess);
    }
}
