using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Start, "PmpcGuest", SupportsShouldProcess = true, DefaultParameterSetName = "VmId"), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class StartPmpcGuestCommand : StartGuestCmdlet
{
    private protected override GuestKind? Kind => null;
}
