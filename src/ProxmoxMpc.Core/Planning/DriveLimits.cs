using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>
/// Options of a VM's drive that do not go together. Proxmox reads no such drive and refuses the request as "invalid format", without a
/// word of what is wrong (PVE::QemuServer::Drive::parse_drive). Pure.
/// </summary>
internal static class DriveLimits
{
    // A burst needs the limit that it goes beyond, and its length the burst. By a slip of Proxmox's own bursts of operations need no limit.
    private static readonly (string Option, string Needs)[] Bursts =
    [
        ("mbps_max", "mbps"), ("mbps_rd_max", "mbps_rd"), ("mbps_wr_max", "mbps_wr"),
        ("bps_max_length", "mbps_max"), ("bps_rd_max_length", "mbps_rd_max"), ("bps_wr_max_length", "mbps_wr_max"),
        ("iops_max_length", "iops_max"), ("iops_rd_max_length", "iops_rd_max"), ("iops_wr_max_length", "iops_wr_max"),
    ];

    private static readonly string[] Wholes = ["mbps", "iops"];
    private static readonly string[] Ways = ["_rd", "_wr"];
    private static readonly string[] InBytes = ["bps", "bps_rd", "bps_wr"];

    /// <summary>Whether the key is of a drive that can be limited.</summary>
    public static bool IsLimitable(KeySchema? key) => key?.Attribute("mbps_max") is not null;

    /// <summary>What does not go together in a drive, and the part that is one too many or alone; null: nothing.</summary>
    /// <param name="name">The drive's key, <c>scsi0</c>.</param>
    /// <param name="target">The guest as it shall be.</param>
    public static (string Path, string Reason)? Conflict(string name, AttributeMap target)
    {
        foreach (var limit in InBytes)
            if (Is(limit) && Is("m" + limit)) return Found(limit, $"says in bytes what {name}.m{limit} says in MiB: only one of them can be.");
        foreach (var (option, needs) in Bursts)
            if (IsSet(option) && !IsSet(needs) && !(needs[0] == 'm' && Is(needs[1..]))) return Found(option, $"goes beyond {name}.{needs}, which is not set: Proxmox refuses a drive with the one and not the other.");
        foreach (var whole in Wholes)
            foreach (var way in Ways)
                if (IsLimited(whole) && IsLimited(whole + way)) return Found(whole + way, $"and {name}.{whole} exclude each other: either reading and writing are limited together, or each by itself.");
        if (Value("media") != "cdrom") return null;
        if (IsSet("snapshot")) return Found("snapshot", "is nothing that a CD-ROM has.");
        return name.StartsWith("virtio", StringComparison.Ordinal) ? Found("media", "cannot be cdrom: there is no CD-ROM on a VirtIO bus. Use ide, sata or scsi.") : null;

        string? Value(string part) => target.Get(AttributePath.Of(name, part));
        bool Is(string part) => Value(part) is not null;
        bool IsSet(string part) => Value(part) is { } value && !(decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == 0);
        bool IsLimited(string part) => IsSet(part) || part[0] == 'm' && Is(part[1..]);
        (string, string) Found(string part, string what) => (AttributePath.Of(name, part), $"{AttributePath.Of(name, part)} {what}");
    }

    /// <summary>The first such conflict of a guest that is to be made.</summary>
    public static (string Path, string Reason)? Conflict(GuestKind kind, AttributeMap target) => kind != GuestKind.Qemu ? null : target.Keys
        .Select(path => AttributePath.Split(path).Key).Distinct(StringComparer.Ordinal).Where(name => IsLimitable(GuestSchema.For(kind).FindKey(name)))
        .Select(name => Conflict(name, target)).FirstOrDefault(found => found is not null);
}
