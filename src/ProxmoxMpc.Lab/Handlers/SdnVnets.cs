using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The virtual networks of the zones.</summary>
internal static class SdnVnets
{
    private const string Root = "/cluster/sdn/vnets";
    private const int MaxVlan = 4096, MaxVxlan = 16777216;

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", call => new JsonArray([.. SdnHandlers.View(call, SdnHandlers.Vnets, "vnet").Where(v => MayUse(call, v.Id, v.Entry, "SDN.Audit", "SDN.Allocate")).Select(v => (JsonNode)v.Entry)]));
        table.Add($"GET {Root}/{{vnet}}", call =>
        {
            Require(call, "SDN.Audit", "SDN.Allocate");
            return SdnHandlers.View(call, SdnHandlers.Vnets, "vnet").FirstOrDefault(v => v.Id == call["vnet"]).Entry ?? throw LabException.Die($"sdn '{call["vnet"]}' does not exist");
        });
        table.Add($"POST {Root}", Create);
        table.Add($"PUT {Root}/{{vnet}}", Update);
        table.Add($"DELETE {Root}/{{vnet}}", Delete);
    }

    /// <summary>The network in the path, for those who may.</summary>
    /// <exception cref="LabException">500 or 403.</exception>
    public static SortedDictionary<string, string> Require(Call call, params string[] privileges)
    {
        var vnet = SdnHandlers.Vnets.Require(call.State, call.Required("vnet"), $"sdn vnet '{call["vnet"]}' does not exist");
        call.Permissions.RequireAny(call.Caller, $"/sdn/zones/{vnet["zone"]}/{call["vnet"]}", privileges);
        return vnet;
    }

    private static bool MayUse(Call call, string id, JsonObject entry, params string[] privileges)
    {
        string zone = (entry["zone"] ?? entry["pending"]?["zone"])?.GetValue<string>() ?? "";
        return call.Permissions.HasAny(call.Caller, $"/sdn/zones/{zone}/{id}", privileges);
    }

    private static JsonNode? Create(Call call)
    {
        const string Prefix = "create sdn vnet object failed: ";
        string id = call.Required("vnet");
        var options = SectionKind.Options(call, "vnet");
        SdnHandlers.Vnets.RequireKnown("vnet", options, create: true, Prefix);
        if (SdnHandlers.Vnets.Of(call.State).ContainsKey(id))
            throw LabException.Die($"{Prefix}sdn vnet object ID '{id}' already defined");
        options["type"] = "vnet";
        Verify(call, id, options, Prefix, 326);
        SdnHandlers.Vnets.Of(call.State)[id] = options;
        return null;
    }

    private static JsonNode? Update(Call call)
    {
        const string Prefix = "update sdn vnet object failed: ";
        string id = call.Required("vnet");
        var section = new SortedDictionary<string, string>(Require(call, "SDN.Allocate"), StringComparer.Ordinal);
        SdnHandlers.Vnets.RequireDigest(call, Prefix);
        var options = SectionKind.Options(call, "vnet");
        SdnHandlers.Vnets.RequireKnown("vnet", options, create: false, Prefix);
        SdnHandlers.Vnets.Delete("vnet", section, call["delete"], options, Prefix);
        foreach (var (key, value) in options)
            section[key] = value;
        Verify(call, id, section, Prefix, 402);
        SdnHandlers.Vnets.Of(call.State)[id] = section;
        return null;
    }

    private static JsonNode? Delete(Call call)
    {
        Require(call, "SDN.Allocate");
        if (HasSubnets(call.State, call.Required("vnet")))
            throw SectionKind.Nested("delete sdn vnet object failed: ", "vnet", "Can't delete vnet if subnets exists");
        SdnHandlers.Vnets.Of(call.State).Remove(call.Required("vnet"));
        return null;
    }

    private static bool HasSubnets(LabState state, string vnet) => SdnSubnets.Kind.Of(state).Values.Any(s => s.GetValueOrDefault("vnet") == vnet);

    // Every kind of zone has its own idea of a tag.
    private static void Verify(Call call, string id, SortedDictionary<string, string> vnet, string prefix, int line)
    {
        if (!SdnHandlers.Zones.Of(call.State).TryGetValue(vnet["zone"], out var zone))
            throw LabException.Die($"{prefix}cannot lookup undefined type! at /usr/share/perl5/PVE/API2/Network/SDN/Vnets.pm line {line}.");
        string type = zone["type"];
        string? tag = vnet.GetValueOrDefault("tag");
        string? reason = type switch
        {
            "simple" => tag is null ? null : "vlan tag is not allowed on simple zone",
            "vlan" => tag is null ? "missing vlan tag" : TextRules.Long(tag) > MaxVlan ? "vlan tag max value is 4096" : Taken(call.State, id, vnet, tag, null),
            "qinq" => tag is not null && TextRules.Long(tag) > MaxVlan ? "VLAN tag maximal value is 4096" : Taken(call.State, id, vnet, tag, null),
            "vxlan" or "evpn" => tag is null ? "missing vxlan tag" : TextRules.Long(tag) > MaxVxlan ? "vxlan tag max value is 16777216" : Taken(call.State, id, vnet, tag, ["vxlan", "evpn"]),
            _ => null,
        };
        if (reason is not null)
            throw SectionKind.Nested(prefix, "tag", reason);
        bool aware = vnet.GetValueOrDefault("vlanaware") == "1";
        if (aware && type == "evpn")
            throw SectionKind.Nested(prefix, "vlan-aware", "vlan-aware option can't be enabled with evpn");
        if (aware && HasSubnets(call.State, id))
            throw SectionKind.Nested(prefix, "vlanaware", "vlanaware vnet is not compatible with subnets");
    }

    // A VLAN is of its zone, a VXLAN of the whole cluster.
    private static string? Taken(LabState state, string id, SortedDictionary<string, string> vnet, string? tag, string[]? zoneTypes)
    {
        foreach (var (other, section) in SdnHandlers.Vnets.Of(state).Where(v => v.Key != id && v.Value.GetValueOrDefault("tag") == tag))
        {
            string zone = section["zone"];
            bool same = zoneTypes is null ? zone == vnet["zone"] : SdnHandlers.Zones.Of(state).TryGetValue(zone, out var definition) && zoneTypes.Contains(definition["type"]);
            if (same)
                return tag is null ? $"tag-less vnet already exists in zone {zone} vnet {other}" : zoneTypes is null ? $"tag {tag} already exist in vnet {other}" : $"vxlan tag {tag} already exist in vnet {other} in zone {zone} ";
        }
        return null;
    }
}
