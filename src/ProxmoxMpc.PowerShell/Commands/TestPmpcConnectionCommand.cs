using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Test, "PmpcConnection"), OutputType(typeof(ConnectionReport))]
public sealed class TestPmpcConnectionCommand : SessionCmdlet
{
    /// <summary>Seconds until an endpoint that does not answer is given up; without it, the workspace's own limit.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSeconds { get; set; }

    protected override void Process()
    {
        var workspace = OpenWorkspace();
        if (TimeoutSeconds > 0) workspace = workspace.WithConfig(workspace.Config with { TimeoutSeconds = TimeoutSeconds });
        WriteObject(WithServer(workspace, (options, ct) => new ConnectionTest(workspace, options).RunAsync(ct)), enumerateCollection: true);
    }
}
