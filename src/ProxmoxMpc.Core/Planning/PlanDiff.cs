using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning.Objects;

namespace ProxmoxMpc.Core.Planning;

/// <summary>What a line of a <see cref="PlanDiff"/> is about, for those who show it in colours.</summary>
public enum PlanMark
{
    /// <summary>Something comes.</summary>
    Add,

    /// <summary>Something changes.</summary>
    Change,

    /// <summary>Something goes.</summary>
    Remove,

    /// <summary>Something goes with its data.</summary>
    DataLoss,

    /// <summary>The server moved; the plan leaves it.</summary>
    Drift,

    /// <summary>Code and server both moved, or it cannot be done; the plan leaves it.</summary>
    Problem,

    /// <summary>Says something about the lines around it.</summary>
    Note,
}

/// <summary>One line, without its end.</summary>
public sealed record PlanLine(PlanMark Mark, string Text)
{
    public override string ToString() => Text;
}

/// <summary>A plan as a diff: every step with each attribute before and after, then what is left alone and who moved that.</summary>
public static class PlanDiff
{
    public static ImmutableArray<PlanLine> Of(Plan plan)
    {
        var lines = ImmutableArray.CreateBuilder<PlanLine>();
        foreach (var step in plan.Steps) Step(step, lines);
        foreach (var step in plan.ObjectSteps) ObjectDiff.Step(step, lines);
        foreach (var problem in plan.Problems)
            lines.Add(new(PlanMark.Problem, $"! {Guest(problem.VmId, problem.Name)}{(problem.Path is null ? "" : " " + AttributePath.Display(problem.Path))}: {Line(problem.Message)}"));
        foreach (var (vmid, name, merge) in plan.Conflicts)
            lines.Add(new(PlanMark.Problem, $"! {Guest(vmid, name)} {AttributePath.Display(merge.Path)}: code wants {Value(merge.Code)}, server has {Value(merge.Server)}, both were {Value(merge.Base)}"));
        foreach (var drift in plan.Drift)
        {
            var who = drift.Culprit is { Certainty: not CulpritCertainty.Unknown } culprit ? $", {Line(culprit.ToString())}" : "";
            lines.Add(new(PlanMark.Drift, $"< {Guest(drift.VmId, drift.Name)} {AttributePath.Display(drift.Merge.Path)}: {Value(drift.Merge.Code)} -> {Value(drift.Merge.Server)}  [by the server{who}; sync brings it into the code]"));
        }
        ObjectDiff.Left(plan, lines);
        foreach (var gap in plan.Gaps) lines.Add(new(PlanMark.Problem, $"? {Line(gap.ToString())}"));
        foreach (var waiting in plan.Waiting) lines.Add(new(PlanMark.Note, $"  {Guest(waiting.VmId, waiting.Name)} waits for a restart: {string.Join(", ", waiting.Keys)}"));
        lines.Add(new(PlanMark.Note, plan.Summary));
        return lines.ToImmutable();
    }

    private static void Step(PlanStep step, ImmutableArray<PlanLine>.Builder lines)
    {
        var (sign, mark) = step switch
        {
            { Consequence: Consequence.DataLoss } => (step.IsReplacement ? "-/+" : step.Action == PlanAction.Delete ? "-" : "~", PlanMark.DataLoss),
            { Action: PlanAction.Create or PlanAction.Clone } => ("+", PlanMark.Add),
            _ => ("~", PlanMark.Change),
        };
        var what = step.Changes.Length > 0 && step.Action is PlanAction.Update ? "update" : Line(step.Summary);
        lines.Add(new(mark, $"{sign} {step.Number}. {step.Guest} {what}{Cost(step.Consequence)}"));
        if (step.Action is PlanAction.Delete or PlanAction.Reboot) return;
        var width = Math.Min(40, step.Changes.Select(change => AttributePath.Display(change.Path).Length).DefaultIfEmpty().Max());
        foreach (var change in step.Changes.Where(change => change.Before != change.After))
        {
            var name = AttributePath.Display(change.Path).PadRight(width);
            var cost = step.Action is PlanAction.Create or PlanAction.Clone ? "" : Cost(change.Consequence);
            lines.Add(change switch
            {
                { Before: null } => new(PlanMark.Add, $"    + {name} = {Value(change.After)}{cost}"),
                { After: null } => new(change.Consequence == Consequence.DataLoss ? PlanMark.DataLoss : PlanMark.Remove, $"    - {name} = {Value(change.Before)}{cost}"),
                _ => new(change.Consequence == Consequence.DataLoss ? PlanMark.DataLoss : PlanMark.Change, $"    ~ {name} = {Value(change.Before)} -> {Value(change.After)}{cost}"),
            });
        }
    }

    /// <summary>What a consequence is in words; empty for what nobody notices.</summary>
    internal static string Cost(Consequence consequence) => consequence switch
    {
        Consequence.HotPlug => "  [hot-plug]",
        Consequence.PendingRestart => "  [after a restart]",
        Consequence.Downtime => "  [downtime]",
        Consequence.DataLoss => "  [DATA LOSS]",
        _ => "",
    };

    private static string Guest(int vmid, string name) => vmid == 0 ? name : $"{name} ({vmid})";

    private static string Value(string? value) => value is null ? "(unset)" : $"\"{Line(value)}\"";

    internal static string Line(string text) => text.ReplaceLineEndings("\\n");
}
