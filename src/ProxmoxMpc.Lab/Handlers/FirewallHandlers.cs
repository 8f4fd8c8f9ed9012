using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Firewall options and rules of cluster, nodes, guests and security groups.</summary>
internal static class FirewallHandlers
{
    private static readonly string[] Scopes = ["/cluster/firewall", "/nodes/{node}/firewall", "/nodes/{node}/qemu/{vmid}/firewall", "/nodes/{node}/lxc/{vmid}/firewall"];
    private static readonly string[] NotRule = ["node", "vmid", "group", "pos", "digest", "delete", "moveto"];

    public static void Register(HandlerTable table)
    {
        foreach (string scope in Scopes)
        {
            table.Add($"GET {scope}/options", call => Options(call, Scope(call, scope)));
            table.Add($"PUT {scope}/options", call => SetOptions(call, Scope(call, scope)));
            Rules(table, $"{scope}/rules", call => Scope(call, scope).Rules);
            if (scope != Scopes[0])
                table.Add($"GET {scope}/log", call => { call.Extras["total"] = 1; return new JsonArray(new JsonObject { ["n"] = 1, ["t"] = "no content" }); });
        }
        table.Add("GET /cluster/firewall/groups", Groups);
        table.Add("POST /cluster/firewall/groups", CreateGroup);
        table.Add("DELETE /cluster/firewall/groups/{group}", DeleteGroup);
        Rules(table, "/cluster/firewall/groups/{group}", call => Group(call).Rules);
    }

    /// <summary>The firewall of a path's cluster, node or guest.</summary>
    public static FirewallState Scope(Call call, string scope) => scope switch
    {
        "/cluster/firewall" => call.State.Firewall,
        "/nodes/{node}/firewall" => NodeHandlers.Node(call).Firewall,
        _ => call.State.FirewallOf(call.VmId),
    };

    /// <summary>SHA-1 of a part as text; a file that is not there has the digest of nothing.</summary>
    public static string Digest(IEnumerable<IEnumerable<KeyValuePair<string, string>>> sections) =>
        NodeHandlers.Digest(string.Concat(sections.SelectMany(s => s.Select(p => $"{p.Key}={p.Value}\n"))));

    public static void RequireDigest(Call call, string current)
    {
        if (call["digest"] is { Length: > 0 } digest && digest != current)
            throw LabException.Die("detected modified configuration - file changed by other user? Try again.");
    }

    public static JsonObject Typed(string path, IEnumerable<KeyValuePair<string, string>> values)
    {
        var parameters = ApiTable.Default.Endpoints.First(e => e.Method is "PUT" or "POST" && e.Path == path).Parameters;
        return new JsonObject(values.Select(v => KeyValuePair.Create(v.Key, parameters.Find(v.Key)?.IsNumeric == true ? JsonText.Numeric(v.Value) : (JsonNode?)JsonValue.Create(v.Value))));
    }

    private static JsonNode? Options(Call call, FirewallState firewall)
    {
        var result = Typed(call.Endpoint.Path, firewall.Options);
        result["digest"] = Digest([firewall.Options]);
        return result;
    }

    private static JsonNode? SetOptions(Call call, FirewallState firewall)
    {
        RequireDigest(call, Digest([firewall.Options]));
        foreach (string key in TextRules.SplitList(call["delete"]))
        {
            if (call.Endpoint.Parameters.Find(key) is null || NotRule.Contains(key))
                throw LabException.Parameter("delete", $"no such option '{key}'");
            firewall.Options.Remove(key);
        }
        foreach (var (key, value) in call.Parameters.Where(p => !NotRule.Contains(p.Key)))
            firewall.Options[key] = value;
        return null;
    }

    private static void Rules(HandlerTable table, string root, Func<Call, List<SortedDictionary<string, string>>> list)
    {
        table.Add($"GET {root}", call =>
        {
            var rules = list(call);
            return new JsonArray([.. rules.Select((r, i) => (JsonNode)Describe(call, root, rules, r, i))]);
        });
        table.Add($"GET {root}/{{pos}}", call =>
        {
            var rules = list(call);
            // The position comes back as the text of the path.
            var one = Describe(call, root, rules, rules[Position(call, rules)], Position(call, rules));
            one["pos"] = call["pos"];
            return one;
        });
        table.Add($"POST {root}", call => Create(call, list(call)));
        table.Add($"PUT {root}/{{pos}}", call => Update(call, list(call)));
        table.Add($"DELETE {root}/{{pos}}", call =>
        {
            var rules = list(call);
            RequireDigest(call, Digest(rules));
            rules.RemoveAt(Position(call, rules));
            return null;
        });
    }

