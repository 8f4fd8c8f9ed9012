using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcHaRule"), OutputType(typeof(HaRule))]
public sealed class GetPmpcHaRuleCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.HaRule;
}
