using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>
/// Remembers what the attached cloud-init image was made with, where the config has gone on since:
/// old values by key, and under "added" the keys the image does not have.
/// </summary>
internal static class CloudInitRecord
{
    private const string Added = "added";

    public static void Note(GuestState guest, string key, string? old, string? value)
    {
        if (!(key == "name" || Nets.IsNet(key) || IsCloudInitKey(key)) || !guest.Config.Any(c => Drives.IsDrive(c.Key) && Drives.TryParse("qemu", c.Key, c.Value) is { } drive && Drives.IsCloudInit(drive)))
            return;
        var added = new SortedSet<string>(TextRules.SplitList(guest.CloudInit.GetValueOrDefault(Added)), StringComparer.Ordinal);
        guest.CloudInit.Remove(Added);
        bool recorded = guest.CloudInit.TryGetValue(key, out string? known);
        if (value is not null && recorded)
        {
            // Back to what the image has: nothing to remember.
            if (value == known)
            {
                guest.CloudInit.Remove(key);
                added.Remove(key);
            }
        }
        else if (value is not null && !added.Contains(key))
        {
            if (old is not null)
                guest.CloudInit[key] = old;
            else
                added.Add(key);
        }
        else if (value is null && old is not null && !recorded && !added.Remove(key))
        {
            guest.CloudInit[key] = old;
        }
        if (added.Count > 0)
            guest.CloudInit[Added] = string.Join(',', added);
    }

    public static bool IsCloudInitKey(string key) =>
        key is "cicustom" or "cipassword" or "citype" or "ciupgrade" or "ciuser" or "nameserver" or "searchdomain" or "sshkeys" || (key.StartsWith("ipconfig", StringComparison.Ordinal) && key.Length > 8);
}
