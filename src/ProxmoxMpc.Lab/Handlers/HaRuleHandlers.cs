using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Rules that say where resources run, and which of them run together or apart.</summary>
internal static class HaRuleHandlers
{
    private const string Root = "/cluster/ha/rules", Updating = "update HA rules failed: ", Creating = "create ha rule failed: ";
    private static readonly string[] Needed = ["nodes", "affinity", "resources"];

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", List);
        table.Add($"GET {Root}/{{rule}}", call => Describe(call.State, call.Required("rule"), Require(call, $"no such ha rule '{call["rule"]}'"), []));
        table.Add($"POST {Root}", Create);
        table.Add($"PUT {Root}/{{rule}}", Update);
        table.Add($"DELETE {Root}/{{rule}}", call => { call.State.HaRules.Remove(call.Required("rule")); return null; });
    }

    private static SortedDictionary<string, string> Require(Call call, string message) => call.State.HaRules.GetValueOrDefault(call.Required("rule")) ?? throw LabException.Die(message);

    private static JsonNode? List(Call call)
    {
        var errors = HaFeasibility.Check(call.State, call.State.HaRules);
        return new JsonArray([.. call.State.HaRules
            .Where(r => (call["type"] is null || r.Value.GetValueOrDefault("type") == call["type"]) && (call["resource"] is null || TextRules.SplitList(r.Value.GetValueOrDefault("resources")).Contains(call["resource"])))
            .Select(r => (JsonNode)Describe(call.State, r.Key, r.Value, errors.GetValueOrDefault(r.Key, [])))]);
    }

    // The place in the file is part of a rule's answer, and what became impossible since it was made.
    private static JsonObject Describe(LabState state, string id, SortedDictionary<string, string> rule, List<string> errors)
    {
        var result = HaHandlers.Entry("rule", id, rule);
        result["order"] = state.HaRules.Keys.ToList().IndexOf(id) + 1;
        if (errors.Count > 0)
            result["errors"] = new JsonObject { ["resources"] = JsonText.Array(errors) };
        return result;
    }

    private static JsonNode? Create(Call call)
    {
        string id = call.Required("rule");
        var values = HaHandlers.Values(call);
        RequireOwn(call, call.Required("type"));
        if (call.State.HaRules.ContainsKey(id))
            throw LabException.Die($"{Creating}HA rule '{id}' already defined");
        RequireKnown(call, values, Creating);
        return Write(call, id, values, Creating);
    }

    private static JsonNode? Update(Call call)
    {
        string id = call.Required("rule");
        // Whose digest is of another file is told so first.
        if (!call.State.HaRules.TryGetValue(id, out var old))
            throw LabException.Die(Updating + (call["digest"] is { Length: > 0 } ? "detected modified configuration - file changed by other user? Try again." : $"HA rule '{id}' does not exist"));
        if (call["type"] is { } stated)
            RequireOwn(call, stated);
        if (call["digest"] is { Length: > 0 } digest && digest != FirewallHandlers.Digest([old]))
            throw LabException.Die(Updating + "detected modified configuration - file changed by other user? Try again.");
        string type = old.GetValueOrDefault("type", "");
        var values = HaHandlers.Values(call);
        // A rule is switched on by deleting "disable"; a 0 is not looked at.
        if (values.GetValueOrDefault("disable") == "0")
            values.Remove("disable");
        if (values.Keys.FirstOrDefault(k => k != "type" && Other(type).Contains(k)) is { } alien)
            throw LabException.Die($"{Updating}unexpected property '{alien}'");
        if (call["type"] != type)
            throw LabException.Die($"{Updating}unexpected property 'type'");
        RequireKnown(call, values, Updating);
        var rule = new SortedDictionary<string, string>(old, StringComparer.Ordinal);
        foreach (string key in TextRules.SplitList(call["delete"]))
        {
            if (key is "type" or "rule" or "digest" or "delete" || call.Endpoint.Parameters.Find(key) is null || Other(type).Contains(key))
                throw LabException.Die($"{Updating}no such option '{key}'");
            if (Needed.Contains(key))
                throw LabException.Die($"{Updating}unable to delete required option '{key}'");
            rule.Remove(key);
        }
        foreach (var (key, value) in values)
            rule[key] = value;
        return Write(call, id, rule, Updating);
    }

    private static JsonNode? Write(Call call, string id, SortedDictionary<string, string> rule, string prefix)
    {
        rule["resources"] = string.Join(',', TextRules.SplitList(rule["resources"]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        if (rule.GetValueOrDefault("disable") == "0")
            rule.Remove("disable");
        var draft = new SortedDictionary<string, SortedDictionary<string, string>>(call.State.HaRules, StringComparer.Ordinal) { [id] = rule };
        if (HaFeasibility.Check(call.State, draft).GetValueOrDefault(id) is { Count: > 0 } problems)
            throw LabException.Die($"{prefix}400 Rule '{id}' is invalid.\nresources: {string.Join(", ", problems)}");
        call.State.HaRules[id] = rule;
        return null;
    }

    // What only the other kind of rule has.
    private static string[] Other(string type) => type == "node-affinity" ? ["affinity"] : ["nodes", "strict"];

    private static void RequireOwn(Call call, string type)
    {
        var errors = Other(type).Where(k => call[k] is not null).ToDictionary(k => k, _ => "property is not defined in schema and the schema does not allow additional properties", StringComparer.Ordinal);
        if (errors.Count > 0)
            throw LabException.Parameters(errors);
    }

    private static void RequireKnown(Call call, SortedDictionary<string, string> values, string prefix)
    {
        if (values.TryGetValue("resources", out string? resources))
            Refuse(TextRules.SplitList(resources), call.State.HaResources.ContainsKey, "no resources were specified", "unmanaged resource(s)");
        if (values.TryGetValue("nodes", out string? nodes))
            Refuse([.. TextRules.SplitList(nodes).Select(n => n.Split(':')[0])], call.State.Nodes.ContainsKey, "no nodes were specified", "non-existent node(s)");

        void Refuse(string[] names, Func<string, bool> exists, string none, string what)
        {
            if (names.Length == 0)
                throw LabException.Die(prefix + none);
            if (names.Distinct(StringComparer.Ordinal).Where(n => !exists(n)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
                throw LabException.Die($"{prefix}cannot use {what} {string.Join(", ", missing)}.");
        }
    }
}
