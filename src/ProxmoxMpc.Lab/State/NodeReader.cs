using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.State;

/// <summary>Nodes, their network interfaces and firewalls: from and to JSON.</summary>
internal static class NodeReader
{
    public static void Read(JsonObject root, LabState state, DateTimeOffset now)
    {
        foreach (var (name, node) in root["nodes"] as JsonObject ?? [])
            Add(state, name, node, now);
        if (state.Nodes.Count == 0)
            Add(state, "pve1", null, now);
        foreach (var (name, interfaces) in root["network"] as JsonObject ?? [])
        {
            if (!state.Nodes.TryGetValue(name, out var node))
                continue;
            node.Interfaces.Clear();
            foreach (var (iface, options) in JsonText.Sections(interfaces))
                node.Interfaces[iface] = options;
        }
        foreach (var (name, interfaces) in root["networkNew"] as JsonObject ?? [])
        {
            if (state.Nodes.TryGetValue(name, out var node))
                node.NewInterfaces = JsonText.Sections(interfaces).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        }
        foreach (var (name, bridges) in root["bridges"] as JsonObject ?? [])
        {
            if (!state.Nodes.TryGetValue(name, out var node))
                Add(state, name, null, now);
            node = state.Nodes[name];
            foreach (string bridge in bridges is JsonObject named ? named.Select(b => b.Key) : JsonText.List(bridges))
                node.Interfaces.TryAdd(bridge, Bridge());
        }
    }

    public static void Add(LabState state, string name, JsonNode? node, DateTimeOffset now)
    {
        int index = state.Nodes.Count;
        var result = new NodeState
        {
            Name = name,
            Online = JsonText.Text(node?["status"]) is null or "online",
            Cores = (int)(JsonText.Long(node?["cores"]) ?? 16),
            Sockets = (int)(JsonText.Long(node?["sockets"]) ?? 1),
            MemoryMiB = JsonText.Long(node?["memoryMiB"]) ?? 65536,
            CpuModel = JsonText.Text(node?["cpu"]) ?? "Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz",
            Ip = JsonText.Text(node?["ip"]) ?? $"192.0.2.{10 + index}",
            BootMode = JsonText.Text(node?["bootMode"]) ?? "legacy-bios",
            BootedAt = StateReader.Time(node?["bootedAt"]) ?? now.AddSeconds(-4172),
            TimeZone = JsonText.Text(node?["timezone"]) ?? "UTC",
            Dns = node?["dns"] is { } dns ? JsonText.Map(dns) : new(StringComparer.Ordinal) { ["dns1"] = "127.0.0.1", ["search"] = "example.internal" },
            Config = JsonText.Map(node?["config"]),
            Firewall = ReadFirewall(node?["firewall"]),
        };
        result.Interfaces["eno1"] = new(StringComparer.Ordinal) { ["type"] = "eth", ["method"] = "manual", ["method6"] = "manual" };
        result.Interfaces["eth0"] = new(StringComparer.Ordinal) { ["type"] = "eth", ["method"] = "manual", ["method6"] = "manual", ["active"] = "1", ["exists"] = "1", ["unmanaged"] = "1" };
        var bridge = Bridge();
        bridge["method"] = "static";
        bridge["cidr"] = result.Ip + "/24";
        bridge["address"] = result.Ip;
        bridge["netmask"] = "24";
        bridge["gateway"] = result.Ip[..result.Ip.LastIndexOf('.')] + ".1";
        bridge["bridge_ports"] = "eno1";
        result.Interfaces["vmbr0"] = bridge;
        state.Nodes[name] = result;
    }

    public static FirewallState ReadFirewall(JsonNode? node)
    {
        var result = new FirewallState { Options = JsonText.Map(node?["options"]), Rules = Rules(node?["rules"]) };
        foreach (var (name, group) in node?["groups"] as JsonObject ?? [])
            result.Groups[name] = (JsonText.Text(group?["comment"]), Rules(group?["rules"]));
        foreach (var (name, alias) in JsonText.Sections(node?["aliases"]))
            result.Aliases[name] = alias;
        foreach (var (name, set) in node?["ipsets"] as JsonObject ?? [])
            result.IpSets[name] = (JsonText.Text(set?["comment"]), Rules(set?["entries"]));
        return result;
    }

    public static JsonObject Write(FirewallState firewall)
    {
        var groups = new JsonObject();
        foreach (var (name, group) in firewall.Groups)
            groups[name] = new JsonObject { ["comment"] = group.Comment, ["rules"] = Array(group.Rules) };
        var sets = new JsonObject();
        foreach (var (name, set) in firewall.IpSets)
            sets[name] = new JsonObject { ["comment"] = set.Comment, ["entries"] = Array(set.Entries) };
        return new JsonObject
        {
            ["options"] = JsonText.Object(firewall.Options),
            ["rules"] = Array(firewall.Rules),
            ["groups"] = groups,
            ["aliases"] = JsonText.Sections(firewall.Aliases),
            ["ipsets"] = sets,
        };
    }

    private static SortedDictionary<string, string> Bridge() => new(StringComparer.Ordinal)
    {
        ["type"] = "bridge", ["method"] = "manual", ["method6"] = "manual", ["autostart"] = "1", ["bridge_ports"] = "", ["bridge_stp"] = "off", ["bridge_fd"] = "0",
    };

    private static List<SortedDictionary<string, string>> Rules(JsonNode? node) => [.. (node as JsonArray ?? []).Select(JsonText.Map)];

    private static JsonArray Array(List<SortedDictionary<string, string>> rules) => new([.. rules.Select(r => (JsonNode)JsonText.Object(r))]);
}
