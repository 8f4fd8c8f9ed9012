using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcFirewallRule"), OutputType(typeof(FirewallRule))]
public sealed class GetPmpcFirewallRuleCommand : GetFirewallObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.FirewallRule;

    /// <summary>Only the rules of these security groups.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string? SecurityGroup { get; set; }

    protected override void Process()
    {
        var group = SecurityGroup is null ? null : new WildcardPattern(SecurityGroup, WildcardOptions.IgnoreCase);
        WriteObject(Wanted().Cast<FirewallRule>().Where(rule => group is null || rule.SecurityGroup is { } name && group.IsMatch(name)), enumerateCollection: true);
    }
}
