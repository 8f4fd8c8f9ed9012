using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Stop, "PmpcVm", SupportsShouldProcess = true, DefaultParameterSetName = "VmId", ConfirmImpact = ConfirmImpact.High), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class StopPmpcVmCommand : StopGuestCmdlet
{
    private protected override GuestKind? Kind => GuestKind.Qemu;
}
