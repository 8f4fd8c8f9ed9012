namespace ProxmoxMpc.Core.Model.Objects;

/// <summary>What a cluster has beside nodes and guests. The names are stored: one that was released keeps its spelling.</summary>
public enum ObjectKind
{
    Pool,
    StorageDefinition,
    Network,
    User,
    Group,
    Role,
    Acl,
    Token,
    Realm,
    HaResource,
    HaRule,
    BackupJob,
    ClusterOption,
    FirewallOption,
    FirewallRule,
    FirewallAlias,
    FirewallIpSet,
    FirewallGroup,
}

/// <summary>Words for kinds.</summary>
public static class ObjectKindText
{
    /// <summary>One of the kind, for messages: <c>HA rule</c>.</summary>
    public static string One(this ObjectKind kind) => kind switch
    {
        ObjectKind.Pool => "pool",
        ObjectKind.StorageDefinition => "storage definition",
        ObjectKind.Network => "network interface",
        ObjectKind.User => "user",
        ObjectKind.Group => "group",
        ObjectKind.Role => "role",
        ObjectKind.Acl => "access rule",
        ObjectKind.Token => "token",
        ObjectKind.Realm => "realm",
        ObjectKind.HaResource => "HA resource",
        ObjectKind.HaRule => "HA rule",
        ObjectKind.BackupJob => "backup job",
        ObjectKind.ClusterOption => "cluster option",
        ObjectKind.FirewallOption => "firewall option",
        ObjectKind.FirewallRule => "firewall rule",
        ObjectKind.FirewallAlias => "firewall alias",
        ObjectKind.FirewallIpSet => "IP set",
        ObjectKind.FirewallGroup => "security group",
        _ => kind.ToString(),
    };

    /// <summary>Several of the kind: <c>HA rules</c>.</summary>
    public static string Many(this ObjectKind kind) => kind.One() + (kind == ObjectKind.FirewallAlias ? "es" : "s");
}
