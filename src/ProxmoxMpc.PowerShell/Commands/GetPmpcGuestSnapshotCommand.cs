using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcGuestSnapshot", DefaultParameterSetName = "VmId"), OutputType(typeof(GuestSnapshot))]
public sealed class GetPmpcGuestSnapshotCommand : GuestSelectionCmdlet
{
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string SnapshotName { get; set; } = "*";

    protected override void End()
    {
        if (Wanted.Count == 0) return;
        var (snapshots, failures) = WithSession((session, _, ct) => GuestSnapshots.ReadAsync(session, Selectors(""), ct));
        foreach (var failure in failures) WriteError(ErrorRecords.From(failure));
        var pattern = new WildcardPattern(SnapshotName, WildcardOptions.IgnoreCase);
        var found = snapshots.Where(snapshot => pattern.IsMatch(snapshot.SnapshotName)).ToArray();
        if (found.Length == 0 && failures.IsEmpty && !WildcardPattern.ContainsWildcardCharacters(SnapshotName))
            WriteError(ErrorRecords.From(new("PmpcSnapshotNotFound", PmpcErrorKind.NotFound, $"There is no snapshot '{SnapshotName}'.", target: SnapshotName)));
        WriteObject(found, enumerateCollection: true);
    }
}
