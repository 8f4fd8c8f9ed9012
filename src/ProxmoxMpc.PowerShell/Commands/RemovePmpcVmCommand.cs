using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Remove, "PmpcVm", SupportsShouldProcess = true, DefaultParameterSetName = "VmId"), OutputType(typeof(CodeEdit))]
public sealed class RemovePmpcVmCommand : RemoveGuestCmdlet
{
    private protected override GuestKind Kind => GuestKind.Qemu;
}
