using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcRole"), OutputType(typeof(Role))]
public sealed class GetPmpcRoleCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.Role;
}
