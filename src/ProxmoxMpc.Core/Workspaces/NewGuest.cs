using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// Fills in what a user left open of a new guest, as Proxmox's own dialog would: a disk of 32 GiB (containers 8) on the
/// node's first storage for it, one network interface on its first bridge, 2 GiB of memory (containers 512 MiB).
/// </summary>
internal static class NewGuest
{
    public static Guest Make(GuestEdits edits, int vmid, string? node, Inventory inventory)
    {
        var home = node ?? Quietest(inventory);
        if (inventory.Nodes.All(one => one.Name != home))
            throw new PmpcException("PmpcNodeNotFound", PmpcErrorKind.NotFound, $"There is no node '{home}'.", $"There are {string.Join(", ", inventory.Nodes.Select(one => one.Name))}.", home);
        var wanted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, value) in Defaults(edits, home, inventory)) wanted[path] = value;
        foreach (var (path, value) in edits.Changes)
        {
            if (value is null) wanted.Remove(path);
            else if (!AttributePath.IsOutsideConfig(path) && path != AttributePath.OsTemplate) wanted[path] = value;
        }
        return new Guest
        {
            VmId = vmid,
            Kind = edits.Kind,
            Node = home,
            Status = edits.Changes.GetValueOrDefault(AttributePath.Started) == "1" ? "running" : "stopped",
            Pool = edits.Changes.GetValueOrDefault(AttributePath.Pool),
            Config = Config(edits.Kind, AttributeMap.From(wanted)).With(AttributePath.OsTemplate, Template(edits, home, inventory)),
        };
    }

    /// <summary>The template of a new container: the one asked for, else the first that its node can reach; null for a VM.</summary>
    private static string? Template(GuestEdits edits, string node, Inventory inventory)
    {
        if (edits.Kind == GuestKind.Qemu) return null;
        if (edits.Changes.GetValueOrDefault(AttributePath.OsTemplate) is { } asked) return asked;
        var reachable = inventory.Storages.Where(storage => storage.Node == node).Select(storage => storage.Name).ToHashSet(StringComparer.Ordinal);
        return inventory.Volumes.Where(volume => volume.Content == "vztmpl" && reachable.Contains(volume.Storage)).Select(volume => volume.VolumeId).Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new PmpcException("PmpcTemplateNotFound", PmpcErrorKind.NotFound, $"No storage of {node} holds a container template.", "Download one (pveam download), sync, and try again; or name one with -OsTemplate.");
    }

    private static IEnumerable<(string Path, string Value)> Defaults(GuestEdits edits, string node, Inventory inventory)
    {
        bool GivenFamily(params string[] families) => edits.Changes.Keys.Any(path => GuestSchema.SplitIndex(AttributePath.Split(path).Key) is { } split && families.Contains(split.Family));
        var vm = edits.Kind == GuestKind.Qemu;
        yield return vm ? ("memory.current", "2048") : ("swap", "512");
        if (vm)
        {
            yield return ("ostype", "l26");
            yield return ("scsihw", "virtio-scsi-single");
            yield return ("cpu.cputype", "x86-64-v2-AES");
        }
        else
        {
            yield return ("unprivileged", "1");
            yield return ("features.nesting", "1");
        }
        var disk = vm ? "scsi0" : "rootfs";
        if (!edits.Changes.Keys.Any(path => AttributePath.Split(path) is var (key, part) && part == "storage" && (key == "rootfs" || GuestSchema.SplitIndex(key)?.Family is "scsi" or "virtio" or "sata" or "ide")))
        {
            yield return (AttributePath.Of(disk, "storage"), FirstStorage(node, vm ? "images" : "rootdir", inventory));
            yield return (AttributePath.Of(disk, "size"), vm ? "32G" : "8G");
            if (vm) yield return (AttributePath.Of(disk, "iothread"), "1");
        }
        if (GivenFamily("net") || FirstBridge(node, inventory) is not { } bridge) yield break;
        yield return ("net0.bridge", bridge);
        if (vm) yield return ("net0.model", "virtio");
        else
        {
            yield return ("net0.name", "eth0");
            yield return ("net0.ip", "dhcp");
        }
    }

    /// <summary>The config as the server would hold it once the guest is there, but for the names of its volumes, which the server gives.</summary>
    private static GuestConfig Config(GuestKind kind, AttributeMap wanted)
    {
        var config = GuestConfig.From(ConfigChange.Build(kind, GuestConfig.Empty, wanted, wanted.Keys).Set);
        var schema = GuestSchema.For(kind);
        foreach (var (name, raw) in config.ToArray())
        {
            if (schema.FindKey(name) is not { IsVolume: true } key || wanted.Get(AttributePath.Of(name, "size")) is not { } size || wanted.Get(AttributePath.Of(name, "storage")) is not { } storage) continue;
            config = config.With(name, PropertyString.Parse(raw, key).With(key.DefaultPart!.Name, $"{storage}:").With("size", size).ToString(key));
        }
        return config;
    }

    private static string Quietest(Inventory inventory) =>
        inventory.Nodes.Where(node => node.IsOnline).OrderBy(node => inventory.Guests.Count(guest => guest.Node == node.Name)).ThenBy(node => node.Name, StringComparer.Ordinal).FirstOrDefault()?.Name
        ?? throw new PmpcException("PmpcNodeNotFound", PmpcErrorKind.NotFound, "No node is online.", "Name one with -Node.");

    // Where the dialog of Proxmox would offer several, block storage comes before a directory.
    private static string FirstStorage(string node, string content, Inventory inventory) =>
        inventory.Storages.Where(storage => storage.Node == node && storage.Content.Contains(content)).OrderBy(storage => storage.Name == "local-lvm" ? 0 : storage.Type is "dir" or "nfs" or "cifs" ? 2 : 1).ThenBy(storage => storage.Name, StringComparer.Ordinal).FirstOrDefault()?.Name
        ?? throw new PmpcException("PmpcStorageNotFound", PmpcErrorKind.NotFound, $"No storage of {node} holds {content}.", "Name one with -Storage.");

    private static string? FirstBridge(string node, Inventory inventory) =>
        inventory.Nodes.First(one => one.Name == node).Interfaces.Where(one => one.IsBridge).Select(one => one.Name).Order(StringComparer.Ordinal).FirstOrDefault();
}
