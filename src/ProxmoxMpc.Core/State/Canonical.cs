using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.State;

/// <summary>
/// An inventory without load and in one fixed order. pveproxy answers in the order of Perl's hashes, which differs from
/// one request to the next; that must not look like a change.
/// </summary>
internal static class Canonical
{
    public static Inventory Of(Inventory inventory) => inventory with
    {
        Nodes = Sorted(inventory.Nodes.Select(Of), node => node.Name),
        Storages = [.. inventory.Storages.Select(Of).OrderBy(storage => storage.Name, StringComparer.Ordinal).ThenBy(storage => storage.Node, StringComparer.Ordinal)],
        Pools = Sorted(inventory.Pools.Select(Of), pool => pool.PoolId),
        Guests = [.. inventory.Guests.Select(Of).OrderBy(guest => guest.VmId)],
        Volumes = [.. inventory.Volumes.OrderBy(volume => volume.Node, StringComparer.Ordinal).ThenBy(volume => volume.VolumeId, StringComparer.Ordinal)],
        Gaps = [.. inventory.Gaps.Distinct().OrderBy(gap => gap.Scope).ThenBy(gap => gap.Name, StringComparer.Ordinal).ThenBy(gap => gap.Reason, StringComparer.Ordinal)],
    };

    private static Node Of(Node node) => node with { Usage = null, Interfaces = Sorted(Given(node.Interfaces), nic => nic.Name) };

    private static Storage Of(Storage storage) => storage with { UsedBytes = null, Content = Sorted(Given(storage.Content), content => content) };

    private static Pool Of(Pool pool) => pool with { Guests = [.. Given(pool.Guests).Order()], Storages = Sorted(Given(pool.Storages), storage => storage) };

    private static Guest Of(Guest guest) => guest with { Pending = Sorted(Given(guest.Pending), pending => pending.Key) };

    // A document of an older version may lack an array that records have since gained.
    private static ImmutableArray<T> Given<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;

    private static ImmutableArray<T> Sorted<T>(IEnumerable<T> items, Func<T, string> key) => [.. items.OrderBy(key, StringComparer.Ordinal)];
}
