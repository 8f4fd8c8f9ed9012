using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of <c>Remove-PmpcVm</c> and <c>Remove-PmpcContainer</c>: takes guests out of the code.</summary>
public abstract class RemoveGuestCmdlet : SessionCmdlet
{
    /// <summary>A property, not a field: an enumeration of the core in a field would load the core with the module.</summary>
    private protected abstract GuestKind Kind { get; }

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GuestNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The default set's, so that an object of the pipeline is known by its vmid: names need be neither unique nor the same in the code.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "VmId")]
    [Alias("Id")]
    public int VmId { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected sealed override void Process()
    {
        var workspace = OpenWorkspace();
        foreach (var guest in CodeGuests.Find(workspace, Kind, Name, ParameterSetName == "VmId" ? VmId : null))
        {
            if (!ShouldProcess($"{guest.Name} ({guest.VmId}) in {guest.File}", $"Take the {Kind.DisplayName()} out of the code; apply would then delete it with its disks"))
            {
                if (PassThru) WriteObject(GuestCode.Remove(workspace, guest.VmId, write: false));
                continue;
            }
            var edit = GuestCode.Remove(workspace, guest.VmId, write: true);
            WriteVerbose($"{edit.File}\n{edit.Diff}");
            if (PassThru) WriteObject(edit);
        }
    }
}
