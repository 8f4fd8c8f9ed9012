using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Lab.Handlers;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>One recorded conversation with Proxmox's own API code, replayed in order against the Lab.</summary>
public sealed partial class TranscriptReplayTests
{
    private const double Required = 0.99;

    private const string FreshServer = """
        {
          "version": "9.2", "options": { "taskSeconds": 0, "resourceLagSeconds": 0 },
          "nodes": { "pve1": { "status": "online", "cores": 16, "memoryMiB": 65536 } },
          "storages": {
            "local": { "type": "dir", "path": "/var/lib/vz", "content": ["iso", "vztmpl", "backup", "snippets", "import", "images", "rootdir"] },
            "data": { "type": "dir", "path": "/var/lib/data", "content": ["images", "rootdir"] },
            "local-lvm": { "type": "dir", "path": "/var/lib/local-lvm", "content": ["images", "rootdir"] },
            "shared": { "type": "dir", "path": "/var/lib/shared", "shared": true, "content": ["images", "rootdir", "vztmpl", "iso"] } },
          "bridges": { "pve1": ["vmbr0"] },
          "content": { "local": ["local:iso/debian-13.iso", "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz", "local:import/cloud.qcow2", "local:snippets/user.yaml"] },
          "users": { "root@pam": { "password": "proxmox123", "email": "root@example.internal" }, "iac@pve": {}, "audit@pve": {} },
          "tokens": {
            "root@pam!iac": { "secret": "s", "privsep": false }, "iac@pve!full": { "secret": "s", "privsep": false },
            "iac@pve!sep": { "secret": "s", "privsep": true }, "audit@pve!ro": { "secret": "s", "privsep": false } },
          "acl": [ { "path": "/", "ugid": "audit@pve", "role": "PVEAuditor" }, { "path": "/", "ugid": "iac@pve", "role": "Administrator" } ]
        }
        """;

