using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcStorageDefinition"), OutputType(typeof(StorageDefinition))]
public sealed class GetPmpcStorageDefinitionCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.StorageDefinition;
}
