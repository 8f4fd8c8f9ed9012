using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcStatus"), OutputType(typeof(WorkspaceStatus))]
public sealed class GetPmpcStatusCommand : SessionCmdlet
{
    protected override void Process() => WriteObject(WorkspaceStatus.Of(OpenWorkspace()));
}
