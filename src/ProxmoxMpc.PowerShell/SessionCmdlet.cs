using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Net;
using System.Security;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets that may talk to the workspace's server.</summary>
public abstract class SessionCmdlet : WorkspaceCmdlet
{
    private const int ReadActivity = 1;
    private bool _readingIsShown;

    /// <summary>The workspace that the user means.</summary>
    protected Workspace OpenWorkspace() => Core.Workspaces.Workspace.Open(StartDirectory);

    /// <summary>Runs work with an open session, on the pool; progress and Ctrl+C work meanwhile.</summary>
    protected T WithSession<T>(Func<Session, IProgress<ReadProgress>, CancellationToken, Task<T>> work) => WithSession(OpenWorkspace(), work);

    /// <summary>The same on another workspace's server.</summary>
    private protected T WithSession<T>(Workspace workspace, Func<Session, IProgress<ReadProgress>, CancellationToken, Task<T>> work)
    {
        var progress = OnPipeline<ReadProgress>(Show);
        try
        {
            return WithServer(workspace, async (options, ct) =>
            {
                using var session = await Session.OpenAsync(workspace, options, ct);
                return await work(session, progress, ct);
            });
        }
        finally
        {
            HideProgress();
        }
    }

    /// <inheritdoc/>
    private protected override void HideProgress()
    {
        if (!_readingIsShown) return;
        _readingIsShown = false;
        WriteProgress(new ProgressRecord(ReadActivity, "Proxmox VE", "Done") { RecordType = ProgressRecordType.Completed });
    }

    /// <summary>Runs work with what a session on the workspace's server, or on its Lab, needs.</summary>
    private protected T WithServer<T>(Workspace workspace, Func<SessionOptions, CancellationToken, Task<T>> work)
    {
        var options = ServerOptions();
        return Await(async ct =>
        {
            using var lab = workspace.LabStatePath is { } state ? OpenLab(state) : null;
            return await work(lab is null ? options : new() { Transport = lab.CreateHandler(), Token = lab.IssueEmbeddedToken(), Notices = options.Notices }, ct);
        });
    }

    /// <summary>Reads secrets through SecretManagement, which has to be asked on the pipeline's thread.</summary>
    private protected Func<string, string, CancellationToken, Task<string?>> VaultReader() => (vault, name, _) => Ask(() =>
    {
        var command = InvokeCommand.GetCommand("Get-Secret", CommandTypes.All);
        if (command is null) return null;
        Collection<PSObject> found = InvokeCommand.InvokeScript("param($v, $n) Get-Secret -Vault $v -Name $n -AsPlainText -ErrorAction Stop", false, System.Management.Automation.Runspaces.PipelineResultTypes.None, null, vault, name);
        // Vaults keep a password as a credential, too.
        return found.Count == 0 ? null : found[0].BaseObject is PSCredential credential ? Plain(credential.Password) : found[0].BaseObject as string;
    });

    /// <summary>What a session with a server needs of the shell: vaults, somebody to ask, and where warnings go.</summary>
    private protected SessionOptions ServerOptions() => new()
    {
        Vault = VaultReader(),
        AskPassword = (user, _) => Ask(() => Questions.Password(Host, user)),
        AskCode = (user, _) => Ask(() => Questions.OneTimeCode(Host, user)),
        Logins = Logins.OfRunspace(),
        Notices = OnPipeline<PveNotice>(Tell),
    };

    private protected static string Plain(SecureString secret) => new NetworkCredential("", secret).Password;

    private protected static LabCluster OpenLab(string state)
    {
        try
        {
            return LabCluster.Open(state);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcLabStateInvalid", PmpcErrorKind.Workspace, $"The Lab's state '{state}' cannot be used: {error.Message}",
                "Correct the file, or give the path of another under 'lab' of .proxmox/config.yml.", state, error);
        }
    }

    private void Tell(PveNotice notice)
    {
        if (notice.IsWarning) WriteWarning(notice.Text);
        else WriteVerbose(notice.Text);
    }

    private void Show(ReadProgress report)
    {
        _readingIsShown = true;
        WriteProgress(new ProgressRecord(ReadActivity, "Reading Proxmox VE", report.Activity)
        {
            PercentComplete = report.Total > 0 ? Math.Clamp(100 * report.Done / report.Total, 0, 100) : -1,
        });
    }
}
