using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

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
        if (!(key == "name" || Nets.IsNet(key) || IsCloudInitKey(key)) || !HasDrive(guest))
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

    /// <summary>The image is made from the snippets that the config names: in this order they must be there.</summary>
    /// <exception cref="LabException">500.</exception>
    public static void RequireSnippets(LabState state, GuestState guest)
    {
        if (!guest.Config.TryGetValue("cicustom", out string? custom) || !HasDrive(guest) || PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-cicustom"], custom) is not { } parts)
            return;
        foreach (string part in (string[])["network", "user", "meta", "vendor"])
        {
            if (!parts.TryGetValue(part, out string? volid))
                continue;
            var store = new VolumeStore(state);
            string storage = Drives.StorageOf(volid) ?? "";
            string path = VolumeStore.PathOf(store.Storage(storage), volid[(storage.Length + 1)..]);
            if (VolumeNames.Describe(volid).Content != "snippets")
                throw LabException.Die($"{volid} is not in the snippets directory");
            if (store.Find(volid, guest.Node) is null)
                throw LabException.Die($"can't open '{path}' - No such file or directory");
        }
    }

    private static bool HasDrive(GuestState guest) => guest.Config.Any(c => Drives.IsDrive(c.Key) && Drives.TryParse("qemu", c.Key, c.Value) is { } drive && Drives.IsCloudInit(drive));

    public static bool IsCloudInitKey(string key) =>
        key is "cicustom" or "cipassword" or "citype" or "ciupgrade" or "ciuser" or "nameserver" or "searchdomain" or "sshkeys" || (key.StartsWith("ipconfig", StringComparison.Ordinal) && key.Length > 8);
}
