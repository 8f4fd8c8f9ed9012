using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.Restore, "PmpcGuestSnapshot", SupportsShouldProcess = true, DefaultParameterSetName = "VmId", ConfirmImpact = ConfirmImpact.High), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class RestorePmpcGuestSnapshotCommand : SnapshotCmdlet
{
    /// <summary>Whether it shall run afterwards; without it, where it ran before.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    private protected override string? AfterSync => "The code does not know of it yet: Sync-PmpcInfrastructure brings in what the rollback changed.";

    private protected override GuestVerb Verb(Session session, string item) =>
        new RestoreGuestSnapshots(session, item) { Start = MyInvocation.BoundParameters.ContainsKey(nameof(Start)) ? Start.IsPresent : null };
}
