using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform.Porting;

/// <summary>What an attribute names: which kind of place, and what it is to hold.</summary>
internal sealed record PlaceRole(PlaceKind Kind, string Content = "")
{
    public PlaceKey Key(string name) => new(Kind, name, Content);
}

/// <summary>Where in the resources of a guest places are named: by block and attribute; the block is empty for the resource itself.</summary>
internal static class PlaceRoles
{
    private static readonly PlaceRole Node = new(PlaceKind.Node), VmId = new(PlaceKind.VmId), Pool = new(PlaceKind.Pool), Bridge = new(PlaceKind.Bridge), Vlan = new(PlaceKind.Vlan),
        Images = new(PlaceKind.Storage, "images"), RootDir = new(PlaceKind.Storage, "rootdir"), Iso = new(PlaceKind.Volume, "iso"), Import = new(PlaceKind.Volume, "import"),
        Snippets = new(PlaceKind.Volume, "snippets"), OsTemplate = new(PlaceKind.Volume, "vztmpl");

    private static readonly Dictionary<(string Block, string Attribute), PlaceRole> Common = new()
    {
        [("", "node_name")] = Node,
        [("", "vm_id")] = VmId,
        [("", "pool_id")] = Pool,
        [("", "hook_script_file_id")] = Snippets,
        [("clone", "vm_id")] = VmId,
        [("clone", "node_name")] = Node,
    };

    private static readonly Dictionary<(string Block, string Attribute), PlaceRole> Vm = new(Common)
    {
        [("clone", "datastore_id")] = Images,
        [("disk", "datastore_id")] = Images,
        [("disk", "file_id")] = Import,
        [("disk", "import_from")] = Import,
        [("efi_disk", "datastore_id")] = Images,
        [("tpm_state", "datastore_id")] = Images,
        [("initialization", "datastore_id")] = Images,
        [("initialization", "user_data_file_id")] = Snippets,
        [("initialization", "vendor_data_file_id")] = Snippets,
        [("initialization", "network_data_file_id")] = Snippets,
        [("initialization", "meta_data_file_id")] = Snippets,
        [("cdrom", "file_id")] = Iso,
        [("network_device", "bridge")] = Bridge,
        [("network_device", "vlan_id")] = Vlan,
    };

    private static readonly Dictionary<(string Block, string Attribute), PlaceRole> Container = new(Common)
    {
        [("clone", "datastore_id")] = RootDir,
        [("disk", "datastore_id")] = RootDir,
        [("mount_point", "volume")] = RootDir,
        [("operating_system", "template_file_id")] = OsTemplate,
        [("network_interface", "bridge")] = Bridge,
        [("network_interface", "vlan_id")] = Vlan,
    };

    private static readonly Dictionary<(string Block, string Attribute), PlaceRole> Firewall = new()
    {
        [("", "node_name")] = Node,
        [("", "vm_id")] = VmId,
        [("", "container_id")] = VmId,
    };

    private static readonly Dictionary<(string Block, string Attribute), PlaceRole> Membership = new()
    {
        [("", "pool_id")] = Pool,
        [("", "vm_id")] = VmId,
    };

    public static IReadOnlyDictionary<(string Block, string Attribute), PlaceRole> Of(string resourceType) => ProviderNames.KindOf(resourceType) switch
    {
        GuestKind.Qemu => Vm,
        GuestKind.Lxc => Container,
        _ => GuestFirewalls.IsFirewall(resourceType) ? Firewall : Membership,
    };
}
