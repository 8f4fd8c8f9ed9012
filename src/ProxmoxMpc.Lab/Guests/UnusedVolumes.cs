using System.Globalization;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>The unusedN keys: detached volumes that still belong to the guest.</summary>
internal static class UnusedVolumes
{
    private const int Max = 256;

    /// <exception cref="LabException">500: all 256 are taken.</exception>
    public static void Add(GuestState guest, string volid)
    {
        string? free = null;
        for (int i = Max - 1; i >= 0; i--)
        {
            string key = "unused" + i.ToString(CultureInfo.InvariantCulture);
            if (!guest.Config.TryGetValue(key, out string? known))
                free = key;
            else if (known == volid)
                return;
        }
        guest.Config[free ?? throw LabException.Die("Too many unused volumes - please delete them first.")] = volid;
    }

    /// <summary>A volume that was attached again is unused no more.</summary>
    public static void Tidy(GuestState guest)
    {
        var used = guest.Config.Concat(guest.Pending).Where(c => Drives.IsDisk(guest.Kind, c.Key)).Select(c => Drives.VolumeOf(guest.Kind, c.Key, c.Value)).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, value) in guest.Config.Where(c => Drives.IsUnused(c.Key)).ToList())
        {
            if (used.Contains(value))
                guest.Config.Remove(key);
        }
    }

    /// <summary>Used by another drive of the config, or by any drive of a snapshot.</summary>
    public static bool IsInUse(GuestState guest, string? exceptKey, string volid) =>
        guest.Config.Any(c => c.Key != exceptKey && Drives.IsDisk(guest.Kind, c.Key) && Drives.VolumeOf(guest.Kind, c.Key, c.Value) == volid)
        || guest.Snapshots.Values.Any(s => s.Any(c => Drives.IsDisk(guest.Kind, c.Key) && Drives.VolumeOf(guest.Kind, c.Key, c.Value) == volid));
}
