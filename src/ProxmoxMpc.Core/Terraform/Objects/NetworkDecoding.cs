using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Linux bridges, VLANs and bonds out of code: the inverse of <see cref="NetworkUnits"/>.</summary>
internal static class NetworkDecoding
{
    public static DecodedObjects Of(ResourceDecoding code, DeclaredObject declared)
    {
        code.Said("node_name", "name").Text("address", "cidr").Text("gateway", "gateway").Text("address6", "cidr6").Text("gateway6", "gateway6").Number("mtu", "mtu").Flag("autostart", "autostart", unset: true).Text("comment", "comments");
        // What follows from the address is no setting of its own.
        code.Maps("address", "netmask", "address6", "netmask6", "method", "method6", NetworkDefinition.PendingKey);
        var name = declared.Key.Name;
        switch (declared.Type)
        {
            case "proxmox_network_linux_bridge":
                code.Set("type", "bridge").List("ports", "bridge_ports", ' ').Flag("vlan_aware", "bridge_vlan_aware").Text("vids", "bridge_vids");
                break;
            case "proxmox_network_linux_bond":
                code.Set("type", "bond").Bag("slaves", "slaves").Text("bond_mode", "bond_mode").Text("bond_primary", "bond-primary").Text("bond_xmit_hash_policy", "bond_xmit_hash_policy");
                break;
            default:
                code.Set("type", "vlan");
                // Of a name with a dot both follow.
                if (name.LastIndexOf('.') is > 0 and var dot) code.Said("interface", "vlan").Set("vlan-raw-device", name[..dot]).Set("vlan-id", name[(dot + 1)..]);
                else code.Text("interface", "vlan-raw-device").Number("vlan", "vlan-id");
                break;
        }
        return code.One(declared.Key);
    }
}
