using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Nodes: list, status, settings, capabilities, bulk commands.</summary>
internal static class NodeHandlers
{
    public const long GiB = 1L << 30;
    private static readonly string[] Machines = ["10.2", "10.1", "9.2+pve1", "9.2", "9.0", "8.2", "7.2", "6.2", "5.2"];

    public static void Register(HandlerTable table)
    {
        table.Add("GET /nodes", List);
        table.Add("GET /nodes/{node}/status", Status);
        table.Add("GET /nodes/{node}/dns", call => JsonText.Object(Node(call).Dns));
        table.Add("PUT /nodes/{node}/dns", SetDns);
        table.Add("GET /nodes/{node}/time", call => new JsonObject { ["time"] = call.Now.ToUnixTimeSeconds(), ["localtime"] = call.Now.ToUnixTimeSeconds(), ["timezone"] = Node(call).TimeZone });
        table.Add("PUT /nodes/{node}/time", SetTimeZone);
        table.Add("GET /nodes/{node}/hosts", call => new JsonObject { ["data"] = Hosts(call), ["digest"] = Digest(Hosts(call)) });
        table.Add("POST /nodes/{node}/hosts", SetHosts);
        table.Add("GET /nodes/{node}/config", Config);
        table.Add("PUT /nodes/{node}/config", SetConfig);
        table.Add("GET /nodes/{node}/replication", _ => new JsonArray());
        table.Add("GET /nodes/{node}/capabilities/qemu/machines", _ => MachineList());
        table.Add("GET /nodes/{node}/capabilities/qemu/cpu", _ => new JsonArray([.. ApiTable.Default.Formats["pve-vm-cpu-conf"].Keys["reported-model"].Enum!.Prepend("host").Distinct().Select(m => (JsonNode)new JsonObject { ["name"] = m, ["custom"] = 0, ["vendor"] = "default" })]));
        foreach (string command in (string[])["startall", "stopall", "suspendall", "migrateall"])
            table.Add($"POST /nodes/{{node}}/{command}", call => Bulk(call, command));
    }

    /// <summary>cpu, memory, disk and uptime of a node, into a list entry.</summary>
    public static void AddUsage(Call call, NodeState node, JsonObject entry)
    {
        long memory = node.MemoryMiB << 20;
        long used = call.State.Guests.Values.Where(g => g.Node == node.Name && g.Running).Sum(g => GuestStatistics.MaxMemory(g) / 3);
        entry["maxcpu"] = node.Cores;
        entry["cpu"] = 0.05;
        entry["maxmem"] = memory;
        entry["mem"] = Math.Min(memory, (3 * GiB / 2) + used);
        entry["maxdisk"] = 100 * GiB;
        entry["disk"] = 12 * GiB;
        entry["uptime"] = (long)(call.Now - node.BootedAt).TotalSeconds;
    }

    public static NodeState Node(Call call) => call.State.Nodes[call.Node == "localhost" ? call.State.LocalNode : call.Node];

    private static JsonNode? List(Call call)
    {
        var result = new JsonArray();
        foreach (var node in call.State.Nodes.Values)
        {
            var entry = new JsonObject { ["node"] = node.Name, ["id"] = "node/" + node.Name, ["type"] = "node", ["status"] = node.Online ? "online" : "offline", ["ssl_fingerprint"] = Fingerprint(node.Name) };
            if (node.Online)
                entry["level"] = "";
            if (node.Online && call.Permissions.Has(call.Caller, "/nodes/" + node.Name, "Sys.Audit"))
                AddUsage(call, node, entry);
            result.Add((JsonNode)entry);
        }
        return result;
    }

