using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A cluster as it was last read, as the state of a Lab (docs/lab.md).</summary>
internal static class LabSeed
{
    private const double GiB = 1L << 30;

    public static string Of(Inventory inventory)
    {
        var root = new JsonObject
        {
            ["version"] = inventory.Version,
            // Nobody waits at a rehearsal.
            ["options"] = new JsonObject { ["taskSeconds"] = 0, ["resourceLagSeconds"] = 0 },
            ["nodes"] = Table(inventory.Nodes, node => node.Name, Node),
            ["bridges"] = Table(inventory.Nodes, node => node.Name, node => Names(Bridges(inventory, node))),
            ["storages"] = Table(inventory.Storages.GroupBy(storage => storage.Name, StringComparer.Ordinal), group => group.Key, group => Storage([.. group], inventory)),
            ["content"] = Table(inventory.Volumes.GroupBy(volume => volume.Storage, StringComparer.Ordinal), group => group.Key, Content),
            ["pools"] = Table(inventory.Pools, pool => pool.PoolId, pool => new JsonObject { ["comment"] = pool.Comment, ["storages"] = Names(pool.Storages) }),
            ["guests"] = Table(inventory.Guests, guest => guest.VmId.ToString(CultureInfo.InvariantCulture), Guest),
            ["ha"] = new JsonObject { ["resources"] = Table(inventory.Guests.Where(guest => guest.HaState is not null), Sid, guest => new JsonObject { ["type"] = Sid(guest)[..2], ["state"] = guest.HaState }) },
        };
        if (inventory.Nodes.Length > 1) root["clusterName"] = inventory.Cluster;
        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static string Sid(Guest guest) => string.Create(CultureInfo.InvariantCulture, $"{(guest.Kind == GuestKind.Qemu ? "vm" : "ct")}:{guest.VmId}");

    private static JsonObject Node(Node node)
    {
        var result = new JsonObject { ["status"] = node.IsOnline ? "online" : "offline" };
        if (node.CpuCount is { } cpus) result["cores"] = cpus;
        if (node.MemoryMiB is { } memory) result["memoryMiB"] = memory;
        if (node.Address is { } address) result["ip"] = address;
        return result;
    }

    // What guests are plugged into is there, also where the token may not see it, or where it is a VNet.
    private static IEnumerable<string> Bridges(Inventory inventory, Node node) => node.Interfaces.Where(one => one.Type.Contains("bridge", StringComparison.OrdinalIgnoreCase)).Select(one => one.Name)
        .Concat(inventory.Guests.SelectMany(guest => guest.NetworkInterfaces).Select(one => one.Bridge).OfType<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static JsonObject Storage(Storage[] places, Inventory inventory)
    {
        var first = places[0];
        var result = new JsonObject { ["type"] = first.Type, ["content"] = Names(first.Content), ["shared"] = first.IsShared };
        if (places.Length < inventory.Nodes.Length) result["nodes"] = Names(places.Select(place => place.Node).Order(StringComparer.Ordinal));
        if (first.TotalBytes is { } total) result["sizeGiB"] = total / GiB;
        return result;
    }

    private static JsonArray Content(IGrouping<string, StorageVolume> volumes) => new([.. volumes.DistinctBy(volume => (volume.VolumeId, volume.Node)).Select(volume =>
        (JsonNode)new JsonObject { ["volid"] = volume.VolumeId, ["node"] = volume.Node, ["content"] = volume.Content, ["size"] = volume.SizeBytes })]);

    private static JsonObject Guest(Guest guest)
    {
        var (config, pending, removed) = (new JsonObject(), new JsonObject(), new JsonObject());
        var waiting = guest.Pending.ToDictionary(change => change.Key, StringComparer.Ordinal);
        foreach (var (key, value) in guest.Config)
        {
            if (!waiting.TryGetValue(key, out var change)) config[key] = value;
            else if (change.Current is { } current) config[key] = current;
        }
        foreach (var change in guest.Pending)
        {
            if (change.Value is not null) pending[change.Key] = change.Value;
            else
            {
                config[change.Key] = change.Current;
                removed[change.Key] = false;
            }
        }
        return new()
        {
            ["type"] = guest.Kind.ApiName(), ["node"] = guest.Node, ["status"] = guest.IsRunning ? guest.Status : "stopped", ["pool"] = guest.Pool,
            ["config"] = config, ["pending"] = pending, ["pendingDelete"] = removed,
        };
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);

    private static JsonObject Table<T>(IEnumerable<T> items, Func<T, string> name, Func<T, JsonNode> value)
    {
        var result = new JsonObject();
        foreach (var item in items) result[name(item)] = value(item);
        return result;
    }
}
