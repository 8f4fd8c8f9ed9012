using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcAcl"), OutputType(typeof(Acl))]
public sealed class GetPmpcAclCommand : GetObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.Acl;

    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string Path { get; set; } = "*";

    /// <summary>The user, group or token that has the role.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    public string Principal { get; set; } = "*";

    [Parameter]
    [SupportsWildcards]
    public string Role { get; set; } = "*";

    protected override void Process()
    {
        var (path, principal, role) = (Pattern(Path), Pattern(Principal), Pattern(Role));
        WriteObject(Known!.Cast<Acl>().Where(entry => path.IsMatch(entry.Path) && principal.IsMatch(entry.Principal) && role.IsMatch(entry.Role)), enumerateCollection: true);
    }

    private static WildcardPattern Pattern(string text) => new(text, WildcardOptions.IgnoreCase);
}
