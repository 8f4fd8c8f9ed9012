using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Test, "PmpcConnection"), OutputType(typeof(ConnectionReport))]
public sealed class TestPmpcConnectionCommand : SessionCmdlet
{
    protected override void Process() => WriteObject(WithSession((session, _, ct) => ConnectionReport.OfAsync(session, ct)));
}
