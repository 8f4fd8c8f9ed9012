using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Repair, "PmpcWorkspace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium), OutputType(typeof(RepairFinding))]
public sealed class RepairPmpcWorkspaceCommand : WorkspaceCmdlet
{
    protected override void Process()
    {
        var workspace = Core.Workspaces.Workspace.Open(StartDirectory);
        var found = Repair.Run(workspace, write: false);
        if (found.IsEmpty || !ShouldProcess(workspace.Root, $"Repair {Counted.Of(found.Length, "finding")}")) WriteObject(IsWhatIf ? found : [], enumerateCollection: true);
        else WriteObject(Repair.Run(workspace, write: true), enumerateCollection: true);
    }
}
