using System.Management.Automation;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.PowerShell.Commands;

/// <summary>The rehearsal of an apply on a Lab that is the server as it was last read.</summary>
public sealed partial class InvokePmpcApplyCommand
{
    /// <summary>Does it all on a copy of the server as it was last read; nothing is done there, nor in the workspace.</summary>
    [Parameter(ParameterSetName = "Plan")]
    public SwitchParameter Rehearse { get; set; }

    private StepResult[] Rehearsed()
    {
        using var rehearsal = Rehearsal.Of(OpenWorkspace());
        WriteWarning("This is a rehearsal, on a Lab that is made of what was last read of the server. Nothing is done there, nor in the workspace.");
        return Await(async ct =>
        {
            using var lab = LabCluster.FromJson(rehearsal.LabState);
            using var session = await Session.OpenAsync(rehearsal.Workspace, new() { Transport = lab.CreateHandler(), Token = lab.IssueEmbeddedToken() }, ct);
            var apply = new Apply(session);
            var plan = Rehearsal.Of(Plan, await apply.PlanAsync(new() { Restart = Restart || Plan?.Steps.Any(step => step.Action == PlanAction.Reboot) == true }, null, ct));
            DataLoss.EnsureAllowed(plan, IsNamed);
            plan = await new Backups(session).AddAsync(plan, BackupOptions, ct);
            await Ask(() => { PlanWarnings.Write(this, plan); return true; });
            var options = new ApplyOptions { AllowsDataLoss = IsNamed, Throttle = Throttle, StopOnError = StopOnError };
            var ended = OnPipeline<StepResult>(step => WriteObject(step with { IsRehearsal = true }));
            var result = await apply.RunAsync(plan, options, OnPipeline<ApplyProgress>(Show), ended.Report, ct);
            return result.Steps.Where(step => step.Outcome is StepOutcome.Failed or StepOutcome.Unknown).Select(step => step with { IsRehearsal = true }).ToArray();
        });
    }
}
