namespace ProxmoxMpc.Core.Model.Objects;

/// <summary>
/// One object beside nodes and guests. <see cref="Settings"/> holds every key that Proxmox returned, known here or not, with
/// lists sorted and without what changes by itself; the other properties are views of it.
/// </summary>
/// <param name="Name">What distinguishes it among its kind in its scope.</param>
public abstract record ClusterObject(ObjectScope Scope, string Name, GuestConfig Settings)
{
    /// <summary>Which kind it is.</summary>
    public abstract ObjectKind Kind { get; }

    /// <summary>Whether the workspace's code declares it.</summary>
    public bool Managed { get; init; }

    /// <summary>Whether Proxmox brings it along, so that code would only repeat it.</summary>
    public virtual bool IsBuiltIn => false;

    public string? Comment => Text("comment");

    /// <summary>What identifies it in the whole cluster.</summary>
    internal ObjectKey Key => new(Kind, Scope, Name);

    /// <summary>A setting, or null where it is unset or empty.</summary>
    protected string? Text(string key) => Settings.Get(key) is { Length: > 0 } text ? text : null;

    protected bool Flag(string key, bool unset = false) => SettingText.Flag(Settings.Get(key)) ?? unset;

    protected int? Number(string key) => int.TryParse(Settings.Get(key), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    protected string[] List(string key) => SettingText.List(Settings.Get(key));

    public sealed override string ToString() => Scope.IsCluster ? Name : $"{Name} of {Scope}";

    /// <summary>The typed record of that kind.</summary>
    public static ClusterObject Of(ObjectKey key, GuestConfig settings)
    {
        var (kind, scope, name) = key;
        return kind switch
        {
            ObjectKind.Pool => new PoolObject(scope, name, settings),
            ObjectKind.StorageDefinition => new StorageDefinition(scope, name, settings),
            ObjectKind.Network => new NetworkDefinition(scope, name, settings),
            ObjectKind.User => new User(scope, name, settings),
            ObjectKind.Group => new Group(scope, name, settings),
            ObjectKind.Role => new Role(scope, name, settings),
            ObjectKind.Acl => new Acl(scope, name, settings),
            ObjectKind.Token => new Token(scope, name, settings),
            ObjectKind.Realm => new Realm(scope, name, settings),
            ObjectKind.HaResource => new HaResource(scope, name, settings),
            ObjectKind.HaRule => new HaRule(scope, name, settings),
            ObjectKind.BackupJob => new BackupJob(scope, name, settings),
            ObjectKind.ClusterOption => new ClusterOption(scope, name, settings),
            ObjectKind.FirewallOption => new FirewallOption(scope, name, settings),
            ObjectKind.FirewallRule => new FirewallRule(scope, name, settings),
            ObjectKind.FirewallAlias => new FirewallAlias(scope, name, settings),
            ObjectKind.FirewallIpSet => new FirewallIpSet(scope, name, settings),
            ObjectKind.FirewallGroup => new FirewallGroup(scope, name, settings),
            _ => throw new ArgumentOutOfRangeException(nameof(key), kind, "No such kind."),
        };
    }
}

/// <summary>What identifies an object. Ordered by kind, scope and name, where numbers (rules' positions) go by value.</summary>
public readonly record struct ObjectKey(ObjectKind Kind, ObjectScope Scope, string Name) : IComparable<ObjectKey>
{
    public int CompareTo(ObjectKey other)
    {
        var order = Kind.CompareTo(other.Kind);
        if (order == 0) order = (Scope.VmId ?? 0).CompareTo(other.Scope.VmId ?? 0);
        if (order == 0) order = string.CompareOrdinal(Scope.ToString(), other.Scope.ToString());
        if (order == 0 && Kind == ObjectKind.FirewallRule) order = Name.Length.CompareTo(other.Name.Length);
        return order == 0 ? string.CompareOrdinal(Name, other.Name) : order;
    }

    public static bool operator <(ObjectKey left, ObjectKey right) => left.CompareTo(right) < 0;

    public static bool operator >(ObjectKey left, ObjectKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObjectKey left, ObjectKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObjectKey left, ObjectKey right) => left.CompareTo(right) >= 0;
}
