using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Model;

/// <summary>A disk of a VM or a volume of a container.</summary>
/// <param name="Key">The config key: <c>scsi0</c>, <c>rootfs</c>, <c>mp0</c> …</param>
/// <param name="Storage">The storage that holds it; null for a device or directory of the node.</param>
/// <param name="Volume">The rest of the volume id, or the path.</param>
/// <param name="SizeBytes">Its size; null where Proxmox does not tell.</param>
/// <param name="MountPoint">Where a container mounts it; null for a VM.</param>
public sealed record Disk(string Key, string? Storage, string Volume, long? SizeBytes, string? MountPoint)
{
    /// <summary>Size in GiB, with fractions; null where unknown.</summary>
    public double? SizeGiB => SizeBytes / (1024.0 * 1024 * 1024);

    internal static ImmutableArray<Disk> AllOf(Guest guest)
    {
        var schema = Schema.GuestSchema.For(guest.Kind);
        var disks = ImmutableArray.CreateBuilder<Disk>();
        foreach (var (name, raw) in guest.Config)
        {
            if (schema.FindKey(name) is not { IsVolume: true } key || key.Name == "unused") continue;
            var parts = PropertyString.Parse(raw, key);
            if (parts.Attribute(key, "media") == "cdrom") continue;
            disks.Add(new(name, parts.Attribute(key, "storage"), parts.Attribute(key, "volume") ?? "",
                DiskSize.TryParse(parts.Attribute(key, "size")), parts.Attribute(key, "mp")));
        }
        return disks.ToImmutable();
    }

    public override string ToString() => $"{Key}: {(Storage is null ? Volume : $"{Storage}:{DiskSize.Format(SizeBytes ?? 0)}")}";
}
