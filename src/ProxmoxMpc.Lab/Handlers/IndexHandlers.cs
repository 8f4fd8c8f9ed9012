using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The directories of the API: lists of what lies below.</summary>
internal static class IndexHandlers
{
    private static readonly Dictionary<string, string[]> Indexes = new(StringComparer.Ordinal)
    {
        ["/"] = ["version", "cluster", "nodes", "storage", "access", "pools"],
        ["/access"] = ["users", "groups", "roles", "acl", "domains", "openid", "tfa", "ticket", "permissions", "password"],
        ["/access/openid"] = ["login", "auth-url"],
        ["/cluster"] = ["acme", "backup", "backup-info", "bulk-action", "ceph", "config", "firewall", "ha", "jobs", "log", "mapping", "metrics", "nextid", "notifications", "options", "qemu", "replication", "resources", "sdn", "status", "tasks"],
        ["/cluster/ha"] = ["status", "resources", "groups", "rules"],
        ["/cluster/ha/status"] = ["current", "manager_status", "arm-ha", "disarm-ha"],
        ["/cluster/firewall"] = ["aliases", "groups", "ipset", "macros", "options", "refs", "rules"],
        ["/cluster/mapping"] = ["dir", "pci", "usb"],
        ["/cluster/sdn"] = ["vnets", "zones", "controllers", "ipams", "dns", "fabrics"],
        ["/cluster/jobs"] = ["schedule-analyze", "realm-sync"],
        ["/cluster/config"] = ["nodes", "totem", "join", "qdevice", "apiversion"],
        ["/nodes/{node}"] =
            ["aplinfo", "apt", "capabilities", "ceph", "certificates", "config", "disks", "dns", "execute", "firewall", "hardware", "hosts", "journal", "lxc", "migrateall", "netstat", "network", "qemu",
             "query-url-metadata", "replication", "report", "rrd", "rrddata", "scan", "sdn", "services", "spiceshell", "startall", "status", "stopall", "storage", "subscription", "suspendall", "syslog",
             "tasks", "termproxy", "time", "version", "vncshell", "vzdump", "wakeonlan"],
        ["/nodes/{node}/capabilities"] = ["qemu"],
        ["/nodes/{node}/capabilities/qemu"] = ["cpu", "cpu-flags", "machines", "migration"],
        ["/nodes/{node}/firewall"] = ["rules", "options", "log"],
        ["/nodes/{node}/hardware"] = ["pci", "usb"],
        ["/nodes/{node}/tasks/{upid}"] = ["log", "status"],
        ["/nodes/{node}/storage/{storage}"] = ["content", "download-url", "file-restore", "import-metadata", "oci-registry-pull", "prunebackups", "rrd", "rrddata", "status", "upload"],
        ["/nodes/{node}/qemu/{vmid}"] =
            ["config", "cloudinit", "pending", "status", "unlink", "vncproxy", "termproxy", "migrate", "resize", "move", "rrd", "rrddata", "monitor", "agent", "snapshot", "spiceproxy", "sendkey", "firewall", "mtunnel", "remote_migrate"],
        ["/nodes/{node}/lxc/{vmid}"] =
            ["config", "pending", "status", "vncproxy", "termproxy", "vncwebsocket", "spiceproxy", "migrate", "clone", "initlog", "rrd", "rrddata", "firewall", "snapshot", "resize", "interfaces", "mtunnel", "remote_migrate"],
        ["/nodes/{node}/qemu/{vmid}/status"] = ["current", "start", "stop", "reset", "shutdown", "suspend", "reboot"],
        ["/nodes/{node}/lxc/{vmid}/status"] = ["current", "start", "stop", "shutdown", "migrate"],
        ["/nodes/{node}/qemu/{vmid}/firewall"] = ["rules", "aliases", "ipset", "refs", "options", "log"],
        ["/nodes/{node}/lxc/{vmid}/firewall"] = ["rules", "aliases", "ipset", "refs", "options", "log"],
    };

    public static void Register(HandlerTable table)
    {
        foreach (var endpoint in ApiTable.Default.Endpoints.Where(e => e.Method == "GET" && Indexes.ContainsKey(e.Path)))
        {
            string path = endpoint.Path;
            table.Add($"GET {path}", call =>
            {
                RequireGuest(call, path);
                return Subdirs(Indexes[path]);
            });
        }
    }

    public static JsonArray Subdirs(params IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)new JsonObject { ["subdir"] = n })]);

    public static JsonArray Named(string key, params IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)new JsonObject { [key] = n })]);

    // A directory of a guest is listed without looking for the guest, except by the tasks' own.
    private static void RequireGuest(Call call, string path)
    {
        if (path.EndsWith("/tasks/{upid}", StringComparison.Ordinal))
            TaskHandlers.Require(call);
    }
}
