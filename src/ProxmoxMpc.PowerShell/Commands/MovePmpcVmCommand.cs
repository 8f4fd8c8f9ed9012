using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Move, "PmpcVm", SupportsShouldProcess = true, DefaultParameterSetName = "VmId"), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class MovePmpcVmCommand : MoveGuestCmdlet
{
    private protected override GuestKind? Kind => GuestKind.Qemu;

    /// <summary>Copies disks of a running VM that only its node has.</summary>
    [Parameter]
    public SwitchParameter WithLocalDisks { get; set; }

    private protected override bool HasLocalDisks => WithLocalDisks;
}
