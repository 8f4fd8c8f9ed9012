using System.Collections.Immutable;
using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Tests.Unit.State;

public sealed class StateStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string StatePath => _folder.File("state.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_inventory_comes_back_as_it_was_written_and_a_second_write_changes_no_row() =>
        Sample.Inventory.Sample(inventory =>
        {
            using var folder = new TemporaryFolder();
            using (var store = StateStore.Open(folder.File("state.db")))
            {
                Assert.True(store.WriteInventory(inventory) > 0);
                Assert.Equal(0, store.WriteInventory(inventory));
            }
            using var again = StateStore.Open(folder.File("state.db"));
            Sample.AssertEqual(inventory, again.ReadInventory()!);
            Assert.Equal(0, again.WriteInventory(inventory));
        }, iter: 20, threads: 1);

    [Fact]
    public void Load_and_the_order_of_the_answer_are_no_change()
    {
        using var store = StateStore.Open(StatePath);
        var inventory = Sample.Cluster(guests: 4);
        store.WriteInventory(inventory);
        var busy = inventory with
        {
            Nodes = [.. inventory.Nodes.Reverse().Select(node => node with { Usage = new(0.5, 1000, TimeSpan.FromDays(3)), Interfaces = [.. node.Interfaces.Reverse()] })],
            Storages = [.. inventory.Storages.Reverse().Select(storage => storage with { UsedBytes = 77, TotalBytes = storage.TotalBytes + 1, Content = [.. storage.Content.Reverse()] })],
            Guests = [.. inventory.Guests.Reverse()],
        };
        Assert.Equal(0, store.WriteInventory(busy));
        Assert.Null(store.ReadInventory()!.Nodes[0].Usage);
        Assert.Null(store.ReadInventory()!.Storages[0].UsedBytes);
    }

    [Fact]
    public void One_changed_guest_is_one_row_and_a_vanished_one_too()
    {
        using var store = StateStore.Open(StatePath);
        var inventory = Sample.Cluster(guests: 4);
        store.WriteInventory(inventory);
        var changed = inventory with { Guests = inventory.Guests.SetItem(1, inventory.Guests[1] with { Status = "stopped" }) };
        Assert.Equal(1, store.WriteInventory(changed));
        Assert.Equal(1, store.WriteInventory(changed with { Guests = changed.Guests.RemoveAt(0) }));
        Assert.Equal([101, 102, 103], store.ReadInventory()!.Guests.Select(guest => guest.VmId));
    }

    [Fact]
    public void A_changed_size_of_a_storage_is_stored()
    {
        using var store = StateStore.Open(StatePath);
        var inventory = Sample.Cluster(guests: 0);
        store.WriteInventory(inventory);
        var grown = inventory with { Storages = [.. inventory.Storages.Select(storage => storage with { TotalBytes = storage.TotalBytes * 2 })] };
        Assert.Equal(inventory.Storages.Length, store.WriteInventory(grown));
        Sample.AssertEqual(grown, store.ReadInventory()!);
    }

    public static TheoryData<GapScope, string> GapsOverNodeTwo => new() { { GapScope.Cluster, "*" }, { GapScope.Node, "pve2" }, { GapScope.Node, "*" } };

    [Theory]
    [MemberData(nameof(GapsOverNodeTwo))]
    public void What_lies_under_a_gap_keeps_its_last_known_row(GapScope scope, string name)
    {
        using var store = StateStore.Open(StatePath);
        var whole = Sample.Cluster(guests: 4);
        store.WriteInventory(whole);
        var seen = whole with
        {
            Nodes = [.. whole.Nodes.Where(node => node.Name != "pve2")],
            Storages = [.. whole.Storages.Where(storage => storage.Node != "pve2")],
            Guests = [.. whole.Guests.Where(guest => guest.Node != "pve2")],
            Volumes = [.. whole.Volumes.Where(volume => volume.Node != "pve2")],
            Gaps = [new(scope, name, "no route to host")],
        };
        Assert.Equal(1, store.WriteInventory(seen));
        Sample.AssertEqual(whole with { Gaps = seen.Gaps }, store.ReadInventory()!);

        Assert.True(store.WriteInventory(seen with { Gaps = [] }) > 1);
        Sample.AssertEqual(seen with { Gaps = [] }, store.ReadInventory()!);
    }

    [Fact]
    public void A_guest_that_was_listed_but_not_read_keeps_its_config_and_another_nodes_guest_is_still_removed()
    {
        using var store = StateStore.Open(StatePath);
        var whole = Sample.Cluster(guests: 4);
        store.WriteInventory(whole);
        var unread = whole.Guests[1] with { Config = GuestConfig.Empty, Status = "unknown" };
        store.WriteInventory(whole with { Guests = [unread, whole.Guests[2]], Gaps = [new(GapScope.Guest, "101", "403 Permission check failed"), new(GapScope.Guest, "103", "timeout")] });
        Assert.Equal([101, 102, 103], store.ReadInventory()!.Guests.Select(guest => guest.VmId));
        Assert.Equal(whole.Guests[1], store.ReadInventory()!.Guest(101)! with { Pending = whole.Guests[1].Pending });
    }

    [Fact]
    public void A_node_that_went_offline_is_offline_and_keeps_what_was_known_of_it()
    {
        using var store = StateStore.Open(StatePath);
        var whole = Sample.Cluster(guests: 0);
        store.WriteInventory(whole);
        store.WriteInventory(whole with { Nodes = [whole.Nodes[0], new() { Name = "pve2", Status = "offline" }], Gaps = [new(GapScope.Node, "pve2", "offline")] });
        var node = store.ReadInventory()!.Nodes[1];
        Assert.Equal("offline", node.Status);
        Assert.Equal(whole.Nodes[1].CpuCount, node.CpuCount);
        Assert.Equal(whole.Nodes[1].Interfaces, node.Interfaces);
    }

    [Fact]
    public void The_base_comes_back_as_it_was_written_and_counts_only_changed_rows() =>
        Sample.BaseGuests.Sample(guests =>
        {
            using var folder = new TemporaryFolder();
            using var store = StateStore.Open(folder.File("state.db"));
            Assert.Equal(guests.Length, store.WriteBase(guests, []));
            Assert.Equal(0, store.WriteBase(guests, [99]));
            Assert.Equal(guests, store.ReadBase().Values.OrderBy(guest => guest.VmId));
            if (guests.Length == 0) return;
            Assert.Equal(1, store.WriteBase([guests[0] with { Attributes = guests[0].Attributes.With("x.y", "z") }], []));
            Assert.Equal(guests.Length, store.WriteBase([], guests.Select(guest => guest.VmId)));
            Assert.Empty(store.ReadBase());
        }, iter: 20, threads: 1);

    [Fact]
    public void A_store_that_was_never_written_holds_nothing()
    {
        using var store = StateStore.Open(StatePath);
        Assert.Null(store.ReadInventory());
        Assert.Empty(store.ReadBase());
        Assert.Empty(store.ReadRuns(10));
        Assert.Empty(store.ReadSnapshots());
    }

    [Fact]
    public void Ten_thousand_guests_are_written_once_and_then_not_at_all()
    {
        using var store = StateStore.Open(StatePath);
        var inventory = Sample.Cluster(guests: 10_000);
        Assert.True(store.WriteInventory(inventory) > 10_000);
        Assert.Equal(0, store.WriteInventory(inventory));
        var one = inventory with { Guests = inventory.Guests.SetItem(5000, inventory.Guests[5000] with { Digest = "new" }) };
        Assert.Equal(1, store.WriteInventory(one));
        Sample.AssertEqual(one, store.ReadInventory()!);
    }
}
