using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Api.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Reads what certain resources beside guests are made of, and no more.</summary>
internal static class ObjectLook
{
    // What others say of it: it changes with theirs, and is none of its own.
    private static readonly HashSet<(ObjectKind, string)> Mirrored = [(ObjectKind.Group, "users"), (ObjectKind.Pool, "vms"), (ObjectKind.Pool, "storage")];

    /// <summary>The picture with the resources as the server has them now.</summary>
    /// <param name="withPools">Whether the pools of the picture's inventory are older than that.</param>
    public static async Task<Picture> AtAsync(Session session, Picture picture, IReadOnlyCollection<ObjectKey> keys, bool withPools, CancellationToken ct)
    {
        var kinds = keys.SelectMany(KindsOf).ToImmutableHashSet();
        if (withPools && kinds.Contains(ObjectKind.Pool)) picture = picture.WithPools([.. await new PoolReading(session.Client, new GapLog()).ReadAsync(ct)]);
        var others = kinds.Remove(ObjectKind.Pool);
        if (others.IsEmpty) return picture.WithObjects(ObjectReading.Empty);
        var nodes = keys.Select(key => key.Scope.Node).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var guests = keys.Select(key => key.Scope.VmId).OfType<int>().ToHashSet();
        return picture.WithObjects(await new ObjectReader(session.Client).ReadAsync(new()
        {
            Kinds = others,
            Nodes = [.. picture.Inventory.Nodes.Where(node => nodes.Contains(node.Name)).Select(node => (node.Name, node.IsOnline))],
            Guests = [.. picture.Inventory.Guests.Where(guest => guests.Contains(guest.VmId)).Select(guest => (guest.VmId, guest.Kind, guest.Node))],
            Known = [.. picture.Objects.Where(item => item.Scope.Node is not { } node || nodes.Contains(node)).Where(item => item.Scope.VmId is not { } vmid || guests.Contains(vmid))],
        }, ct));
    }

    /// <summary>Why nobody knows whether the server has a resource; null: it is known.</summary>
    public static string? WhyHidden(Picture picture, ObjectKey key)
    {
        if (key.Kind == ObjectKind.Pool)
            return picture.Inventory.Gaps.FirstOrDefault(gap => gap.Scope is GapScope.Pool or GapScope.Cluster)?.Reason;
        if (picture.Looked is not { } looked) return null;
        // One that is not there yet has no firewall.
        if (key.Scope.VmId is { } vmid && picture.Inventory.Guest(vmid) is null) return picture.Inventory.IsUnderGap(vmid, null) ? "The guest could not be read." : null;
        if (looked.Complete.Contains((key.Kind, key.Scope)) && (key.Kind != ObjectKind.FirewallGroup || looked.Objects.All(item => item.Key != key) || looked.Complete.Contains((ObjectKind.FirewallRule, ObjectScope.OfGroup(key.Name))))) return null;
        return looked.Gaps.FirstOrDefault(gap => gap.Name == ObjectGaps.Name(key.Kind, key.Scope))?.Reason ?? (key.Scope.Node is { } node ? $"The node {node} is not there." : "It could not be read.");
    }

    /// <summary>A mark of what the server has of a resource; another one where that changed.</summary>
    public static string SeenOf(IEnumerable<ClusterObject> objects)
    {
        var text = new StringBuilder();
        foreach (var item in objects.OrderBy(item => item.Key))
        {
            text.Append(item.Key.Name).Append('\n');
            foreach (var (key, value) in item.Settings)
                if (!Mirrored.Contains((item.Kind, key))) text.Append(key).Append('=').Append(value).Append('\0');
        }
        return text.Length == 0 ? "none" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    private static IEnumerable<ObjectKind> KindsOf(ObjectKey key) => key.Kind == ObjectKind.FirewallGroup ? [ObjectKind.FirewallGroup, ObjectKind.FirewallRule] : [key.Kind];
}
