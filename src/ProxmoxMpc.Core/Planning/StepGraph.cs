using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Core.Planning;

/// <summary>What a step waits for.</summary>
/// <param name="Needs">Numbers of steps that have to be done before: where one of them is not, this one cannot be.</param>
/// <param name="After">Numbers of steps that have to have ended before, well or not: they make room for this one.</param>
public sealed record StepEdges(ImmutableArray<int> Needs, ImmutableArray<int> After);

/// <summary>
/// The order of a plan's steps as far as there has to be one. A guest's own steps keep theirs; what a step's volumes are based
/// on is there before; what takes away comes before what may take its place. Pure.
/// </summary>
public sealed partial class StepGraph
{
    private readonly Dictionary<int, StepEdges> _edges;

    private StepGraph(Dictionary<int, StepEdges> edges) => _edges = edges;

    /// <summary>What the step of this number waits for; always steps of lower numbers.</summary>
    public StepEdges this[int number] => _edges[number];

    public static StepGraph Of(Plan plan)
    {
        var edges = new Dictionary<int, StepEdges>();
        var last = new Dictionary<int, int>();
        var made = plan.Steps.Where(step => step.Action is PlanAction.Create or PlanAction.Restore or PlanAction.Template or PlanAction.Clone).Select(step => step.VmId).ToHashSet();
        var stops = new List<int>();
        var deletes = new List<int>();
        var clones = new Dictionary<int, List<int>>();
        foreach (var step in plan.Steps)
        {
            var needs = ImmutableArray.CreateBuilder<int>();
            if (last.TryGetValue(step.VmId, out var own)) needs.Add(own);
            foreach (var vmid in BasedOn(step, made))
                if (last.TryGetValue(vmid, out var theirs)) needs.Add(theirs);
            if (step.Source is { } source && last.TryGetValue(source.VmId, out var original)) needs.Add(original);
            IEnumerable<int> after = step.Action switch
            {
                // Memory and addresses are free when those that held them are down.
                PlanAction.Start => [.. stops, .. deletes],
                // So is the room on a storage.
                PlanAction.Create or PlanAction.Restore or PlanAction.Clone or PlanAction.Grow or PlanAction.MoveDisk or PlanAction.Migrate => deletes,
                PlanAction.Update when step.AllocatesVolume => deletes,
                _ => [],
            };
            // It stays as it is until it has been cloned.
            if (clones.TryGetValue(step.VmId, out var copies)) after = [.. after, .. copies];
            if (step.Source is { } of) (clones.TryGetValue(of.VmId, out var others) ? others : clones[of.VmId] = []).Add(step.Number);
            edges[step.Number] = new(needs.ToImmutable(), needs.Count == 0 ? [.. after] : [.. after.Except(needs)]);
            last[step.VmId] = step.Number;
            if (step.Action == PlanAction.Stop) stops.Add(step.Number);
            if (step.Action == PlanAction.Delete) deletes.Add(step.Number);
        }
        return new(edges);
    }

    /// <summary>Other guests of the plan whose volumes this step's are based on or made of.</summary>
    private static IEnumerable<int> BasedOn(PlanStep step, HashSet<int> made) => made.Count == 0 ? [] : step.Parameters.Values.Where(MayName)
        .SelectMany(value => OwnerOfVolume.Matches(value)).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
        .Where(vmid => vmid != step.VmId && made.Contains(vmid)).Distinct();

    // Few values name a volume, and the expression costs more than this.
    private static bool MayName(string value) => value.Contains("vm-", StringComparison.Ordinal) || value.Contains("base-", StringComparison.Ordinal) || value.Contains("vol-", StringComparison.Ordinal);

    // local-lvm:base-9000-disk-0/vm-101-disk-0, local:9000/vm-9000-disk-0.qcow2
    [GeneratedRegex(@"(?<=[:/,=])(?:vm|base|subvol|basevol)-([1-9][0-9]{2,8})-", RegexOptions.CultureInvariant)]
    private static partial Regex OwnerOfVolume { get; }
}
