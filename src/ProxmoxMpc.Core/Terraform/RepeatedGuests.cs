using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>The guests that one resource makes by <c>for_each</c> or <c>count</c>, as far as that can be worked out without Terraform.</summary>
internal static class RepeatedGuests
{
    private const int Most = 10_000;

    /// <summary>Their vmids; null where only Terraform knows them.</summary>
    public static ImmutableArray<int>? VmIds(MergedBlock resource, ModuleScope module)
    {
        IReadOnlyList<HclScope> outer = module.IsRepeated ? module.Instances : [module.Scope];
        if (outer.Count == 0 || resource.Attribute("vm_id")?.Expression is not { } vmid || Instances(resource, outer) is not { } instances) return null;
        var found = ImmutableArray.CreateBuilder<int>();
        foreach (var instance in instances)
        {
            if (vmid.Evaluate(instance) is not HclValue.Number { Value: >= 100 and <= 999999999 and var id } || id != decimal.Truncate(id)) return null;
            found.Add((int)id);
        }
        return found.ToImmutable();
    }

    /// <summary>What each instance of a resource or module sees; null where only Terraform knows how many there are.</summary>
    public static IReadOnlyList<HclScope>? Instances(MergedBlock block, IReadOnlyList<HclScope> outer)
    {
        if (block.Attribute("count") is null && block.Attribute("for_each") is null) return outer;
        var found = new List<HclScope>();
        foreach (var scope in outer)
        {
            if (Instances(block, scope) is not { } some) return null;
            found.AddRange(some);
        }
        return found;
    }

    /// <summary>What each instance sees.</summary>
    private static IEnumerable<HclScope>? Instances(MergedBlock resource, HclScope scope)
    {
        if (resource.Attribute("count")?.Expression is { } count)
            return count.Evaluate(scope) is HclValue.Number { Value: >= 0 and <= Most and var number } && number == decimal.Truncate(number)
                ? Enumerable.Range(0, (int)number).Select(index => scope.With("count", Of(("index", HclValue.Of((long)index))))) : null;
        // A member may be opaque as long as the vmid does not depend on it.
        return resource.Attribute("for_each")?.Expression.EvaluatePartially(scope) switch
        {
            HclValue.Object map => map.Members.Select(member => scope.With("each", Of(("key", HclValue.Of(member.Key)), ("value", member.Value)))),
            HclValue.List set when set.Items.All(item => item is HclValue.String) => set.Items.Distinct().Select(item => scope.With("each", Of(("key", item), ("value", item)))),
            _ => null,
        };
    }

    private static HclValue.Object Of(params (string Name, HclValue Value)[] members) => new([.. members.Select(member => KeyValuePair.Create(member.Name, member.Value))]);

    /// <summary>The vmids for people: <c>200, 201, 202</c>.</summary>
    public static string Listed(ImmutableArray<int> vmids) =>
        vmids.IsEmpty ? "none" : string.Join(", ", vmids.Take(20).Select(vmid => vmid.ToString(CultureInfo.InvariantCulture))) + (vmids.Length > 20 ? " …" : "");
}
