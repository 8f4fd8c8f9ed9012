using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The directories of the API: lists of what lies below.</summary>
internal static class IndexHandlers
{
    private const string Name = "name", Subdir = "subdir";

    private static readonly Dictionary<string, (string Key, string[] Names)> Indexes = new(StringComparer.Ordinal)
    {
        ["/"] = (Subdir, ["version", "cluster", "nodes", "storage", "access", "pools"]),
        ["/access"] = (Subdir, ["users", "groups", "roles", "acl", "domains", "openid", "tfa", "ticket", "password"]),
        ["/access/openid"] = (Subdir, ["login", "auth-url"]),
        ["/cluster"] = (Name, ["acme", "backup", "backup-info", "bulk-action", "ceph", "config", "firewall", "ha", "jobs", "log", "mapping", "metrics", "notifications", "nextid", "options", "qemu", "replication", "resources", "status", "tasks", "sdn"]),
        ["/cluster/ha"] = ("id", ["status", "resources", "groups", "rules"]),
        ["/cluster/ha/status"] = (Name, ["current", "manager_status", "disarm-ha", "arm-ha"]),
        ["/cluster/firewall"] = (Name, ["aliases", "rules", "options", "groups", "ipset", "macros", "refs"]),
        ["/cluster/mapping"] = (Name, ["dir", "pci", "usb"]),
        ["/cluster/sdn"] = ("id", ["vnets", "zones", "controllers", "ipams", "dns", "fabrics"]),
        ["/cluster/config"] = (Name, ["nodes", "totem", "join", "qdevice", "apiversion"]),
        ["/nodes/{node}"] = (Name,
            ["aplinfo", "apt", "capabilities", "ceph", "certificates", "config", "disks", "dns", "firewall", "hardware", "hosts", "journal", "lxc", "migrateall", "netstat", "network", "qemu",
             "query-oci-repo-tags", "query-url-metadata", "replication", "report", "rrd", "rrddata", "scan", "sdn", "services", "spiceshell", "startall", "status", "stopall", "storage", "subscription",
             "suspendall", "syslog", "tasks", "termproxy", "time", "version", "vncshell", "vzdump", "wakeonlan"]),
        ["/nodes/{node}/capabilities"] = (Name, ["qemu"]),
        ["/nodes/{node}/capabilities/qemu"] = (Name, ["cpu", "cpu-flags", "machines", "migration"]),
        ["/cluster/backup-info"] = (Subdir, ["not-backed-up"]),
        ["/cluster/jobs"] = (Subdir, ["schedule-analyze", "realm-sync"]),
        ["/cluster/metrics"] = (Name, ["server"]),
        ["/cluster/notifications"] = (Name, ["endpoints", "matchers", "targets", "matcher-fields", "matcher-field-values"]),
        ["/cluster/notifications/endpoints"] = (Name, ["gotify", "sendmail", "smtp", "webhook"]),
        ["/cluster/acme"] = (Name, ["account", "tos", "meta", "directories", "plugins", "challenge-schema"]),
        ["/cluster/qemu"] = (Name, ["cpu-flags", "custom-cpu-models"]),
        ["/cluster/bulk-action"] = (Name, ["guest"]),
        ["/cluster/bulk-action/guest"] = (Name, ["start", "shutdown", "migrate", "suspend"]),
        ["/nodes/{node}/apt"] = ("id", ["changelog", "repositories", "update", "versions"]),
        ["/nodes/{node}/certificates"] = (Name, ["acme", "custom", "info"]),
        ["/nodes/{node}/disks"] = (Name, ["list", "initgpt", "smart", "lvm", "lvmthin", "directory", "wipedisk", "zfs"]),
        ["/nodes/{node}/hardware"] = ("type", ["pci", "usb"]),
        ["/nodes/{node}/scan"] = ("method", ["cifs", "iscsi", "lvm", "nfs", "pbs", "zfs"]),
        ["/nodes/{node}/sdn"] = (Name, ["fabrics", "vnets", "zones"]),
        ["/nodes/{node}/sdn/zones/{zone}"] = (Subdir, ["content"]),
        ["/nodes/{node}/firewall"] = (Name, ["rules", "options", "log"]),
        ["/nodes/{node}/tasks/{upid}"] = (Name, ["log", "status"]),
        ["/nodes/{node}/storage/{storage}"] = (Subdir, ["content", "download-url", "file-restore", "import-metadata", "identity", "oci-registry-pull", "prunebackups", "rrd", "rrddata", "status", "upload"]),
        ["/nodes/{node}/qemu/{vmid}"] = (Subdir,
            ["config", "cloudinit", "pending", "status", "unlink", "vncproxy", "termproxy", "migrate", "resize", "move", "rrd", "rrddata", "monitor", "agent", "snapshot", "spiceproxy", "sendkey", "firewall", "mtunnel", "remote_migrate"]),
        ["/nodes/{node}/lxc/{vmid}"] = (Subdir,
            ["config", "pending", "status", "vncproxy", "termproxy", "vncwebsocket", "spiceproxy", "migrate", "clone", "rrd", "rrddata", "firewall", "snapshot", "resize", "interfaces"]),
        ["/nodes/{node}/qemu/{vmid}/status"] = (Subdir, ["current", "start", "stop", "reset", "shutdown", "suspend", "reboot"]),
        ["/nodes/{node}/lxc/{vmid}/status"] = (Subdir, ["current", "start", "stop", "shutdown", "reboot", "migrate"]),
        ["/nodes/{node}/qemu/{vmid}/firewall"] = (Name, ["rules", "aliases", "ipset", "refs", "options"]),
        ["/nodes/{node}/lxc/{vmid}/firewall"] = (Name, ["rules", "aliases", "ipset", "refs", "options"]),
    };

    public static void Register(HandlerTable table)
    {
        foreach (var endpoint in ApiTable.Default.Endpoints.Where(e => e.Method == "GET" && Indexes.ContainsKey(e.Path)))
        {
            string path = endpoint.Path;
            table.Add($"GET {path}", call =>
            {
                RequireGuest(call, path);
                return Named(Indexes[path].Key, Indexes[path].Names);
            });
        }
    }

    public static JsonArray Named(string key, params IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)new JsonObject { [key] = n })]);

    // A container and a guest's status are looked for; the other directories are listed blindly.
    private static void RequireGuest(Call call, string path)
    {
        if (path.EndsWith("/lxc/{vmid}", StringComparison.Ordinal) || path.EndsWith("/{vmid}/status", StringComparison.Ordinal))
            call.Guest(path.Contains("/qemu/", StringComparison.Ordinal) ? "qemu" : "lxc");
    }
}
