using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>High availability: resources, and groups (gone since rules exist).</summary>
internal static class HaHandlers
{
    private static readonly string[] Control = ["delete", "digest", "sid", "rule", "group", "purge"];

    public static void Register(HandlerTable table)
    {
        table.Add("GET /cluster/ha/resources", call => Section(call.State.HaResources, "sid", s => call["type"] is null || s.GetValueOrDefault("type") == call["type"]));
        table.Add("POST /cluster/ha/resources", CreateResource);
        table.Add("GET /cluster/ha/resources/{sid}", call => Entry("sid", Sid(call), Require(call.State.HaResources, Sid(call), $"no such resource '{Sid(call)}'")));
        table.Add("PUT /cluster/ha/resources/{sid}", call => Update(call, RequireResource(call)));
        table.Add("DELETE /cluster/ha/resources/{sid}", DeleteResource);
        foreach (string command in (string[])["migrate", "relocate"])
            table.Add($"POST /cluster/ha/resources/{{sid}}/{command}", call => Move(call));
        table.Add("GET /cluster/ha/groups", _ => throw GroupsGone("index groups"));
        table.Add("POST /cluster/ha/groups", _ => throw GroupsGone("create group"));
        table.Add("GET /cluster/ha/groups/{group}", _ => throw GroupsGone("read group"));
        table.Add("PUT /cluster/ha/groups/{group}", _ => throw GroupsGone("update group"));
        table.Add("DELETE /cluster/ha/groups/{group}", _ => throw GroupsGone("delete group"));
        table.Add("GET /cluster/ha/status/current", Status);
        table.Add("GET /cluster/ha/status/manager_status", ManagerStatus);
    }

    private static LabException GroupsGone(string verb) => LabException.Die($"cannot {verb}: ha groups have been migrated to rules");

    private static JsonArray Section(SortedDictionary<string, SortedDictionary<string, string>> section, string key, Func<SortedDictionary<string, string>, bool> wanted) =>
        new([.. section.Where(s => wanted(s.Value)).Select(s => (JsonNode)Entry(key, s.Key, s.Value))]);

    public static JsonObject Entry(string key, string id, SortedDictionary<string, string> values)
    {
        var result = new JsonObject { [key] = id };
        foreach (var (name, value) in values)
            result[name] = name is "max_relocate" or "max_restart" or "failback" or "strict" or "disable" or "auto-rebalance" ? JsonText.Numeric(value) : value;
        result["digest"] = FirewallHandlers.Digest([values]);
        return result;
    }

    private static SortedDictionary<string, string> Require(SortedDictionary<string, SortedDictionary<string, string>> section, string id, string message) =>
        section.GetValueOrDefault(id) ?? throw LabException.Die(message);

    // "100" and "vm:100" name the same resource.
    private static string Sid(Call call)
    {
        string sid = call.Required("sid");
        if (sid.Contains(':'))
            return sid;
        return int.TryParse(sid, out int vmid) && call.State.Guests.TryGetValue(vmid, out var guest)
            ? (guest.IsQemu ? "vm:" : "ct:") + sid
            : throw LabException.Die($"unable to detect SID from VMID - VM/CT {sid} does not exist");
    }

    // Whose digest is of another file is told so first.
    private static SortedDictionary<string, string> RequireResource(Call call)
    {
        string sid = Sid(call);
        return call.State.HaResources.GetValueOrDefault(sid) ?? throw LabException.Die("update resources config failed: " + (call["digest"] is { Length: > 0 } ? "detected modified configuration - file changed by other user? Try again." : $"no such resource '{sid}'"));
    }

    private static JsonNode? CreateResource(Call call)
    {
        string sid = Sid(call);
        string type = sid.Split(':')[0];
        if (type is not ("vm" or "ct"))
            throw LabException.Die($"unknown section type '{type}'");
        if (call["type"] is { } stated && stated != type)
            throw LabException.Die("types does not match");
        if (call["group"] is not null)
            throw LabException.Die("invalid parameter 'group': ha groups have been migrated to rules");
        if (sid.Length == type.Length + 1 || sid[type.Length + 1] == '0')
            throw LabException.Die("invalid VMID");
        if (!int.TryParse(sid.AsSpan(type.Length + 1), out int vmid) || !call.State.Guests.TryGetValue(vmid, out var guest))
            throw LabException.Die($"resource '{sid}' does not exist in cluster");
        if (guest.IsQemu != (type == "vm"))
            throw LabException.Die($"resource '{sid}' - guest with ID {vmid} is not a {(type == "vm" ? "VM" : "container")}");
        var values = Values(call);
        values["type"] = type;
        if (!call.State.HaResources.TryAdd(sid, values))
            throw LabException.Die($"create resource failed: resource ID '{sid}' already defined");
        return null;
    }

    private static JsonNode? DeleteResource(Call call)
    {
        string sid = Sid(call);
        if (!call.State.HaResources.Remove(sid))
            throw LabException.Die($"cannot delete service '{sid}', not HA managed!");
        if (!call.Flag("purge", true))
            return null;
        foreach (var (name, rule) in call.State.HaRules.ToList())
        {
            var left = TextRules.SplitList(rule.GetValueOrDefault("resources")).Where(r => r != sid).ToList();
            if (left.Count == 0)
                call.State.HaRules.Remove(name);
            else
                rule["resources"] = string.Join(',', left);
        }
        return null;
    }

