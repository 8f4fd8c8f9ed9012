using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>The order of things beside guests: what others name is there before them, and goes after them.</summary>
internal static class ObjectOrder
{
    /// <summary>The steps in the order in which they are done. What is taken away goes last, in the reverse order.</summary>
    public static IEnumerable<ObjectStep> Sorted(IEnumerable<ObjectStep> steps)
    {
        var all = steps.ToLookup(step => step.Action == PlanAction.Delete);
        return all[false].OrderBy(step => Rank(step.Key)).ThenBy(step => step.Key).Concat(all[true].OrderByDescending(step => Rank(step.Key)).ThenByDescending(step => step.Key));
    }

    /// <summary>Whether guests may need it: what itself concerns guests comes after them.</summary>
    public static bool IsBeforeGuests(ObjectKey key) => key.Kind switch
    {
        ObjectKind.Pool => !IsMembership(key),
        ObjectKind.StorageDefinition or ObjectKind.Network or ObjectKind.Group or ObjectKind.Role or ObjectKind.User or ObjectKind.Token or ObjectKind.Acl => true,
        _ => false,
    };

    // Sets and aliases are named by rules, rules by nothing.
    private static int Rank(ObjectKey key) => key.Kind switch
    {
        ObjectKind.Pool => IsMembership(key) ? 55 : 0,
        ObjectKind.Group => 10,
        ObjectKind.Role => 15,
        ObjectKind.Realm => 18,
        ObjectKind.User => 20,
        ObjectKind.Token => 25,
        ObjectKind.Acl => 30,
        ObjectKind.StorageDefinition => 40,
        ObjectKind.Network => 50,
        ObjectKind.FirewallAlias => 60,
        ObjectKind.FirewallIpSet => 65,
        ObjectKind.FirewallGroup => 70,
        ObjectKind.FirewallOption => 75,
        ObjectKind.FirewallRule => 80,
        ObjectKind.HaResource => 85,
        ObjectKind.HaRule => 90,
        ObjectKind.BackupJob => 95,
        _ => 100,
    };

    /// <summary>Whether it is the place of a storage or guest in a pool, which a resource of its own declares.</summary>
    private static bool IsMembership(ObjectKey key) => key.Kind == ObjectKind.Pool && key.Name.Contains('?', StringComparison.Ordinal);
}
