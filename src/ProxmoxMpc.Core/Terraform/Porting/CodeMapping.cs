using System.Collections.Immutable;
using System.Globalization;

namespace ProxmoxMpc.Core.Terraform.Porting;

/// <summary>What in code means something on one cluster only.</summary>
public enum PlaceKind
{
    Node,

    /// <summary>A storage for what it is to hold: <c>images</c> or <c>rootdir</c>.</summary>
    Storage,
    Bridge,

    /// <summary>A VLAN's tag.</summary>
    Vlan,
    Pool,

    /// <summary>A file on a storage: an ISO image, a container template, a snippet.</summary>
    Volume,

    /// <summary>The template that a container is unpacked from of which the code does not tell it, for the server forgets it. The name is the container's vmid.</summary>
    Template,
    VmId,
}

/// <summary>One such thing.</summary>
/// <param name="Content">What a storage or a volume holds (<c>images</c>, <c>rootdir</c>, <c>iso</c>, <c>vztmpl</c>, <c>snippets</c>, <c>import</c>); empty for what has none.</param>
public sealed record PlaceKey(PlaceKind Kind, string Name, string Content = "")
{
    public static PlaceKey OfVmId(int vmid) => new(PlaceKind.VmId, vmid.ToString(CultureInfo.InvariantCulture));

    public static PlaceKey OfTemplate(int vmid) => new(PlaceKind.Template, vmid.ToString(CultureInfo.InvariantCulture));
}

/// <summary>What things are called on another cluster.</summary>
public sealed record CodeMapping
{
    /// <summary>The new name of each; null: it is left out. What is not here stays as it is.</summary>
    public ImmutableDictionary<PlaceKey, string?> Places { get; init; } = ImmutableDictionary<PlaceKey, string?>.Empty;

    /// <summary>Whether guests keep their MAC addresses; otherwise the other cluster gives new ones.</summary>
    public bool KeepMacAddresses { get; init; }

    /// <summary>Whether guests keep the UUIDs of their SMBIOS.</summary>
    public bool KeepUuids { get; init; }

    /// <summary>The address of the other cluster's API; null: the code shall name none.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Pools that the other cluster lacks, and that come along.</summary>
    public ImmutableHashSet<string> NewPools { get; init; } = [];

    /// <summary>The security groups that the other cluster's firewall has.</summary>
    public ImmutableHashSet<string> TheirSecurityGroups { get; init; } = [];

    /// <summary>The IP sets and aliases that it has.</summary>
    public ImmutableHashSet<string> TheirAddressNames { get; init; } = [];

    /// <summary>The name on the other cluster, or null where it is left out.</summary>
    public string? Of(PlaceKey key) => Places.TryGetValue(key, out var name) ? name : key.Name;
}
