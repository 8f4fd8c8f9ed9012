using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Lab.State;

/// <summary>Writes the state in the form a person would write it.</summary>
internal static class StateWriter
{
    public static string Write(LabState state)
    {
        var root = new JsonObject { ["version"] = state.Version };
        if (state.ClusterName is not null)
            root["clusterName"] = state.ClusterName;
        if (state.AuthKey is not null)
            root["authKey"] = Convert.ToBase64String(state.AuthKey);
        AddUnlessEmpty(root, "options", OptionsReader.Write(state.Options));
        if (state.Faults.Count > 0)
        {
            root["faults"] = new JsonArray([.. state.Faults.Select(f => (JsonNode)OptionsReader.Write(f))]);
            root["seed"] = state.FaultSeed;
        }
        WriteNodes(state, root);
        root["storages"] = StorageReader.WriteStorages(state);
        var guests = new JsonObject();
        var pools = state.Pools.SelectMany(p => p.Value.Vms.Select(v => (v, p.Key))).ToDictionary(p => p.v, p => p.Key);
        foreach (var guest in state.Guests.Values)
            guests[guest.VmId.ToString(CultureInfo.InvariantCulture)] = WriteGuest(guest, pools.GetValueOrDefault(guest.VmId));
        root["guests"] = guests;
        AccessReader.Write(state, root);
        root["content"] = StorageReader.WriteContent(state);
        AddUnlessEmpty(root, "datacenter", JsonText.Object(state.DatacenterOptions));
        if (!state.Firewall.IsEmpty)
            root["firewall"] = NodeReader.Write(state.Firewall);
        AddUnlessEmpty(root, "guestFirewalls", new JsonObject(state.LooseFirewalls.Where(f => !f.Value.IsEmpty).Select(f => KeyValuePair.Create(f.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)NodeReader.Write(f.Value)))));
        if (state.HaResources.Count + state.HaGroups.Count + state.HaRules.Count > 0)
            root["ha"] = new JsonObject { ["resources"] = JsonText.Sections(state.HaResources), ["groups"] = JsonText.Sections(state.HaGroups), ["rules"] = JsonText.Sections(state.HaRules) };
        AddUnlessEmpty(root, "backupJobs", JsonText.Sections(state.BackupJobs));
        AddUnlessEmpty(root, "sections", new JsonObject(state.Sections.Where(s => s.Value.Count > 0).Select(s => KeyValuePair.Create(s.Key, (JsonNode?)JsonText.Sections(s.Value)))));
        root["nextPid"] = state.NextPid;
        if (state.Tasks.Count > 0)
            root["tasks"] = new JsonArray([.. state.Tasks.Select(t => (JsonNode)TaskReader.Write(t))]);
        foreach (var (key, value) in state.Extra)
            root[key] = value?.DeepClone();
        return root.ToJsonString(JsonText.Indented);
    }

    private static void WriteNodes(LabState state, JsonObject root)
    {
        JsonObject nodes = [], bridges = [], network = [], changed = [];
        foreach (var node in state.Nodes.Values)
        {
            var entry = new JsonObject
            {
                ["status"] = node.Online ? "online" : "offline",
                ["cores"] = node.Cores,
                ["sockets"] = node.Sockets,
                ["memoryMiB"] = node.MemoryMiB,
                ["cpu"] = node.CpuModel,
                ["ip"] = node.Ip,
                ["bootMode"] = node.BootMode,
                ["bootedAt"] = Time(node.BootedAt),
                ["timezone"] = node.TimeZone,
                ["dns"] = JsonText.Object(node.Dns),
            };
            AddUnlessEmpty(entry, "config", JsonText.Object(node.Config));
            if (!node.Firewall.IsEmpty)
                entry["firewall"] = NodeReader.Write(node.Firewall);
            nodes[node.Name] = entry;
            bridges[node.Name] = JsonText.Array(node.Interfaces.Where(i => i.Value.GetValueOrDefault("type") is "bridge" or "OVSBridge").Select(i => i.Key).Order(StringComparer.Ordinal));
            network[node.Name] = JsonText.Sections(node.Interfaces.OrderBy(i => i.Key, StringComparer.Ordinal));
            if (node.NewInterfaces is not null)
                changed[node.Name] = JsonText.Sections(node.NewInterfaces.OrderBy(i => i.Key, StringComparer.Ordinal));
        }
        root["nodes"] = nodes;
        root["bridges"] = bridges;
        root["network"] = network;
        AddUnlessEmpty(root, "networkNew", changed);
    }

    private static JsonObject WriteGuest(GuestState guest, string? pool)
    {
        var entry = new JsonObject { ["type"] = guest.Kind, ["node"] = guest.Node, ["status"] = guest.Paused ? "paused" : guest.Running ? "running" : "stopped" };
        if (pool is not null)
            entry["pool"] = pool;
        entry["createdAt"] = Time(guest.CreatedAt);
        if (guest.Running)
        {
            entry["pid"] = guest.Pid;
            if (guest.StartedAt is { } started)
                entry["startedAt"] = Time(started);
        }
        entry["config"] = Typed(guest.Kind, guest.Config);
        if (guest.ArchDeleted)
            entry["archDeleted"] = true;
        if (guest.Pending.Count > 0)
            entry["pending"] = Typed(guest.Kind, guest.Pending);
        if (guest.PendingDelete.Count > 0)
            entry["pendingDelete"] = new JsonObject(guest.PendingDelete.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)JsonValue.Create(p.Value))));
        AddUnlessEmpty(entry, "cloudinit", JsonText.Object(guest.CloudInit));
        if (guest.Snapshots.Count > 0)
            entry["snapshots"] = new JsonObject(guest.Snapshots.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)new JsonObject { ["config"] = Typed(guest.Kind, s.Value) })));
        if (!guest.Firewall.IsEmpty)
            entry["firewall"] = NodeReader.Write(guest.Firewall);
        return entry;
    }

    /// <summary>A config with JSON numbers where Proxmox's schema says number, keys sorted.</summary>
    public static JsonObject Typed(string kind, IEnumerable<KeyValuePair<string, string>> config)
    {
        var keys = ApiTable.Default.GuestKeys(kind);
        var result = new JsonObject();
        foreach (var (key, value) in config.OrderBy(c => c.Key, StringComparer.Ordinal))
            result[key] = keys.Find(key)?.IsNumeric == true ? JsonText.Numeric(value) : JsonValue.Create(value);
        return result;
    }

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static void AddUnlessEmpty(JsonObject root, string key, JsonObject value)
    {
        if (value.Count > 0)
            root[key] = value;
    }
}
