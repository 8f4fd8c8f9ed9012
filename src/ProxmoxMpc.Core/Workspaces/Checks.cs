using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>How a check came out.</summary>
public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>It could not be made, and the message says why.</summary>
    Skipped,
}

/// <summary>A check of the desired state and how it came out.</summary>
/// <param name="Check">The check's stable name, for example <c>StorageExists</c>.</param>
/// <param name="Target">The guest or node it is about; <c>all guests</c> for a check of them all.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Message">Empty where it passed.</param>
public sealed record CheckResult(string Check, string Target, CheckOutcome Outcome, string Message)
{
    public bool Passed => Outcome == CheckOutcome.Passed;
}

/// <summary>The verb that checks the desired state before anybody applies it.</summary>
public static class Checks
{
    /// <summary>Reads the cluster and checks the code against it; changes nothing.</summary>
    public static async Task<ImmutableArray<CheckResult>> RunAsync(Session session, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        var (_, code) = Picture.ReadCode(session.Workspace);
        var inventory = await new InventoryReader(session.Client).ReadAsync(progress, ct);
        return Of(code, inventory);
    }

    /// <summary>Checks the code against what was last read of the server.</summary>
    public static ImmutableArray<CheckResult> RunOffline(Workspace workspace)
    {
        var (_, code) = Picture.ReadCode(workspace);
        using var store = workspace.OpenState();
        return Of(code, store.ReadInventory() ?? throw Picture.NeverSynced(workspace));
    }

    internal static ImmutableArray<CheckResult> Of(TerraformCode code, Inventory inventory)
    {
        var guests = code.Guests;
        var results = ImmutableArray.CreateBuilder<CheckResult>();
        results.AddRange(UniquenessChecks.Of(guests));
        foreach (var guest in guests) results.AddRange(PlacementChecks.Of(guest, inventory));
        results.AddRange(CapacityChecks.Of(guests, inventory));
        return results.ToImmutable();
    }
}

/// <summary>No two guests share what only one can have.</summary>
internal static class UniquenessChecks
{
    public static IEnumerable<CheckResult> Of(ImmutableArray<DesiredGuest> guests) =>
    [
        .. Unique("VmIdUnique", guests.Select(guest => (guest, guest.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture))), "vmid"),
        .. Unique("NameUnique", guests.Select(guest => (guest, guest.Name.ToLowerInvariant())), "name"),
        .. Unique("MacAddressUnique", guests.SelectMany(guest => Values(guest, "net", ["macaddr", "hwaddr"]).Select(mac => (guest, mac))), "MAC address"),
        .. Unique("AddressUnique", guests.SelectMany(guest => Values(guest, "net", ["ip", "ip6"]).Concat(Values(guest, "ipconfig", ["ip", "ip6"])).Where(IsAddress).Select(address => (guest, address.Split('/')[0]))), "address"),
    ];

    private static IEnumerable<CheckResult> Unique(string check, IEnumerable<(DesiredGuest Guest, string Value)> values, string what)
    {
        var clashes = values.GroupBy(pair => pair.Value, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).ToArray();
        if (clashes.Length == 0) return [new(check, "all guests", CheckOutcome.Passed, "")];
        return clashes.Select(clash => new CheckResult(check, string.Join(", ", clash.Select(pair => $"{pair.Guest.Name} ({pair.Guest.VmId})")), CheckOutcome.Failed, $"They share the {what} {clash.Key}."));
    }

    private static IEnumerable<string> Values(DesiredGuest guest, string family, string[] parts) =>
        guest.Attributes.Where(pair => AttributePath.Split(pair.Key) is var (key, part) && part is not null && parts.Contains(part) && GuestSchema.SplitIndex(key)?.Family == family).Select(pair => pair.Value);

    private static bool IsAddress(string value) => System.Net.IPAddress.TryParse(value.Split('/')[0], out _);
}

/// <summary>What a guest refers to is there.</summary>
internal static class PlacementChecks
{
    public static IEnumerable<CheckResult> Of(DesiredGuest guest, Inventory inventory)
    {
        var target = $"{guest.Name} ({guest.VmId})";
        var node = inventory.Nodes.FirstOrDefault(one => one.Name == guest.Node);
        if (node is null || !node.IsOnline)
        {
            yield return new("NodeExists", target, CheckOutcome.Failed, node is null ? $"There is no node {guest.Node}." : $"Node {guest.Node} is {node.Status}.");
            yield break;
        }
        yield return new("NodeExists", target, CheckOutcome.Passed, "");
        foreach (var result in Storages(guest, inventory, target).Concat(Bridges(guest, node, inventory, target)).Append(Template(guest, inventory, target)).OfType<CheckResult>()) yield return result;
    }

    private static IEnumerable<CheckResult> Storages(DesiredGuest guest, Inventory inventory, string target)
    {
        foreach (var group in guest.Attributes.Where(pair => pair.Key.EndsWith(".storage", StringComparison.Ordinal)).GroupBy(pair => pair.Value, StringComparer.Ordinal))
        {
            var storage = inventory.Storages.FirstOrDefault(one => one.Name == group.Key && one.Node == guest.Node);
            var content = guest.Kind == GuestKind.Lxc ? "rootdir" : "images";
            // An ISO lies where ISOs may lie; the drive's own storage need hold no disks.
            var holdsDisks = group.Any(pair => guest.Attributes.Get(AttributePath.Of(AttributePath.Split(pair.Key).Key, "media")) != "cdrom");
            if (storage is null && inventory.Gaps.Any(gap => gap.Scope == GapScope.Storage))
                yield return new("StorageExists", target, CheckOutcome.Skipped, $"The storages could not all be read, so nothing is known of {group.Key}.");
            else if (storage is null) yield return new("StorageExists", target, CheckOutcome.Failed, $"Node {guest.Node} has no storage {group.Key}.");
            else if (holdsDisks && !storage.Content.Contains(content)) yield return new("StorageExists", target, CheckOutcome.Failed, $"Storage {group.Key} holds {string.Join(", ", storage.Content)} but no {content}.");
            else yield return new("StorageExists", target, CheckOutcome.Passed, "");
        }
    }

    private static IEnumerable<CheckResult> Bridges(DesiredGuest guest, Node node, Inventory inventory, string target)
    {
        foreach (var bridge in guest.Attributes.Where(pair => pair.Key.EndsWith(".bridge", StringComparison.Ordinal)).Select(pair => pair.Value).Distinct(StringComparer.Ordinal))
        {
            if (node.Interfaces.Length == 0) yield return new("BridgeExists", target, CheckOutcome.Skipped, $"The networks of {node.Name} could not be read.");
            else if (node.Interfaces.Any(one => one.Name == bridge)) yield return new("BridgeExists", target, CheckOutcome.Passed, "");
            // A virtual network of SDN is no interface of the node's own.
            else yield return new("BridgeExists", target, CheckOutcome.Failed, $"Node {node.Name} has no bridge {bridge}; it has {string.Join(", ", node.Interfaces.Where(one => one.IsBridge).Select(one => one.Name))}.");
        }
    }

    private static CheckResult? Template(DesiredGuest guest, Inventory inventory, string target)
    {
        if (guest.Attributes.Get(AttributePath.OsTemplate) is not { } template) return null;
        if (inventory.Guest(guest.VmId) is not null) return null;
        return inventory.Volumes.Any(volume => volume.VolumeId == template)
            ? new("TemplateExists", target, CheckOutcome.Passed, "")
            : new("TemplateExists", target, CheckOutcome.Failed, $"No storage has the template {template}.");
    }
}

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
        long.TryParse(guest.Attributes.Get(path), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : unset;
}
