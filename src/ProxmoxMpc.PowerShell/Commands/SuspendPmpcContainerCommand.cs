using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Suspend, "PmpcContainer", SupportsShouldProcess = true, DefaultParameterSetName = "VmId", ConfirmImpact = ConfirmImpact.High), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class SuspendPmpcContainerCommand : SuspendGuestCmdlet
{
    private protected override GuestKind? Kind => GuestKind.Lxc;
}
