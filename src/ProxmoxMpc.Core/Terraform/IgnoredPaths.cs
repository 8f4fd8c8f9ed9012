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
        var schema = GuestSchema.For(kind);
        var path = Index().Replace(entry, "");
        var all = path == "all";
        if (all || path == "node_name") yield return AttributePath.Node;
        if (all || path == "pool_id") yield return AttributePath.Pool;
        if (all || path == "started") yield return AttributePath.Started;
        if (all || path is "operating_system" or "operating_system.template_file_id") yield return ProviderNames.TemplatePath;
        foreach (var key in schema.Keys)
        {
            var covered = key.Attributes().Where(attribute => attribute.Provider is { } provider && (all || Covers(path, provider.Path))).ToArray();
            var wholeBlock = key.IsOwnBlock() && covered.Length > 0 && !path.Contains('.');
            foreach (var name in covered.Length == 0 ? [] : key.Names())
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

    private static bool Covers(string entry, string path) => path == entry || path.StartsWith(entry + ".", StringComparison.Ordinal);

    [GeneratedRegex(@"\[[^\]]*\]|\.\d+(?=\.|$)")]
    private static partial Regex Index();
}
