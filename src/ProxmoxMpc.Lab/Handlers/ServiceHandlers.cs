using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>A node's services, its journal, its subscription and its power.</summary>
internal static class ServiceHandlers
{
    private const string Root = "/nodes/{node}/services", Stopped = "stoppedServices";

    private static readonly (string Name, string Description)[] Services =
    [
        ("chrony", "chrony, an NTP client/server"), ("corosync", "Corosync Cluster Engine"), ("cron", "Regular background program processing daemon"), ("ksmtuned", "Kernel Samepage Merging (KSM) Tuning Daemon"),
        ("lxcfs", "FUSE filesystem for LXC"), ("postfix", "Postfix Mail Transport Agent (main/default instance)"), ("proxmox-firewall", "Proxmox nftables firewall"), ("pve-cluster", "The Proxmox VE cluster filesystem"),
        ("pve-firewall", "Proxmox VE firewall"), ("pve-ha-crm", "PVE Cluster HA Resource Manager Daemon"), ("pve-ha-lrm", "PVE Local HA Resource Manager Daemon"), ("pve-lxc-syscalld", "Proxmox VE LXC Syscall Daemon"), ("pvedaemon", "PVE API Daemon"),
        ("pvefw-logger", "Proxmox VE firewall logger"), ("pveproxy", "PVE API Proxy Server"), ("pvescheduler", "Proxmox VE scheduler"), ("pvestatd", "PVE Status Daemon"), ("qmeventd", "PVE Qemu Event Daemon"), ("spiceproxy", "PVE SPICE Proxy Server"),
        ("sshd", "OpenBSD Secure Shell server"), ("syslog", "syslog.service"), ("systemd-journald", "Journal Service"), ("systemd-timesyncd", "Network Time Synchronization"),
    ];

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", call => new JsonArray([.. Services.Select(s => (JsonNode)State(call, s.Name))]));
        table.Add($"GET {Root}/{{service}}", _ => IndexHandlers.Named("subdir", "state", "start", "stop", "restart", "reload"));
        table.Add($"GET {Root}/{{service}}/state", call => State(call, call.Required("service")));
        foreach (string command in (string[])["start", "stop", "restart", "reload"])
            table.Add($"POST {Root}/{{service}}/{command}", call => call.Fork("srv" + command, call.Required("service"), "service", new JsonObject { ["service"] = call["service"], ["command"] = command }, null));
        table.Add("GET /nodes/{node}/journal", _ => JsonText.Array(["-- No entries --"]));
        // A Lab has no power to cut.
        table.Add("POST /nodes/{node}/status", _ => null);
        table.Add("POST /nodes/{node}/wakeonlan", Wake);
        table.Add("GET /nodes/{node}/subscription", Subscription);
        table.Add("POST /nodes/{node}/subscription", _ => null);
        table.Add("PUT /nodes/{node}/subscription", SetSubscription);
        table.Add("DELETE /nodes/{node}/subscription", call =>
        {
            call.State.Section("subscriptions").Remove(call.Node);
            return null;
        });
        table.Add("GET /cluster/config/join", JoinInformation);
    }

    private static bool Alone(LabState state) => state.Nodes.Count == 1 && state.ClusterName is null;

    private static JsonObject State(Call call, string name)
    {
        // Corosync waits for a cluster; one program keeps the time.
        bool missing = name is "systemd-timesyncd" or "syslog";
        bool running = !missing && !(name == "corosync" && Alone(call.State)) && !call.State.Section(Stopped).ContainsKey($"{call.Node} {name}");
        return new JsonObject
        {
            ["service"] = name, ["name"] = name, ["desc"] = Services.First(s => s.Name == name).Description,
            ["state"] = running ? "running" : "dead", ["active-state"] = running ? "active" : "inactive", ["unit-state"] = missing ? "not-found" : name == "systemd-journald" ? "static" : "enabled",
        };
    }

    /// <summary>The worker of a service's start, stop, restart or reload.</summary>
    public static void Run(TaskContext context)
    {
        string service = context.Text("service")!, command = context.Text("command")!, id = $"{context.Task.Node} {service}";
        if (command == "stop" && service is "pveproxy" or "pvedaemon" or "pve-cluster")
            throw LabException.Die($"invalid service cmd '{service} stop': refusing to stop essential service!");
        if (command == "stop")
            context.State.Section(Stopped)[id] = new(StringComparer.Ordinal);
        else if (command is "start" or "restart")
            context.State.Section(Stopped).Remove(id);
    }

    private static JsonNode? Wake(Call call)
    {
        var node = NodeHandlers.Node(call);
        if (call.Node == "localhost" || node.Name == call.State.LocalNode)
            throw LabException.Die($"'{call.Node}' is local node, cannot wake my self!");
        string address = node.Config.GetValueOrDefault("wakeonlan") is { } text ? text.Split(',')[0].Split('=')[^1] : throw LabException.Die($"No wake on LAN MAC address defined for '{call.Node}'!");
        return JsonValue.Create(address);
    }

    private const string Pricing = "https://www.proxmox.com/en/proxmox-virtual-environment/pricing", ServerId = "0123456789ABCDEF0123456789ABCDEF";

    private static JsonNode? Subscription(Call call)
    {
        bool mayAudit = call.Permissions.Has(call.Caller, $"/nodes/{call.Node}", "Sys.Audit");
        var result = new JsonObject { ["status"] = "notfound", ["message"] = "There is no subscription key", ["url"] = Pricing };
        if (call.State.Section("subscriptions").TryGetValue(call.Node, out var known))
        {
            (result["status"], result["message"]) = ("new", "subscription information not checked");
            if (mayAudit)
                (result["key"], result["checktime"], result["sockets"]) = (known["key"], JsonText.Numeric(known["checktime"]), NodeHandlers.Node(call).Sockets);
        }
        if (mayAudit)
            result["serverid"] = ServerId;
        return result;
    }

    private static JsonNode? SetSubscription(Call call)
    {
        string key = call.Required("key").Trim();
        int sockets = NodeHandlers.Node(call).Sockets;
        if (int.TryParse(key[3..4], CultureInfo.InvariantCulture, out int allowed) && allowed < sockets)
            throw LabException.Die($"wrong number of sockets ({allowed} < {sockets})");
        call.State.Section("subscriptions")[call.Node] = new(StringComparer.Ordinal) { ["key"] = key, ["checktime"] = call.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
        return null;
    }

    private static JsonNode? JoinInformation(Call call)
    {
        if (Alone(call.State))
            throw LabException.WithBody(424, "node is not in a cluster, no join info available!");
        string node = call["node"] ?? call.State.LocalNode;
        if (!call.State.Nodes.ContainsKey(node))
            throw LabException.Die($"unknown node '{node}'");
        string count = call.State.Nodes.Count.ToString(CultureInfo.InvariantCulture), name = call.State.ClusterName ?? "lab";
        var members = call.State.Nodes.Values.Select((n, i) => (JsonNode)new JsonObject
        {
            ["name"] = n.Name, ["nodeid"] = (i + 1).ToString(CultureInfo.InvariantCulture), ["ring0_addr"] = n.Ip, ["quorum_votes"] = "1", ["pve_addr"] = n.Ip, ["pve_fp"] = NodeHandlers.Fingerprint(n.Name),
        });
        return new JsonObject
        {
            ["nodelist"] = new JsonArray([.. members]), ["preferred_node"] = node, ["config_digest"] = NodeHandlers.Digest(name + count),
            ["totem"] = new JsonObject { ["cluster_name"] = name, ["config_version"] = count, ["interface"] = new JsonObject { ["0"] = new JsonObject { ["linknumber"] = "0" } }, ["ip_version"] = "ipv4-6", ["link_mode"] = "passive", ["secauth"] = "on", ["version"] = "2" },
        };
    }
}
