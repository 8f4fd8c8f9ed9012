using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.Import, "PmpcConfiguration", SupportsShouldProcess = true), OutputType(typeof(ImportedGuest))]
public sealed class ImportPmpcConfigurationCommand : WorkspaceCmdlet
{
    /// <summary>YAML or JSON that declares guests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The environment whose overlays count.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Environment { get; set; }

    protected override void Process()
    {
        var workspace = Core.Workspaces.Workspace.Open(StartDirectory);
        foreach (var file in PathArguments.Resolve(this, Path))
        {
            // Worked out first, so that -WhatIf finds what is wrong, too.
            var planned = DeclarationImport.Run(workspace, file, Environment, write: false, ct: PipelineStopToken);
            if (IsWhatIf)
            {
                foreach (var edit in planned.Files) Host?.UI?.WriteLine($"What if: {edit.Path} would be {edit.Action.ToLowerInvariant()}:\n{edit.Diff}");
                WriteObject(planned.Guests, enumerateCollection: true);
                continue;
            }
            var changed = planned.Guests.Count(guest => guest.Action != "Unchanged");
            if (changed > 0 && !ShouldProcess(workspace.Root, $"Create {planned.Guests.Count(guest => guest.Action == "Created")} and change {Counted.Of(planned.Guests.Count(guest => guest.Action == "Updated"), "guest")} in {Counted.Of(planned.Files.Length, "file")} of the code")) continue;
            var result = changed == 0 ? planned : DeclarationImport.Run(workspace, file, Environment, write: true, ct: PipelineStopToken);
            foreach (var edit in result.Files) WriteVerbose($"{edit.Path}\n{edit.Diff}");
            WriteObject(result.Guests, enumerateCollection: true);
        }
    }
}
