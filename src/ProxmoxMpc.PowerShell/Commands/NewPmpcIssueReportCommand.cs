using System.Collections;
using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.New, "PmpcIssueReport", SupportsShouldProcess = true), OutputType(typeof(IssueReport))]
public sealed class NewPmpcIssueReportCommand : PrivacyCmdlet
{
    private const int MostErrors = 20;

    /// <summary>A folder, or an archive where it ends in <c>.zip</c>.</summary>
    [Parameter(Position = 0)]
    [Alias("Out", "OutputPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Hides the inventory's storages, pools and tags, too, and never shares what seems to be left.</summary>
    [Parameter]
    public SwitchParameter Safe { get; set; }

    [Parameter]
    public SwitchParameter AllowResidual { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        if (Safe && AllowResidual) throw new PmpcException("PmpcParametersExclusive", PmpcErrorKind.InvalidArgument, "-Safe shares nothing that seems to be left over, -AllowResidual does.", "Give one of the two.");
        var workspace = OpenedWorkspace();
        var path = FileSystemPath(Path ?? $"proxmox-mpc-report-{DateTime.Now:yyyyMMdd-HHmmss}");
        var host = $"PowerShell {Host.Version}";
        var share = Privacy.Share(Safe ? PrivacyLevel.Strict : null);
        var files = IssueReportContent.Of(workspace, host, Errors());
        // With -WhatIf it is made as well, but for the writing: the preview says what would be in it.
        var write = ShouldProcess(path, "Write an anonymised report");
        WriteObject(IssueReports.Make(share, files, path, write, Force, AllowResidual ? residues => WriteWarning($"Shared although something is left: {Sharing.Describe(residues)}.") : null));
        Privacy.Save();
    }

    private IEnumerable<string> Errors() => (SessionState.PSVariable.GetValue("global:Error") as IList ?? Array.Empty<object>()).Cast<object>().OfType<ErrorRecord>().Take(MostErrors)
        .Select(error => $"{error.FullyQualifiedErrorId} ({error.CategoryInfo.Category})\n{error.Exception.GetType().FullName}: {error.Exception.Message}\n{error.ScriptStackTrace}");
}
