using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Remove, "PmpcContainer", SupportsShouldProcess = true, DefaultParameterSetName = "VmId"), OutputType(typeof(CodeEdit))]
public sealed class RemovePmpcContainerCommand : RemoveGuestCmdlet
{
    private protected override GuestKind Kind => GuestKind.Lxc;
}
