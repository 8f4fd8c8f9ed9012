using System.Management.Automation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcContainer"), OutputType(typeof(Guest))]
public sealed class GetPmpcContainerCommand : GetGuestCmdlet
{
    private protected override GuestKind Kind => GuestKind.Lxc;
}
