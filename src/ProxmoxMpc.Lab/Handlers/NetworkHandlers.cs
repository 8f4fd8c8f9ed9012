using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Network interfaces of a node: changes wait in interfaces.new until they are reloaded or reverted.</summary>
internal static class NetworkHandlers
{
    public static void Register(HandlerTable table)
    {
        table.Add("GET /nodes/{node}/network", List);
        table.Add("POST /nodes/{node}/network", Create);
        table.Add("PUT /nodes/{node}/network", call => call.Fork("srvreload", "networking", "network.reload", [], null));
        table.Add("DELETE /nodes/{node}/network", Revert);
        table.Add("GET /nodes/{node}/network/{iface}", Read);
        table.Add("PUT /nodes/{node}/network/{iface}", Update);
        table.Add("DELETE /nodes/{node}/network/{iface}", Delete);
    }

    /// <summary>The worker of a reload.</summary>
    public static void RunReload(TaskContext context)
    {
        var node = context.State.Nodes[context.Task.Node];
        if (node.NewInterfaces is not { } changed)
            return;
        foreach (var options in changed.Values)
        {
            options["active"] = "1";
            options.Remove("unmanaged");
        }
        node.Interfaces = changed;
        node.NewInterfaces = null;
    }

    private static JsonNode? List(Call call)
    {
        var node = NodeHandlers.Node(call);
        if (node.NewInterfaces is not null)
            call.Extras["changes"] = Changes(node);
        var interfaces = node.NewInterfaces ?? node.Interfaces;
        string? type = call["type"];
        bool all = call.Permissions.HasAny(call.Caller, "/nodes/" + node.Name, "Sys.Audit", "Sys.Modify");
        var result = new JsonArray();
        int priority = 3;
        foreach (var (name, options) in interfaces.OrderBy(i => i.Value.GetValueOrDefault("type") == "eth" ? 0 : 1).ThenBy(i => i.Key, StringComparer.Ordinal))
        {
            string kind = options.GetValueOrDefault("type", "unknown");
            bool bridge = kind is "bridge" or "OVSBridge";
            if (!Wanted(type, kind) || !(all || !bridge || (call.Permissions.Has(call.Caller, "/sdn/zones/localnetwork/" + name, "SDN.Use"))))
            {
                priority++;
                continue;
            }
            var entry = Describe(options, null);
            entry["iface"] = name;
            // An interface the kernel has, but no file names, has no place in the file's order.
            if (!options.ContainsKey("unmanaged") || node.NewInterfaces is not null)
                entry["priority"] = priority++;
            result.Add((JsonNode)entry);
        }
        return result;
    }

    private static bool Wanted(string? type, string kind) => type is null || type == kind || type switch
    {
        "any_bridge" or "any_local_bridge" or "include_sdn" => kind is "bridge" or "OVSBridge",
        _ => false,
    };

    private static JsonNode? Create(Call call)
    {
        var interfaces = Draft(call);
        string name = call.Required("iface");
        if (interfaces.ContainsKey(name))
            throw LabException.Parameter("iface", "interface already exists");
        RequireFree(call, interfaces, name);
        interfaces[name] = FromParameters(call, null);
        return null;
    }

    private static JsonNode? Read(Call call)
    {
        var node = NodeHandlers.Node(call);
        var interfaces = node.NewInterfaces ?? node.Interfaces;
        return interfaces.TryGetValue(call.Required("iface"), out var options) ? Describe(options, 3 + interfaces.Keys.Order(StringComparer.Ordinal).ToList().IndexOf(call.Required("iface"))) : throw Missing();
    }

    private static JsonNode? Update(Call call)
    {
        var interfaces = Draft(call);
        if (!interfaces.TryGetValue(call.Required("iface"), out var old))
            throw Missing();
        RequireFree(call, interfaces, call.Required("iface"));
        interfaces[call.Required("iface")] = FromParameters(call, old);
        return null;
    }

    // A port belongs to one bridge or bond, and a node has one default gateway of each kind.
    private static void RequireFree(Call call, Dictionary<string, SortedDictionary<string, string>> interfaces, string name)
    {
        string type = call.Required("type");
        if (type.StartsWith("OVS", StringComparison.Ordinal))
            throw LabException.Die("Open VSwitch is not installed (need package 'openvswitch-switch')");
        if (type == "vlan" && call["vlan-raw-device"] is null && !name.Contains('.') && !interfaces.GetValueOrDefault(name, []).ContainsKey("vlan-raw-device"))
            throw LabException.Die("missing vlan-raw-device option at /usr/share/perl5/PVE/Network/Interfaces.pm line 954.");
        foreach (string key in (string[])["bridge_ports", "slaves"])
        {
            foreach (string port in TextRules.SplitList(call[key]))
            {
                foreach (var (other, options) in interfaces.Where(i => i.Key != name))
                {
                    if (TextRules.SplitList(options.GetValueOrDefault("bridge_ports")).Contains(port) || TextRules.SplitList(options.GetValueOrDefault("slaves")).Contains(port))
                        throw LabException.Parameter(key, $"{port} is already used on interface '{other}'.");
                }
            }
        }
        foreach (string gateway in (string[])["gateway", "gateway6"])
        {
            if (call[gateway] is not null && interfaces.FirstOrDefault(i => i.Key != name && i.Value.ContainsKey(gateway)).Key is { } other)
                throw LabException.Parameter(gateway, $"Default gateway already exists on interface '{other}'.");
        }
    }

