using System.Collections.ObjectModel;
using System.Management.Automation;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets that may talk to the workspace's server.</summary>
public abstract class SessionCmdlet : WorkspaceCmdlet
{
    private const int ReadActivity = 1;

    /// <summary>The workspace that the user means.</summary>
    protected Workspace OpenWorkspace() => Core.Workspaces.Workspace.Open(StartDirectory);

    /// <summary>Runs work with an open session, on the pool; progress and Ctrl+C work meanwhile.</summary>
    protected T WithSession<T>(Func<Session, IProgress<ReadProgress>, CancellationToken, Task<T>> work)
    {
        var workspace = OpenWorkspace();
        var progress = OnPipeline<ReadProgress>(Show);
        var vault = VaultReader();
        var notices = OnPipeline<PveNotice>(Tell);
        try
        {
            return Await(async ct =>
            {
                using var lab = workspace.Config.LabState is { } state ? LabCluster.Open(workspace.PathOf(state)) : null;
                using var session = await Session.OpenAsync(workspace, Options(lab, vault) with { Notices = notices }, ct);
                return await work(session, progress, ct);
            });
        }
        finally
        {
            WriteProgress(new ProgressRecord(ReadActivity, "Proxmox VE", "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Reads secrets through SecretManagement, which has to be asked on the pipeline's thread.</summary>
    private protected Func<string, string, CancellationToken, Task<string?>> VaultReader() => (vault, name, _) => Ask(() =>
    {
        var command = InvokeCommand.GetCommand("Get-Secret", CommandTypes.All);
        if (command is null) return null;
        Collection<PSObject> found = InvokeCommand.InvokeScript("param($v, $n) Get-Secret -Vault $v -Name $n -AsPlainText -ErrorAction Stop", false, System.Management.Automation.Runspaces.PipelineResultTypes.None, null, vault, name);
        return found.Count == 0 ? null : found[0].BaseObject as string;
    });

    private static SessionOptions Options(LabCluster? lab, Func<string, string, CancellationToken, Task<string?>> vault) =>
        lab is null ? new() { Vault = vault } : new() { Transport = lab.CreateHandler(), Token = lab.IssueEmbeddedToken() };

    private void Tell(PveNotice notice)
    {
        if (notice.IsWarning) WriteWarning(notice.Text);
        else WriteVerbose(notice.Text);
    }

    private void Show(ReadProgress report) => WriteProgress(new ProgressRecord(ReadActivity, "Reading Proxmox VE", report.Activity)
    {
        PercentComplete = report.Total > 0 ? Math.Clamp(100 * report.Done / report.Total, 0, 100) : -1,
    });
}
