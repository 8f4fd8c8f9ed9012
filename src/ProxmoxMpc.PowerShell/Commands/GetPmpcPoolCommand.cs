using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcPool"), OutputType(typeof(PoolObject))]
public sealed class GetPmpcPoolCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.Pool;
}
