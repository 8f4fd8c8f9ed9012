using System.Management.Automation;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.Sync, "PmpcInfrastructure", SupportsShouldProcess = true), OutputType(typeof(SyncResult))]
public sealed class SyncPmpcInfrastructureCommand : SessionCmdlet
{
    /// <summary>Which side decides where both changed the same attribute differently.</summary>
    [Parameter]
    public PreferredSide Prefer { get; set; }

    /// <summary>Overwrites generated files that were edited by hand.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How guests that are new in the code are laid out in files, from now on; files that are there stay.</summary>
    [Parameter]
    public FileLayout Layout { get; set; }

    /// <summary>What the files of new guests are called, from now on.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? FileName { get; set; }

    /// <summary>How much the files of new guests say, from now on.</summary>
    [Parameter]
    public GuestDetail AttributeDetail { get; set; }

    /// <summary>From now on there is also a file by which Ansible asks the cluster itself.</summary>
    [Parameter]
    public SwitchParameter DynamicInventory { get; set; }

    protected override void Process()
    {
        var dry = IsWhatIf;
        if (!dry && !ShouldProcess(OpenWorkspace().Root, "Sync code and server")) return;
        var options = new SyncOptions { Prefer = (Preference)Prefer, DryRun = dry, Force = Force, PreviewBy = ChangeTaste(dry) };
        var result = WithSession((session, progress, ct) => new Sync(session).RunAsync(options, progress, ct));
        StepOutcome[] cutOff = [.. result.CutOff.Select(step => step.Outcome), .. result.ObjectsCutOff.Select(step => step.Outcome)];
        if (cutOff.Length > 0)
            WriteWarning($"An apply had been cut off: of its {cutOff.Length} steps {cutOff.Count(outcome => outcome == StepOutcome.Done)} are done, of {cutOff.Count(outcome => outcome == StepOutcome.Unknown)} it is not known yet. What is left is pending; Invoke-PmpcApply -Resume goes on with it.");
        foreach (var gap in result.Gaps) WriteWarning($"Not everything could be read, and nothing under it was touched: {gap}");
        foreach (var change in result.Changes.Where(change => change.Kind == SyncChangeKind.Conflict))
            WriteWarning(change.Path is null
                ? $"Conflict: {change.Name} ({change.VmId}): {change.Reason}"
                : $"Conflict: {change.Name} ({change.VmId}) {change.Path}: code '{change.Code}', server '{change.Server}', agreed '{change.Base}'. Decide with Resolve-PmpcConflict, or for all with -Prefer Server or -Prefer Code.");
        foreach (var change in result.Changes.Where(change => change.Kind == SyncChangeKind.NotManaged))
            WriteWarning($"{change.Name} ({change.VmId}) is not managed as code: {change.Reason}");
        foreach (var resource in result.LeftToTerraform)
            WriteWarning($"{resource.Path}:{resource.Line}: {resource.Address} is left to Terraform ({resource.Reason}), and which guests it makes cannot be worked out here: a sync takes them for new ones and writes files for them. Delete those, or give it a vm_id that follows from values in the code.");
        foreach (var change in result.ObjectChanges.Where(change => change.Kind == SyncChangeKind.Conflict))
            WriteWarning(change.Attribute is null || change.Reason is not null
                ? $"Conflict: {change.Name}: {change.Reason}"
                : $"Conflict: {change.Name} {change.Attribute}: code {change.Code ?? "unset"}, server {change.Server ?? "unset"}, agreed {change.Base ?? "unset"}. Decide with Resolve-PmpcConflict, or for all with -Prefer Server or -Prefer Code.");
        if (dry)
        {
            // A new file's whole text would drown the edits; it stands in the result's Files.
            foreach (var file in result.Files)
                Host?.UI?.WriteLine(file.Action == "Updated" ? $"What if: {file.Path} would be edited:\n{file.Diff}" : $"What if: {file.Path} would be {file.Action.ToLowerInvariant()}.");
        }
        WriteObject(result);
    }

    /// <summary>Writes another taste into the settings; null where there is none, or the settings as they would be.</summary>
    private WorkspaceConfig? ChangeTaste(bool dry)
    {
        WorkspaceLayout? layout = Given(nameof(Layout)) ? (WorkspaceLayout)Layout : null;
        Core.Workspaces.AttributeDetail? detail = Given(nameof(AttributeDetail)) ? (Core.Workspaces.AttributeDetail)AttributeDetail : null;
        bool? dynamic = Given(nameof(DynamicInventory)) ? DynamicInventory : null;
        if (layout is null && detail is null && FileName is null && dynamic is null) return null;
        var workspace = OpenWorkspace();
        var changed = StyleChange.Of(workspace.Config, layout, FileName, detail, dynamic);
        if (changed.Equals(workspace.Config)) return null;
        if (dry) Host?.UI?.WriteLine("What if: .proxmox/config.yml would say how guests that are new in the code are written, and what follows is by that.");
        else
        {
            StyleChange.Save(workspace, layout, FileName, detail, dynamic);
            WriteVerbose("Guests that are new in the code are written so from now on. Files that are there stay as they are; to write a guest anew, take its file away and sync with -Prefer Server.");
        }
        return changed;
    }

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
