using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcFirewallOption"), OutputType(typeof(FirewallOption))]
public sealed class GetPmpcFirewallOptionCommand : GetFirewallObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.FirewallOption;

    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    protected override void Process() => Select(Wanted(), Name);
}
