using System.Collections.Immutable;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>
/// Which steps may begin now: those that all they wait for has ended, and for which there is room. Steps of lower numbers go
/// first. Pure: it knows no clock and asks nobody.
/// </summary>
internal sealed class StepSchedule
{
    private readonly EngineOptions _options;
    private readonly StepGraph _graph;
    private readonly LinkedList<PlanStep> _waiting;
    private readonly Dictionary<int, StepOutcome> _ended = [];
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Claim[]> _claims;
    private int? _stoppedBy;

    public StepSchedule(Plan plan, EngineOptions options)
    {
        _options = options;
        _graph = StepGraph.Of(plan);
        _waiting = new(plan.Steps);
        _claims = plan.Steps.ToDictionary(step => step.Number, step => StepClaims.Of(step, options.IsShared).ToArray());
    }

    /// <summary>Steps under way.</summary>
    public int Running { get; private set; }

    /// <summary>Takes the next step that may begin; null where none may before another has ended.</summary>
    public PlanStep? Take()
    {
        if (Running >= _options.Throttle || _stoppedBy is not null) return null;
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            var step = node.Value;
            var edges = _graph[step.Number];
            if (!HaveEnded(edges.Needs) || !HaveEnded(edges.After)) continue;
            var claims = _claims[step.Number];
            if (!IsRoomFor(claims)) continue;
            foreach (var claim in claims) _used[claim.What] = _used.GetValueOrDefault(claim.What) + 1;
            _waiting.Remove(node);
            Running++;
            return step;
        }
        return null;
    }

    private bool HaveEnded(ImmutableArray<int> steps)
    {
        foreach (var number in steps)
            if (!_ended.ContainsKey(number)) return false;
        return true;
    }

    private bool IsRoomFor(Claim[] claims)
    {
        foreach (var claim in claims)
            if (_used.GetValueOrDefault(claim.What) >= claim.Capacity) return false;
        return true;
    }

    /// <summary>Notes how a step ended, and gives those that cannot be done any more because of it, with the step that is to blame.</summary>
    public ImmutableArray<(PlanStep Step, int Because)> End(PlanStep step, StepOutcome outcome)
    {
        Running--;
        foreach (var claim in _claims[step.Number]) _used[claim.What]--;
        _ended[step.Number] = outcome;
        if (outcome == StepOutcome.Done) return [];
        if (_options.StopOnError) _stoppedBy ??= step.Number;
        var blame = new Dictionary<int, int> { [step.Number] = step.Number };
        var skipped = ImmutableArray.CreateBuilder<(PlanStep, int)>();
        // Needs point to lower numbers, so one pass in order finds the needs of needs.
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (_graph[node.Value.Number].Needs.Select(need => blame.TryGetValue(need, out var root) ? root : (int?)null).FirstOrDefault(root => root is not null) is { } because)
            {
                blame[node.Value.Number] = because;
                _ended[node.Value.Number] = StepOutcome.Skipped;
                skipped.Add((node.Value, because));
                _waiting.Remove(node);
            }
            node = next;
        }
        return skipped.ToImmutable();
    }

    /// <summary>When nothing runs any more: the steps that were never begun because the run was stopped, with the step that stopped it.</summary>
    public ImmutableArray<(PlanStep Step, int Because)> Rest() => _stoppedBy is { } stopped ? [.. _waiting.Select(step => (step, stopped))]
        : _waiting.Count == 0 ? [] : throw new InvalidOperationException($"Steps wait for each other: {string.Join(", ", _waiting.Select(step => step.Number))}.");
}
