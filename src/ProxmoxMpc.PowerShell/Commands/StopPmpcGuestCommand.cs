using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Stop, "PmpcGuest", SupportsShouldProcess = true, DefaultParameterSetName = "VmId", ConfirmImpact = ConfirmImpact.High), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class StopPmpcGuestCommand : StopGuestCmdlet
{
    private protected override GuestKind? Kind => null;
}
