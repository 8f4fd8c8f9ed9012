using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcClusterOption"), OutputType(typeof(ClusterOption))]
public sealed class GetPmpcClusterOptionCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.ClusterOption;
}
