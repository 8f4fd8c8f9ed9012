using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.Compare, "PmpcSnapshot"), OutputType(typeof(SnapshotDifference), typeof(SyncFile))]
public sealed class ComparePmpcSnapshotCommand : WorkspaceCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnapshotCompleter))]
    public string Reference { get; set; } = "";

    /// <summary>Without it: what is now.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnapshotCompleter))]
    public string? Difference { get; set; }

    /// <summary>Compares the files of the code instead of the server's guests.</summary>
    [Parameter]
    public SwitchParameter Code { get; set; }

    protected override void Process()
    {
        var workspace = Core.Workspaces.Workspace.Open(StartDirectory);
        if (Code) WriteObject(SnapshotComparison.OfCode(workspace, Reference, Difference), enumerateCollection: true);
        else WriteObject(SnapshotComparison.OfServer(workspace, Reference, Difference), enumerateCollection: true);
    }
}
