using System.Management.Automation;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcSnapshot"), OutputType(typeof(SnapshotRecord))]
public sealed class GetPmpcSnapshotCommand : WorkspaceCmdlet
{
    /// <summary>Ids, with wildcards; or <c>latest</c>, <c>latest~1</c>, the beginning of an id, a point in time.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnapshotCompleter))]
    public string[] Id { get; set; } = ["*"];

    /// <summary>Only snapshots of these kinds.</summary>
    [Parameter]
    [ArgumentCompletions("sync", "apply", "rollback", "undo", "before-rollback", "before-undo")]
    public string[]? Kind { get; set; }

    protected override void Process()
    {
        var history = Core.Workspaces.Workspace.Open(StartDirectory).History;
        foreach (var id in Id)
        {
            var found = WildcardPattern.ContainsWildcardCharacters(id)
                ? history.List().Where(record => new WildcardPattern(id, WildcardOptions.IgnoreCase).IsMatch(record.Id))
                : [HistoryPoints.Find(history, id)];
            WriteObject(found.Where(record => Kind is null || Kind.Contains(record.Kind, StringComparer.OrdinalIgnoreCase)), enumerateCollection: true);
        }
    }
}
