using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Rules that can have no effect, or that contradict others: the checks of Proxmox's HA manager, in its order.</summary>
internal static class HaFeasibility
{
    private sealed record Rule(string Id, bool IsNodes, bool Together, HashSet<string> Resources, Dictionary<string, string> Nodes)
    {
        public bool Shares(IEnumerable<string> resources) => Resources.Overlaps(resources);
    }

    /// <summary>What is wrong, by rule. Rules that are switched off are not looked at.</summary>
    public static Dictionary<string, List<string>> Check(LabState state, SortedDictionary<string, SortedDictionary<string, string>> rules)
    {
        var result = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        void Add(string id, string reason)
        {
            if (!result.TryGetValue(id, out var list))
                result[id] = list = [];
            if (!list.Contains(reason))
                list.Add(reason);
        }

        var all = rules.Where(r => r.Value.GetValueOrDefault("disable") != "1").Select(r => Read(r.Key, r.Value)).ToList();
        var nodes = all.Where(r => r.IsNodes).ToList();
        var affinities = all.Where(r => !r.IsNodes).ToList();
        var apart = affinities.Where(r => !r.Together).ToList();
        var groups = Joined(affinities.Where(r => r.Together));
        foreach (var rule in nodes)
        {
            foreach (string sid in rule.Resources.Where(s => nodes.Exists(o => o != rule && o.Resources.Contains(s))).Order(StringComparer.Ordinal))
                Add(rule.Id, $"resource '{sid}' is already used in another node affinity rule");
        }
        foreach (var rule in affinities.Where(r => r.Resources.Count < 2))
            Add(rule.Id, "rule is ineffective as there are less than two resources");
        foreach (var rule in apart.Where(r => r.Resources.Count > state.Nodes.Count))
            Add(rule.Id, "rule defines more resources than available nodes");
        foreach (var (members, resources) in groups)
        {
            foreach (var rule in apart.Where(r => r.Resources.Count(resources.Contains) >= 2))
            {
                Add(rule.Id, "rule shares two or more resources with a positive resource affinity rule");
                members.ForEach(m => Add(m, "rule shares two or more resources with a negative resource affinity rule"));
            }
        }
        foreach (var rule in affinities)
        {
            var paired = nodes.Where(n => n.Shares(rule.Resources)).ToList();
            if (!paired.Exists(n => n.Nodes.Values.Distinct(StringComparer.Ordinal).Count() > 1))
                continue;
            Add(rule.Id, "resources are in node affinity rules with multiple priorities");
            paired.ForEach(n => Add(n.Id, "resources are in a resource affinity rule and cannot be in a node affinity rule with multiple priorities"));
        }
        foreach (var (members, resources) in groups)
        {
            var paired = nodes.Where(n => n.Shares(resources)).ToList();
            if (paired.Count < 2)
                continue;
            members.ForEach(m => Add(m, "resources are in multiple node affinity rules"));
            paired.ForEach(n => Add(n.Id, "at least one resource is in a positive resource affinity rule and there are other resources in at least one other node affinity rule already"));
        }
        foreach (var rule in apart)
        {
            var paired = nodes.Where(n => n.Shares(rule.Resources)).ToList();
            if (paired.SelectMany(n => n.Nodes.Keys).Distinct(StringComparer.Ordinal).Count() >= rule.Resources.Count(s => paired.Exists(n => n.Resources.Contains(s))))
                continue;
            Add(rule.Id, "two or more resources are restricted to less nodes than available to the resources");
            paired.ForEach(n => Add(n.Id, "at least one resource is in a negative resource affinity rule and this rule would restrict these to less nodes than available to the resources"));
        }
        return result;
    }

    private static Rule Read(string id, SortedDictionary<string, string> values) => new(
        id, values.GetValueOrDefault("type") == "node-affinity", values.GetValueOrDefault("affinity") == "positive",
        [.. TextRules.SplitList(values.GetValueOrDefault("resources"))],
        TextRules.SplitList(values.GetValueOrDefault("nodes")).Select(n => n.Split(':')).DistinctBy(n => n[0]).ToDictionary(n => n[0], n => n.Length > 1 ? n[1] : "0", StringComparer.Ordinal));

    // Rules that keep resources together are one where they share a resource.
    private static List<(List<string> Rules, HashSet<string> Resources)> Joined(IEnumerable<Rule> together)
    {
        List<(List<string> Rules, HashSet<string> Resources)> groups = [];
        foreach (var rule in together)
        {
            var joined = groups.Where(g => g.Resources.Overlaps(rule.Resources)).ToList();
            groups.RemoveAll(joined.Contains);
            groups.Add(([.. joined.SelectMany(g => g.Rules), rule.Id], [.. joined.SelectMany(g => g.Resources), .. rule.Resources]));
        }
        return groups;
    }
}
