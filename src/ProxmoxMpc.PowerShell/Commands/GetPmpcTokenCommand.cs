using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcToken"), OutputType(typeof(Token))]
public sealed class GetPmpcTokenCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.Token;
}
