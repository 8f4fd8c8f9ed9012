using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.PowerShell;

/// <summary>Says what a plan leaves undone.</summary>
internal static class PlanWarnings
{
    private const int MostRefusals = 10;

    public static void Write(Cmdlet cmdlet, Plan plan)
    {
        foreach (var gap in plan.Gaps) cmdlet.WriteWarning($"Not everything could be read, and nothing under it is planned: {gap}");
        WriteProblems(cmdlet, plan.Problems);
        foreach (var conflict in plan.Conflicts)
            cmdlet.WriteWarning($"Conflict, left alone: {conflict.Name} ({conflict.VmId}) {AttributePath.Display(conflict.Merge.Path)}: code '{conflict.Merge.Code}', server '{conflict.Merge.Server}'. Decide with Sync-PmpcInfrastructure -Prefer.");
        foreach (var conflict in plan.ObjectConflicts)
            cmdlet.WriteWarning($"Conflict, left alone: {conflict.Name}{(conflict.Attribute is null ? "" : " " + conflict.Attribute)}: {conflict.Reason ?? $"code {conflict.Code ?? "(unset)"}, server {conflict.Server ?? "(unset)"}."} Decide with Sync-PmpcInfrastructure -Prefer.");
        var refused = plan.ObjectSteps.Where(step => step.Refusal is not null).ToArray();
        foreach (var step in refused.Take(MostRefusals)) cmdlet.WriteWarning($"{step.Name}: {step.Action.ToString().ToLowerInvariant()} is left alone. {step.Refusal}");
        if (refused.Length > MostRefusals) cmdlet.WriteWarning($"{refused.Length - MostRefusals} more changes beside guests are left alone; the plan's ObjectSteps say why.");
        foreach (var loss in plan.Losses) cmdlet.WriteWarning($"This goes for good: {loss}.");
        if (plan.ObjectDrift.Length > 0)
            cmdlet.WriteWarning($"The server changed {Counted.Of(plan.ObjectDrift.Length, "thing")} beside guests since the last sync (for example {plan.ObjectDrift[0].Name}{(plan.ObjectDrift[0].Attribute is { } attribute ? " " + attribute : "")}); left alone. Sync-PmpcInfrastructure brings it into the code.");
        if (plan.Drift.Length > 0)
            cmdlet.WriteWarning($"The server changed {Counted.Of(plan.Drift.Length, "attribute")} since the last sync ({(plan.Drift.Length == 1 ? "" : "for example ")}{plan.Drift[0].Name} {AttributePath.Display(plan.Drift[0].Merge.Path)}, by {plan.Drift[0].Culprit?.ToString() ?? "unknown"}); {(plan.Drift.Length == 1 ? "it is" : "they are")} left alone. Sync-PmpcInfrastructure brings {(plan.Drift.Length == 1 ? "it" : "them")} into the code.");
    }

    /// <summary>One warning where the parts of one device have the same problem: a disk that cannot go is one matter, not six.</summary>
    public static void WriteProblems(Cmdlet cmdlet, IEnumerable<PlanProblem> problems)
    {
        foreach (var same in problems.GroupBy(problem => (problem.VmId, problem.Name, Key: problem.Path is null ? null : AttributePath.Split(problem.Path).Key, problem.Message)))
        {
            var path = same.Select(problem => problem.Path).Distinct().Count() == 1 ? same.First().Path : same.Key.Key;
            cmdlet.WriteWarning($"{same.Key.Name}{(same.Key.VmId == 0 ? "" : $" ({same.Key.VmId})")}{(path is null ? "" : " " + AttributePath.Display(path))}: {same.Key.Message}");
        }
    }
}