    private static JsonNode? Delete(Call call)
    {
        if (!Draft(call).Remove(call.Required("iface")))
            throw Missing();
        return null;
    }

    private static JsonNode? Revert(Call call)
    {
        NodeHandlers.Node(call).NewInterfaces = null;
        return null;
    }

    private static LabException Missing() => LabException.Parameter("iface", "interface does not exist");

    private static Dictionary<string, SortedDictionary<string, string>> Draft(Call call)
    {
        var node = NodeHandlers.Node(call);
        return node.NewInterfaces ??= node.Interfaces.ToDictionary(i => i.Key, i => new SortedDictionary<string, string>(i.Value, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static SortedDictionary<string, string> FromParameters(Call call, SortedDictionary<string, string>? old)
    {
        var deleted = TextRules.SplitList(call["delete"]);
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in old ?? [])
        {
            if (!deleted.Contains(key))
                result[key] = value;
        }
        foreach (var (key, value) in call.Parameters.Where(p => p.Key is not ("node" or "iface" or "delete" or "regenerate-frr")))
            result[key] = value;
        if (result.TryGetValue("cidr", out string? cidr))
        {
            result["address"] = cidr.Split('/')[0];
            result["netmask"] = cidr.Split('/')[1];
        }
        else if (result.TryGetValue("address", out string? address) && result.TryGetValue("netmask", out string? mask))
        {
            result["cidr"] = $"{address}/{mask}";
        }
        result["method"] = result.ContainsKey("address") ? "static" : "manual";
        result["method6"] = result.ContainsKey("address6") || result.ContainsKey("cidr6") ? "static" : "manual";
        if (result.GetValueOrDefault("type") == "bridge")
        {
            result.TryAdd("bridge_ports", "");
            result.TryAdd("bridge_stp", "off");
            result.TryAdd("bridge_fd", "0");
        }
        if (result.GetValueOrDefault("bridge_vlan_aware") == "1")
            result.TryAdd("bridge_vids", "2-4094");
        if (result.GetValueOrDefault("type") == "bond")
        {
            result.TryAdd("bond_mode", "balance-rr");
            result.TryAdd("bond_miimon", "100");
        }
        if (result.GetValueOrDefault("autostart") == "0")
            result.Remove("autostart");
        return result;
    }

    private static JsonObject Describe(SortedDictionary<string, string> options, int? priority)
    {
        var result = JsonText.Object(options);
        result.Remove("unmanaged");
        if (options.TryGetValue("autostart", out string? autostart))
            result["autostart"] = JsonText.Numeric(autostart);
        foreach (string key in (string[])["bridge_vlan_aware", "mtu", "active", "exists"])
        {
            if (options.TryGetValue(key, out string? number))
                result[key] = key == "mtu" ? JsonValue.Create(number) : JsonText.Numeric(number);
        }
        if (options.TryGetValue("comments", out string? comments))
            result["comments"] = comments + "\n";
        result["families"] = JsonText.Array(options.GetValueOrDefault("method6") == "static" ? ["inet", "inet6"] : ["inet"]);
        if (priority is { } place)
            result["priority"] = place;
        return result;
    }

    private static string Changes(NodeState node)
    {
        var before = Lines(node.Interfaces).ToHashSet(StringComparer.Ordinal);
        var after = Lines(node.NewInterfaces!).ToHashSet(StringComparer.Ordinal);
        return "--- /etc/network/interfaces\n+++ /etc/network/interfaces.new\n" + string.Concat(before.Where(l => !after.Contains(l)).Select(l => $"-{l}\n")) + string.Concat(after.Where(l => !before.Contains(l)).Select(l => $"+{l}\n"));
    }

    private static IEnumerable<string> Lines(Dictionary<string, SortedDictionary<string, string>> interfaces) =>
        interfaces.OrderBy(i => i.Key, StringComparer.Ordinal).SelectMany(i => i.Value.Select(o => $"{i.Key} {o.Key} {o.Value}").Prepend($"iface {i.Key}"));
}
