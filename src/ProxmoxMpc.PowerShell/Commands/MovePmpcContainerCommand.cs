using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Move, "PmpcContainer", SupportsShouldProcess = true, DefaultParameterSetName = "VmId"), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class MovePmpcContainerCommand : MoveGuestCmdlet
{
    private protected override GuestKind? Kind => GuestKind.Lxc;
}
