using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcRealm"), OutputType(typeof(Realm))]
public sealed class GetPmpcRealmCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.Realm;
}
