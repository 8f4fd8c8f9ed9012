using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcFirewallGroup"), OutputType(typeof(FirewallGroup))]
public sealed class GetPmpcFirewallGroupCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.FirewallGroup;
}
