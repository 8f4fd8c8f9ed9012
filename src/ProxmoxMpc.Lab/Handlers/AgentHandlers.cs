using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The QEMU guest agent: a running guest with the agent enabled and a known address answers.</summary>
internal static class AgentHandlers
{
    private const string Root = "/nodes/{node}/qemu/{vmid}/agent";

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", _ => IndexHandlers.Named("name", "exec", "exec-status", "file-read", "file-write", "fsfreeze-freeze", "fsfreeze-status", "fsfreeze-thaw", "fstrim", "get-fsinfo", "get-host-name", "get-memory-block-info", "get-memory-blocks", "get-osinfo", "get-time", "get-timezone", "get-users", "get-vcpus", "info", "network-get-interfaces", "ping", "set-user-password", "shutdown", "suspend-disk", "suspend-hybrid", "suspend-ram"));
        table.Add($"POST {Root}", call => Answer(call, call.Required("command")));
        foreach (string command in (string[])["get-fsinfo", "get-host-name", "get-osinfo", "network-get-interfaces"])
            table.Add($"GET {Root}/{command}", call => Answer(call, command));
        foreach (string command in (string[])["ping", "fstrim", "fsfreeze-status"])
            table.Add($"POST {Root}/{command}", call => Answer(call, command));
    }

    private static JsonNode? Answer(Call call, string command)
    {
        var guest = call.Guest("qemu");
        if (PropertyString.TryParse(ApiTable.Default.Formats["agent"], guest.Config.GetValueOrDefault("agent", "0"))?.GetValueOrDefault("enabled") != "1")
            throw LabException.Die("No QEMU guest agent configured");
        if (!guest.Running)
            throw LabException.Die($"VM {guest.VmId} is not running");
        if (Addresses(guest).Count == 0)
            throw LabException.Die("QEMU guest agent is not running");
        return new JsonObject
        {
            ["result"] = command switch
            {
                "network-get-interfaces" => Interfaces(guest),
                "get-host-name" => new JsonObject { ["host-name"] = guest.Name },
                "get-osinfo" => new JsonObject { ["id"] = guest.Config.GetValueOrDefault("ostype") == "l26" ? "debian" : "mswindows", ["name"] = guest.Config.GetValueOrDefault("ostype") == "l26" ? "Debian GNU/Linux" : "Microsoft Windows" },
                "fsfreeze-status" => JsonValue.Create("thawed"),
                "get-fsinfo" => new JsonArray(),
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
