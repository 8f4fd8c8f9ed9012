using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Remove, "PmpcGuestSnapshot", SupportsShouldProcess = true, DefaultParameterSetName = "VmId", ConfirmImpact = ConfirmImpact.High), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class RemovePmpcGuestSnapshotCommand : SnapshotCmdlet
{
    /// <summary>Takes it out of the config even where the storage does not let it go.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override GuestVerb Verb(Session session, string item)
    {
        var pattern = new WildcardPattern(item, WildcardOptions.IgnoreCase);
        // The names of snapshots are told apart by case, so an exact one is compared so.
        return WildcardPattern.ContainsWildcardCharacters(item)
            ? new RemoveGuestSnapshots(session, pattern.IsMatch, exactName: null) { Force = Force }
            : new RemoveGuestSnapshots(session, name => name == item, item) { Force = Force };
    }
}
