using System.Collections.Immutable;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// What is left of a plan that was cut off. It is planned afresh, for code and server may have moved since; but what nobody has
/// agreed to is not part of it. Pure.
/// </summary>
internal static class Leftover
{
    /// <param name="agreed">All steps of the plan that was cut off.</param>
    /// <param name="beside">The same of those beside guests.</param>
    /// <param name="fresh">What code and server ask for now.</param>
    /// <returns>The part of <paramref name="fresh"/> that the old plan had, too, and what is left out because it is about something new.</returns>
    public static (Plan Plan, ImmutableArray<string> LeftOut) Of(IEnumerable<PlanStep> agreed, IEnumerable<ObjectStep> beside, Plan fresh)
    {
        var old = agreed.ToLookup(step => step.VmId);
        var guests = fresh.Steps.GroupBy(step => step.VmId).ToDictionary(group => group.Key, group => group.All(step => IsAgreed(step, old[group.Key])));
        var steps = fresh.Steps.Where(step => guests[step.VmId]).Select((step, index) => step with { Number = index + 1 });
        var before = beside.ToLookup(step => step.Key);
        var others = fresh.Doable.ToLookup(step => before[step.Key].Any(old => IsAgreed(step, old)));
        return (fresh with { Steps = [.. steps], ObjectSteps = [.. others[true]] },
            [.. fresh.Steps.Where(step => !guests[step.VmId]).Select(step => step.Guest).Concat(others[false].Select(step => step.Name)).Distinct()]);
    }

    private static bool IsAgreed(ObjectStep step, ObjectStep old) => old.Action == step.Action && step.Changes.All(change => step.Action == PlanAction.Delete || old.Changes.Any(one => one.Path == change.Path && one.After == change.After));

    /// <summary>The old plan had the step: the same changes of the guest, however they are cut into steps now, or the same action where it changes no attribute.</summary>
    private static bool IsAgreed(PlanStep step, IEnumerable<PlanStep> old) => step.Changes.Length == 0 || step.Action is PlanAction.Start or PlanAction.Stop or PlanAction.Reboot or PlanAction.Delete or PlanAction.Template
        ? old.Any(before => before.Action == step.Action && before.Kind == step.Kind)
        : step.Changes.All(change => old.Any(before => before.Kind == step.Kind && before.Changes.Any(one => one.Path == change.Path && one.After == change.After)));
}
