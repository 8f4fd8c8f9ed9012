using System.Collections.Immutable;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// What is left of a plan that was cut off. It is planned afresh, for code and server may have moved since; but what nobody has
/// agreed to is not part of it. Pure.
/// </summary>
internal static class Leftover
{
    /// <param name="agreed">All steps of the plan that was cut off.</param>
    /// <param name="fresh">What code and server ask for now.</param>
    /// <returns>The part of <paramref name="fresh"/> that the old plan had, too, and the guests that are left out with it because they are about something new.</returns>
    public static (Plan Plan, ImmutableArray<string> LeftOut) Of(IEnumerable<PlanStep> agreed, Plan fresh)
    {
        var old = agreed.ToLookup(step => step.VmId);
        var guests = fresh.Steps.GroupBy(step => step.VmId).ToDictionary(group => group.Key, group => group.All(step => IsAgreed(step, old[group.Key])));
        var steps = fresh.Steps.Where(step => guests[step.VmId]).Select((step, index) => step with { Number = index + 1 });
        return (fresh with { Steps = [.. steps] }, [.. fresh.Steps.Where(step => !guests[step.VmId]).Select(step => step.Guest).Distinct()]);
    }

    /// <summary>The old plan had the step: the same changes of the guest, however they are cut into steps now, or the same action where it changes no attribute.</summary>
    private static bool IsAgreed(PlanStep step, IEnumerable<PlanStep> old) => step.Changes.Length == 0 || step.Action is PlanAction.Start or PlanAction.Stop or PlanAction.Reboot or PlanAction.Delete or PlanAction.Template
        ? old.Any(before => before.Action == step.Action && before.Kind == step.Kind)
        : step.Changes.All(change => old.Any(before => before.Kind == step.Kind && before.Changes.Any(one => one.Path == change.Path && one.After == change.After)));
}