    private static JsonObject Describe(Call call, string root, List<SortedDictionary<string, string>> rules, SortedDictionary<string, string> rule, int position)
    {
        var result = Typed(root, rule);
        if (FirewallRules.IpVersion(call.State.Firewall, Own(call), rule) is { } version)
            result["ipversion"] = version;
        if (FirewallRules.Missing(call.State.Firewall, Own(call), rule) is { Count: > 0 } errors)
            result["errors"] = errors;
        result["pos"] = position;
        result["digest"] = Digest(rules);
        return result;
    }

    private static int Position(Call call, List<SortedDictionary<string, string>> rules)
    {
        int position = TextRules.Int(call.Required("pos"));
        return position < rules.Count ? position : throw LabException.Die($"no rule at position {position}");
    }

    // New rules go to the top, switched off unless told otherwise.
    private static JsonNode? Create(Call call, List<SortedDictionary<string, string>> rules)
    {
        // A digest is accepted, and not looked at: a new rule changes none that was read.
        var rule = new SortedDictionary<string, string>(call.Parameters.Where(p => !NotRule.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal);
        rule.TryAdd("enable", "0");
        // What is empty is not written.
        foreach (string empty in rule.Where(r => r.Value.Length == 0).Select(r => r.Key).ToList())
            rule.Remove(empty);
        FirewallRules.Verify(call.State.Firewall, Own(call), call.Endpoint.Path, rule);
        // "pos" is accepted and ignored.
        rules.Insert(0, rule);
        return null;
    }

    private static JsonNode? Update(Call call, List<SortedDictionary<string, string>> rules)
    {
        RequireDigest(call, Digest(rules));
        int position = Position(call, rules);
        if (call["moveto"] is { } target)
        {
            var moved = rules[position];
            rules.RemoveAt(position);
            int to = TextRules.Int(target);
            rules.Insert(Math.Min(to > position ? to - 1 : to, rules.Count), moved);
            return null;
        }
        var rule = new SortedDictionary<string, string>(rules[position], StringComparer.Ordinal);
        foreach (var (key, value) in call.Parameters.Where(p => !NotRule.Contains(p.Key)))
            rule[key] = value;
        foreach (string key in TextRules.SplitList(call["delete"]))
        {
            if (key != "pos" && (call.Endpoint.Parameters.Find(key) is null || NotRule.Contains(key)))
                throw LabException.Parameter("delete", $"no such property ('{key}')");
            if (key is "type" or "action")
                throw LabException.Parameter("delete", $"unable to delete required property '{key}'");
            rule.Remove(key);
        }
        foreach (string empty in rule.Where(r => r.Value.Length == 0).Select(r => r.Key).ToList())
            rule.Remove(empty);
        // The file marks what is switched off; what is not marked is on.
        rule.TryAdd("enable", "1");
        FirewallRules.Verify(call.State.Firewall, Own(call), call.Endpoint.Path, rule);
        rules[position] = rule;
        return null;
    }

    private static FirewallState Own(Call call) => Scope(call, Scopes.First(s => call.Endpoint.Path.StartsWith(s, StringComparison.Ordinal)));

    private static (string? Comment, List<SortedDictionary<string, string>> Rules) Group(Call call) =>
        call.State.Firewall.Groups.TryGetValue(call.Required("group"), out var group) ? group : throw LabException.Die($"no such security group '{call["group"]}'");

    private static JsonNode? Groups(Call call)
    {
        var result = new JsonArray();
        foreach (var (name, group) in call.State.Firewall.Groups)
        {
            var entry = new JsonObject { ["group"] = name, ["digest"] = Digest(group.Rules) };
            if (group.Comment is not null)
                entry["comment"] = group.Comment;
            result.Add((JsonNode)entry);
        }
        return result;
    }

    private static JsonNode? CreateGroup(Call call)
    {
        string name = call.Required("group");
        var groups = call.State.Firewall.Groups;
        if (call["rename"] is { } old)
        {
            if (!groups.TryGetValue(old, out var group))
                throw LabException.Parameter("group", $"Security group '{old}' does not exist");
            if (name != old && groups.ContainsKey(name))
                throw LabException.Parameter("group", $"Security group '{name}' does already exist");
            groups.Remove(old);
            groups[name] = (call["comment"] ?? group.Comment, group.Rules);
            return null;
        }
        if (groups.ContainsKey(name))
            throw LabException.Parameter("group", $"Security group '{name}' already exists");
        // Names are read back in small letters: a group that differs in nothing else is the same then.
        string small = name.ToLowerInvariant();
        groups[small] = groups.TryGetValue(small, out var same) ? (call["comment"] ?? same.Comment, same.Rules) : (call["comment"], []);
        return null;
    }

    private static JsonNode? DeleteGroup(Call call)
    {
        if (Group(call).Rules.Count > 0)
            throw LabException.Die($"Security group '{call["group"]}' is not empty");
        call.State.Firewall.Groups.Remove(call.Required("group"));
        return null;
    }
}