    [Fact]
    public async Task A_recorded_conversation_with_Proxmox_gets_the_same_answers()
    {
        string? file = FindShared("data/pve-transcripts.jsonl");
        Assert.SkipWhen(file is null, "../shared/data/pve-transcripts.jsonl is not here: nothing to replay");
        using var cluster = LabCluster.FromJson(FreshServer);
        int compared = 0, outside = 0;
        var misses = new List<string>();
        var digests = new Dictionary<string, string>();
        var exchanges = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Where(l => l.Length > 0).Select(l => JsonNode.Parse(l)!.AsObject()).ToList();
        for (int i = 0; i < exchanges.Count; i++)
        {
            var exchange = exchanges[i];
            string method = exchange["method"]!.GetValue<string>(), path = exchange["path"]!.GetValue<string>();
            if (exchange["params"] is JsonObject sent && sent["digest"]?.GetValue<string>() is { } digest && digests.TryGetValue(digest, out string? current))
                sent["digest"] = current;
            var (status, reason, body) = await Replay(cluster, exchange);
            if (RecordedDigest(exchange["body"]) is { } theirs && RecordedDigest(body) is { } ours)
                digests[theirs] = ours;
            if (!Serves(method, path) && exchange["status"]!.GetValue<int>() != 501)
            {
                outside++;
                continue;
            }
            compared++;
            string? difference = Difference(exchange, status, reason, body) ?? await TaskDifference(cluster, exchange, body);
            if (difference is not null)
                misses.Add($"#{i} {exchange["auth"]} {method} {path} {exchange["params"]?.ToJsonString()}: {difference}");
        }
        double share = compared == 0 ? 0 : (compared - misses.Count) / (double)compared;
        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} compared, {outside} outside the Lab, {share:P2} equal");
        misses.ForEach(m => TestContext.Current.TestOutputHelper?.WriteLine(m));
        Assert.True(share >= Required, $"{share:P2} of {compared} equal ({outside} outside)\n{string.Join('\n', misses)}");
    }

    private static async Task<(int Status, string Reason, JsonNode? Body)> Replay(LabCluster cluster, JsonObject exchange)
    {
        string method = exchange["method"]!.GetValue<string>();
        var headers = new List<KeyValuePair<string, string>>();
        string secret = exchange["status"]!.GetValue<int>() == 401 && exchange["reason"]!.GetValue<string>() == "Authentication failed!" ? "wrong" : "s";
        if (exchange["auth"]?.GetValue<string>() is { } token)
            headers.Add(new("Authorization", $"PVEAPIToken={token}={secret}"));
        string? query = null;
        byte[] body = [];
        if (exchange["params"] is JsonObject parameters)
        {
            bool json = exchange["json"]?.GetValue<bool>() == true;
            string form = string.Join('&', parameters.SelectMany(p => (p.Value is JsonArray many && !json ? many.AsEnumerable() : [p.Value]).Select(v => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(v is JsonValue s && s.TryGetValue(out string? text) ? text : v?.ToJsonString() ?? "")}")));
            if (method is "GET" or "DELETE")
                query = form;
            else
                body = Encoding.UTF8.GetBytes(json ? parameters.ToJsonString() : form);
            if (method is not ("GET" or "DELETE"))
                headers.Add(new("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded"));
        }
        var answer = await cluster.HandleAsync(new LabRequest(method, "/api2/json" + Uri.EscapeDataString(exchange["path"]!.GetValue<string>()).Replace("%2F", "/", StringComparison.Ordinal), query, headers, body), TestContext.Current.CancellationToken);
        string text2 = Encoding.UTF8.GetString(answer.Body.Span);
        return (answer.Status, answer.Reason, text2.Length == 0 ? null : JsonNode.Parse(text2));
    }

    private static bool Serves(string method, string path)
    {
        var endpoint = ApiTable.Default.Route(method, path.Split('/', StringSplitOptions.RemoveEmptyEntries), []);
        return endpoint is not null && HandlerTable.Default.Find(endpoint.Method, endpoint.Path) is not null;
    }

    private static string? Difference(JsonObject exchange, int status, string reason, JsonNode? body)
    {
        if (status != exchange["status"]!.GetValue<int>())
            return $"status {status} {reason} instead of {exchange["status"]} {exchange["reason"]}";
        if (reason != exchange["reason"]!.GetValue<string>())
            return $"reason '{reason}' instead of '{exchange["reason"]}'";
        var recorded = exchange["body"] as JsonObject;
        if ((recorded is null) != (body is null))
            return recorded is null ? "a body where none was" : "no body";
        if (recorded is null)
            return null;
        string ours = Keys(body!["errors"]), theirs = Keys(recorded["errors"]);
        if (ours != theirs)
            return $"errors for {ours} instead of {theirs}";
        string path = exchange["path"]!.GetValue<string>();
        if (ConfigRead().IsMatch(path) && exchange["method"]!.GetValue<string>() == "GET" && recorded["data"] is JsonObject config)
            return ConfigDifference(config, body["data"] as JsonObject);
        return ShapeDifference(recorded["data"], body["data"], "data");
    }

    private static string? ConfigDifference(JsonObject recorded, JsonObject? ours)
    {
        if (Keys(recorded) != Keys(ours))
            return $"config keys {Keys(ours)} instead of {Keys(recorded)}";
        foreach (var (key, value) in recorded)
        {
            if (key is not ("digest" or "smbios1" or "vmgenid" or "meta" or "snaptime") && !(key == "cipassword" && value!.ToString().StartsWith("$5$", StringComparison.Ordinal)) && Calm(value) != Calm(ours![key]))
                return $"{key} = {ours[key]?.ToJsonString()} instead of {value?.ToJsonString()}";
        }
        return null;
    }

    private static string? Calm(JsonNode? value) => value is null ? null : Mac().Replace(value.ToJsonString(), "MAC");

    // Objects need the same keys and lists elements of the same shape; numbers may be written either way.
    private static string? ShapeDifference(JsonNode? recorded, JsonNode? ours, string at)
    {
        if (recorded is null || ours is null)
            return recorded is null == (ours is null) ? null : $"{at} is {ours?.GetValueKind().ToString() ?? "null"} instead of {recorded?.GetValueKind().ToString() ?? "null"}";
        if (recorded is JsonObject left && ours is JsonObject right)
        {
            if (at.EndsWith(".cpuinfo", StringComparison.Ordinal) || at.EndsWith(".cap", StringComparison.Ordinal))
                return null;
            if (Keys(left) != Keys(right))
                return $"{at} has {Keys(right)} instead of {Keys(left)}";
            return left.Select(p => ShapeDifference(p.Value, right[p.Key], $"{at}.{p.Key}")).FirstOrDefault(d => d is not null);
        }
        if (recorded is JsonArray list && ours is JsonArray other)
        {
            if (list.Count == 0 != (other.Count == 0))
                return $"{at} has {other.Count} elements instead of {list.Count}";
            var shapes = list.Select(Shape).ToHashSet();
            return other.Select(Shape).FirstOrDefault(s => !shapes.Contains(s)) is { } strange ? $"{at} has an element {strange}, recorded are {string.Join(" | ", shapes)}" : null;
        }
        return recorded.GetValueKind() == ours.GetValueKind() ? null : $"{at} is {ours.GetValueKind()} instead of {recorded.GetValueKind()}";
    }

    private static string Shape(JsonNode? node) => node switch
    {
        JsonObject members => "{" + Keys(members) + "}",
        JsonArray => "[]",
        null => "null",
        _ => node.GetValueKind().ToString(),
    };

    private static async Task<string?> TaskDifference(LabCluster cluster, JsonObject exchange, JsonNode? body)
    {
        if (exchange["task"] is not JsonObject task || body?["data"] is not JsonValue value || !value.TryGetValue(out string? upid))
            return null;
        var (_, _, status) = await Replay(cluster, new JsonObject { ["auth"] = "root@pam!iac", ["method"] = "GET", ["path"] = $"/nodes/pve1/tasks/{upid}/status", ["status"] = 200, ["reason"] = "OK" });
        string? exit = status?["data"]?["exitstatus"]?.GetValue<string>(), type = status?["data"]?["type"]?.GetValue<string>();
        if (exit != task["exitstatus"]?.GetValue<string>())
            return $"task ended '{exit}' instead of '{task["exitstatus"]}'";
        return type == task["type"]?.GetValue<string>() ? null : $"task type {type} instead of {task["type"]}";
    }

    private static string? RecordedDigest(JsonNode? body) => (body as JsonObject)?["data"] is JsonObject data && data["digest"] is JsonValue digest ? digest.GetValue<string>() : null;

    private static string Keys(JsonNode? node) => node is JsonObject members ? string.Join(',', members.Select(m => m.Key).Order(StringComparer.Ordinal)) : "";

    private static string? FindShared(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (string candidate in (string[])[Path.Combine(folder.FullName, "shared", relative), Path.Combine(folder.FullName, "..", "shared", relative)])
            {
                if (File.Exists(candidate))
                    return candidate;
            }
        }
        return null;
    }

    [GeneratedRegex(@"^/nodes/[^/]+/(qemu|lxc)/\d+(/snapshot/[^/]+)?/config$")]
    private static partial Regex ConfigRead();

    [GeneratedRegex("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}")]
    private static partial Regex Mac();
}
