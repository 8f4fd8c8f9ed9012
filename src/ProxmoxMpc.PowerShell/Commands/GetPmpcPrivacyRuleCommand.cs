using System.Management.Automation;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcPrivacyRule"), OutputType(typeof(PrivacyRuleEntry))]
public sealed class GetPmpcPrivacyRuleCommand : PrivacyCmdlet
{
    private IReadOnlyList<PrivacyRuleEntry>? _rules;

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [ValidateSet("Standard", "Strict", "SecretsOnly")]
    public string? Level { get; set; }

    protected override void Begin() => _rules = PrivacyRuleEntry.Of(OpenedWorkspace(), Level is null ? null : Enum.Parse<PrivacyLevel>(Level, ignoreCase: true));

    protected override void Process() => Selection.Write(this, _rules!, rule => rule.Id, Name, "privacy rule");
}
