using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcGroup"), OutputType(typeof(Group))]
public sealed class GetPmpcGroupCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.Group;
}
