using System.Globalization;

namespace ProxmoxMpc.Core.Model.Objects;

/// <summary>A resource pool.</summary>
public sealed record PoolObject(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.Pool;
    public string PoolId => Name;

    /// <summary>Its guests.</summary>
    public int[] VmId => [.. List("vms").Select(vmid => int.Parse(vmid, CultureInfo.InvariantCulture))];

    public string[] Storage => List("storage");

    /// <summary>The same pool as an object like the others.</summary>
    public static PoolObject Of(Pool pool) => new(ObjectScope.Cluster, pool.PoolId, GuestConfig.From(new Dictionary<string, string?>
    {
        ["comment"] = pool.Comment,
        ["vms"] = pool.Guests.Length == 0 ? null : string.Join(',', pool.Guests.Order().Select(vmid => vmid.ToString(CultureInfo.InvariantCulture))),
        ["storage"] = pool.Storages.Length == 0 ? null : string.Join(',', pool.Storages.Order(StringComparer.Ordinal)),
    }.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!))));
}

/// <summary>A storage as the cluster defines it (<c>storage.cfg</c>); how nodes see it is a <see cref="Model.Storage"/>.</summary>
public sealed record StorageDefinition(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.StorageDefinition;
    public string Type => Text("type") ?? "";
    public string[] Content => List("content");

    /// <summary>The nodes that it is restricted to; empty: all.</summary>
    public string[] Nodes => List("nodes");

    public bool Shared => Flag("shared") || Type is "nfs" or "cifs" or "pbs" or "rbd" or "cephfs" or "iscsi" or "iscsidirect" or "glusterfs" or "zfs";
    public bool Disabled => Flag("disable");

    /// <summary>Where its data lies: a path, a pool, an export, a server …</summary>
    public string? Source => Type switch
    {
        "nfs" => $"{Text("server")}:{Text("export")}",
        "cifs" => $"//{Text("server")}/{Text("share")}",
        "pbs" => $"{Text("server")}:{Text("datastore")}",
        "lvmthin" => $"{Text("vgname")}/{Text("thinpool")}",
        "lvm" => Text("vgname"),
        _ => Text("path") ?? Text("pool") ?? Text("portal") ?? Text("server"),
    };
}

/// <summary>A network interface as a node's file defines it, with changes that wait for a reload already in it.</summary>
public sealed record NetworkDefinition(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.Network;
    public string? Node => Scope.Node;

    /// <summary><c>bridge</c>, <c>bond</c>, <c>vlan</c>, <c>eth</c>, <c>OVSBridge</c> …</summary>
    public string Type => Text("type") ?? "unknown";

    /// <summary>The IPv4 address with prefix.</summary>
    public string? Cidr => Text("cidr") ?? (Text("address") is { } address && Text("netmask") is { } mask ? $"{address}/{mask}" : Text("address"));

    /// <summary>The IPv6 address with prefix.</summary>
    public string? Cidr6 => Text("cidr6") ?? (Text("address6") is { } address && Text("netmask6") is { } mask ? $"{address}/{mask}" : Text("address6"));

    public string? Gateway => Text("gateway");
    public string? Gateway6 => Text("gateway6");

    /// <summary>What a bridge or bond joins.</summary>
    public string[] Ports => [.. SettingText.List(Text("bridge_ports") ?? Text("slaves") ?? Text("ovs_ports") ?? Text("ovs_bonds")).Where(port => port != "none")];

    public bool VlanAware => Flag("bridge_vlan_aware");
    public int? VlanTag => Number("vlan-id") ?? Number("ovs_tag") ?? (Type == "vlan" && int.TryParse(Name[(Name.LastIndexOf('.') + 1)..], CultureInfo.InvariantCulture, out var tag) ? tag : null);

    /// <summary>What a VLAN is on.</summary>
    public string? Parent => Text("vlan-raw-device") ?? (Type == "vlan" && Name.LastIndexOf('.') is > 0 and var dot ? Name[..dot] : null);

    public int? Mtu => Number("mtu");
    public bool Autostart => Flag("autostart");

    /// <summary>Whether its node has changes that wait for a reload of the network.</summary>
    public bool HasPendingChanges => PendingChanges is not null;

    /// <summary>The node's changes that wait for a reload, as a diff of its file; null where there are none.</summary>
    public string? PendingChanges => Text(PendingKey);

    /// <summary>The line of comment that Proxmox keeps with it.</summary>
    public new string? Comment => Text("comments")?.Trim() is { Length: > 0 } comment ? comment : null;

    /// <summary>Not a key of Proxmox: the diff stands beside the list of interfaces, not in it.</summary>
    internal const string PendingKey = "pending-changes";
}

