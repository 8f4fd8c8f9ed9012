using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Entries of <c>ignore_changes</c> as guest attributes.</summary>
internal static partial class IgnoredPaths
{
    /// <summary>
    /// The paths and keys that the entry covers. An index is not looked at: <c>disk[0].size</c> covers the size of every disk,
    /// for which one is the first in Terraform's state is not to be seen in code.
    /// </summary>
    public static IEnumerable<string> Of(GuestKind kind, string entry, AttributeMap values)
    {
        var (path, keys) = Known.TryGetValue((kind, entry), out var known) ? known : Learn(kind, entry);
        var all = path == "all";
        if (all || path == "node_name") yield return AttributePath.Node;
        if (all || path == "pool_id") yield return AttributePath.Pool;
        if (all || path == "started") yield return AttributePath.Started;
        if (all || path is "operating_system" or "operating_system.template_file_id") yield return ProviderNames.TemplatePath;
        foreach (var (key, covered) in keys)
        {
            var wholeBlock = key.IsOwnBlock() && !path.Contains('.');
            foreach (var name in key.Names())
            {
                if (key.IsDrive() && DriveFacts.KindOf(values, name) is DriveKind.CdRom or DriveKind.CloudInit) continue;
                if (all || (wholeBlock && key.Name != "net") || (key.Name == "net" && path is "network_device" or "network_interface" && kind == GuestKind.Qemu)) yield return name;
                else foreach (var attribute in covered) yield return key.PathOf(name, attribute);
            }
        }
        if (kind == GuestKind.Lxc) yield break;
        foreach (var name in DriveCode.Drives())
        {
            var drive = DriveFacts.KindOf(values, name);
            if (drive == DriveKind.CloudInit && (all || path is "initialization" or "initialization.datastore_id" or "initialization.interface")) yield return name;
            if (drive == DriveKind.CdRom && (all || path.StartsWith("cdrom", StringComparison.Ordinal))) yield return name;
            if (drive == DriveKind.Disk && path == "disk") yield return name;
        }
    }

    // Guests have the same few entries; more than these are not kept.
    private const int Most = 512;

    private static readonly ConcurrentDictionary<(GuestKind, string), (string Path, (KeySchema, AttributeSchema[])[] Keys)> Known = new();

    /// <summary>The entry without indexes, and what of the schema it covers.</summary>
    private static (string Path, (KeySchema Key, AttributeSchema[] Covered)[] Keys) Learn(GuestKind kind, string entry)
    {
        var path = Index().Replace(entry, "");
        (string Path, (KeySchema Key, AttributeSchema[] Covered)[] Keys) learned = (path,
        [
            .. GuestSchema.For(kind).Keys
                .Select(key => (Key: key, Covered: key.Attributes().Where(attribute => attribute.Provider is { } provider && (path == "all" || Covers(path, provider.Path))).ToArray()))
                .Where(pair => pair.Covered.Length > 0),
        ]);
        if (Known.Count < Most) Known.TryAdd((kind, entry), learned);
        return learned;
    }

    private static bool Covers(string entry, string path) => path == entry || path.StartsWith(entry + ".", StringComparison.Ordinal);

    [GeneratedRegex(@"\[[^\]]*\]|\.\d+(?=\.|$)")]
    private static partial Regex Index();
}
