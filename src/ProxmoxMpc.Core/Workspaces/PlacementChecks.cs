using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Workspaces;

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
            else if (inventory.Gaps.Any(gap => gap is { Scope: GapScope.Detail, Name: Gap.Bridges }))
                yield return new("BridgeExists", target, CheckOutcome.Skipped, $"The bridges of {node.Name} are not all shown, so nothing is known of {bridge}.");
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
            : inventory.Gaps.Any(gap => gap.Scope == GapScope.Storage) ? new("TemplateExists", target, CheckOutcome.Skipped, $"The storages could not all be read, so nothing is known of {template}.")
            : new("TemplateExists", target, CheckOutcome.Failed, $"No storage has the template {template}.");
    }
}
