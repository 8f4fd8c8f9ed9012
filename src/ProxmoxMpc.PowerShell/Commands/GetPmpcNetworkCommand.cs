using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcNetwork"), OutputType(typeof(NetworkDefinition))]
public sealed class GetPmpcNetworkCommand : GetObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.Network;

    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string? Node { get; set; }

    /// <summary>Only interfaces of these types: <c>bridge</c>, <c>bond</c>, <c>vlan</c>, <c>eth</c> …</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Type { get; set; }

    protected override void Process()
    {
        var (node, type) = (Pattern(Node), Pattern(Type));
        Select(Known!.Cast<NetworkDefinition>().Where(item => node.IsMatch(item.Node) && type.IsMatch(item.Type)), Name);
    }

    private static WildcardPattern Pattern(string? text) => new(text ?? "*", WildcardOptions.IgnoreCase);
}
