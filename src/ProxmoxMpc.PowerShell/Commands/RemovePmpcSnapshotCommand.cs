using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Remove, "PmpcSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium), OutputType(typeof(void))]
public sealed class RemovePmpcSnapshotCommand : WorkspaceCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnapshotCompleter))]
    public string[] Id { get; set; } = [];

    protected override void Process()
    {
        var workspace = Core.Workspaces.Workspace.Open(StartDirectory);
        foreach (var id in Id)
        {
            var record = HistoryPoints.Find(workspace.History, id);
            if (ShouldProcess($"{record.Id} ({record.Summary})", "Delete the snapshot")) workspace.History.Remove(record.Id);
        }
    }
}
