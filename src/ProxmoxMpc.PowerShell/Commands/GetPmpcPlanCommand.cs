using System.Management.Automation;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcPlan"), OutputType(typeof(Plan))]
public sealed class GetPmpcPlanCommand : SessionCmdlet
{
    /// <summary>Also writes the plan to this file, for Invoke-PmpcApply -PlanPath.</summary>
    [Parameter]
    [Alias("Out")]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    protected override void Process()
    {
        var file = OutputPath is null ? null : FileSystemPath(OutputPath);
        var (plan, unsaved) = WithSession(async (session, progress, ct) => await new Backups(session).TryAddAsync(await new Apply(session).PlanAsync(progress, ct), ct));
        PlanWarnings.Write(this, plan);
        if (unsaved is not null) WriteWarning($"{unsaved.Message} {unsaved.Hint}");
        if (UnfinishedRun.Of(OpenWorkspace()) is { } run) WriteWarning($"{run} What became of it is not in this plan yet: Invoke-PmpcApply -Resume finds it out and goes on, Sync-PmpcInfrastructure finds it out.");
        if (file is not null) PlanFile.Write(plan, file);
        WriteObject(plan);
    }
}
