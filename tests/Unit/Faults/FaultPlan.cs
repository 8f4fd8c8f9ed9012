using System.Globalization;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Unit.Faults;

/// <summary>What goes wrong in one run, drawn from its seed: which requests or tasks, how, how often.</summary>
internal static class FaultPlan
{
    private static readonly string[] Tasks = ["qmcreate", "vzcreate", "qmconfig", "resize", "qmmove", "qmstart", "vzstart", "qmshutdown", "vzshutdown", "qmdestroy", "vzdestroy", "qmigrate", "*"];

    private static readonly string[] Paths =
    [
        "/nodes/*/qemu", "/nodes/*/lxc", "/nodes/*/qemu/*", "/nodes/*/lxc/*", "/nodes/*/*/*/config", "/nodes/*/*/*/status/*", "/nodes/*/tasks/*", "/nodes/*/tasks*", "/pools*",
        "/cluster/resources", "/nodes/*/*/*/resize", "/nodes/pve2/*", "*",
    ];

    public static JsonArray Draw(Random random) => [Lost(random), .. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => (JsonNode)Rule(random))];

    /// <summary>Writes that are done and whose answers are lost: what every run has to live with.</summary>
    private static JsonObject Lost(Random random) => new()
    {
        ["kind"] = random.Next(3) == 0 ? "latency" : "resetAfter",
        ["seconds"] = 35,
        ["method"] = new[] { "POST", "PUT", "DELETE" }[random.Next(3)],
        ["path"] = new[] { "/nodes/*", "/nodes/*/qemu*", "/nodes/*/lxc*", "*" }[random.Next(4)],
        ["probability"] = Math.Round(0.2 + random.NextDouble() * 0.6, 2),
    };

    private static JsonObject Rule(Random random)
    {
        var rule = new JsonObject();
        switch (random.Next(11))
        {
            case 0:
                Set("status", 500, "got no worker upid - start worker failed");
                break;
            case 1:
                Set("status", 595, "No route to host");
                break;
            case 2:
                Set("status", 596, "Connection timed out");
                break;
            case 3:
                Set("status", 599, "Too many redirections");
                break;
            case 4:
                rule["kind"] = "reset";
                break;
            case 5 or 6:
                rule["kind"] = "resetAfter";
                break;
            case 7:
                rule["kind"] = "taskError";
                rule["task"] = Tasks[random.Next(Tasks.Length)];
                rule["message"] = "injected: no space left on device";
                break;
            case 8:
                rule["kind"] = "lockTimeout";
                break;
            case 9:
                rule["kind"] = "offline";
                rule["node"] = random.Next(2) == 0 ? "pve1" : "pve2";
                break;
            default:
                // Beyond the proxy's limit the client sees a 596, and what it asked for is done all the same.
                rule["kind"] = "latency";
                rule["seconds"] = random.Next(2) == 0 ? 3 : 35;
                break;
        }
        var kind = rule["kind"]!.GetValue<string>();
        if (kind != "taskError")
        {
            rule["path"] = Paths[random.Next(Paths.Length)];
            if (random.Next(2) == 0 || kind is "lockTimeout" or "resetAfter") rule["method"] = new[] { "POST", "PUT", "DELETE" }[random.Next(3)];
        }
        // Some strike now and then for ever, some strike hard and are over.
        if (random.Next(2) == 0) rule["probability"] = Math.Round(0.1 + random.NextDouble() * 0.5, 2);
        else
        {
            rule["after"] = random.Next(6);
            rule["times"] = 1 + random.Next(4);
        }
        return rule;

        void Set(string name, int status, string message)
        {
            rule["kind"] = name;
            rule["status"] = status;
            rule["message"] = message;
        }
    }

    public static string Text(JsonArray rules) => string.Create(CultureInfo.InvariantCulture, $"{rules.Count} rules: {rules.ToJsonString()}");
}
