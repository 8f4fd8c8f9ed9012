using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcPseudonym"), OutputType(typeof(PseudonymEntry))]
public sealed class GetPmpcPseudonymCommand : PrivacyCmdlet
{
    /// <summary>Real values or pseudonyms.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Value { get; set; } = ["*"];

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PrivacyKindCompleter))]
    public string[] Kind { get; set; } = ["*"];

    protected override void Process()
    {
        WildcardPattern[] values = [.. Value.Select(Pattern)], kinds = [.. Kind.Select(Pattern)];
        WriteObject(Privacy.Entries.Where(entry => kinds.Any(kind => kind.IsMatch(entry.Kind.ToString()))
                && values.Any(value => value.IsMatch(entry.Pseudonym) || value.IsMatch(entry.Original ?? "")))
            .OrderBy(entry => entry.Kind).ThenBy(entry => entry.Original, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry.Pseudonym, StringComparer.Ordinal), enumerateCollection: true);
    }

    private static WildcardPattern Pattern(string text) => new(text, WildcardOptions.IgnoreCase);
}
