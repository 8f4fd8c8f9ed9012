using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>A volume that leaves one place of a guest for another.</summary>
/// <param name="From">The key that goes, <c>scsi1</c>.</param>
/// <param name="To">The key that comes, <c>virtio1</c>.</param>
/// <param name="Volume">What Proxmox calls it, <c>local-lvm:vm-100-disk-1</c>.</param>
internal sealed record DriveMove(string From, string To, string Volume)
{
    /// <summary>Its size now.</summary>
    public long Size { get; init; }
}

/// <summary>
/// Finds disks that change their bus or number. Code names a disk by that alone: what looks like one that goes and a new one that
/// comes would leave the guest with an empty disk. One that is as large as the other, or larger, is taken for the same.
/// </summary>
internal static class DriveMoves
{
    // Firmware and TPM have places of their own, and a container's root is no mount point.
    private static readonly string[] Families = ["scsi", "virtio", "sata", "ide", "mp"];

    public static IReadOnlyList<DriveMove> Find(Guest server, AttributeMap view, AttributeMap target)
    {
        var gone = server.Disks.Where(disk => IsDrive(disk.Key) && disk.Storage is not null && !Has(target, disk.Key)).ToList();
        if (gone.Count == 0) return [];
        var come = Keys(target).Where(key => IsDrive(key) && !server.Config.ContainsKey(key) && !Has(view, key) && target.Get(AttributePath.Of(key, "media")) != "cdrom" && target.ContainsKey(AttributePath.Of(key, "storage")))
            .Order(StringComparer.Ordinal).ToList();
        var moves = new List<DriveMove>();
        // The surest first: the same volume by name, then the same place and size, then a larger one, then another storage.
        foreach (var isSame in new Func<Disk, string, bool>[] { IsNamed, (disk, key) => IsOn(disk, key) && SizeOf(key) == disk.SizeBytes, (disk, key) => IsOn(disk, key) && Fits(disk, key), Fits })
        {
            foreach (var disk in gone.ToArray())
            {
                if (come.FirstOrDefault(key => (isSame == (Func<Disk, string, bool>)IsNamed || target.Get(AttributePath.Of(key, "volume")) is null or "") && isSame(disk, key)) is not { } key) continue;
                moves.Add(new(disk.Key, key, VolumeId.Join(disk.Storage, disk.Volume)) { Size = disk.SizeBytes ?? 0 });
                gone.Remove(disk);
                come.Remove(key);
            }
        }
        return [.. moves.OrderBy(move => move.To, StringComparer.Ordinal)];

        bool IsNamed(Disk disk, string key) => IsOn(disk, key) && target.Get(AttributePath.Of(key, "volume")) == disk.Volume;
        bool IsOn(Disk disk, string key) => target.Get(AttributePath.Of(key, "storage")) == disk.Storage;
        bool Fits(Disk disk, string key) => SizeOf(key) is not { } size || size >= disk.SizeBytes;
        long? SizeOf(string key) => DiskSize.TryParse(target.Get(AttributePath.Of(key, "size")));
    }

    /// <summary>The attributes as they shall be, with the names of the volumes that move.</summary>
    public static AttributeMap Named(AttributeMap target, IReadOnlyList<DriveMove> moves) => moves.Aggregate(target, (map, move) =>
    {
        var (storage, volume) = VolumeId.Split(move.Volume);
        return map.With(AttributePath.Of(move.To, "storage"), storage).With(AttributePath.Of(move.To, "volume"), volume);
    });

    /// <summary>The config in which those volumes can be had: as if they were detached already.</summary>
    public static GuestConfig Detached(GuestConfig config, IReadOnlyList<DriveMove> moves)
    {
        var free = Enumerable.Range(0, 256).Select(index => FormattableString.Invariant($"unused{index}")).Where(key => !config.ContainsKey(key)).GetEnumerator();
        return moves.Aggregate(config, (now, move) => free.MoveNext() ? now.With(free.Current, move.Volume) : now);
    }

    private static bool IsDrive(string key) => GuestSchema.SplitIndex(key) is { } split && Families.Contains(split.Family);

    private static IEnumerable<string> Keys(AttributeMap map) => map.Keys.Select(path => AttributePath.Split(path)).Where(path => path.Part is not null).Select(path => path.Key).Distinct(StringComparer.Ordinal);

    private static bool Has(AttributeMap map, string key) => map.HasAny(key + ".");
}
