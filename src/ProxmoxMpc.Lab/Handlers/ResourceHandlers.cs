using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>/cluster/resources: pools and storages as they are, guests as the last status broadcast saw them.</summary>
internal static class ResourceHandlers
{
    private const double GiB = 1L << 30;

    public static void Register(HandlerTable table) => table.Add("GET /cluster/resources", List);

    private static JsonNode? List(Call call)
    {
        string? type = call["type"];
        var result = new JsonArray();
        if (type is null or "pool")
        {
            foreach (string id in call.State.Pools.Keys.Where(id => call.Permissions.Has(call.Caller, "/pool/" + id, "Pool.Audit")))
                result.Add((JsonNode)new JsonObject { ["id"] = "/pool/" + id, ["pool"] = id, ["type"] = "pool" });
        }
        if (type is null or "vm")
        {
            var pools = call.State.Pools.SelectMany(p => p.Value.Vms.Select(v => (v, p.Key))).GroupBy(p => p.v).ToDictionary(p => p.Key, p => p.First().Key);
            foreach (var guest in call.State.Guests.Values.Where(g => call.Permissions.Has(call.Caller, $"/vms/{g.VmId}", "VM.Audit")))
            {
                var entry = Guest(call, guest);
                if (pools.TryGetValue(guest.VmId, out string? pool) && call.Permissions.Has(call.Caller, "/pool/" + pool, "Pool.Audit"))
                    entry["pool"] = pool;
                result.Add((JsonNode)entry);
            }
        }
        if (type is null or "node")
        {
            foreach (var node in call.State.Nodes.Values)
                result.Add((JsonNode)Node(call, node));
        }
        if (type is null or "storage")
        {
            foreach (var storage in call.State.Storages.Values.Where(s => !s.Disabled && call.Permissions.HasAny(call.Caller, "/storage/" + s.Id, "Datastore.Audit", "Datastore.AllocateSpace")))
            {
                foreach (var node in call.State.Nodes.Values.Where(n => storage.IsOn(n.Name)))
                    result.Add((JsonNode)Storage(call.State, storage, node));
            }
        }
        // Since 9.1 bridges and zones are of type network; "sdn" still is a word of the schema.
        if (type is null or "network")
        {
            foreach (var node in call.State.Nodes.Values.Where(_ => call.Permissions.Has(call.Caller, "/sdn/zones/localnetwork", "SDN.Audit")))
                result.Add((JsonNode)Zone(node));
        }
        return result;
    }

    /// <summary>An entry for a guest; before its first broadcast it has no name and no known status.</summary>
    public static JsonObject Guest(Call call, GuestState guest)
    {
        var entry = new JsonObject { ["id"] = $"{guest.Kind}/{guest.VmId}", ["node"] = guest.Node, ["type"] = guest.Kind, ["vmid"] = guest.VmId };
        bool online = call.State.Nodes.TryGetValue(guest.Node, out var node) && node.Online;
        var stats = call.State.Options.ResourceLagSeconds > 0 ? guest.Broadcast : GuestStatistics.Measure(call.State, guest, call.Now);
        if (stats is null || !online)
        {
            entry["status"] = "unknown";
        }
        else
        {
            entry["name"] = stats.Name;
            entry["status"] = stats.Status;
            entry["template"] = stats.Template ? 1 : 0;
            entry["maxcpu"] = stats.Cpus == Math.Floor(stats.Cpus) ? JsonValue.Create((long)stats.Cpus) : JsonValue.Create(stats.Cpus);
            entry["maxmem"] = stats.MaxMem;
            entry["maxdisk"] = stats.MaxDisk;
            entry["mem"] = stats.Mem;
            entry["memhost"] = stats.Mem;
            entry["uptime"] = stats.Uptime;
            entry["cpu"] = stats.Status == "running" ? 0.01 : 0;
            entry["disk"] = 0;
            entry["diskread"] = 0;
            entry["diskwrite"] = 0;
            entry["netin"] = 0;
            entry["netout"] = 0;
        }
        // These come from the cluster file system and are always current.
        if (guest.Lock is { } held)
            entry["lock"] = held;
        if (guest.Config.TryGetValue("tags", out string? tags))
            entry["tags"] = tags;
        if (call.State.HaResources.TryGetValue($"{(guest.IsQemu ? "vm" : "ct")}:{guest.VmId}", out var resource))
            entry["hastate"] = resource.GetValueOrDefault("state", "started");
        return entry;
    }

    public static JsonObject Storage(LabState state, StorageState storage, NodeState node)
    {
        var entry = new JsonObject
        {
            ["id"] = $"storage/{node.Name}/{storage.Id}", ["type"] = "storage", ["storage"] = storage.Id, ["node"] = node.Name, ["plugintype"] = storage.Type,
            ["content"] = string.Join(',', storage.Content), ["shared"] = storage.Shared ? 1 : 0, ["status"] = node.Online ? "available" : "unknown",
        };
        if (node.Online)
        {
            entry["maxdisk"] = (long)(storage.SizeGiB * GiB);
            entry["disk"] = Used(state, storage, node.Name);
        }
        return entry;
    }

    public static long Used(LabState state, StorageState storage, string node) =>
        Math.Min((long)(storage.SizeGiB * GiB), (long)(storage.UsedGiB * GiB) + new VolumeStore(state).On(storage, node).Sum(v => v.Content == "images" && storage.Type is not ("lvm" or "zfspool") ? v.Used : v.Size));

    private static JsonObject Node(Call call, NodeState node)
    {
        var entry = new JsonObject { ["id"] = "node/" + node.Name, ["node"] = node.Name, ["type"] = "node", ["status"] = node.Online ? "online" : "offline" };
        if (node.Online)
        {
            entry["cgroup-mode"] = 2;
            entry["level"] = "";
        }
        if (!node.Online || !call.Permissions.Has(call.Caller, "/nodes/" + node.Name, "Sys.Audit"))
            return entry;
        NodeHandlers.AddUsage(call, node, entry);
        return entry;
    }

    private static JsonObject Zone(NodeState node) => new()
    {
        ["id"] = $"network/{node.Name}/zone/localnetwork", ["type"] = "network", ["network"] = "localnetwork", ["network-type"] = "zone", ["node"] = node.Name, ["status"] = node.Online ? "ok" : "unknown",
    };
}
