using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The names that a workspace knows of its cluster.</summary>
internal static class InventoryNames
{
    public static void Teach(Sharing share, Workspace workspace)
    {
        using var store = workspace.OpenState(readOnly: true);
        if (store.ReadInventory() is not { } inventory || share.Anonymizer.Policy.Level == PrivacyLevel.SecretsOnly) return;
        share.Know(PrivacyKind.Node, inventory.Nodes.Select(node => node.Name));
        share.Know(PrivacyKind.Guest, inventory.Guests.Where(guest => guest.Config.Get(guest.Kind.NameKey()) is { Length: > 0 }).Select(guest => guest.Name));
        share.Know(PrivacyKind.Host, [inventory.Cluster]);
        if (share.Anonymizer.Policy.Level != PrivacyLevel.Strict) return;
        share.Know(PrivacyKind.Storage, inventory.Storages.Select(storage => storage.Name).Distinct());
        share.Know(PrivacyKind.Pool, inventory.Pools.Select(pool => pool.PoolId));
        share.Know(PrivacyKind.Tag, inventory.Guests.SelectMany(guest => guest.Tags).Distinct());
    }
}
