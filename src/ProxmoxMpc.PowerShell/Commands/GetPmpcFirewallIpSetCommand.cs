using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcFirewallIpSet"), OutputType(typeof(FirewallIpSet))]
public sealed class GetPmpcFirewallIpSetCommand : GetFirewallObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.FirewallIpSet;

    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    protected override void Process() => Select(Wanted(), Name);
}
