using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Test, "PmpcInfrastructure"), OutputType(typeof(CheckResult))]
public sealed class TestPmpcInfrastructureCommand : SessionCmdlet
{
    /// <summary>Checks against what the last sync or apply read instead of asking the server.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Leaves the generated Pester tests out.</summary>
    [Parameter]
    public SwitchParameter SkipPester { get; set; }

    protected override void Process()
    {
        WriteObject(Offline ? Checks.RunOffline(OpenWorkspace()) : WithSession((session, progress, ct) => Checks.RunAsync(session, progress, ct)), enumerateCollection: true);
        if (!SkipPester) WriteObject(GeneratedTests.Run(this, OpenWorkspace()), enumerateCollection: true);
    }
}
