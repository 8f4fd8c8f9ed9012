using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Suspend, "PmpcVm", SupportsShouldProcess = true, DefaultParameterSetName = "VmId", ConfirmImpact = ConfirmImpact.High), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class SuspendPmpcVmCommand : SuspendGuestCmdlet
{
    private protected override GuestKind? Kind => GuestKind.Qemu;

    /// <summary>Writes the memory to a disk and stops the VM.</summary>
    [Parameter]
    public SwitchParameter ToDisk { get; set; }

    private protected override bool IsToDisk => ToDisk;
}
