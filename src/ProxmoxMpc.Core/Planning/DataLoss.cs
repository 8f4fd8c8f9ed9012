using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Planning;

/// <summary>The word that destroys data: a step with that consequence is done only where its guest was named.</summary>
public static class DataLoss
{
    /// <summary>Makes sure that every guest that would lose data was named.</summary>
    /// <param name="plan">The plan, of which nothing has been done yet.</param>
    /// <param name="isNamed">Whether a guest was named, by its name or vmid; null: none was.</param>
    /// <exception cref="PmpcException"><c>PmpcDataLossNotAllowed</c>, with the steps as its target and the names to give in its hint.</exception>
    public static void EnsureAllowed(Plan plan, Func<PlanStep, bool>? isNamed)
    {
        var refused = Refused(plan, isNamed);
        if (refused.IsEmpty) return;
        var lines = refused.Select(step => $"\n  {step.Number}. {step.Guest}: {step.Summary}");
        throw new PmpcException("PmpcDataLossNotAllowed", PmpcErrorKind.InvalidArgument,
            $"The plan destroys data that nobody said may go; nothing was done.{string.Concat(lines)}", $"Where that is meant, name the guests: -AllowDataLoss {Names(refused, plan)}", refused);
    }

    /// <summary>The steps that would lose data of guests that were not named.</summary>
    public static ImmutableArray<PlanStep> Refused(Plan plan, Func<PlanStep, bool>? isNamed) =>
        [.. plan.Steps.Where(step => step.Consequence == Consequence.DataLoss && isNamed?.Invoke(step) != true)];

    /// <summary>The guests of steps, as one names them: by name, or by vmid where the name is another guest's too or needs quotes.</summary>
    public static string Names(IEnumerable<PlanStep> steps, Plan plan)
    {
        var twice = plan.Steps.GroupBy(step => step.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Select(step => step.VmId).Distinct().Count() > 1)
            .Select(group => group.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return string.Join(", ", steps.DistinctBy(step => step.VmId).Select(step => twice.Contains(step.Name) || !IsPlain(step.Name) ? $"{step.VmId}" : step.Name));
    }

    private static bool IsPlain(string name) => name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}
