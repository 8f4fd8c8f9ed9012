using System.Collections.Immutable;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>
/// Bridges, bonds and VLANs of a node. Proxmox writes changes beside the node's file, and one more request has the node take
/// all of them over: so it would take over anybody else's, too.
/// </summary>
internal static class NetworkRequests
{
    // What follows from other settings, or is none.
    private static readonly string[] Derived = ["address", "netmask", "address6", "netmask6", "method", "method6", NetworkDefinition.PendingKey];

    // What the endpoint takes of what a node tells.
    private static readonly ImmutableHashSet<string> Taken =
    [
        "autostart", "bond-primary", "bond_mode", "bond_xmit_hash_policy", "bridge_ports", "bridge_vids", "bridge_vlan_aware", "cidr", "cidr6", "comments", "comments6", "gateway", "gateway6", "mtu",
        "slaves", "type", "vlan-id", "vlan-raw-device",
    ];

    private static readonly SettingForms Forms = new SettingForms().Flags("0", "autostart", "bridge_vlan_aware").Numbers(null, "mtu", "vlan-id").Lists("bridge_ports", "bridge_vids").Sets("slaves").Default("2-4094", "bridge_vids").Default("balance-rr", "bond_mode")
        .Add(text => text.Trim().Normalize(), null, "comments");

    public static ObjectWork Of(ObjectEdit edit, IEnumerable<ClusterObject>? around)
    {
        var node = edit.Resource.Scope.Node ?? "";
        if (edit.Server.Concat(around ?? []).OfType<NetworkDefinition>().Any(one => one.Node == node && one.HasPendingChanges))
            return ObjectWork.Refused($"Changes of the network of {node} wait there already, and would come into force with these. Apply or revert them first (the node's Network panel, or pvesh set /nodes/{node}/network).");
        var root = Request.Path("/nodes", node, "network");
        var reload = Request.Put(root);
        if (edit.IsGone && (edit.Old.Get("gateway") ?? edit.Old.Get("gateway6")) is { Length: > 0 } gateway)
            return ObjectWork.Refused($"The default route of {node} goes through it ({gateway}): without it nobody would reach the node any more, and nothing could bring it back from here. Take it away at the node's console, or take the gateway out of it first.");
        if (edit.IsGone) return Down(Request.Delete(Request.Path(root, edit.Name)), reload);
        if (edit.IsNew) return Down(Request.Post(root, [new("iface", edit.Name), .. Sendable(edit.Change(Forms, Derived).Set)]), reload);
        var change = edit.Change(Forms, Derived);
        if (change.IsEmpty) return ObjectWork.None;
        if (change.Set.ContainsKey("type")) return ObjectWork.Refused("What kind of interface it is cannot be changed. Give the new one another name; this one goes then.");
        // The request replaces all of the interface: what stays has to be said again.
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Sendable(edit.Old))
            if (!Derived.Contains(key) && !change.Unset.Contains(key)) all[key] = value;
        foreach (var (key, value) in change.Set) all[key] = value;
        foreach (var (key, address, mask) in (ReadOnlySpan<(string, string, string)>)[("cidr", "address", "netmask"), ("cidr6", "address6", "netmask6")])
            if (!change.Unset.Contains(key) && !all.ContainsKey(key) && edit.Old.Get(address) is { Length: > 0 } plain && edit.Old.Get(mask) is { Length: > 0 } net)
                (all[address], all[mask]) = (plain, net);
        if (change.Unset.Count > 0) all["delete"] = string.Join(',', change.Unset);
        return Down(Request.Put(Request.Path(root, edit.Name), all), reload);
    }

    private static ObjectWork Down(params ImmutableArray<ObjectRequest> requests) => new(requests, Consequence.Downtime);

    private static IEnumerable<KeyValuePair<string, string>> Sendable(IEnumerable<KeyValuePair<string, string>> settings) =>
        settings.Where(pair => Taken.Contains(pair.Key) && pair.Value.Length > 0).Select(pair => KeyValuePair.Create(pair.Key, pair.Key == "comments" ? pair.Value.TrimEnd('\n') : pair.Value));
}
