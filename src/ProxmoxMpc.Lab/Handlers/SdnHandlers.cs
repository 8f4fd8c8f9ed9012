using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The software-defined network: zones, controllers, IPAMs and DNS servers; what is written is pending until it is applied.</summary>
internal static class SdnHandlers
{
    private const string Root = "/cluster/sdn";
    private const string ZoneCommon = " nodes mtu dns reversedns dnszone ipam ";

    public static readonly SectionKind Zones = new("sdnZones", $"{Root}/zones", new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["simple"] = ("", "dhcp" + ZoneCommon),
        ["vlan"] = ("bridge", "bridge-disable-mac-learning" + ZoneCommon),
        ["qinq"] = ("bridge tag", "bridge-disable-mac-learning vlan-protocol" + ZoneCommon),
        ["vxlan"] = ("", "peers vxlan-port fabric" + ZoneCommon),
        ["evpn"] = ("controller vrf-vxlan", "exitnodes exitnodes-local-routing exitnodes-primary advertise-subnets disable-arp-nd-suppression bridge-disable-mac-learning rt-import vxlan-port mac" + ZoneCommon),
        ["faucet"] = ("dp-id", ZoneCommon),
    });

    public static readonly SectionKind Vnets = new("sdnVnets", $"{Root}/vnets", new Dictionary<string, (string, string)>(StringComparer.Ordinal) { ["vnet"] = ("zone", "tag alias vlanaware isolate-ports") });

    private static readonly SectionKind Controllers = new("sdnControllers", $"{Root}/controllers", new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["evpn"] = ("asn", "peers fabric"),
        ["bgp"] = ("asn node peers", "bgp-multipath-as-path-relax ebgp ebgp-multihop loopback"),
        ["isis"] = ("isis-domain isis-ifaces isis-net node", "loopback"),
    });

    private static readonly SectionKind Ipams = new("sdnIpams", $"{Root}/ipams", new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["pve"] = ("", ""), ["netbox"] = ("url token", "fingerprint"), ["phpipam"] = ("url token section", "fingerprint"),
    });

    private static readonly SectionKind Dns = new("sdnDns", $"{Root}/dns", new Dictionary<string, (string, string)>(StringComparer.Ordinal) { ["powerdns"] = ("key url", "ttl reversemaskv6 fingerprint") });

    /// <summary>What an apply makes true on the nodes.</summary>
    private static readonly SectionKind[] Applied = [Zones, Vnets, Controllers, SdnSubnets.Kind];

    public static void Register(HandlerTable table)
    {
        Register(table, Zones, "zone", "zone", VerifyZone, RequireUnusedZone);
        Register(table, Controllers, "controller", "controller", (_, _, _, _) => { }, RequireUnusedController);
        Register(table, Ipams, "ipam", "ipam", (_, _, _, _) => { }, (_, _, _) => { });
        Register(table, Dns, "dns", "dns", (_, _, _, _) => { }, (_, _, _) => { });
        table.Add($"GET {Root}/ipams/{{ipam}}/status", call => RequireIpam(call) is not null ? SdnSubnets.Gateways(call.State, call.Required("ipam")) : null);
        table.Add($"PUT {Root}", call => call.Fork("reloadnetworkall", "", "sdn.apply", [], null));
        table.Add($"GET {Root}/fabrics", _ => IndexHandlers.Named("subdir", "fabric", "node", "all"));
        table.Add("GET /nodes/{node}/sdn/zones", call => new JsonArray([.. Running(call.State, Zones).Where(z => On(z.Value, call.Node) && MayRead(call, "zones", z.Key)).Select(z => (JsonNode)new JsonObject { ["zone"] = z.Key, ["status"] = "available" })]));
        table.Add("GET /nodes/{node}/sdn/zones/{zone}/content", call => new JsonArray([.. Running(call.State, Vnets).Where(v => v.Value.GetValueOrDefault("zone") == call["zone"]).Select(v => (JsonNode)new JsonObject { ["vnet"] = v.Key, ["status"] = "available" })]));
    }

    /// <summary>The worker of an apply: every node's network is reloaded with what is configured.</summary>
    public static void RunApply(TaskContext context)
    {
        foreach (var kind in Applied)
        {
            var running = context.State.Section(kind.Area + "Running");
            running.Clear();
            foreach (var (id, section) in kind.Of(context.State))
                running[id] = new(section, StringComparer.Ordinal);
        }
        foreach (var node in context.State.Nodes.Values)
            context.Log($"{node.Name}: reloading network config");
    }

    public static SortedDictionary<string, SortedDictionary<string, string>> Running(LabState state, SectionKind kind) => state.Section(kind.Area + "Running");

    /// <summary>What is configured, what runs, or the difference of both.</summary>
    public static IEnumerable<(string Id, JsonObject Entry)> View(Call call, SectionKind kind, string idName)
    {
        var config = kind.Of(call.State);
        var running = Running(call.State, kind);
        if (!call.Flag("pending"))
        {
            string digest = kind.Digest(call.State);
            return (call.Flag("running") ? running : config).Select(s => (s.Key, Plain(s.Key, s.Value, digest)));
        }
        return running.Keys.Union(config.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => (id, Pending(id, config.GetValueOrDefault(id), running.GetValueOrDefault(id))));

        JsonObject Plain(string id, IEnumerable<KeyValuePair<string, string>> section, string? digest)
        {
            var entry = kind.Typed(section);
            entry[idName] = id;
            entry["digest"] = digest;
            return entry;
        }

        JsonObject Pending(string id, SortedDictionary<string, string>? wanted, SortedDictionary<string, string>? live)
        {
            var entry = Plain(id, live ?? new(StringComparer.Ordinal) { ["type"] = wanted!["type"] }, null);
            var changes = kind.Typed((wanted ?? []).Where(w => w.Key != "type" && live?.GetValueOrDefault(w.Key) != w.Value));
            foreach (string gone in wanted is null ? [] : (live ?? []).Keys.Where(k => !wanted.ContainsKey(k)))
                changes[gone] = "deleted";
            string? state = wanted is null ? "deleted" : live is null ? "new" : changes.Count > 0 ? "changed" : null;
            if (state is null)
                return entry;
            entry["state"] = state;
            entry["pending"] = changes;
            return entry;
        }
    }

    private static bool On(SortedDictionary<string, string> zone, string node) => zone.GetValueOrDefault("nodes") is not { Length: > 0 } nodes || TextRules.SplitList(nodes).Contains(node);

    private static bool MayRead(Call call, string folder, string id) => call.Permissions.HasAny(call.Caller, $"/sdn/{folder}/{id}", "SDN.Audit", "SDN.Allocate");

    private static void Register(HandlerTable table, SectionKind kind, string idName, string noun, Action<Call, string, SortedDictionary<string, string>, string> verify, Action<Call, string, string> requireUnused)
    {
        string folder = kind.Path[(Root.Length + 1)..];
        table.Add($"GET {kind.Path}", call =>
        {
            Settle(call, kind);
            return new JsonArray([.. View(call, kind, idName).Where(e => (call["type"] is null || e.Entry["type"]?.GetValue<string>() == call["type"]) && MayRead(call, folder, e.Id)).Select(e => (JsonNode)e.Entry)]);
        });
        table.Add($"GET {kind.Path}/{{{idName}}}", call =>
        {
            Settle(call, kind);
            return View(call, kind, idName).FirstOrDefault(e => e.Id == call[idName]).Entry ?? throw LabException.Die($"sdn '{call[idName]}' does not exist");
        });
        table.Add($"POST {kind.Path}", call =>
        {
            Settle(call, kind);
            string prefix = $"create sdn {noun} object failed: ", id = call.Required(idName), type = call.Required("type");
            var options = SectionKind.Options(call, idName);
            kind.RequireKnown(type, options, create: true);
            if (kind.Of(call.State).ContainsKey(id))
                throw LabException.Die($"{prefix}sdn {noun} object ID '{id}' already defined");
            options["type"] = type;
            verify(call, id, options, prefix);
            kind.Of(call.State)[id] = options;
            return null;
        });
        table.Add($"PUT {kind.Path}/{{{idName}}}", call =>
        {
            Settle(call, kind);
            string prefix = $"update sdn {noun} object failed: ", id = call.Required(idName);
            kind.RequireDigest(call, prefix);
            var section = new SortedDictionary<string, string>(kind.Require(call.State, id, $"{prefix}sdn '{id}' does not exist"), StringComparer.Ordinal);
            var options = SectionKind.Options(call, idName);
            kind.RequireKnown(section["type"], options, create: false, prefix);
            kind.Delete(section["type"], section, call["delete"], options, prefix);
            foreach (var (key, value) in options)
                section[key] = value;
            verify(call, id, section, prefix);
            kind.Of(call.State)[id] = section;
            return null;
        });
        table.Add($"DELETE {kind.Path}/{{{idName}}}", call =>
        {
            Settle(call, kind);
            // An IPAM is removed in the words of a zone.
            string prefix = $"delete sdn {(idName == "ipam" ? "zone" : noun)} object failed: ", id = call.Required(idName);
            kind.Require(call.State, id, $"{prefix}sdn '{id}' does not exist");
            requireUnused(call, id, prefix);
            kind.Of(call.State).Remove(id);
            return null;
        });
    }

    // There is always an IPAM of Proxmox's own.
    private static void Settle(Call call, SectionKind kind)
    {
        if (kind == Ipams)
            kind.Of(call.State).TryAdd("pve", new(StringComparer.Ordinal) { ["type"] = "pve" });
    }

    private static object RequireIpam(Call call)
    {
        Settle(call, Ipams);
        return Ipams.Require(call.State, call.Required("ipam"), $"sdn '{call["ipam"]}' does not exist");
    }

    private static void VerifyZone(Call call, string id, SortedDictionary<string, string> zone, string prefix)
    {
        foreach (string key in (string[])["dns", "reversedns"])
        {
            if (zone.GetValueOrDefault(key) is { Length: > 0 } server && !Dns.Of(call.State).ContainsKey(server))
                throw SectionKind.Nested(prefix, key, $"{server} don't exist");
        }
        if (zone.GetValueOrDefault("dnszone") is { Length: > 0 } && zone.GetValueOrDefault("dns") is not { Length: > 0 })
            throw SectionKind.Nested(prefix, "dnszone", "missing dns server");
        Settle(call, Ipams);
        if (zone.GetValueOrDefault("ipam") is { Length: > 0 } ipam && !Ipams.Of(call.State).ContainsKey(ipam))
            throw SectionKind.Nested(prefix, "ipam", $"{ipam} not existing");
        if (zone["type"] == "vxlan" && zone.ContainsKey("peers") == zone.ContainsKey("fabric"))
            throw SectionKind.Nested(prefix, "peers", "must have exactly one of peers / fabric defined");
        if (zone["type"] == "evpn")
            VerifyEvpn(call, id, zone, prefix);
    }

    private static void VerifyEvpn(Call call, string id, SortedDictionary<string, string> zone, string prefix)
    {
        const string Place = " at /usr/share/perl5/PVE/Network/SDN/Zones/EvpnPlugin.pm line";
        string controller = zone["controller"], tag = zone["vrf-vxlan"];
        if (!Controllers.Of(call.State).TryGetValue(controller, out var found))
            throw LabException.Die($"{prefix}controller {controller} don't exist{Place} 354.");
        if (found["type"] != "evpn")
            throw LabException.Die($"{prefix}{controller} is not a evpn controller type{Place} 356.");
        if (Zones.Of(call.State).FirstOrDefault(z => z.Key != id && z.Value.GetValueOrDefault("vrf-vxlan") == tag).Key is { } other)
            throw LabException.Die($"{prefix}vrf-vxlan {tag} is already declared in {other}{Place} 367.");
        zone.TryAdd("mac", Generated.Mac(call.State));
    }

    private static void RequireUnusedZone(Call call, string id, string prefix)
    {
        if (Vnets.Of(call.State).FirstOrDefault(v => v.Value.GetValueOrDefault("zone") == id).Key is { } vnet)
            throw LabException.Die($"{prefix}zone {id} is used by vnet {vnet} at /usr/share/perl5/PVE/Network/SDN/Zones/Plugin.pm line 149.");
    }

    private static void RequireUnusedController(Call call, string id, string prefix)
    {
        if (Zones.Of(call.State).FirstOrDefault(z => z.Value.GetValueOrDefault("controller") == id).Key is { } zone)
            throw LabException.Die($"{prefix}controller {id} is used by {zone} at /usr/share/perl5/PVE/Network/SDN/Controllers/EvpnPlugin.pm line 476.");
    }
}
