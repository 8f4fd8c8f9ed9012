using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcFirewallAlias"), OutputType(typeof(FirewallAlias))]
public sealed class GetPmpcFirewallAliasCommand : GetFirewallObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.FirewallAlias;

    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    protected override void Process() => Select(Wanted(), Name);
}
