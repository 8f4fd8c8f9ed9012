using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The QEMU guest agent: a running guest with the agent enabled and a known address answers.</summary>
internal static class AgentHandlers
{
    private static readonly string[] Commands = ["fsfreeze-freeze", "fsfreeze-status", "fsfreeze-thaw", "fstrim", "get-fsinfo", "get-host-name", "get-memory-block-info", "get-memory-blocks", "get-osinfo", "get-time", "get-timezone", "get-users", "get-vcpus", "info", "network-get-interfaces", "ping", "shutdown"];
    private const string Root = "/nodes/{node}/qemu/{vmid}/agent";

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", _ => IndexHandlers.Named("name", "exec", "exec-status", "file-read", "file-write", "fsfreeze-freeze", "fsfreeze-status", "fsfreeze-thaw", "fstrim", "get-fsinfo", "get-host-name", "get-memory-block-info", "get-memory-blocks", "get-osinfo", "get-time", "get-timezone", "get-users", "get-vcpus", "info", "network-get-interfaces", "ping", "set-user-password", "shutdown", "suspend-disk", "suspend-hybrid", "suspend-ram"));
        table.Add($"POST {Root}", call => Answer(call, call.Required("command")));
        foreach (string command in (string[])["get-fsinfo", "get-host-name", "get-osinfo", "network-get-interfaces", "get-memory-block-info", "get-memory-blocks", "get-time", "get-timezone", "get-users", "get-vcpus", "info"])
            table.Add($"GET {Root}/{command}", call => Answer(call, command));
        table.Add($"POST {Root}/exec", call => Missing(call, $"Guest agent command failed, error was 'Failed to execute child process \u201c{call.Required("command").Split('\0')[0]}\u201d (No such file or directory)'"));
        table.Add($"GET {Root}/exec-status", call => Missing(call, $"PID {call["pid"]} does not exist"));
        table.Add($"GET {Root}/file-read", call => Missing(call, $"Guest agent command failed, error was 'failed to open file '{call["file"]}' (mode: 'r'): No such file or directory'"));
        table.Add($"POST {Root}/file-write", call => Missing(call, $"Guest agent command failed, error was 'failed to open file '{call["file"]}' (mode: 'wb'): Read-only file system'"));
        foreach (string command in (string[])["ping", "fstrim", "fsfreeze-status", "fsfreeze-freeze", "fsfreeze-thaw", "shutdown", "suspend-disk", "suspend-hybrid", "suspend-ram", "set-user-password"])
            table.Add($"POST {Root}/{command}", call => Answer(call, command));
    }

    /// <exception cref="LabException">500: no agent, no machine, or nothing known of its inside.</exception>
    private static GuestState Require(Call call)
    {
        var guest = call.Guest("qemu");
        if (PropertyString.TryParse(ApiTable.Default.Formats["agent"], guest.Config.GetValueOrDefault("agent", "0"))?.GetValueOrDefault("enabled") != "1")
            throw LabException.Die("No QEMU guest agent configured");
        if (!guest.Running)
            throw LabException.Die($"VM {guest.VmId} is not running");
        if (!call.State.Options.GuestAgents || Addresses(guest).Count == 0)
            throw LabException.Die("QEMU guest agent is not running");
        return guest;
    }

    // A guest of the Lab has no programs and no files: the agent says so in the words of the real one.
    private static JsonNode? Missing(Call call, string what)
    {
        Require(call);
        throw LabException.Die("Agent error: " + what);
    }

    private static JsonNode? Answer(Call call, string command)
    {
        var guest = Require(call);
        if (command == "shutdown")
            PowerActions.Down(call.State, guest, call.Now);
        return new JsonObject
        {
            ["result"] = command switch
            {
                "network-get-interfaces" => Interfaces(guest),
                "get-host-name" => new JsonObject { ["host-name"] = guest.Name },
                "get-osinfo" => new JsonObject { ["id"] = guest.Config.GetValueOrDefault("ostype") == "l26" ? "debian" : "mswindows", ["name"] = guest.Config.GetValueOrDefault("ostype") == "l26" ? "Debian GNU/Linux" : "Microsoft Windows" },
                "fsfreeze-status" => JsonValue.Create("thawed"),
                "fsfreeze-freeze" or "fsfreeze-thaw" => JsonValue.Create(0),
                "get-fsinfo" or "get-users" or "get-memory-blocks" => new JsonArray(),
                "get-time" => JsonValue.Create(call.Now.ToUnixTimeMilliseconds() * 1_000_000),
                "get-timezone" => new JsonObject { ["zone"] = "UTC", ["offset"] = 0 },
                "get-memory-block-info" => new JsonObject { ["size"] = 128 << 20 },
                "get-vcpus" => new JsonArray([.. Enumerable.Range(0, (int)GuestStatistics.Measure(call.State, guest, call.Now).Cpus).Select(i => (JsonNode)new JsonObject { ["logical-id"] = i, ["online"] = true, ["can-offline"] = i > 0 })]),
                "info" => new JsonObject { ["version"] = "10.0.0", ["supported_commands"] = new JsonArray([.. Commands.Select(c => (JsonNode)new JsonObject { ["name"] = "guest-" + c, ["enabled"] = true, ["success-response"] = true })]) },
                _ => new JsonObject(),
            },
        };
    }

    // The Lab knows only what the config says: fixed cloud-init addresses.
    private static List<(int Index, string Address)> Addresses(GuestState guest)
    {
        var result = new List<(int, string)>();
        for (int i = 0; i < 32; i++)
        {
            if (guest.Config.TryGetValue($"ipconfig{i}", out string? text) && PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-ipconfig"], text)?.GetValueOrDefault("ip") is { } ip and not "dhcp")
                result.Add((i, ip));
        }
        return result;
    }

    private static JsonArray Interfaces(GuestState guest)
    {
        var result = new JsonArray(new JsonObject { ["name"] = "lo", ["hardware-address"] = "00:00:00:00:00:00", ["ip-addresses"] = new JsonArray(new JsonObject { ["ip-address"] = "127.0.0.1", ["ip-address-type"] = "ipv4", ["prefix"] = 8 }) });
        foreach (var (index, address) in Addresses(guest))
        {
            var parts = address.Split('/');
            string mac = Nets.TryParse("qemu", guest.Config.GetValueOrDefault($"net{index}", ""))?.GetValueOrDefault("macaddr", "")?.ToLowerInvariant() ?? "";
            result.Add((JsonNode)new JsonObject
            {
                ["name"] = $"eth{index}", ["hardware-address"] = mac,
                ["ip-addresses"] = new JsonArray(new JsonObject { ["ip-address"] = parts[0], ["ip-address-type"] = "ipv4", ["prefix"] = parts.Length > 1 ? TextRules.Int(parts[1]) : 24 }),
            });
        }
        return result;
    }
}