/// <summary>A guest that high availability keeps running.</summary>
public sealed record HaResource(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.HaResource;
    public int? VmId => int.TryParse(Name.AsSpan(Name.IndexOf(':') + 1), CultureInfo.InvariantCulture, out var vmid) ? vmid : null;

    /// <summary>What HA is asked for: <c>started</c>, <c>stopped</c>, <c>disabled</c>, <c>ignored</c>.</summary>
    public string State => Text("state") is { } state and not "enabled" ? state : "started";

    public int MaxRestart => Number("max_restart") ?? 1;
    public int MaxRelocate => Number("max_relocate") ?? 1;
    public bool Failback => Flag("failback", unset: true);

    /// <summary>The HA group of Proxmox VE 8; gone since rules exist.</summary>
    public string? Group => Text("group");
}

/// <summary>A rule of high availability: which nodes, or which guests together or apart.</summary>
public sealed record HaRule(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.HaRule;

    /// <summary><c>node-affinity</c> or <c>resource-affinity</c>.</summary>
    public string Type => Text("type") ?? "";

    public string[] Resources => List("resources");

    /// <summary>Each with its priority, where it has one: <c>pve1:2</c>.</summary>
    public string[] Nodes => List("nodes");

    /// <summary><c>positive</c> or <c>negative</c>.</summary>
    public string? Affinity => Text("affinity");

    public bool Strict => Flag("strict");
    public bool Enabled => !Flag("disable");
}

/// <summary>A scheduled backup.</summary>
public sealed record BackupJob(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.BackupJob;
    public bool Enabled => Flag("enabled", unset: true);
    public string? Schedule => Text("schedule") ?? Text("starttime");
    public string? Storage => Text("storage");
    public string Mode => Text("mode") ?? "snapshot";

    /// <summary>Whether it takes every guest (of <see cref="Node"/>, where that is set) but those in <see cref="Exclude"/>.</summary>
    public bool All => Flag("all");

    /// <summary>The guests that it names.</summary>
    public int[] VmId => Numbers("vmid");

    public int[] Exclude => Numbers("exclude");
    public string? Pool => Text("pool");

    /// <summary>The only node whose guests it takes; null: any.</summary>
    public string? Node => Text("node");

    /// <summary>What is kept, for example <c>keep-daily=7,keep-weekly=4</c>.</summary>
    public string? Retention => Text("prune-backups");

    /// <summary>Whether an enabled run of the job backs the guest up. Single disks may still be left out by their own <c>backup=0</c>.</summary>
    public bool Covers(Guest guest) => Enabled && (Node is null || Node == guest.Node)
        && (All ? !Exclude.Contains(guest.VmId) : Pool is { } pool ? IsIn(guest.Pool, pool) : VmId.Contains(guest.VmId));

    // The guests of nested pools belong to the pools above, too.
    private static bool IsIn(string? of, string pool) => of is not null && (of == pool || of.StartsWith(pool + "/", StringComparison.Ordinal));

    private int[] Numbers(string key) => [.. List(key).Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1).Where(number => number >= 0)];
}

/// <summary>One option of the datacenter.</summary>
public sealed record ClusterOption(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    internal const string ValueKey = "value";

    public override ObjectKind Kind => ObjectKind.ClusterOption;

    /// <summary>As Proxmox writes it; property strings with sorted parts.</summary>
    public string Value => Settings.Get(ValueKey) ?? "";
}
