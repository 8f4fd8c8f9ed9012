using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What the guests want fits into what the nodes and storages have.</summary>
internal static class CapacityChecks
{
    private const long GiB = 1L << 30;

    public static IEnumerable<CheckResult> Of(ImmutableArray<DesiredGuest> guests, Inventory inventory) =>
        [.. guests.GroupBy(guest => guest.Node, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(group => Node(group.Key, [.. group], inventory)), .. Storage(guests, inventory)];

    private static IEnumerable<CheckResult> Node(string name, DesiredGuest[] guests, Inventory inventory)
    {
        if (inventory.Nodes.FirstOrDefault(node => node.Name == name) is not { } node) yield break;
        if (node.MemoryMiB is { } memory)
        {
            var wanted = guests.Where(guest => guest.Attributes.Get(AttributePath.Started) == "1").Sum(Memory);
            yield return wanted <= memory
                ? new("MemoryFits", name, CheckOutcome.Passed, "")
                : new("MemoryFits", name, CheckOutcome.Failed, $"The guests that shall run want {wanted} MiB; the node has {memory} MiB.");
        }
        if (node.CpuCount is not { } cpus) yield break;
        foreach (var guest in guests)
        {
            var wanted = Number(guest, "cores", 1) * (guest.Kind == GuestKind.Qemu ? Number(guest, "sockets", 1) : 1);
            yield return wanted <= cpus
                ? new("CoresFit", $"{guest.Name} ({guest.VmId})", CheckOutcome.Passed, "")
                : new("CoresFit", $"{guest.Name} ({guest.VmId})", CheckOutcome.Failed, $"It wants {wanted} CPUs; {name} has {cpus}, and Proxmox refuses to start a guest with more.");
        }
    }

    /// <summary>New and grown disks against what is free; what exists already is paid for.</summary>
    private static IEnumerable<CheckResult> Storage(ImmutableArray<DesiredGuest> guests, Inventory inventory)
    {
        var wanted = new SortedDictionary<(string Storage, string Node), long>();
        foreach (var guest in guests)
        {
            var server = inventory.Guest(guest.VmId) is { } found ? GuestProjection.Of(found) : AttributeMap.Empty;
            foreach (var (path, value) in guest.Attributes.Where(pair => pair.Key.EndsWith(".size", StringComparison.Ordinal)))
            {
                var key = AttributePath.Split(path).Key;
                if (guest.Attributes.Get(AttributePath.Of(key, "storage")) is not { } storage) continue;
                var more = (DiskSize.TryParse(value) ?? 0) - (server.Get(AttributePath.Of(key, "storage")) == storage ? DiskSize.TryParse(server.Get(path)) ?? 0 : 0);
                if (more > 0) wanted[(storage, guest.Node)] = wanted.GetValueOrDefault((storage, guest.Node)) + more;
            }
        }
        foreach (var ((name, node), bytes) in wanted)
        {
            var storage = inventory.Storages.FirstOrDefault(one => one.Name == name && one.Node == node);
            if (storage is not { TotalBytes: { } total, UsedBytes: { } used })
            {
                if (storage is not null) yield return new("StorageFits", $"{name} on {node}", CheckOutcome.Skipped, "Its free space is not known.");
                continue;
            }
            yield return bytes <= total - used
                ? new("StorageFits", $"{name} on {node}", CheckOutcome.Passed, "")
                : new("StorageFits", $"{name} on {node}", CheckOutcome.Failed, $"New and grown disks want {bytes / GiB} GiB; {(total - used) / GiB} GiB are free.");
        }
    }

    private static long Memory(DesiredGuest guest) => Number(guest, guest.Kind == GuestKind.Qemu ? "memory.current" : "memory", 512);

    private static long Number(DesiredGuest guest, string path, long unset) =>
        long.TryParse(guest.Attributes.Get(path), CultureInfo.InvariantCulture, out var number) ? number : unset;
}
