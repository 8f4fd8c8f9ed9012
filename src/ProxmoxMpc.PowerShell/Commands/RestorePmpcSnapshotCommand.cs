using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.Restore, "PmpcSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium), OutputType(typeof(RollbackResult))]
public sealed class RestorePmpcSnapshotCommand : RollbackCmdlet
{
    /// <summary>An id or the beginning of one, <c>latest</c>, <c>latest~1</c>, or a point in time.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnapshotCompleter))]
    public string Id { get; set; } = "";

    private protected override RollbackResult Edit(Workspace workspace, bool write) => Rollback.Run(workspace, Id, write);

    private protected override string Action(RollbackResult preview) => $"Bring back the code of {preview.SnapshotId}";
}
