using System.Management.Automation;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Test, "PmpcPermission", DefaultParameterSetName = "Check"), OutputType(typeof(PermissionCheck), ParameterSetName = ["Check"]), OutputType(typeof(string), ParameterSetName = ["Missing", "Role"])]
public sealed class TestPmpcPermissionCommand : SessionCmdlet
{
    /// <summary>A plan of Get-PmpcPlan; without it, a fresh one is made.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public Plan? Plan { get; set; }

    /// <summary>Gives the lines that would grant what is missing.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Missing")]
    public SwitchParameter AsCommand { get; set; }

    /// <summary>Gives the lines for roles that have all that the plan needs and no more.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Role")]
    public SwitchParameter LeastRole { get; set; }

    /// <summary>The name of the role in those lines.</summary>
    [Parameter(ParameterSetName = "Missing")]
    [Parameter(ParameterSetName = "Role")]
    [ValidatePattern(@"\A[A-Za-z][A-Za-z0-9._-]{1,58}\z")]
    public string RoleName { get; set; } = "PmpcApply";

    protected override void Process()
    {
        var report = WithSession(async (session, progress, ct) => await PermissionReport.OfAsync(session, Plan ?? await new Apply(session).PlanAsync(progress, ct), ct));
        foreach (var root in report.Checks.Where(check => check.Outcome == PermissionOutcome.RootOnly && ParameterSetName != "Check"))
            WriteWarning($"No role gives this, only root@pam itself may: {root.What}");
        if (LeastRole) WriteObject(report.AllCommands(RoleName), enumerateCollection: true);
        else if (AsCommand) WriteObject(report.MissingCommands(RoleName), enumerateCollection: true);
        else WriteObject(report.Checks, enumerateCollection: true);
    }
}
