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

    private Core.Model.PmpcException[] Rehearsed()
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
            if (Beside(rehearsal) is > 0 and var beside) await Ask(() => { WriteWarning($"{Core.Model.Counted.Of(beside, "change")} beside guests (pools, users, firewall …) cannot be rehearsed: the Lab has only the guests and what they use."); return true; });
            var options = new ApplyOptions { AllowsDataLoss = IsNamed, Throttle = Throttle, StopOnError = StopOnError };
            var ended = OnPipeline<StepResult>(step => WriteObject(step with { IsRehearsal = true }));
            var result = await apply.RunAsync(plan, options, OnPipeline<ApplyProgress>(Show), ended.Report, ct);
            return Failures(result with { Steps = [.. result.Steps.Select(step => step with { IsRehearsal = true })] });
        });
    }

    /// <summary>How many changes beside guests there are that the rehearsal leaves out.</summary>
    private int Beside(Rehearsal rehearsal) => Plan is { } given ? given.ObjectSteps.Count(step => step.Refusal is null) : WorkspaceStatus.Of(rehearsal.Workspace).PendingObjects.Select(difference => difference.Name).Distinct(StringComparer.Ordinal).Count();
}
