using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform.Porting;

/// <summary>What a guest of the code needs of its cluster.</summary>
public static class CodeUses
{
    /// <summary>Everything that is bound to the cluster, each once.</summary>
    public static IEnumerable<PlaceKey> Of(DesiredGuest guest) => All(guest).Distinct();

    private static IEnumerable<PlaceKey> All(DesiredGuest guest)
    {
        yield return PlaceKey.OfVmId(guest.VmId);
        foreach (var (path, value) in guest.Attributes)
            if (Of(guest, path, value) is { } key) yield return key;
        if (NeedsTemplate(guest)) yield return PlaceKey.OfTemplate(guest.VmId);
    }

    /// <summary>What one attribute is bound to; null where it means the same everywhere.</summary>
    internal static PlaceKey? Of(DesiredGuest guest, string path, string value)
    {
        if (path == AttributePath.Node) return new(PlaceKind.Node, value);
        if (path == AttributePath.Pool) return new(PlaceKind.Pool, value);
        if (path == AttributePath.OsTemplate) return new(PlaceKind.Volume, value, "vztmpl");
        var (key, part) = AttributePath.Split(path);
        return part switch
        {
            "storage" when IsImage(guest, key) => new(PlaceKind.Volume, VolumeId.Join(value, guest.Attributes.Get(AttributePath.Of(key, "volume"))!), "iso"),
            "storage" => new(PlaceKind.Storage, value, Content(guest.Kind)),
            "bridge" => new(PlaceKind.Bridge, value),
            "tag" => new(PlaceKind.Vlan, value),
            _ when key is "hookscript" or "cicustom" && value.Contains(':', StringComparison.Ordinal) => new(PlaceKind.Volume, value, "snippets"),
            _ => null,
        };
    }

    /// <summary>What the guest's disks are to the storage that holds them.</summary>
    internal static string Content(GuestKind kind) => kind == GuestKind.Qemu ? "images" : "rootdir";

    /// <summary>Whether the drive is a CD-ROM with an image in it.</summary>
    internal static bool IsImage(DesiredGuest guest, string key) => guest.Attributes.Get(AttributePath.Of(key, "media")) == "cdrom"
        && guest.Attributes.Get(AttributePath.Of(key, "volume")) is { Length: > 0 } volume && volume != DriveFacts.CloudInit;

    private static bool NeedsTemplate(DesiredGuest guest) => guest.Kind == GuestKind.Lxc && guest.Attributes.Get(AttributePath.OsTemplate) is null && guest.HasOpinion(AttributePath.OsTemplate);
}
