using System.Management.Automation;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcPlan"), OutputType(typeof(Plan))]
public sealed class GetPmpcPlanCommand : SessionCmdlet
{
    protected override void Process()
    {
        var plan = WithSession((session, progress, ct) => new Apply(session).PlanAsync(progress, ct));
        PlanWarnings.Write(this, plan);
        WriteObject(plan);
    }
}
