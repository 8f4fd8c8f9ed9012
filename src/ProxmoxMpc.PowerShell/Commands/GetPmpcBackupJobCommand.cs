using System.Management.Automation;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcBackupJob"), OutputType(typeof(BackupJob))]
public sealed class GetPmpcBackupJobCommand : GetNamedObjectCmdlet
{
    private protected override ObjectKind Kind => ObjectKind.BackupJob;
}
