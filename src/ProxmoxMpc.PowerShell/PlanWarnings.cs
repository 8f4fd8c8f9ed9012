using System.Management.Automation;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.PowerShell;

/// <summary>Says what a plan leaves undone.</summary>
internal static class PlanWarnings
{
    public static void Write(Cmdlet cmdlet, Plan plan)
    {
        foreach (var gap in plan.Gaps) cmdlet.WriteWarning($"Not everything could be read, and nothing under it is planned: {gap}");
        foreach (var problem in plan.Problems) cmdlet.WriteWarning($"{problem.Name} ({problem.VmId}){(problem.Path is null ? "" : " " + AttributePath.Display(problem.Path))}: {problem.Message}");
        foreach (var conflict in plan.Conflicts)
            cmdlet.WriteWarning($"Conflict, left alone: {conflict.Name} ({conflict.VmId}) {AttributePath.Display(conflict.Merge.Path)}: code '{conflict.Merge.Code}', server '{conflict.Merge.Server}'. Decide with Sync-PmpcInfrastructure -Prefer.");
        foreach (var loss in plan.Losses) cmdlet.WriteWarning($"This goes for good: {loss}.");
        if (plan.Drift.Length > 0)
            cmdlet.WriteWarning($"The server changed {plan.Drift.Length} attributes since the last sync (for example {plan.Drift[0].Name} {AttributePath.Display(plan.Drift[0].Merge.Path)}, by {plan.Drift[0].Culprit?.ToString() ?? "unknown"}); they are left alone. Sync-PmpcInfrastructure brings them into the code.");
    }
}
