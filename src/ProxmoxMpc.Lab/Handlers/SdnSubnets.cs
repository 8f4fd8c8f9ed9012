using System.Net;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The subnets of the virtual networks; their ID is made of zone and network: "z1-10.5.0.0-24".</summary>
internal static class SdnSubnets
{
    private const string Root = "/cluster/sdn/vnets/{vnet}/subnets";

    public static readonly SectionKind Kind = new("sdnSubnets", Root, new Dictionary<string, (string, string)>(StringComparer.Ordinal) { ["subnet"] = ("", "vnet gateway snat dnszoneprefix dhcp-range dhcp-dns-server") });

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", call =>
        {
            SdnVnets.Require(call, "SDN.Audit", "SDN.Allocate");
            return new JsonArray([.. SdnHandlers.View(call, Kind, "subnet").Select(s => Describe(s.Id, s.Entry)).Where(s => s["vnet"]?.GetValue<string>() == call["vnet"]).Select(s => (JsonNode)s)]);
        });
        table.Add($"GET {Root}/{{subnet}}", call =>
        {
            SdnVnets.Require(call, "SDN.Audit", "SDN.Allocate");
            string id = call.Required("subnet");
            var entry = SdnHandlers.View(call, Kind, "subnet").FirstOrDefault(s => s.Id == id).Entry ?? throw LabException.Die($"sdn subnet '{id}' does not exist");
            return Describe(id, entry) is var one && one["vnet"]?.GetValue<string>() == call["vnet"] ? one : throw LabException.Parameter("vnet", "wrong vnet");
        });
        table.Add($"POST {Root}", Create);
        table.Add($"PUT {Root}/{{subnet}}", Update);
        table.Add($"DELETE {Root}/{{subnet}}", Delete);
    }

    /// <summary>The addresses an IPAM knows: those of the gateways.</summary>
    public static JsonArray Gateways(LabState state, string ipam) => new([.. Kind.Of(state).Where(s => s.Value.GetValueOrDefault("gateway") is { Length: > 0 }
        && SdnHandlers.Zones.Of(state).TryGetValue(s.Key.Split('-')[0], out var zone) && zone.GetValueOrDefault("ipam") == ipam)
        .Select(s => (JsonNode)new JsonObject { ["zone"] = s.Key.Split('-')[0], ["subnet"] = Cidr(s.Key), ["vnet"] = s.Value["vnet"], ["ip"] = s.Value["gateway"], ["gateway"] = 1, ["hostname"] = s.Value["vnet"] + "-gw" })]);

    private static string Cidr(string id) => id.Split('-') is { Length: 3 } parts ? $"{parts[1]}/{parts[2]}" : id;

    // The parts of the ID are told as well, the mask as the text it is.
    private static JsonObject Describe(string id, JsonObject entry)
    {
        var parts = id.Split('-');
        entry["id"] = id;
        entry["zone"] = parts[0];
        entry["network"] = parts.ElementAtOrDefault(1);
        entry["mask"] = parts.ElementAtOrDefault(2);
        entry["cidr"] = Cidr(id);
        // The network it belongs to is part of what identifies it.
        if (entry["pending"] is JsonObject pending && pending.Remove("vnet", out var vnet))
            entry["vnet"] = vnet;
        entry["dhcp-range"] = Ranges((entry["dhcp-range"] ?? entry["pending"]?["dhcp-range"])?.GetValue<string>());
        (entry["pending"] as JsonObject)?.Remove("dhcp-range");
        return entry;
    }

    private static JsonArray Ranges(string? text) => new([.. (text?.Split('\0') ?? []).Select(r => (JsonNode)JsonText.Object(Range(r)))]);

    private static Dictionary<string, string> Range(string text) => text.Split(',').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    private static JsonNode? Create(Call call)
    {
        const string Prefix = "create sdn subnet object failed: ";
        var vnet = SdnVnets.Require(call, "SDN.Allocate");
        string id = $"{vnet["zone"]}-{call.Required("subnet").Replace('/', '-')}";
        var options = SectionKind.Options(call, "subnet");
        Kind.RequireKnown("subnet", options, create: true, Prefix);
        if (Kind.Of(call.State).ContainsKey(id))
            throw LabException.Die($"{Prefix}sdn subnet object ID '{id}' already defined");
        options["type"] = "subnet";
        Verify(id, vnet, options, Prefix);
        Kind.Of(call.State)[id] = options;
        return null;
    }

    private static JsonNode? Update(Call call)
    {
        const string Prefix = "update sdn subnet object failed: ";
        var vnet = SdnVnets.Require(call, "SDN.Allocate");
        string id = call.Required("subnet");
        var section = new SortedDictionary<string, string>(Kind.Require(call.State, id, $"{Prefix}sdn subnet '{id}' does not exist"), StringComparer.Ordinal);
        Kind.RequireDigest(call, Prefix);
        var options = SectionKind.Options(call, "subnet");
        Kind.RequireKnown("subnet", options, create: false, Prefix);
        Kind.Delete("subnet", section, call["delete"], options, Prefix);
        foreach (var (key, value) in options)
            section[key] = value;
        Verify(id, vnet, section, Prefix);
        Kind.Of(call.State)[id] = section;
        return null;
    }

    private static JsonNode? Delete(Call call)
    {
        var vnet = SdnVnets.Require(call, "SDN.Allocate");
        bool known = Kind.Of(call.State).Remove(call.Required("subnet"));
        // Only an IPAM misses a subnet that is not there.
        if (!known && SdnHandlers.Zones.Of(call.State).TryGetValue(vnet["zone"], out var zone) && zone.GetValueOrDefault("ipam") is { Length: > 0 })
            throw LabException.Die("delete sdn subnet object failed: zone '' doesn't exist in IPAM DB");
        return null;
    }

    private static void Verify(string id, SortedDictionary<string, string> vnet, SortedDictionary<string, string> subnet, string prefix)
    {
        string cidr = Cidr(id);
        if (vnet.GetValueOrDefault("vlanaware") == "1")
            throw SectionKind.Nested(prefix, "vnet", "you can't add a subnet on a vlanaware vnet");
        // A point-to-point link has its gateway outside.
        if (subnet.GetValueOrDefault("gateway") is { Length: > 0 } gateway && !cidr.EndsWith("/32", StringComparison.Ordinal) && !Contains(cidr, gateway))
            throw SectionKind.Nested(prefix, "gateway", $"{gateway} is not in subnet {cidr}");
        foreach (string text in subnet.GetValueOrDefault("dhcp-range")?.Split('\0') ?? [])
        {
            var range = Range(text);
            foreach (string end in (string[])["start-address", "end-address"])
            {
                string address = range.GetValueOrDefault(end, "");
                if (!FormatChecks.IsIP(address))
                    throw SectionKind.Nested(prefix, "dhcp-range", $"{end} is not a valid IP {address}");
                if (!Contains(cidr, address))
                    throw SectionKind.Nested(prefix, "dhcp-range", $"{end} {address} is not in subnet {cidr}");
            }
        }
    }

    private static bool Contains(string cidr, string address)
    {
        var parts = cidr.Split('/');
        if (!IPAddress.TryParse(parts[0], out var network) || !IPAddress.TryParse(address, out var one) || network.AddressFamily != one.AddressFamily)
            return false;
        byte[] left = network.GetAddressBytes(), right = one.GetAddressBytes();
        for (int bit = 0; bit < TextRules.Int(parts[^1]); bit++)
        {
            if ((((left[bit / 8] ^ right[bit / 8]) >> (7 - (bit % 8))) & 1) != 0)
                return false;
        }
        return true;
    }
}