    private static JsonNode? Status(Call call)
    {
        var node = Node(call);
        var usage = new JsonObject();
        AddUsage(call, node, usage);
        long memory = usage["maxmem"]!.GetValue<long>(), used = usage["mem"]!.GetValue<long>();
        return new JsonObject
        {
            ["boot-info"] = new JsonObject { ["mode"] = node.BootMode },
            ["cpu"] = 0.05,
            ["cpuinfo"] = new JsonObject { ["cores"] = node.Cores / node.Sockets, ["cpus"] = node.Cores, ["sockets"] = node.Sockets, ["model"] = node.CpuModel, ["mhz"] = "2100.000", ["hvm"] = "1", ["user_hz"] = 100, ["family"] = "6", ["flags"] = "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 vmx aes avx avx2" },
            ["current-kernel"] = new JsonObject { ["machine"] = "x86_64", ["release"] = "6.17.13-1-pve", ["sysname"] = "Linux", ["version"] = "#1 SMP PREEMPT_DYNAMIC PMX 6.17.13-1" },
            ["idle"] = 0,
            ["ksm"] = new JsonObject { ["shared"] = 0 },
            ["kversion"] = "Linux 6.17.13-1-pve #1 SMP PREEMPT_DYNAMIC PMX 6.17.13-1",
            ["loadavg"] = JsonText.Array(["0.35", "0.28", "0.22"]),
            ["memory"] = new JsonObject { ["total"] = memory, ["used"] = used, ["free"] = memory - used, ["available"] = memory - used },
            ["pveversion"] = $"pve-manager/{ClusterVersion(call)}/14a22df35955d97d",
            ["rootfs"] = new JsonObject { ["total"] = 100 * GiB, ["used"] = 12 * GiB, ["free"] = 88 * GiB, ["avail"] = 83 * GiB },
            ["swap"] = new JsonObject { ["total"] = 8 * GiB, ["used"] = 0, ["free"] = 8 * GiB },
            ["uptime"] = usage["uptime"]!.GetValue<long>(),
            ["wait"] = 0,
        };
    }

    public static string ClusterVersion(Call call) => call.State.Version.Split('.').Length > 2 ? call.State.Version : call.State.Version + ".11";

    private static JsonNode? SetDns(Call call)
    {
        var node = Node(call);
        node.Dns = new(StringComparer.Ordinal);
        if (call["search"] is { Length: > 0 } search)
            node.Dns["search"] = search;
        // The file has lines, no numbers: what is left out or said twice leaves no gap.
        var servers = ((string[])["dns1", "dns2", "dns3"]).Select(k => call[k]).Where(s => s is not (null or "" or "0.0.0.0")).Distinct(StringComparer.Ordinal);
        foreach (var (server, index) in servers.Select((s, i) => (s!, i + 1)))
            node.Dns["dns" + index.ToString(System.Globalization.CultureInfo.InvariantCulture)] = server;
        return null;
    }

