using System.Management.Automation;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Core.Workspaces.Terraforming;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcPlan"), OutputType(typeof(Plan))]
public sealed class GetPmpcPlanCommand : SessionCmdlet
{
    /// <summary>The type name that the view of a diff is for.</summary>
    private const string DetailedTypeName = "ProxmoxMpc.Core.Planning.Plan#Detailed";

    /// <summary>Also writes the plan to this file, for Invoke-PmpcApply -PlanPath.</summary>
    [Parameter]
    [Alias("Out")]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>By what the plan would be carried out.</summary>
    [Parameter]
    public ApplyEngine Engine { get; set; }

    /// <summary>Shows the plan as a diff: every attribute before and after, what it costs and who moved it.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Also plans a reboot of running guests for which something waits for one.</summary>
    [Parameter]
    [Alias("Reboot")]
    public SwitchParameter Restart { get; set; }

    protected override void Process()
    {
        var file = OutputPath is null ? null : FileSystemPath(OutputPath);
        var (plan, unsaved) = WithSession(async (session, progress, ct) => await new Backups(session).TryAddAsync(await PlanAsync(session, progress, ct), ct));
        PlanWarnings.Write(this, plan);
        if (unsaved is not null) WriteWarning($"{unsaved.Message} {unsaved.Hint}");
        if (UnfinishedRun.Of(OpenWorkspace()) is { } run) WriteWarning($"{run} What became of it is not in this plan yet: Invoke-PmpcApply -Resume finds it out and goes on, Sync-PmpcInfrastructure finds it out.");
        if (file is not null) PlanFile.Write(plan, file);
        var output = PSObject.AsPSObject(plan);
        if (Detailed) output.TypeNames.Insert(0, DetailedTypeName);
        WriteObject(output);
    }

    private async Task<Plan> PlanAsync(Session session, IProgress<ReadProgress> progress, CancellationToken ct)
    {
        var plan = await new Apply(session).PlanAsync(new() { Restart = Restart }, progress, ct);
        if (Engine == ApplyEngine.Native || plan.Steps.IsEmpty) return plan;
        using var terraform = await TerraformRun.PrepareAsync(session, plan, null, progress, ct);
        return terraform.Plan;
    }
}
