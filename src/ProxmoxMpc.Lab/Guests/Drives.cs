using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Which keys are disks, and how their values read and print.</summary>
internal static partial class Drives
{
    /// <summary>In the order in which Proxmox looks for a boot disk.</summary>
    public static IReadOnlyList<string> QemuNames { get; } =
        [.. Family("ide", 4), .. Family("scsi", 31), .. Family("virtio", 16), .. Family("sata", 6), "efidisk0", "tpmstate0"];

    /// <summary>Where a machine's drive stands when all are walked through; everything else after them.</summary>
    public static int Place(string key) => Places.GetValueOrDefault(key, int.MaxValue);

    private static readonly Dictionary<string, int> Places = QemuNames.Select(KeyValuePair.Create).ToDictionary(StringComparer.Ordinal);

    private static readonly HashSet<string> QemuSet = new(QemuNames, StringComparer.Ordinal);

    /// <summary>ideN, scsiN, virtioN, sataN, efidisk0, tpmstate0.</summary>
    public static bool IsDrive(string key) => QemuSet.Contains(key);

    public static bool IsMountPoint(string key) => key == "rootfs" || MountPoint().IsMatch(key);

    public static bool IsUnused(string key) => Unused().IsMatch(key);

    public static bool IsDisk(string kind, string key) => kind == "qemu" ? IsDrive(key) : IsMountPoint(key);

    /// <summary>A key whose value names a volume.</summary>
    public static bool IsVolumeKey(string kind, string key) => IsDisk(kind, key) || IsUnused(key);

    public static PropertyFormat Format(string kind, string key) => ApiTable.Default.Formats[ApiTable.Default.GuestKeys(kind).Find(key)!.Format!];

    /// <summary>The parts of a stored value; null when it cannot be read.</summary>
    public static Dictionary<string, string>? TryParse(string kind, string key, string value) => PropertyString.TryParse(Format(kind, key), value);

    public static string Print(string kind, string key, IReadOnlyDictionary<string, string> values) => PropertyString.Print(Format(kind, key), values);

    public static string VolumeOf(string kind, IReadOnlyDictionary<string, string> drive) => drive.GetValueOrDefault(kind == "qemu" ? "file" : "volume", "");

    /// <summary>The volume ID of a stored value, "" when it has none.</summary>
    public static string VolumeOf(string kind, string key, string value) => TryParse(kind, key, value) is { } drive ? VolumeOf(kind, drive) : "";

    public static bool IsCloudInit(IReadOnlyDictionary<string, string> drive) => drive.TryGetValue("file", out string? file) && CloudInit().IsMatch(file);

    public static bool IsCdrom(IReadOnlyDictionary<string, string> drive, bool excludeCloudInit = false) =>
        drive.GetValueOrDefault("media") == "cdrom" && !(excludeCloudInit && IsCloudInit(drive));

    // A burst needs the limit that it goes beyond, its length needs the burst. By a slip of Proxmox's own ("miops") bursts of operations need no limit.
    private static readonly (string Option, string Needs)[] Bursts =
    [
        ("mbps_max", "mbps"), ("mbps_rd_max", "mbps_rd"), ("mbps_wr_max", "mbps_wr"),
        ("bps_max_length", "mbps_max"), ("bps_rd_max_length", "mbps_rd_max"), ("bps_wr_max_length", "mbps_wr_max"),
        ("iops_max_length", "iops_max"), ("iops_rd_max_length", "iops_rd_max"), ("iops_wr_max_length", "iops_wr_max"),
    ];

    /// <summary>
    /// Do the options of a machine's drive go together? Proxmox reads no drive that limits the whole and a part of it, that lets bursts beyond no limit,
    /// or that is a CD on a VirtIO bus, of a format or with a snapshot of its own.
    /// </summary>
    public static bool Agree(string key, IReadOnlyDictionary<string, string> drive)
    {
        if (Bursts.Any(b => Has(b.Option) && !Has(b.Needs)) || ((string[])["bps", "bps_rd", "bps_wr"]).Any(b => drive.ContainsKey(b) && drive.ContainsKey("m" + b)))
            return false;
        if (((string[])["mbps", "iops"]).Any(all => Has(all) && (Has(all + "_rd") || Has(all + "_wr"))))
            return false;
        return !(IsCdrom(drive) && (Has("snapshot") || Has("format") || key.StartsWith("virtio", StringComparison.Ordinal)));

        // A limit in bytes stands for the one in MiB.
        bool Has(string option) => (drive.TryGetValue(option, out string? value) && value is not ("" or "0")) || (option[0] == 'm' && drive.ContainsKey(option[1..]));
    }

    /// <summary>"STORAGE:GiB" asks for a new volume; the storage may be missing.</summary>
    public static (string? Storage, double GiB)? NewDisk(string file) => NewDiskPattern().Match(file) is { Success: true } match
        ? (match.Groups[1].Success ? match.Groups[1].Value : null, double.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture))
        : null;

    public static string? StorageOf(string volid) => FormatChecks.IsVolumeId(volid) ? volid[..volid.IndexOf(':', StringComparison.Ordinal)] : null;

    private static IEnumerable<string> Family(string prefix, int count) => Enumerable.Range(0, count).Select(i => prefix + i.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\Amp\d+\z")]
    private static partial Regex MountPoint();

    [GeneratedRegex(@"\Aunused\d+\z")]
    private static partial Regex Unused();

    [GeneratedRegex(@"[:/](?:vm-\d+-)?cloudinit(?:\.(?:raw|qcow2|vmdk|qcow|qed|cloop))?\z")]
    private static partial Regex CloudInit();

    [GeneratedRegex(@"\A(?:([^/:\s]+):)?(\d+(?:\.\d+)?)\z")]
    private static partial Regex NewDiskPattern();
}
