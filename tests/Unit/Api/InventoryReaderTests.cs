using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

public class InventoryReaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<Inventory> ReadAsync(FakePve pve, IProgress<ReadProgress>? progress = null)
    {
        var time = new FakeTimeProvider();
        using var client = pve.Client(time);
        var read = new InventoryReader(client).ReadAsync(progress, Ct);
        await PveClientTests.AdvanceUntil(time, read);
        return await read;
    }

    [Fact]
    public async Task Everything_that_the_cluster_tells_is_read_and_sorted()
    {
        using var pve = SmallCluster.Make();
        var inventory = await ReadAsync(pve);
        Assert.Equal(("lab", "9.2.11"), (inventory.Cluster, inventory.Version));
        Assert.Empty(inventory.Gaps);
        Assert.Equal(["pve1", "pve2"], inventory.Nodes.Select(node => node.Name));
        var node = inventory.Nodes[0];
        Assert.Equal(("online", 16, 65536L, "192.0.2.10"), (node.Status, node.CpuCount, node.MemoryMiB, node.Address));
        Assert.Equal(new NodeUsage(0.5, 2048, TimeSpan.FromSeconds(4172)), node.Usage);
        Assert.Equal(["bond0", "eno1", "vmbr0", "vmbr9"], node.Interfaces.Select(one => one.Name));
        Assert.Equal(new NodeInterface("pve1", "vmbr0", "bridge", "192.0.2.10/24", "eno1", true, true, "lan"), node.Interfaces[2]);
        Assert.Equal(("eno2 eno3", null), (node.Interfaces[0].Ports, node.Interfaces[3].Ports));
        Assert.Equal(["local on pve1", "off on pve1", "shared on pve1", "shared on pve2"], inventory.Storages.Select(storage => storage.ToString()));
        Assert.Equal(["available", "disabled", "available", "available"], inventory.Storages.Select(storage => storage.Status));
        Assert.Equal(["images", "iso", "rootdir"], inventory.Storages[0].Content);
        Assert.Equal("brandnew", inventory.Storages[1].Type);
        Assert.Equal(["shared:iso/a.iso", "shared:iso/b.iso", "shared:vztmpl/debian.tar.zst"], inventory.Volumes.Select(volume => volume.VolumeId));
        Assert.Equal([new Pool("p/q", null, [], []), new Pool("prod", "c", [100, 101], ["shared"])], inventory.Pools);
        Assert.Equal([100, 101, 200], inventory.Guests.Select(guest => guest.VmId));
    }

    [Fact]
    public async Task A_guest_has_its_whole_config_as_Proxmox_would_store_it()
    {
        using var pve = SmallCluster.Make();
        var inventory = await ReadAsync(pve);
        var web = inventory.Guest(100)!;
        Assert.Equal((GuestKind.Qemu, "pve1", "running", "prod", "started", "d1"), (web.Kind, web.Node, web.Status, web.Pool, web.HaState, web.Digest));
        Assert.Equal(("4", "0.5", "1", "2048", """{"a":[1]}"""), (web.Config["cores"], web.Config["cpulimit"], web.Config["kvm"], web.Config["memory"], web.Config["futurekey"]));
        Assert.Equal("a'; Remove-Item ${x}\nö", web.Config["description"]);
        Assert.False(web.Config.ContainsKey("digest"));
        Assert.False(web.Config.ContainsKey("nothing"));
        Assert.Equal([new PendingChange("cipassword", "**********", "**********"), new("cores", "1", "4"), new("machine", null, "q35"), new("vga", "std", null)], web.Pending);
        var container = inventory.Guest(200)!;
        Assert.Equal("""[["lxc.apparmor.profile","unconfined"],["lxc.mount.entry","a \"b\""]]""", container.Config["lxc"]);
        Assert.Equal(("pve2", "stopped", null), (container.Node, container.Status, container.Pool));
        Assert.Empty(container.Pending);
    }

    [Fact]
    public async Task A_password_never_enters_a_config_even_where_the_server_leaks_it()
    {
        using var pve = SmallCluster.Make();
        Assert.Equal("**********", (await ReadAsync(pve)).Guest(100)!.Config["cipassword"]);
    }

    [Fact]
    public async Task Two_reads_of_an_unchanged_cluster_are_the_same()
    {
        using var pve = SmallCluster.Make();
        Assert.Equal(JsonSerializer.Serialize(await ReadAsync(pve)), JsonSerializer.Serialize(await ReadAsync(pve)));
    }

    [Fact]
    public async Task Every_guest_of_these_takes_one_request()
    {
        using var pve = SmallCluster.Make();
        await ReadAsync(pve);
        Assert.Equal(["/nodes/pve1/qemu/100/pending", "/nodes/pve1/qemu/101/config", "/nodes/pve2/lxc/200/config"],
            pve.Sent.Select(sent => sent.Path).Where(path => path.Split('/') is [_, "nodes", _, "qemu" or "lxc", _, ..]).Order());
    }

    [Theory]
    [InlineData("""[{"key":"cores","value":1,"pending":4},{"key":"name","value":"web01"}]""", 0), InlineData("null", 0), InlineData(null, 1)]
    public async Task A_vm_whose_pending_changes_do_not_tell_enough_is_asked_for_its_config(string? pending, int gaps)
    {
        using var pve = SmallCluster.Make();
        if (pending is null) pve.Fails("GET /nodes/pve1/qemu/100/pending", 500, "cannot parse it");
        else pve.On("GET /nodes/pve1/qemu/100/pending", pending);
        var inventory = await ReadAsync(pve);
        Assert.Equal(("d1", "4", "2048"), inventory.Guest(100) is { } guest ? (guest.Digest, guest.Config["cores"], guest.Config["memory"]) : default);
        Assert.Equal(gaps, inventory.Gaps.Count(gap => gap is { Scope: GapScope.Detail, Name: "100" }));
    }

    [Fact]
    public async Task A_shared_storage_is_listed_once()
    {
        using var pve = SmallCluster.Make();
        await ReadAsync(pve);
        Assert.Equal(2, pve.Sent.Count(sent => sent.Path.EndsWith("/storage/shared/content", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_paused_vm_is_paused_though_the_list_calls_it_running()
    {
        using var pve = SmallCluster.Make().On("GET /cluster/resources", SmallCluster.Resources.Replace("\"status\":\"running\"", "\"status\":\"paused\"", StringComparison.Ordinal));
        Assert.Equal("paused", (await ReadAsync(pve)).Guest(100)!.Status);
    }

    [Fact]
    public async Task A_write_between_the_config_and_its_pending_changes_is_noticed()
    {
        var reads = 0;
        using var pve = SmallCluster.Make()
            .On("GET /nodes/pve2/lxc", """[{"vmid":200,"status":"running"}]""")
            .On("GET /nodes/pve2/lxc/200/config", _ => FakePve.Data($$"""{"hostname":"v{{++reads}}","digest":"{{(reads == 1 ? "d0" : "d1")}}"}"""))
            .On("GET /nodes/pve2/lxc/200/pending", """[{"key":"hostname","value":"v1"},{"key":"cpulimit","value":1,"pending":2},{"key":"digest","value":"d1"}]""");
        var guest = (await ReadAsync(pve)).Guest(200)!;
        Assert.Equal(("v2", "d1", new PendingChange("cpulimit", "1", "2")), (guest.Config["hostname"], guest.Digest, Assert.Single(guest.Pending)));
    }

    [Fact]
    public async Task Progress_ends_with_every_guest_done()
    {
        using var pve = SmallCluster.Make();
        var reports = new List<ReadProgress>();
        await ReadAsync(pve, new PveTaskTests.Recorder<ReadProgress>(reports.Add));
        Assert.Equal(new ReadProgress("Reading guests", 3, 3), reports[^1]);
        Assert.Contains(new ReadProgress("Reading nodes", 2, 2), reports);
    }

    [Fact]
    public async Task One_guest_is_read_again_with_its_live_state()
    {
        using var pve = SmallCluster.Make();
        using var client = pve.Client();
        var guest = await new InventoryReader(client).ReadGuestAsync(GuestKind.Qemu, "pve1", 100, Ct);
        Assert.Equal(("web01", "paused", "prod", "started", "d1"), (guest!.Name, guest.Status, guest.Pool, guest.HaState, guest.Digest));
    }

    [Fact]
    public async Task A_guest_that_has_moved_is_found_where_it_is()
    {
        using var pve = SmallCluster.Make();
        using var client = pve.Client();
        Assert.Equal("pve1", (await new InventoryReader(client).ReadGuestAsync(GuestKind.Qemu, "pve2", 100, Ct))!.Node);
    }

    [Fact]
    public async Task A_guest_is_absent_only_where_Proxmox_says_so()
    {
        using var pve = SmallCluster.Make()
            .Fails("GET /nodes/pve1/qemu/999/status/current", 500, "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist")
            .Fails("GET /nodes/pve1/qemu/998/status/current", 403, "Permission check failed (/vms/998, VM.Audit)")
            .Fails("GET /nodes/nope/qemu/997/status/current", 500, "hostname lookup 'nope' failed - failed to get address info for: nope: Name or service not known");
        using var client = pve.Client();
        var reader = new InventoryReader(client);
        Assert.Null(await reader.ReadGuestAsync(GuestKind.Qemu, "pve1", 999, Ct));
        Assert.Null(await reader.ReadGuestAsync(GuestKind.Qemu, "pve2", 200, Ct));
        Assert.Equal("PmpcPermissionDenied", (await Assert.ThrowsAsync<PveApiException>(() => reader.ReadGuestAsync(GuestKind.Qemu, "pve1", 998, Ct))).Id);
        Assert.Equal("PmpcNodeNotFound", (await Assert.ThrowsAsync<PveApiException>(() => reader.ReadGuestAsync(GuestKind.Qemu, "nope", 997, Ct))).Id);
    }
}
