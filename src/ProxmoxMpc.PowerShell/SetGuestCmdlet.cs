using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of <c>Set-PmpcVm</c> and <c>Set-PmpcContainer</c>: changes guests in the code, in place.</summary>
public abstract class SetGuestCmdlet : GuestCodeCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GuestNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The default set's, so that an object of the pipeline is known by its vmid: names need be neither unique nor the same in the code.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "VmId")]
    [Alias("Id")]
    public int VmId { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    protected sealed override void Process()
    {
        var workspace = OpenWorkspace();
        var edits = Edits();
        if (NewName is not null) edits.SetParameter("Name", NewName);
        if (Node is not null) edits.Set(AttributePath.Node, Node);
        if (edits.Changes.Count == 0)
            throw new PmpcException("PmpcNothingToSet", PmpcErrorKind.InvalidArgument, "Nothing was given to set.", "For example -Cores 4, or -Attribute @{ 'net0.bridge' = 'vmbr1' }.");
        foreach (var guest in CodeGuests.Find(workspace, Kind, Name, ParameterSetName == "VmId" ? VmId : null))
        {
            var planned = GuestCode.Set(workspace, guest.VmId, edits, write: false);
            var what = string.Join(", ", edits.Changes.Select(change => $"{AttributePath.Display(change.Key)} = {change.Value ?? "(default)"}"));
            if (ShouldProcess($"{guest.Name} ({guest.VmId}) in {guest.File}", $"Set {what}")) Report(GuestCode.Set(workspace, guest.VmId, edits, write: true));
            else if (PassThru) WriteObject(planned);
        }
    }
}
