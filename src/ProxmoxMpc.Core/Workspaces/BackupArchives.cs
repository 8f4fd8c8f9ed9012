using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The archives of our backups on the server.</summary>
internal static class BackupArchives
{
    /// <summary>The node that has the archive, where it is there still and ours: its notes say so. Null: it is not, or nobody can look.</summary>
    public static async Task<string?> FindAsync(PveClient client, Inventory inventory, GuestArchive archive, CancellationToken ct)
    {
        var online = inventory.Nodes.Where(node => node.IsOnline).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var node = online.Contains(archive.Node) || !archive.IsShared ? archive.Node : online.Order(StringComparer.Ordinal).FirstOrDefault() ?? archive.Node;
        var vmid = archive.VmId.ToString(CultureInfo.InvariantCulture);
        var content = await client.GetAsync(PvePath.Of($"/nodes/{node}/storage/{archive.Storage}/content"), [new("content", "backup"), new("vmid", vmid)], ct);
        return content.Entries().Any(entry => entry.Text("volid") == archive.VolumeId && IsOurs(entry, archive)) ? node : null;
    }

    private static bool IsOurs(JsonElement entry, GuestArchive archive) => entry.Text("notes")?.StartsWith(archive.Token + ":", StringComparison.Ordinal) == true;
}
