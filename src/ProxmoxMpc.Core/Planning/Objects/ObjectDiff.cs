using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>What a plan does beside guests as lines of a diff.</summary>
internal static class ObjectDiff
{
    /// <summary>A step with each attribute before and after. Values stand as the code writes them.</summary>
    public static void Step(ObjectStep step, ImmutableArray<PlanLine>.Builder lines)
    {
        if (step.Refusal is not null)
        {
            lines.Add(new(PlanMark.Problem, $"! {step.Number}. {step.Name} {Verb(step)}: left alone. {PlanDiff.Line(step.Refusal)}"));
            return;
        }
        var (sign, mark) = step.Action switch { PlanAction.Create => ("+", PlanMark.Add), PlanAction.Delete => ("-", PlanMark.Remove), _ => ("~", PlanMark.Change) };
        lines.Add(new(mark, $"{sign} {step.Number}. {step.Name} {Verb(step)}{PlanDiff.Cost(step.Consequence)}"));
        if (step.Action == PlanAction.Delete) return;
        var width = Math.Min(40, step.Changes.Where(change => !IsBlocks(change)).Select(change => change.Path.Length).DefaultIfEmpty().Max());
        foreach (var change in step.Changes)
        {
            if (IsBlocks(change)) Blocks(change, lines);
            else
                lines.Add(change switch
                {
                    { Before: null } => new(PlanMark.Add, $"    + {change.Path.PadRight(width)} = {ObjectValue.OneLine(change.After)}"),
                    { After: null } => new(PlanMark.Remove, $"    - {change.Path.PadRight(width)} = {ObjectValue.OneLine(change.Before)}"),
                    _ => new(PlanMark.Change, $"    ~ {change.Path.PadRight(width)} = {ObjectValue.OneLine(change.Before)} -> {ObjectValue.OneLine(change.After)}"),
                });
        }
    }

    /// <summary>What is left alone, for the server moved it, or both did.</summary>
    public static void Left(Plan plan, ImmutableArray<PlanLine>.Builder lines)
    {
        foreach (var one in plan.ObjectConflicts)
            lines.Add(new(PlanMark.Problem, $"! {one.Name}{(one.Attribute is null ? "" : " " + one.Attribute)}: {one.Reason ?? $"code wants {ObjectValue.OneLine(one.Code)}, server has {ObjectValue.OneLine(one.Server)}, both were {ObjectValue.OneLine(one.Base)}"}"));
        foreach (var one in plan.LeftToTerraform) lines.Add(new(PlanMark.Note, $"  left to Terraform: {PlanDiff.Line(one.ToString())}"));
        foreach (var one in plan.ObjectDrift)
            lines.Add(new(PlanMark.Drift, $"< {one.Name}{(one.Attribute is null ? one.Change == "OnlyOnServer" ? " is new" : " is gone" : $" {one.Attribute}: {ObjectValue.OneLine(one.Code)} -> {ObjectValue.OneLine(one.Server)}")}  [by the server; sync brings it into the code]"));
    }

    /// <summary>Blocks one a line: those that go, those that come, and whether the others change places.</summary>
    private static void Blocks(PlanChange change, ImmutableArray<PlanLine>.Builder lines)
    {
        var (before, after) = (ObjectStep.Blocks(change.Before), ObjectStep.Blocks(change.After));
        var gone = Without(before, after);
        var come = Without(after, before);
        foreach (var block in gone) lines.Add(new(PlanMark.Remove, $"    - {change.Path} {block}"));
        foreach (var block in come) lines.Add(new(PlanMark.Add, $"    + {change.Path} {block}"));
        if (!Without(before, gone).SequenceEqual(Without(after, come))) lines.Add(new(PlanMark.Change, $"    ~ {change.Path}: another order"));
    }

    /// <summary>The lines without those of another list, each taken as often as it is there.</summary>
    private static List<string> Without(IEnumerable<string> lines, IEnumerable<string> others)
    {
        var left = others.GroupBy(line => line, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var result = new List<string>();
        foreach (var line in lines)
        {
            if (left.TryGetValue(line, out var count) && count > 0) left[line] = count - 1;
            else result.Add(line);
        }
        return result;
    }

    private static bool IsBlocks(PlanChange change) => ObjectStep.IsBlocks(change.Before) || ObjectStep.IsBlocks(change.After);

    private static string Verb(ObjectStep step) => step.Action.ToString().ToLowerInvariant();
}
