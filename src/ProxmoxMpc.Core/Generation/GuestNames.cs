using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>
/// The names that guests go by in generated files: safe in a path, in a shell and in an Ansible host pattern, unique even
/// where case does not count, and independent of every other guest that has a proper name of its own.
/// </summary>
internal sealed partial class GuestNames
{
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<int, string> _hosts = [];

    /// <param name="inventory">Whose guests are named.</param>
    /// <param name="fileNames">File name without extension by vmid.</param>
    public GuestNames(Inventory inventory, IReadOnlyDictionary<int, string> fileNames)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var later = new List<Guest>();
        foreach (var guest in inventory.Guests.OrderBy(guest => guest.VmId))
        {
            if (fileNames.GetValueOrDefault(guest.VmId) is { } name && IsProper(name) && taken.Add(name)) _names[guest.VmId] = name;
            else later.Add(guest);
        }
        foreach (var guest in later)
        {
            var name = GuestNaming.Slug(fileNames.GetValueOrDefault(guest.VmId) ?? guest.Name);
            do name = string.Create(CultureInfo.InvariantCulture, $"{name}-{guest.VmId}");
            while (!taken.Add(name));
            _names[guest.VmId] = name;
        }
        foreach (var (vmid, name) in _names) _hosts[vmid] = HostOf(vmid, name);
    }

    /// <summary>Whether a name is one for files as it is; it may still be another guest's.</summary>
    public static bool IsProper(string name) => Clean().IsMatch(name);

    /// <summary>The host's name of a guest with this name in files.</summary>
    // A host named like a group would make "hosts: NAME" mean the whole group. With the vmid at its end a name of
    // this pattern is of that guest alone, for the pattern takes in whatever ends in "-NUMBER" too.
    public static string HostOf(int vmid, string name) => LikeAGroup().IsMatch(name) ? string.Create(CultureInfo.InvariantCulture, $"{name}-{vmid}") : name;

    /// <summary>The file name without extension.</summary>
    public string File(Guest guest) => _names[guest.VmId];

    /// <summary>The guest's name in the Ansible inventory: that of its file, unless a group could be called so.</summary>
    public string Host(Guest guest) => _hosts[guest.VmId];

    /// <summary><c>vms</c> or <c>containers</c>.</summary>
    public static string Folder(Guest guest) => guest.Kind == GuestKind.Qemu ? "vms" : "containers";

    [GeneratedRegex(@"\A[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?![.]|\z)){0,120}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Clean();

    [GeneratedRegex(@"\A(?:(?:all|ungrouped|localhost|127\.0\.0\.1)(?:-[0-9]+)*\z|(?:node|pool|tag|os|status|proxmox)_)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LikeAGroup();
}
