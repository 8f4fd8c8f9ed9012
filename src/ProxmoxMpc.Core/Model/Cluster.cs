using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Model;

/// <summary>A node of the cluster.</summary>
public sealed record Node
{
    public required string Name { get; init; }

    /// <summary><c>online</c>, <c>offline</c> or <c>unknown</c>.</summary>
    public string Status { get; init; } = "unknown";

    /// <summary>Logical CPUs; null where the node did not tell.</summary>
    public int? CpuCount { get; init; }

    public long? MemoryMiB { get; init; }

    /// <summary>The address that the cluster uses for it, or null.</summary>
    public string? Address { get; init; }

    /// <summary>Bridges, bonds, VLANs and NICs.</summary>
    public ImmutableArray<NodeInterface> Interfaces { get; init; } = [];

    /// <summary>Load at the time of reading; never stored, for it is never the same twice.</summary>
    public NodeUsage? Usage { get; init; }

    public bool IsOnline => Status == "online";
    public override string ToString() => Name;
}

/// <summary>What a node was using when it was asked.</summary>
/// <param name="CpuFraction">0 to 1 of all its CPUs together.</param>
/// <param name="MemoryUsedMiB">Memory in use, MiB.</param>
/// <param name="Uptime">Since its boot.</param>
public sealed record NodeUsage(double CpuFraction, long MemoryUsedMiB, TimeSpan Uptime);

/// <summary>A network interface of a node (<c>/nodes/{node}/network</c>).</summary>
/// <param name="Type"><c>bridge</c>, <c>bond</c>, <c>vlan</c>, <c>eth</c>, <c>OVSBridge</c> …</param>
/// <param name="Cidr">Its IPv4 address with prefix, or null.</param>
/// <param name="Ports">What a bridge or bond joins, blank separated.</param>
public sealed record NodeInterface(string Node, string Name, string Type, string? Cidr, string? Ports, bool VlanAware, bool Autostart, string? Comment)
{
    public bool IsBridge => Type is "bridge" or "OVSBridge";
}

/// <summary>A storage as one node sees it.</summary>
public sealed record Storage
{
    public required string Name { get; init; }
    public required string Node { get; init; }

    /// <summary><c>dir</c>, <c>lvmthin</c>, <c>zfspool</c>, <c>rbd</c>, <c>pbs</c> …; a type this product has never heard of is carried all the same.</summary>
    public string Type { get; init; } = "";

    /// <summary>What it may hold, sorted: <c>images</c>, <c>rootdir</c>, <c>iso</c>, <c>vztmpl</c> …</summary>
    public ImmutableArray<string> Content { get; init; } = [];

    public bool IsShared { get; init; }

    /// <summary><c>available</c>, <c>unknown</c> …</summary>
    public string Status { get; init; } = "unknown";

    public long? TotalBytes { get; init; }

    /// <summary>Use at the time of reading; never stored.</summary>
    public long? UsedBytes { get; init; }

    public double? TotalGiB => TotalBytes / (1024.0 * 1024 * 1024);
    public double? UsedGiB => UsedBytes / (1024.0 * 1024 * 1024);
    public override string ToString() => $"{Name} on {Node}";
}

/// <summary>A resource pool with its members.</summary>
public sealed record Pool(string PoolId, string? Comment, ImmutableArray<int> Guests, ImmutableArray<string> Storages)
{
    public bool Equals(Pool? other) => other is not null && PoolId == other.PoolId && Comment == other.Comment
        && Guests.SequenceEqual(other.Guests) && Storages.SequenceEqual(other.Storages);

    public override int GetHashCode() => HashCode.Combine(PoolId, Comment, Guests.Length, Storages.Length);
}

/// <summary>A volume that guests are made from: an ISO image or a container template.</summary>
/// <param name="VolumeId">For example <c>local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst</c>.</param>
/// <param name="Content"><c>iso</c>, <c>vztmpl</c>, <c>import</c>.</param>
public sealed record StorageVolume(string Node, string Storage, string VolumeId, string Content, long SizeBytes);
