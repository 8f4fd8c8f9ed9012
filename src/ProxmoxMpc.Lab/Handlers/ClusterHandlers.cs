using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>/version and what concerns the cluster as a whole.</summary>
internal static class ClusterHandlers
{
    private const string RepoId = "14a22df35955d97d";

    public static void Register(HandlerTable table)
    {
        table.Add("GET /version", Version);
        table.Add("GET /nodes/{node}/version", Version);
        table.Add("GET /cluster/status", Status);
        table.Add("GET /cluster/nextid", NextId);
        table.Add("GET /cluster/options", Options);
        table.Add("PUT /cluster/options", SetOptions);
        table.Add("GET /cluster/config/nodes", call => call.State.Nodes.Count == 1 && call.State.ClusterName is null ? new JsonArray() : new JsonArray([.. call.State.Nodes.Values.Select((n, i) => (JsonNode)new JsonObject { ["node"] = n.Name, ["name"] = n.Name, ["nodeid"] = (i + 1).ToString(CultureInfo.InvariantCulture), ["quorum_votes"] = "1", ["ring0_addr"] = n.Ip })]));
    }

    private static JsonNode? Version(Call call)
    {
        string release = string.Join('.', call.State.Version.Split('.').Take(2));
        return new JsonObject { ["version"] = call.State.Version.Split('.').Length > 2 ? call.State.Version : release + ".11", ["release"] = release, ["repoid"] = RepoId };
    }

    private static JsonNode? Status(Call call)
    {
        var result = new JsonArray();
        bool single = call.State.Nodes.Count == 1 && call.State.ClusterName is null;
        if (!single)
        {
            int online = call.State.Nodes.Values.Count(n => n.Online);
            result.Add((JsonNode)new JsonObject
            {
                ["type"] = "cluster", ["id"] = "cluster", ["name"] = call.State.ClusterName ?? "lab", ["nodes"] = call.State.Nodes.Count,
                ["quorate"] = online * 2 > call.State.Nodes.Count ? 1 : 0, ["version"] = call.State.Nodes.Count,
            });
        }
        int id = single ? 0 : 1;
        foreach (var node in call.State.Nodes.Values)
        {
            result.Add((JsonNode)new JsonObject
            {
                ["type"] = "node", ["id"] = "node/" + node.Name, ["name"] = node.Name, ["ip"] = node.Ip, ["level"] = "", ["nodeid"] = id++,
                ["online"] = node.Online ? 1 : 0, ["local"] = node.Name == call.State.LocalNode ? 1 : 0,
            });
        }
        return result;
    }

    private static JsonNode? NextId(Call call)
    {
        if (call["vmid"] is { } wanted)
        {
            if (call.State.Guests.ContainsKey(TextRules.Int(wanted)))
                throw LabException.Parameter("vmid", $"VM {wanted} already exists");
            return JsonValue.Create(wanted);
        }
        var range = PropertyString.TryParse(ApiTable.Default.Formats["next-id"], call.State.DatacenterOptions.GetValueOrDefault("next-id", "")) ?? [];
        int lower = TextRules.Int(range.GetValueOrDefault("lower", "100")), upper = TextRules.Int(range.GetValueOrDefault("upper", "1000000"));
        for (int vmid = lower; vmid < upper; vmid++)
        {
            if (!call.State.Guests.ContainsKey(vmid))
                return JsonValue.Create(vmid.ToString(CultureInfo.InvariantCulture));
        }
        throw LabException.Die($"unable to get any free VMID in range [{lower}, {upper}]");
    }

    private static JsonNode? Options(Call call)
    {
        var result = new JsonObject { ["keyboard"] = "en-us", ["mac_prefix"] = "BC:24:11" };
        foreach (var (key, value) in call.State.DatacenterOptions)
        {
            if (key != "bwlimit" && ApiTable.Default.Formats.TryGetValue(OptionFormat(key), out var format) && PropertyString.TryParse(format, value) is { } parts)
                result[key] = new JsonObject(parts.Select(p => KeyValuePair.Create(p.Key, p.Key == "user-allow-list" ? (JsonNode?)JsonText.Array(p.Value.Split(';')) : JsonValue.Create(p.Value))));
            else
                result[key] = key == "registered-tags" ? JsonText.Array(TextRules.SplitList(value)) : JsonValue.Create(value);
        }
        if (call.State.DatacenterOptions.GetValueOrDefault("keyboard") == "")
            result.Remove("keyboard");
        // Without Sys.Audit only what the interface needs is told.
        bool audit = call.Permissions.Has(call.Caller, "/", "Sys.Audit");
        if (!audit)
        {
            foreach (string key in result.Select(r => r.Key).Where(k => k is not ("console" or "tag-style")).ToList())
                result.Remove(key);
        }
        else
            result["description"] = call.State.DatacenterOptions.TryGetValue("description", out string? text) ? text + "\n" : "";
        result["allowed-tags"] = JsonText.Array(TagAccess.Of(call.State, call.Permissions, call.Caller).Allowed.Order(StringComparer.Ordinal));
        return result;
    }

    private static JsonNode? SetOptions(Call call)
    {
        // What the same call sets and deletes is deleted.
        string? delete = call.Extract("delete");
        foreach (var (key, value) in call.Parameters)
            call.State.DatacenterOptions[key] = key == "description" ? value.TrimEnd() : value;
        foreach (string key in TextRules.SplitList(delete))
        {
            call.State.DatacenterOptions.Remove(key);
            // The installer wrote a keyboard; the empty value says that it was taken out.
            if (key == "keyboard")
                call.State.DatacenterOptions[key] = "";
        }
        if (call.State.DatacenterOptions.GetValueOrDefault("description") == "")
            call.State.DatacenterOptions.Remove("description");
        return null;
    }

    private static ParameterSpec? Spec(string key) => ApiTable.Default.Endpoints.First(e => e is { Method: "PUT", Path: "/cluster/options" }).Parameters.Find(key);

    private static string OptionFormat(string key) => Spec(key)?.Format ?? "";
}
