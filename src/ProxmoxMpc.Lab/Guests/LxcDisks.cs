using System.Globalization;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Volumes of containers.</summary>
internal sealed class LxcDisks(LabState state, DateTimeOffset now, Action<string> log)
{
    private const double GiB = 1L << 30;

    private readonly VolumeStore _store = new(state);

    /// <summary>"volume" (managed), "bind" or "device", by what the volume looks like.</summary>
    public static string TypeOf(string volume) =>
        volume.StartsWith("/dev/", StringComparison.Ordinal) ? "device" : volume.StartsWith('/') ? "bind" : "volume";

    /// <summary>"STORAGE:GiB"; null for an existing volume.</summary>
    public static (string Storage, double GiB)? NewVolume(string volume)
    {
        int colon = volume.LastIndexOf(':');
        return colon > 0 && double.TryParse(volume.AsSpan(colon + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double size) ? (volume[..colon], size) : null;
    }

    /// <summary>Makes or looks up the volume of one mount point and returns the value to store.</summary>
    /// <exception cref="LabException">500.</exception>
    public string Create(GuestState guest, string key, string value, List<VolumeState> created, bool mustExist = true)
    {
        var mount = Drives.TryParse("lxc", key, value) ?? [];
        string volume = mount.GetValueOrDefault("volume", "");
        if (NewVolume(volume) is { } wanted)
        {
            var storage = _store.Enabled(wanted.Storage, guest.Node);
            string? format = wanted.GiB == 0 && storage.IsFileBased ? "subvol" : null;
            var made = _store.Allocate(wanted.Storage, guest.Node, guest.VmId, "lxc", format, null, (long)(wanted.GiB * 1024) << 20, now);
            created.Add(made);
            foreach (string line in _store.AllocationLog(made))
                log(line);
            if (made.Format == "raw")
                LogFileSystem(made.Size);
            mount["volume"] = made.VolId;
            mount["size"] = TextRules.FormatSize(made.Size);
        }
        else if (TypeOf(volume) == "volume" && (mustExist || _store.Find(volume, guest.Node) is not null))
        {
            mount["size"] = TextRules.FormatSize(_store.Require(volume, guest.Node).Size);
        }
        return Drives.Print("lxc", key, mount);
    }

    /// <summary>Destroys an unused volume of this container, unless something still uses it.</summary>
    /// <exception cref="LabException">500: its storage is not there, or has no volumes of such a name.</exception>
    public void Free(GuestState guest, string volid)
    {
        if (UnusedVolumes.IsInUse(guest, null, volid) || TypeOf(volid) != "volume")
            return;
        if (Drives.StorageOf(volid) is { } storage)
            VolumeStore.RequireParsable(_store.Storage(storage), volid);
        if (VolumeNames.Describe(volid).VmId != guest.VmId || _store.Find(volid, guest.Node) is not { } volume)
            return;
        _store.Free(volume);
    }

    private void LogFileSystem(long size)
    {
        long blocks = size / 4096;
        log(string.Create(CultureInfo.InvariantCulture, $"Creating filesystem with {blocks} 4k blocks and {blocks / 4} inodes"));
        log("Filesystem UUID: " + Generated.Uuid());
        log("Superblock backups stored on blocks: ");
        var backups = new List<string>();
        foreach (long block in (long[])[32768, 98304, 163840, 229376, 294912, 819200, 884736, 1605632])
        {
            if (block < blocks)
                backups.Add(block.ToString(CultureInfo.InvariantCulture));
        }
        log("\t" + string.Join(", ", backups));
    }
}
