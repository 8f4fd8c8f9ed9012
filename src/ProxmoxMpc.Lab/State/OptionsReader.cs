using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.State;

/// <summary>The "options" and "faults" of the state file.</summary>
internal static class OptionsReader
{
    public static LabOptions Read(JsonNode? node)
    {
        var defaults = new LabOptions();
        return defaults with
        {
            TaskSeconds = JsonText.Number(node?["taskSeconds"]) ?? defaults.TaskSeconds,
            TaskSecondsByKind = JsonText.Map(node?["taskSecondsByKind"]).ToDictionary(p => p.Key, p => double.Parse(p.Value, System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal),
            ResourceLagSeconds = JsonText.Number(node?["resourceLagSeconds"]) ?? defaults.ResourceLagSeconds,
            AuthDelaySeconds = JsonText.Number(node?["authDelaySeconds"]) ?? defaults.AuthDelaySeconds,
            ProxyTimeoutSeconds = JsonText.Number(node?["proxyTimeoutSeconds"]) ?? defaults.ProxyTimeoutSeconds,
            LockTimeoutSeconds = JsonText.Number(node?["lockTimeoutSeconds"]) ?? defaults.LockTimeoutSeconds,
            LatencySeconds = JsonText.Number(node?["latencySeconds"]) ?? defaults.LatencySeconds,
            GuestAgents = JsonText.Flag(node?["guestAgents"], defaults.GuestAgents),
            KeepTasks = (int)(JsonText.Long(node?["keepTasks"]) ?? defaults.KeepTasks),
        };
    }

    public static JsonObject Write(LabOptions options)
    {
        var defaults = new LabOptions();
        var result = new JsonObject();
        Add("taskSeconds", options.TaskSeconds, defaults.TaskSeconds);
        Add("resourceLagSeconds", options.ResourceLagSeconds, defaults.ResourceLagSeconds);
        Add("authDelaySeconds", options.AuthDelaySeconds, defaults.AuthDelaySeconds);
        Add("proxyTimeoutSeconds", options.ProxyTimeoutSeconds, defaults.ProxyTimeoutSeconds);
        Add("lockTimeoutSeconds", options.LockTimeoutSeconds, defaults.LockTimeoutSeconds);
        Add("latencySeconds", options.LatencySeconds, defaults.LatencySeconds);
        Add("keepTasks", options.KeepTasks, defaults.KeepTasks);
        if (options.GuestAgents)
            result["guestAgents"] = true;
        if (options.TaskSecondsByKind.Count > 0)
            result["taskSecondsByKind"] = new JsonObject(options.TaskSecondsByKind.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)JsonValue.Create(p.Value))));
        return result;

        void Add(string name, double value, double standard)
        {
            if (value != standard)
                result[name] = value;
        }
    }

    private static readonly string[] Kinds = ["latency", "status", "reset", "resetAfter", "taskError", "lockTimeout", "offline"];

    /// <exception cref="FormatException">A rule without a kind, or of a kind there is not.</exception>
    public static IEnumerable<FaultRule> ReadFaults(JsonNode? node)
    {
        foreach (var entry in node as JsonArray ?? [])
        {
            if (entry is null)
                continue;
            if (JsonText.Text(entry["kind"]) is { } kind && !Kinds.Contains(kind))
                throw new FormatException($"{entry.GetPath()}: there is no fault of kind '{kind}', only {string.Join(", ", Kinds)}");
            yield return new FaultRule
            {
                Kind = JsonText.Text(entry["kind"]) ?? throw new FormatException("a fault needs a kind: latency, status, reset, resetAfter, taskError, lockTimeout or offline"),
                Method = JsonText.Text(entry["method"]),
                Path = JsonText.Text(entry["path"]),
                Task = JsonText.Text(entry["task"]),
                Node = JsonText.Text(entry["node"]),
                Seconds = JsonText.Number(entry["seconds"]) ?? 0,
                Status = (int)(JsonText.Long(entry["status"]) ?? 500),
                Message = JsonText.Text(entry["message"]),
                Probability = JsonText.Number(entry["probability"]) ?? 1,
                After = (int)(JsonText.Long(entry["after"]) ?? 0),
                Times = (int?)JsonText.Long(entry["times"]),
                Seen = (int)(JsonText.Long(entry["seen"]) ?? 0),
            };
        }
    }

    public static JsonObject Write(FaultRule rule)
    {
        var result = new JsonObject { ["kind"] = rule.Kind };
        Add("method", rule.Method);
        Add("path", rule.Path);
        Add("task", rule.Task);
        Add("node", rule.Node);
        Add("message", rule.Message);
        if (rule.Seconds != 0)
            result["seconds"] = rule.Seconds;
        if (rule.Status != 500)
            result["status"] = rule.Status;
        if (rule.Probability != 1)
            result["probability"] = rule.Probability;
        if (rule.After != 0)
            result["after"] = rule.After;
        if (rule.Times is { } times)
            result["times"] = times;
        if (rule.Seen != 0)
            result["seen"] = rule.Seen;
        return result;

        void Add(string name, string? value)
        {
            if (value is not null)
                result[name] = value;
        }
    }
}
