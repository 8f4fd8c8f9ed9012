using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.New, "PmpcGuestSnapshot", SupportsShouldProcess = true, DefaultParameterSetName = "VmId"), OutputType(typeof(GuestSnapshot), typeof(TaskInfo))]
public sealed class NewPmpcGuestSnapshotCommand : SnapshotCmdlet
{
    [Parameter]
    public string? Description { get; set; }

    /// <summary>Keeps the memory of running VMs, too.</summary>
    [Parameter]
    public SwitchParameter VmState { get; set; }

    private protected override GuestVerb Verb(Session session, string item) => new NewGuestSnapshots(session, item) { Description = Description, WithMemory = VmState };
}
