using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcUser"), OutputType(typeof(User))]
public sealed class GetPmpcUserCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.User;
}
