using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets that list what a cluster has beside nodes and guests: as last read, or as it is now.</summary>
public abstract class GetObjectCmdlet : SessionCmdlet
{
    /// <summary>A property, not a field: an enumeration of the core in a field would load the core with the module.</summary>
    private protected abstract ObjectKind Kind { get; }

    private protected IReadOnlyList<ClusterObject>? Known { get; set; }

    /// <summary>Asks the server instead of showing what the last sync read.</summary>
    [Parameter]
    [Alias("Live")]
    public SwitchParameter Online { get; set; }

    protected override void Begin() => Read(null);

    private protected void Read(IReadOnlySet<int>? vmids)
    {
        var listing = Online ? WithSession((session, _, ct) => ObjectCatalog.ReadAsync(session, Kind, vmids, ct)) : ObjectCatalog.Known(OpenWorkspace(), Kind);
        Known = listing.Objects;
        foreach (var gap in listing.Gaps) WriteWarning($"Not everything could be read{(Online ? "" : " at the last sync")}: {gap.Name}: {gap.Reason}");
    }

    /// <summary>Writes those of the items whose name is wanted.</summary>
    private protected void Select(IEnumerable<ClusterObject> items, string[] names) => Selection.Write(this, items, item => item.Name, names, Kind.One());
}

/// <summary>Base of those whose objects belong to the cluster and have names.</summary>
public abstract class GetNamedObjectCmdlet : GetObjectCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    protected override void Process() => Select(Known!, Name);
}

/// <summary>Base of those whose objects belong to a firewall: the cluster's, a node's, a guest's or a security group's.</summary>
public abstract class GetFirewallObjectCmdlet : GetObjectCmdlet
{
    /// <summary>Only those of the cluster's firewall, of nodes', of guests' or of security groups.</summary>
    [Parameter]
    [ValidateSet("Cluster", "Node", "Guest", "Group")]
    public string? Level { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string? Node { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public int[]? VmId { get; set; }

    protected override void Begin()
    {
        // Which guests are asked for is known with the first item only, where they come down the pipeline.
        if (!Online) Read(null);
    }

    private protected IEnumerable<ClusterObject> Wanted()
    {
        if (Online) Read(VmId?.ToHashSet());
        var node = Node is null ? null : new WildcardPattern(Node, WildcardOptions.IgnoreCase);
        return Known!.Cast<FirewallObject>().Where(item => (Level is null || string.Equals(item.Level, Level, StringComparison.OrdinalIgnoreCase))
            && (VmId is null ? node is null || item.VmId is null && item.Node is not null && node.IsMatch(item.Node) : item.VmId is { } vmid && VmId.Contains(vmid)));
    }
}
