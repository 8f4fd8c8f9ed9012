using System.Management.Automation;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Core.Workspaces.Terraforming;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcPlan"), OutputType(typeof(Plan))]
public sealed class GetPmpcPlanCommand : SessionCmdlet
{
    /// <summary>Also writes the plan to this file, for Invoke-PmpcApply -PlanPath.</summary>
    [Parameter]
    [Alias("Out")]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>By what the plan would be carried out.</summary>
    [Parameter]
    public ApplyEngine Engine { get; set; }

    protected override void Process()
    {
        var file = OutputPath is null ? null : FileSystemPath(OutputPath);
        var plan = WithSession(PlanAsync);
        PlanWarnings.Write(this, plan);
        if (UnfinishedRun.Of(OpenWorkspace()) is { } run) WriteWarning($"{run} What became of it is not in this plan yet: Invoke-PmpcApply -Resume finds it out and goes on, Sync-PmpcInfrastructure finds it out.");
        if (file is not null) PlanFile.Write(plan, file);
        WriteObject(plan);
    }

    private async Task<Plan> PlanAsync(Session session, IProgress<ReadProgress> progress, CancellationToken ct)
    {
        var plan = await new Apply(session).PlanAsync(progress, ct);
        if (Engine == ApplyEngine.Native || !plan.HasChanges) return plan;
        using var terraform = await TerraformRun.PrepareAsync(session, plan, null, progress, ct);
        return terraform.Plan;
    }
}
