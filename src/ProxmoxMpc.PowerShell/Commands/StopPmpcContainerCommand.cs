using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Stop, "PmpcContainer", SupportsShouldProcess = true, DefaultParameterSetName = "VmId", ConfirmImpact = ConfirmImpact.High), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class StopPmpcContainerCommand : StopGuestCmdlet
{
    private protected override GuestKind? Kind => GuestKind.Lxc;
}
