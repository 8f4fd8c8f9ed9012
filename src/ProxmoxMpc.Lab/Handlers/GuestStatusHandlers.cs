using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>status/current and the power commands.</summary>
internal static class GuestStatusHandlers
{
    private static readonly string[] Pressures = ["cpusome", "cpufull", "iosome", "iofull", "memorysome", "memoryfull"];

    public static void Register(HandlerTable table)
    {
        foreach (string kind in (string[])["qemu", "lxc"])
        {
            string root = $"/nodes/{{node}}/{kind}/{{vmid}}/status";
            string prefix = kind == "qemu" ? "qm" : "vz";
            table.Add($"GET {root}/current", call => Current(call, kind));
            table.Add($"POST {root}/start", call => Power(call, kind, prefix + "start", "guest.start", Start));
            table.Add($"POST {root}/stop", call => Power(call, kind, prefix + "stop", "guest.stop", (c, g) => RequireRunning(g, kind == "lxc")));
            table.Add($"POST {root}/shutdown", call => Power(call, kind, prefix + "shutdown", "guest.shutdown", Shutdown));
            table.Add($"POST {root}/reboot", call => Power(call, kind, prefix + "reboot", "guest.reboot", Reboot));
            table.Add($"POST {root}/suspend", call => Power(call, kind, SuspendType(call, kind), "guest.suspend", (_, g) => RequireRunning(g, true)));
            table.Add($"POST {root}/resume", call => Power(call, kind, prefix + "resume", "guest.resume", Resume));
        }
        table.Add("POST /nodes/{node}/qemu/{vmid}/status/reset", call => Power(call, "qemu", "qmreset", "guest.reset", (_, g) => RequireRunning(g, true)));
    }

    /// <summary>The entry of a guest list, and the base of status/current.</summary>
    public static JsonObject Status(Call call, GuestState guest, bool full)
    {
        var stats = GuestStatistics.Measure(call.State, guest, call.Now);
        var result = new JsonObject
        {
            ["vmid"] = guest.VmId,
            ["status"] = guest.Running ? "running" : "stopped",
            ["name"] = guest.Name,
            // A limit stands in for the cores of a container that names none, as the text it is.
            ["cpus"] = guest is { IsQemu: false } && !guest.Config.ContainsKey("cores") && guest.Config.GetValueOrDefault("cpulimit") is { } limit and not "0" ? limit : Number(stats.Cpus),
            ["cpu"] = guest.Running ? 0.01 : 0,
            ["maxmem"] = stats.MaxMem,
            ["mem"] = stats.Mem,
            ["maxdisk"] = stats.MaxDisk,
            ["disk"] = guest is { IsQemu: false, Running: true } ? stats.MaxDisk / 4 : 0,
            ["uptime"] = stats.Uptime,
            ["netin"] = 0,
            ["netout"] = 0,
        };
        if (guest.IsQemu)
        {
            result["memhost"] = stats.Mem;
            if (guest.Config.TryGetValue("balloon", out string? balloon) && balloon != "0")
            {
                result["balloon_min"] = GuestStatistics.Memory(balloon) << 20;
                result["shares"] = JsonText.Numeric(guest.Config.GetValueOrDefault("shares", "1000"));
            }
            if (guest.Config.Keys.Any(k => k.StartsWith("serial", StringComparison.Ordinal)))
                result["serial"] = 1;
        }
        else
        {
            result["type"] = "lxc";
            result["maxswap"] = GuestStatistics.Swap(guest);
            result["swap"] = 0;
        }
        if (guest.IsQemu && full)
        {
            result["qmpstatus"] = guest.Paused ? "paused" : guest.Running ? "running" : "stopped";
            if (guest.Running)
                AddRunning(guest, result);
        }
        if (!guest.IsQemu || (full && guest.Running))
        {
            result["diskread"] = 0;
            result["diskwrite"] = 0;
        }
        if (guest.IsTemplate)
            result["template"] = 1;
        if (guest.Running)
        {
            result["pid"] = guest.Pid;
            foreach (string pressure in Pressures)
                result["pressure" + pressure] = guest.IsQemu ? JsonValue.Create(0) : null;
        }
        if (guest.Lock is { } held)
            result["lock"] = held;
        if (guest.Config.TryGetValue("tags", out string? tags))
            result["tags"] = tags;
        return result;
    }

    private static JsonNode? Current(Call call, string kind)
    {
        var guest = call.Guest(kind);
        var result = Status(call, guest, full: true);
        result["ha"] = Ha(call.State, guest);
        if (!guest.IsQemu)
            return result;
        if (PropertyString.TryParse(ApiTable.Default.Formats["agent"], guest.Config.GetValueOrDefault("agent", "0"))?.GetValueOrDefault("enabled") == "1")
            result["agent"] = 1;
        if (guest.Config.TryGetValue("vga", out string? display))
        {
            var vga = PropertyString.TryParse(ApiTable.Default.Formats["vga"], display) ?? [];
            string type = vga.GetValueOrDefault("type", "");
            if (type.StartsWith("qxl", StringComparison.Ordinal) || type.StartsWith("virtio", StringComparison.Ordinal))
                result["spice"] = 1;
            result["clipboard"] = vga.GetValueOrDefault("clipboard");
        }
        return result;
    }

