using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Planning;

/// <summary>A pool that is made for the guest that joins it.</summary>
public sealed record NewPool(string PoolId, string? Comment);

/// <summary>Pools that the code declares and the server lacks, made with the first guests that go there: a pool must be there before its members.</summary>
internal static class NewPools
{
    /// <summary>The plan with the pools that its steps need. Where pools may be hidden from the token, nobody can tell which are missing.</summary>
    /// <param name="declared">The pools of the code, with their comments.</param>
    public static Plan In(Plan plan, Inventory inventory, IReadOnlyDictionary<string, string?> declared)
    {
        if (declared.Count == 0 || inventory.Gaps.Any(gap => gap.Scope is GapScope.Pool or GapScope.Cluster)) return plan;
        var there = inventory.Pools.Select(pool => pool.PoolId).ToHashSet(StringComparer.Ordinal);
        return plan with { Steps = [.. plan.Steps.Select(step => PoolOf(step) is { } pool && !there.Contains(pool) && declared.ContainsKey(pool) ? step with { NewPools = [.. Lineage(pool).Where(one => !there.Contains(one)).Select(one => new NewPool(one, declared.GetValueOrDefault(one)))] } : step)] };
    }

    private static string? PoolOf(PlanStep step) => step.Action switch
    {
        PlanAction.Pool => step.Argument,
        PlanAction.Create or PlanAction.Clone or PlanAction.Restore => step.Parameters.GetValueOrDefault("pool"),
        _ => null,
    };

    /// <summary>A pool with those that it lies in, outermost first: <c>a</c>, <c>a/b</c>.</summary>
    private static IEnumerable<string> Lineage(string pool)
    {
        for (var slash = pool.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = pool.IndexOf('/', slash + 1)) yield return pool[..slash];
        yield return pool;
    }
}
