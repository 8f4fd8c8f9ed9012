using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Stop, "PmpcTask", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class StopPmpcTaskCommand : UpidCmdlet
{
    protected override void End() => ForEach(Wanted, async (tasks, upid, ct) =>
    {
        var task = await tasks.GetAsync(upid, ct);
        if (task.Outcome != TaskOutcome.Running) return $"{upid} has ended already: {task.ExitStatus}";
        return await Ask(() => ShouldProcess($"{task.Type}{(task.Id.Length > 0 ? " of " + task.Id : "")} on {task.Node}", "End the task, leaving its work half done")) && await tasks.StopAsync(upid, ct)
            ? $"{upid} was ended." : $"{upid} was left alone.";
    }, WriteVerbose);
}
