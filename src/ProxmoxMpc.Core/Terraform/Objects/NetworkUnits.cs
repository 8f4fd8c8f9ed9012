using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Linux bridges, VLANs and bonds as code. Of a node's changes that wait for a reload, the code has the new state, as the provider reads it.</summary>
internal static partial class NetworkUnits
{
    // What no file of the node says, or what says the same as another key.
    private static readonly string[] Common =
    [
        "type", "method", "method6", "cidr", "address", "netmask", "gateway", "cidr6", "address6", "netmask6", "gateway6", "mtu", "autostart", "comments", NetworkDefinition.PendingKey,
    ];

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,9}\\z")]
    private static partial Regex BridgeName { get; }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,9}\\z")]
    private static partial Regex BondName { get; }

    public static void Add(ObjectUnitMaker maker, IEnumerable<ClusterObject> objects)
    {
        foreach (var item in objects.OfType<NetworkDefinition>())
        {
            if (Obstacle(item) is { } reason && (reason.Length == 0 || maker.Refuses(item, reason))) continue;
            if (item.Type is not ("bridge" or "bond" or "vlan")) continue;
            var unit = maker.Add(new(item.Key, $"proxmox_network_linux_{item.Type}", $"{item.Node}:{item.Name}", $"{item.Node} {item.Name}") { IsProtected = true })
                .With("node_name", item.Node!).With("name", item.Name)
                .With("address", UnitValue.Text(item.Cidr)).With("gateway", UnitValue.Text(item.Gateway))
                .With("address6", UnitValue.Text(item.Cidr6)).With("gateway6", UnitValue.Text(item.Gateway6))
                .With("mtu", UnitValue.Number(item.Settings.Get("mtu"))).With("autostart", item.Autostart ? null : false)
                .With("comment", item.Settings.ContainsKey("comments") ? Hcl.HclValue.Of(item.Comment ?? "") : null);
            switch (item.Type)
            {
                case "bridge":
                    unit.With("ports", item.Settings.Get("bridge_ports") is { Length: > 0 } ports ? UnitValue.List(ports.Split(' ')) : null)
                        .With("vlan_aware", item.Settings.ContainsKey("bridge_vlan_aware") ? item.VlanAware : null).With("vids", UnitValue.Text(item.Settings.Get("bridge_vids")))
                        .Leave(item.Settings, [.. Common, "bridge_ports", "bridge_vlan_aware", "bridge_vids", "bridge_stp", "bridge_fd"]);
                    // What every bridge has is not worth a word.
                    foreach (var (key, usual) in (ReadOnlySpan<(string, string)>)[("bridge_stp", "off"), ("bridge_fd", "0")])
                        if (item.Settings.Get(key) is { } value && value != usual) unit.Inexpressible.Add($"{key}: {value}");
                    break;
                case "bond":
                    unit.With("slaves", UnitValue.Set(item.Ports)).With("bond_mode", UnitValue.Text(item.Settings.Get("bond_mode")))
                        .With("bond_primary", UnitValue.Text(item.Settings.Get("bond-primary"))).With("bond_xmit_hash_policy", UnitValue.Text(item.Settings.Get("bond_xmit_hash_policy")))
                        .Leave(item.Settings, [.. Common, "slaves", "bond_mode", "bond-primary", "bond_xmit_hash_policy", "bond_miimon"]);
                    break;
                default:
                    // Of a name with a dot both follow.
                    if (!item.Name.Contains('.')) unit.With("interface", UnitValue.Text(item.Parent)).With("vlan", UnitValue.Number(item.Settings.Get("vlan-id")));
                    unit.Leave(item.Settings, [.. Common, "vlan-raw-device", "vlan-id"]);
                    break;
            }
        }
    }

    /// <summary>Why it is no code; empty where nobody would want it to be.</summary>
    private static string? Obstacle(NetworkDefinition item) => item.Type switch
    {
        "bridge" => BridgeName.IsMatch(item.Name) ? null : "the provider takes names of bridges with letters, digits and underscores only, at most 10 characters",
        "bond" when item.Ports.Length == 0 => "the provider has no bond without ports",
        "bond" => BondName.IsMatch(item.Name) ? null : "the provider takes names of bonds with letters and digits only, at most 10 characters",
        "vlan" when item.Settings.Get("vlan-id") is null => "Proxmox does not tell its VLAN, and the provider cannot read it so",
        "vlan" when item.Name.Length < 3 => "the provider takes names of VLANs from 3 characters on",
        "vlan" => item.Settings.ContainsKey("autostart") ? null : "it does not start by itself, and the provider would have it start",
        "eth" when item.Cidr is null && item.Cidr6 is null && item.Comment is null && item.Mtu is null => "",
        "eth" or "unknown" => "the provider has no NICs",
        _ => $"the provider has no interfaces of type {item.Type}",
    };
}
