using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets that mean guests of the server by name, vmid or object. They are collected and worked on together.</summary>
public abstract class GuestSelectionCmdlet : SessionCmdlet
{
    /// <summary>Names with wildcards, vmids, or ranges of vmids such as <c>100-105</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GuestNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The default set's, so that an object of the pipeline is known by its vmid, wherever it is by now.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "VmId")]
    [Alias("Id")]
    public int[] VmId { get; set; } = [];

    /// <summary>Only guests that are on this node.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string? Node { get; set; }

    // Of plain types: a selector is the core's, and a field of it would load the core with the module.
    private protected List<(string? Name, int VmId, string? Node, string Item)> Wanted { get; } = [];

    /// <summary>What else an object of the pipeline says beside its guest; guests with the same are worked on together.</summary>
    private protected virtual string Item => "";

    protected sealed override void Process()
    {
        if (ParameterSetName == "VmId") Wanted.AddRange(VmId.Select(vmid => ((string?)null, vmid, (string?)null, Item)));
        else Wanted.AddRange(Name.Select(name => ((string?)name, 0, Node, Item)));
    }

    private protected IReadOnlyList<GuestSelector> Selectors(string item) =>
        [.. Wanted.Where(one => one.Item == item).Select(one => one.Name is null ? GuestSelector.Of(one.VmId) : ByName(one.Name, one.Node))];

    private static GuestSelector ByName(string name, string? node)
    {
        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
        var nodes = node is null ? null : new WildcardPattern(node, WildcardOptions.IgnoreCase);
        return new(name, VmId: null, WildcardPattern.ContainsWildcardCharacters(name), candidate => pattern.IsMatch(candidate) || string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase),
            nodes is null ? null : nodes.IsMatch);
    }
}
