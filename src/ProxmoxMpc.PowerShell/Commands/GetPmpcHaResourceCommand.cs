using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcHaResource"), OutputType(typeof(HaResource))]
public sealed class GetPmpcHaResourceCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.HaResource;
}