    private static JsonNode? Move(Call call)
    {
        string sid = Sid(call);
        Require(call.State.HaResources, sid, $"resource '{sid}' is not HA managed");
        // The request is only noted: a node that does not exist is the manager's to find out.
        if (call.State.Nodes.ContainsKey(call.Required("node")) && call.State.Guests.TryGetValue(TextRules.Int(sid.Split(':')[1]), out var guest) && guest.Node != call["node"])
            call.Tasks.Start(call.Caller, guest.Node, guest.IsQemu ? "qmigrate" : "vzmigrate", sid.Split(':')[1], "guest.migrate", new JsonObject { ["vmid"] = guest.VmId, ["kind"] = guest.Kind, ["target"] = call["node"], ["local"] = true }, guest.VmId, call.Now);
        var result = new JsonObject { ["sid"] = sid, ["requested-node"] = call["node"] };
        var together = call.State.HaRules.Values.Where(r => r.GetValueOrDefault("affinity") == "positive" && r.GetValueOrDefault("disable") != "1").Select(r => TextRules.SplitList(r["resources"]))
            .Where(r => r.Contains(sid)).SelectMany(r => r).Where(r => r != sid).Distinct(StringComparer.Ordinal).ToList();
        if (together.Count > 0)
            result["comigrated-resources"] = JsonText.Array(together);
        return result;
    }

    private static JsonNode? Update(Call call, SortedDictionary<string, string> values)
    {
        const string Prefix = "update resources config failed: ";
        if (call["digest"] is { Length: > 0 } digest && digest != FirewallHandlers.Digest([values]))
            throw LabException.Die(Prefix + "detected modified configuration - file changed by other user? Try again.");
        foreach (string key in TextRules.SplitList(call["delete"]))
        {
            if (call.Endpoint.Parameters.Find(key) is null || Control.Contains(key))
                throw LabException.Die($"{Prefix}no such option '{key}'");
            values.Remove(key);
        }
        foreach (var (key, value) in Values(call))
            values[key] = value;
        // An empty comment is none.
        if (values.GetValueOrDefault("comment") == "")
            values.Remove("comment");
        return null;
    }

    public static SortedDictionary<string, string> Values(Call call) => new(call.Parameters.Where(p => !Control.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal);

    private static JsonNode? Status(Call call)
    {
        var result = new JsonArray(new JsonObject { ["id"] = "quorum", ["node"] = call.State.LocalNode, ["quorate"] = 1, ["status"] = "OK", ["type"] = "quorum" });
        result.Add((JsonNode)new JsonObject { ["id"] = "fencing", ["node"] = call.State.LocalNode, ["armed-state"] = "standby", ["status"] = "standby (CRM watchdog standby)", ["type"] = "fencing" });
        foreach (var (sid, resource) in call.State.HaResources)
        {
            string node = int.TryParse(sid.Split(':')[1], out int vmid) && call.State.Guests.TryGetValue(vmid, out var guest) ? guest.Node : call.State.LocalNode;
            string state = resource.GetValueOrDefault("state", "started");
            var service = new JsonObject
            {
                ["id"] = "service:" + sid, ["node"] = node, ["sid"] = sid, ["state"] = state, ["request_state"] = state, ["status"] = $"{sid} ({node}, {state})", ["type"] = "service",
                ["max_restart"] = JsonText.Numeric(resource.GetValueOrDefault("max_restart", "1")), ["max_relocate"] = JsonText.Numeric(resource.GetValueOrDefault("max_relocate", "1")), ["failback"] = JsonText.Numeric(resource.GetValueOrDefault("failback", "1")),
            };
            if (resource.TryGetValue("comment", out string? comment))
                service["comment"] = comment;
            result.Add((JsonNode)service);
        }
        return result;
    }

    // A manager that never had a service to look after has written no status but an empty one.
    private static JsonNode? ManagerStatus(Call call)
    {
        var nodes = new JsonObject();
        var manager = new JsonObject { ["node_status"] = nodes };
        var result = new JsonObject { ["manager_status"] = manager, ["quorum"] = new JsonObject { ["node"] = call.State.LocalNode, ["quorate"] = "1" } };
        if (call.State.HaResources.Count == 0)
            return result;
        var services = new JsonObject();
        foreach (var (sid, resource) in call.State.HaResources)
        {
            string node = int.TryParse(sid.Split(':')[1], out int vmid) && call.State.Guests.TryGetValue(vmid, out var guest) ? guest.Node : call.State.LocalNode;
            services[sid] = new JsonObject { ["node"] = node, ["state"] = resource.GetValueOrDefault("state", "started"), ["running"] = call.State.Guests.GetValueOrDefault(vmid)?.Running == true ? 1 : 0, ["uid"] = NodeHandlers.Digest(sid)[..22] };
        }
        manager["master_node"] = call.State.LocalNode;
        manager["service_status"] = services;
        manager["timestamp"] = call.Now.ToUnixTimeSeconds();
        var lrm = new JsonObject();
        foreach (var node in call.State.Nodes.Values)
        {
            nodes[node.Name] = node.Online ? "online" : "unknown";
            bool busy = services.Any(s => s.Value!["node"]!.GetValue<string>() == node.Name);
            lrm[node.Name] = new JsonObject { ["mode"] = "active", ["results"] = new JsonObject(), ["state"] = busy && node.Online ? "active" : "wait_for_agent_lock", ["timestamp"] = call.Now.ToUnixTimeSeconds() };
        }
        result["lrm_status"] = lrm;
        return result;
    }
}
