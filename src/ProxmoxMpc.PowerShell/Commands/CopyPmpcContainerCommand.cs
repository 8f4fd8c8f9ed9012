using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Copy, "PmpcContainer", SupportsShouldProcess = true, DefaultParameterSetName = "VmId"), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class CopyPmpcContainerCommand : CopyGuestCmdlet
{
    private protected override GuestKind? Kind => GuestKind.Lxc;
}
