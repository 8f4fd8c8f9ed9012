using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>
/// Guests that cannot be Terraform: the provider (0.111.1, measured) fails to read them, which breaks the plan of every other
/// guest too, or plans a change for whatever is written.
/// </summary>
internal static class GuestObstacles
{
    private static readonly string[] WholeNumbers = ["mbps_rd", "mbps_rd_max", "mbps_wr", "mbps_wr_max"];

    public static ImportObstacle? Of(Guest guest) => All(guest).FirstOrDefault();

    private static IEnumerable<ImportObstacle> All(Guest guest)
    {
        ImportObstacle Because(string key, string reason) => new(guest.Kind, guest.VmId, key, reason);
        var schema = GuestSchema.For(guest.Kind);
        foreach (var family in guest.Kind == GuestKind.Qemu ? new[] { "net", "serial" } : ["net"])
            if (GuestTraps.HasGap(guest, family))
                yield return Because(family + GuestTraps.Indexes(guest, family)[^1].ToString(CultureInfo.InvariantCulture),
                    $"the provider numbers these by their place and would add the {family} that is missing before it; make them consecutive from {family}0");
        foreach (var (name, raw) in guest.Config)
        {
            if (schema.FindKey(name) is not { } key) continue;
            if (key.Name == "net" && GuestTraps.Parse(guest, name, raw)["trunks"]?.Contains('-') == true)
                yield return Because(name, "the provider cannot read a range in trunks (30-40); list the VLANs one by one");
            if (guest.Kind == GuestKind.Lxc && key.Name is "net" or "mp" or "dev" && raw.Any(c => c is '"' or '\\' || char.IsControl(c)))
                yield return Because(name, "the provider cannot read a quote, a backslash or a control character in it");
            if (key.Name == "virtiofs" && GuestTraps.Parse(guest, name, raw) is var share && AttributeValue.Boolean(share["expose-acl"] ?? "0") == true && AttributeValue.Boolean(share["expose-xattr"] ?? "1") == false)
                yield return Because(name, "the provider cannot read expose-acl without expose-xattr, which it implies");
            if (!key.IsDrive()) continue;
            var drive = GuestTraps.Parse(guest, name, raw);
            foreach (var part in WholeNumbers.Where(part => drive[part]?.Contains('.') == true))
                yield return Because(name, $"the provider takes only whole numbers for {part}");
        }
        if (guest.Kind == GuestKind.Qemu)
        {
            if (guest.Config.ContainsKey("migrate_downtime")) yield return Because("migrate_downtime", "the provider cannot read a VM that has it; remove the setting (Proxmox's default is 0.1)");
            if (guest.Disks.Count(disk => schema.FindKey(disk.Key)!.IsDrive()) > 31) yield return Because("disk", "the provider takes no more than 31 disks");
            yield break;
        }
        if (guest.Config.Get("cpulimit") is { } limit && limit.Contains('.') && decimal.TryParse(limit, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            yield return Because("cpulimit", "the provider cannot read a container with a fraction of a CPU as limit; make it a whole number");
        if (GuestTraps.Indexes(guest, "net").Length > 10) yield return Because("net10", "the provider takes no more than 10 interfaces of a container");
        if (guest.Config.Get("rootfs") is { } rootfs && VolumeId.Split(GuestTraps.Parse(guest, "rootfs", rootfs)["volume"] ?? "").Storage is null)
            yield return Because("rootfs", "its root file system is on no storage of Proxmox");
    }
}
