using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Undo, "PmpcApply", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium), OutputType(typeof(RollbackResult))]
public sealed class UndoPmpcApplyCommand : RollbackCmdlet
{
    /// <summary>The apply's snapshot; without it, the last apply's.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnapshotCompleter))]
    public string? Id { get; set; }

    private protected override RollbackResult Edit(Workspace workspace, bool write) => UndoApply.Run(workspace, Id, write);

    private protected override string Action(RollbackResult preview) => $"Take back what the apply {preview.SnapshotId} changed";
}