    private static JsonNode? SetTimeZone(Call call)
    {
        string zone = call.Required("timezone");
        if (zone != "UTC" && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            throw LabException.Parameter("timezone", "No such timezone.");
        Node(call).TimeZone = zone;
        return null;
    }

    private static string Hosts(Call call) => Node(call).Config.GetValueOrDefault("hosts") ?? $"127.0.0.1 localhost.localdomain localhost\n{Node(call).Ip} {call.Node}.{Node(call).Dns.GetValueOrDefault("search", "local")} {call.Node}\n";

    private static JsonNode? SetHosts(Call call)
    {
        if (call["digest"] is { Length: > 0 } digest && digest != Digest(Hosts(call)))
            throw LabException.Die("detected modified configuration - file changed by other user? Try again.");
        Node(call).Config["hosts"] = call.Required("data");
        return null;
    }

    private static JsonNode? Config(Call call)
    {
        var config = Node(call).Config.Where(c => c.Key != "hosts").ToList();
        var result = JsonText.Object(config);
        // A file that exists has a description, if an empty one.
        if (config.Count > 0)
            result["description"] = result["description"]?.GetValue<string>() is { Length: > 0 } text ? text + "\n" : "";
        if (config.Count > 0)
            result["digest"] = Digest(string.Concat(config.Select(c => $"{c.Key}: {c.Value}\n")));
        return call["property"] is { } only ? result.ContainsKey(only) ? new JsonObject { [only] = result[only]?.DeepClone() } : [] : result;
    }

    private static JsonNode? SetConfig(Call call)
    {
        var config = Node(call).Config;
        string current = Digest(string.Concat(config.Where(c => c.Key != "hosts").Select(c => $"{c.Key}: {c.Value}\n")));
        if (call.Extract("digest") is { Length: > 0 } digest && digest != current)
            throw LabException.Die("detected modified configuration - file changed by other user? Try again.");
        foreach (string key in TextRules.SplitList(call.Extract("delete")))
            config.Remove(key);
        foreach (var (key, value) in call.Parameters.Where(p => p.Key != "node"))
            config[key] = key == "description" ? value.TrimEnd() : value;
        return null;
    }

    private static JsonArray MachineList()
    {
        var result = new JsonArray();
        foreach (string version in Machines)
        {
            foreach (string type in (string[])["i440fx", "q35"])
            {
                var entry = new JsonObject { ["id"] = $"pc-{type}-{version}", ["type"] = type, ["version"] = version };
                if (version.Contains('+'))
                    entry["changes"] = "Disables S3/S4 power states by default.";
                result.Add((JsonNode)entry);
            }
        }
        return result;
    }

    private static JsonNode? Bulk(Call call, string command)
    {
        var wanted = TextRules.SplitList(call["vms"]);
        if (!call.Permissions.Has(call.Caller, "/", command == "migrateall" ? "VM.Migrate" : "VM.PowerMgmt"))
        {
            if (wanted.Length == 0)
                throw LabException.Forbidden($"/, {(command == "migrateall" ? "VM.Migrate" : "VM.PowerMgmt")}");
            foreach (string vmid in wanted)
                call.Permissions.Require(call.Caller, $"/vms/{vmid}", command == "migrateall" ? "VM.Migrate" : "VM.PowerMgmt");
        }
        if (command == "migrateall" && call["target"] is { } target)
        {
            if (target == call.Node)
                throw LabException.Parameter("target", "target is local node.");
            if (!call.State.Nodes.ContainsKey(target))
                throw LabException.Die($"no such cluster node '{target}'");
        }
        return call.Fork(command, "", "guests.bulk", new JsonObject { ["command"] = command, ["vms"] = call["vms"], ["force"] = call.Flag("force"), ["target"] = call["target"] }, null);
    }

    /// <summary>The worker of startall, stopall, suspendall and migrateall: one worker a guest.</summary>
    public static void RunBulk(TaskContext context)
    {
        var only = TextRules.SplitList(context.Text("vms"));
        foreach (var guest in context.State.Guests.Values.Where(g => g.Node == context.Task.Node && !g.IsTemplate).ToList())
        {
            string id = guest.VmId.ToString(CultureInfo.InvariantCulture), prefix = guest.IsQemu ? "qm" : "vz";
            if (only.Length > 0 && !only.Contains(id))
                continue;
            var (type, action) = context.Text("command") switch
            {
                "startall" when !guest.Running && (context.Flag("force") || guest.Config.GetValueOrDefault("onboot") == "1") => (prefix + "start", "guest.start"),
                "stopall" when guest.Running => (prefix + "shutdown", "guest.shutdown"),
                "suspendall" when guest is { Running: true, IsQemu: true } => ("qmsuspend", "guest.suspend"),
                "migrateall" => (guest.IsQemu ? "qmigrate" : "vzmigrate", "guest.migrate"),
                _ => ("", ""),
            };
            if (type.Length == 0)
                continue;
            context.Log($"{context.Text("command")}: {guest.Label} {id}");
            context.Engine.Start(context.Caller, guest.Node, type, id, action, new JsonObject { ["vmid"] = guest.VmId, ["kind"] = guest.Kind, ["target"] = context.Text("target"), ["local"] = true }, guest.VmId, context.Now);
        }
    }

    public static string Fingerprint(string node) => string.Join(':', SHA256.HashData(Encoding.UTF8.GetBytes("lab:" + node)).Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));

    public static string Digest(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
}