    private static void AddRunning(GuestState guest, JsonObject result)
    {
        long memory = GuestStatistics.MaxMemory(guest);
        result["balloon"] = memory;
        result["ballooninfo"] = new JsonObject { ["actual"] = memory, ["max_mem"] = memory };
        var blocks = new JsonObject();
        foreach (string key in guest.Config.Keys.Where(Drives.IsDrive).Order(StringComparer.Ordinal))
            blocks[key] = new JsonObject { ["flush_operations"] = 0, ["rd_bytes"] = 0, ["rd_operations"] = 0, ["wr_bytes"] = 0, ["wr_operations"] = 0 };
        if (blocks.Count > 0)
            result["blockstat"] = blocks;
        result["proxmox-support"] = new JsonObject { ["backup-max-workers"] = true, ["pbs-dirty-bitmap"] = true, ["pbs-library-version"] = "2.0.2", ["query-bitmap-info"] = true };
        result["running-machine"] = QemuDefaults.RunningMachine(guest);
        result["running-qemu"] = "10.2.1";
    }

    private static JsonObject Ha(LabState state, GuestState guest)
    {
        if (!state.HaResources.TryGetValue($"{(guest.IsQemu ? "vm" : "ct")}:{guest.VmId}", out var resource))
            return new JsonObject { ["managed"] = 0 };
        var result = new JsonObject { ["managed"] = 1, ["state"] = resource.GetValueOrDefault("state", "started") };
        if (resource.TryGetValue("group", out string? group))
            result["group"] = group;
        return result;
    }

    // Unknown machines are found missing only by the worker: start and stop answer with a UPID all the same.
    private static JsonNode? Power(Call call, string kind, string type, string action, Action<Call, GuestState> check)
    {
        GuestRules.RequireRootForSkipLock(call);
        var guest = call.State.Guests.TryGetValue(call.VmId, out var found) && found.Kind == kind && found.Node == call.Node ? found : null;
        if (guest is null && ((kind == "lxc" && action != "guest.start") || action is not ("guest.start" or "guest.stop" or "guest.shutdown")))
        {
            if (kind == "qemu")
                throw LabException.Die($"unable to find configuration file for VM {call.VmId} on node '{call.Node}'");
            if (action is not ("guest.start" or "guest.resume"))
                throw LabException.Die($"{(action == "guest.reboot" ? "VM" : "CT")} {call.VmId} not running");
        }
        if (guest is not null)
            check(call, guest);
        // Reboot, reset, suspend and resume go past HA.
        if (action is "guest.start" or "guest.stop" or "guest.shutdown" && guest is not null && HaRequests.IsManaged(call.State, guest))
            return HaRequests.Fork(call, guest, action["guest.".Length..]);
        var arguments = new JsonObject { ["vmid"] = call.VmId, ["kind"] = kind, ["todisk"] = call.Flag("todisk"), ["noWait"] = call["timeout"] == "0" && !call.Flag("forceStop") };
        return call.Fork(type, call.Required("vmid"), action, arguments, call.VmId);
    }

    private static void Start(Call call, GuestState guest)
    {
        if (guest is { IsQemu: false, Running: true })
            throw LabException.Die($"CT {guest.VmId} already running");
    }

    private static void Shutdown(Call call, GuestState guest)
    {
        if (!guest.IsQemu)
            RequireRunning(guest, true);
        else if (guest.Paused && !call.Flag("forceStop"))
            throw LabException.Die("VM is paused - cannot shutdown");
    }

    private static void Reboot(Call call, GuestState guest)
    {
        if (guest.Paused)
            throw LabException.Die("VM is paused - cannot shutdown");
        if (!guest.Running)
            throw LabException.Die($"VM {guest.VmId} not running");
    }

    private static void Resume(Call call, GuestState guest)
    {
        if (guest is { IsQemu: false, Running: true, Paused: false })
            throw LabException.Die($"CT {guest.VmId} already running");
        if (guest.IsQemu && !guest.Running && guest.Lock != "suspended")
            throw LabException.Die($"VM {guest.VmId} not running");
    }

    private static void RequireRunning(GuestState guest, bool required)
    {
        if (required && !guest.Running)
            throw LabException.Die($"{guest.Label} {guest.VmId} not running");
    }

    private static string SuspendType(Call call, string kind) => kind == "lxc" ? "vzsuspend" : call.Flag("todisk") ? "qmsuspend" : "qmpause";

    private static JsonNode Number(double value) => value == Math.Floor(value) ? JsonValue.Create((long)value) : JsonValue.Create(double.Parse(value.ToString("0.###", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
}
