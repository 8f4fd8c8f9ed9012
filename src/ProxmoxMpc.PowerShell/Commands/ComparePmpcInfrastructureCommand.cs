using System.Management.Automation;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.Compare, "PmpcInfrastructure"), OutputType(typeof(Difference), typeof(ObjectDifference))]
public sealed class ComparePmpcInfrastructureCommand : SessionCmdlet
{
    /// <summary>Compares with what the last sync or apply read instead of asking the server.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    protected override void Process()
    {
        var found = Offline ? Compare.RunOffline(OpenWorkspace()) : WithSession((session, progress, ct) => Compare.RunAsync(session, progress, ct));
        WriteObject(found.Guests, enumerateCollection: true);
        WriteObject(found.Beside, enumerateCollection: true);
    }
}
