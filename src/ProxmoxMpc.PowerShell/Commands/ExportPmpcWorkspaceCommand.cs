using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces.Exporting;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.Export, "PmpcWorkspace", SupportsShouldProcess = true), OutputType(typeof(ExportResult))]
public sealed class ExportPmpcWorkspaceCommand : SessionCmdlet
{
    private const int MostWarnings = 5;

    /// <summary>The folder of the new workspace.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string Directory { get; set; } = "";

    /// <summary>The settings of the server that it is for: a config.yml, or a workspace's folder.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>The mapping sheet; without it, <c>mapping.yml</c> in the folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MappingPath { get; set; }

    /// <summary>Guests keep their MAC addresses.</summary>
    [Parameter]
    public SwitchParameter KeepMacAddress { get; set; }

    /// <summary>Guests keep the UUIDs of their SMBIOS.</summary>
    [Parameter]
    public SwitchParameter KeepUuid { get; set; }

    /// <summary>Gives guests new vmids from this one on.</summary>
    [Parameter]
    [ValidateRange(100, 999_999_999)]
    public int? FirstVmId { get; set; }

    /// <summary>Overwrites files there that were edited, or that no export wrote.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        var source = OpenWorkspace();
        var folder = FileSystemPath(Directory);
        var stand = ExportTarget.Open(source, folder, Target is null ? null : FileSystemPath(Target));
        var options = new ExportOptions
        {
            Directory = folder,
            MappingPath = MappingPath is null ? null : FileSystemPath(MappingPath),
            KeepMacAddresses = MyInvocation.BoundParameters.ContainsKey(nameof(KeepMacAddress)) ? KeepMacAddress.IsPresent : null,
            KeepUuids = MyInvocation.BoundParameters.ContainsKey(nameof(KeepUuid)) ? KeepUuid.IsPresent : null,
            FirstVmId = FirstVmId,
            Force = Force,
            DryRun = !ShouldProcess(folder, $"Export the code of {source.Root}"),
        };
        // Whoever said no was asked about it and wants nothing.
        if (options.DryRun && !IsWhatIf) return;
        var result = WithSession(stand, (session, progress, ct) => new Export(source, session).RunAsync(options, progress, ct));
        foreach (var note in result.Notes.Take(MostWarnings)) WriteWarning(note.ToString());
        if (result.Notes.Length > MostWarnings) WriteWarning($"{result.Notes.Length - MostWarnings} more are in the result's Notes.");
        WriteObject(result);
        var open = result.Questions.ToArray();
        if (open.Length == 0) return;
        var list = string.Join("; ", open.Take(MostWarnings).Select(one => $"{one.Kind} {one.Source}{(one.Content.Length > 0 ? $" ({one.Content})" : "")}: {one.Note}")) + (open.Length > MostWarnings ? $"; and {open.Length - MostWarnings} more" : "");
        if (options.DryRun) WriteWarning($"The export would ask {Counted.Of(open.Length, "question")} first: {list}");
        else WriteError(ErrorRecords.From(new("PmpcExportQuestions", PmpcErrorKind.Conflict, $"Of {open.Length} things it is not certain what they shall be on the target, and no workspace was written: {list}", $"Answer them in '{result.MappingPath}', and run the export again.", result)));
    }
}
