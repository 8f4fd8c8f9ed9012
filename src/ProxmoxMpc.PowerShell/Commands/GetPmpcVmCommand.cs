using System.Management.Automation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcVm"), OutputType(typeof(Guest))]
public sealed class GetPmpcVmCommand : GetGuestCmdlet
{
    private protected override GuestKind Kind => GuestKind.Qemu;
}
