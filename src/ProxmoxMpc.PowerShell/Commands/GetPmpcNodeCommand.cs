using System.Management.Automation;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcNode"), OutputType(typeof(Node))]
public sealed class GetPmpcNodeCommand : SessionCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [Alias("Live")]
    public SwitchParameter Online { get; set; }

    protected override void Process()
    {
        var nodes = (Online ? WithSession((session, progress, ct) => new InventoryReader(session.Client).ReadAsync(progress, ct)) : Cached.Inventory(OpenWorkspace())).Nodes;
        Selection.Write(this, nodes, node => node.Name, Name, "node");
    }
}
