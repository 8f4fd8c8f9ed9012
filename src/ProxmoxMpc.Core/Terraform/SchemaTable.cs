using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Ways through the schema that both directions of the translation take.</summary>
internal static class SchemaTable
{
    /// <summary>The attributes of a key: its scalar or its parts, those without a place in Terraform too.</summary>
    public static AttributeSchema[] Attributes(this KeySchema key) => key.All;

    /// <summary>The path of an attribute in the key of that name.</summary>
    public static string PathOf(this KeySchema key, string name, AttributeSchema attribute) =>
        key.IsPropertyString ? AttributePath.Of(name, attribute.Name) : name;

    /// <summary>Its being there is a block of its own, and its absence none.</summary>
    public static bool IsOwnBlock(this KeySchema key) => key.IsDevice && key.Name != "ivshmem";

    /// <summary>A hard disk, CD-ROM or cloud-init drive of a VM.</summary>
    public static bool IsDrive(this KeySchema key) => key.Name is "scsi" or "virtio" or "sata" or "ide";

    /// <summary>Settings that the provider keeps in the block of the cloud-init drive and nowhere else.</summary>
    public static bool IsCloudInit(this KeySchema key) =>
        key.Name is "ciuser" or "cipassword" or "sshkeys" or "ipconfig" or "nameserver" or "searchdomain" or "citype" or "ciupgrade" or "cicustom";

    /// <summary>Every config key of the family; the key itself where it is none.</summary>
    public static IEnumerable<string> Names(this KeySchema key) => key.AllNames;

    /// <summary>The number at the end of a family's key.</summary>
    public static int IndexOf(string name) => GuestSchema.SplitIndex(name)?.Index ?? 0;

    /// <summary>The keys of a family that the map holds something of, by number.</summary>
    public static IEnumerable<string> Present(this KeySchema key, AttributeMap values)
    {
        if (!values.HasAny(key.Name)) return [];
        var names = values.Keys.Where(path => path.StartsWith(key.Name, StringComparison.Ordinal)).Select(path => AttributePath.Split(path).Key).Distinct(StringComparer.Ordinal);
        return key.IsFamily
            ? names.Where(name => GuestSchema.SplitIndex(name) is { } split && split.Family == key.Name && split.Index >= key.FirstIndex && split.Index <= key.LastIndex).OrderBy(IndexOf)
            : names.Where(name => name == key.Name);
    }
}
