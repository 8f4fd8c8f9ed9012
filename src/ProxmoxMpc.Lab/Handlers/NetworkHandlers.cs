using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Network interfaces of a node: changes wait in interfaces.new until they are reloaded or reverted.</summary>
internal static partial class NetworkHandlers
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
        var result = new JsonArray();
        int priority = 3;
        foreach (var (name, options) in interfaces.OrderBy(i => i.Value.GetValueOrDefault("type") == "eth" ? 0 : 1).ThenBy(i => i.Key, StringComparer.Ordinal))
        {
            string kind = options.GetValueOrDefault("type", "unknown");
            bool bridge = kind is "bridge" or "OVSBridge";
            if (!Wanted(type, kind) || (bridge && !call.Permissions.HasAny(call.Caller, "/sdn/zones/localnetwork/" + name, "SDN.Audit", "SDN.Use")))
            {
                priority++;
                continue;
            }
            var entry = Describe(name, options, null, interfaces);
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
        interfaces[name] = FromParameters(call, name, null);
        return Save(call, interfaces);
    }

    private static JsonNode? Read(Call call)
    {
        var node = NodeHandlers.Node(call);
        var interfaces = node.NewInterfaces ?? node.Interfaces;
        // No list has the loopback, which every node has.
        if (call["iface"] == "lo" && !interfaces.ContainsKey("lo"))
            return new JsonObject { ["active"] = 1, ["autostart"] = 1, ["families"] = new JsonArray("inet"), ["method"] = "loopback", ["method6"] = "manual", ["priority"] = 2, ["type"] = "loopback" };
        return interfaces.TryGetValue(call.Required("iface"), out var options) ? Describe(call.Required("iface"), options, 3 + interfaces.Keys.Order(StringComparer.Ordinal).ToList().IndexOf(call.Required("iface")), interfaces) : throw Missing();
    }

    private static JsonNode? Update(Call call)
    {
        var interfaces = Draft(call);
        if (!interfaces.TryGetValue(call.Required("iface"), out var old))
            throw Missing();
        RequireFree(call, interfaces, call.Required("iface"));
        interfaces[call.Required("iface")] = FromParameters(call, call.Required("iface"), old);
        return Save(call, interfaces);
    }

    // What every interface is built on is looked at when the file is written: bonds first, then VLANs, then bridges.
    private static JsonNode? Save(Call call, Dictionary<string, SortedDictionary<string, string>> interfaces)
    {
        foreach (string kind in (string[])["bond", "vlan", "bridge"])
        {
            foreach (var (name, options) in interfaces.Where(i => i.Value.GetValueOrDefault("type") == kind).OrderBy(i => i.Key, StringComparer.Ordinal))
                RequireSound(name, options, interfaces);
        }
        NodeHandlers.Node(call).NewInterfaces = interfaces;
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

    // What an interface is built on must be there, and be of the right kind; found when the file is written.
    private static void RequireSound(string name, SortedDictionary<string, string> options, Dictionary<string, SortedDictionary<string, string>> interfaces)
    {
        string Kind(string other) => interfaces.GetValueOrDefault(other)?.GetValueOrDefault("type") ?? "";
        switch (options.GetValueOrDefault("type"))
        {
            case "bridge":
                foreach (string port in TextRules.SplitList(options.GetValueOrDefault("bridge_ports")))
                {
                    // A VLAN of an interface is made on the way.
                    if (Kind(port).Length == 0 && !VlanName().IsMatch(port))
                        throw LabException.Die($"bridge '{name}' - unable to find bridge port '{port}'");
                    if (interfaces.GetValueOrDefault(port) is { } bridged && (bridged.ContainsKey("address") || bridged.ContainsKey("cidr")))
                        throw LabException.Die($"iface {port} - ip address can't be set on interface if bridged in {name}");
                }
                break;
            case "bond":
                foreach (string slave in TextRules.SplitList(options.GetValueOrDefault("slaves")))
                {
                    if (Kind(slave) is not ("eth" or "bond") and var kind)
                        throw LabException.Die($"bond '{name}' - wrong interface type on slave '{slave}' ('{kind}' != 'eth or bond')");
                }
                break;
            case "vlan":
                string parent = VlanName().Match(name) is { Success: true } match ? match.Groups[1].Value : options.GetValueOrDefault("vlan-raw-device", "");
                if (VlanTag().Match(name) is { Success: true } tag && (!long.TryParse(tag.Groups[1].Value, out long number) || number > 4094))
                    throw LabException.Die($"vlan '{name}' - vlan-id {tag.Groups[1].Value} should be <= 4094");
                if (Kind(parent) is var type && type is not ("eth" or "bridge" or "bond" or "vlan"))
                    throw LabException.Die(type.Length == 0 ? $"vlan '{name}' - unable to find parent '{parent}'" : $"vlan '{name}' - wrong interface type on parent '{parent}' ('{type}' != 'eth|bond|bridge|vlan' )");
                break;
        }
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\A(\S+)\.(\d+)\z")]
    private static partial System.Text.RegularExpressions.Regex VlanName();

    [System.Text.RegularExpressions.GeneratedRegex(@"\A(?:\S+\.|vlan)(\d+)\z")]
    private static partial System.Text.RegularExpressions.Regex VlanTag();

    private static JsonNode? Delete(Call call)
    {
        var interfaces = Draft(call);
        // The loopback may be deleted, and is there all the same.
        if (!interfaces.Remove(call.Required("iface")) && call["iface"] != "lo")
            throw Missing();
        return Save(call, interfaces);
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
        return (node.NewInterfaces ?? node.Interfaces).ToDictionary(i => i.Key, i => new SortedDictionary<string, string>(i.Value, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static SortedDictionary<string, string> FromParameters(Call call, string name, SortedDictionary<string, string>? old)
    {
        var result = new SortedDictionary<string, string>(old ?? [], StringComparer.Ordinal);
        foreach (string key in TextRules.SplitList(call["delete"]))
        {
            // An address goes with its mask, however it is called.
            foreach (string part in key is "cidr" or "address" ? ["cidr", "address", "netmask"] : key is "cidr6" or "address6" ? ["cidr6", "address6", "netmask6"] : (string[])[key])
                result.Remove(part);
        }
        foreach (var (key, value) in call.Parameters.Where(p => p.Key is not ("node" or "iface" or "delete" or "regenerate-frr")))
            result[key] = value;
        // Only what this call says makes it static; an address of before stays in the file all the same.
        result["method"] = MapAddress(call, result, "", 32) ? "static" : "manual";
        result["method6"] = MapAddress(call, result, "6", 128) ? "static" : "manual";
        // Of the second family nothing is written that is not static.
        foreach (string key in result["method6"] == "manual" ? ["address6", "netmask6", "cidr6", "gateway6"] : Array.Empty<string>())
            result.Remove(key);
        InterfaceKinds.Normalize(name, result);
        if (result.GetValueOrDefault("autostart") == "0")
            result.Remove("autostart");
        return result;
    }

    private static bool MapAddress(Call call, SortedDictionary<string, string> options, string suffix, int bits)
    {
        string address = "address" + suffix, mask = "netmask" + suffix, cidr = "cidr" + suffix;
        if (call[cidr] is { } both)
        {
            options[address] = both.Split('/')[0];
            options[mask] = both.Split('/')[1];
        }
        else if (call[address] is not null || call[mask] is not null)
        {
            options[mask] = InterfaceKinds.Bits(options.GetValueOrDefault(mask)) ?? bits.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (options.TryGetValue(address, out string? host))
                options[cidr] = $"{host}/{options[mask]}";
        }
        return call[cidr] is not null || call[address] is not null;
    }

    private static JsonObject Describe(string name, SortedDictionary<string, string> options, int? priority, Dictionary<string, SortedDictionary<string, string>> all)
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
        // A VLAN and an alias are there when their device is; of a device that no kernel link backs nobody knows.
        string? device = options.GetValueOrDefault("type") switch { "vlan" => options.GetValueOrDefault("vlan-raw-device"), "alias" => name.Split(':')[0], _ => null };
        if (device is not null)
            result["exists"] = !all.TryGetValue(device, out var raw) ? JsonValue.Create(0) : raw.TryGetValue("exists", out string? there) ? JsonText.Numeric(there) : null;
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
