using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Restart, "PmpcContainer", SupportsShouldProcess = true, DefaultParameterSetName = "VmId", ConfirmImpact = ConfirmImpact.High), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class RestartPmpcContainerCommand : RestartGuestCmdlet
{
    private protected override GuestKind? Kind => GuestKind.Lxc;
}
