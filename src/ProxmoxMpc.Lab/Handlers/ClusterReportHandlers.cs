using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Small reports of the cluster and its nodes, and what a Lab has none of.</summary>
internal static class ClusterReportHandlers
{
    private const int MaxRunEvents = 10;

    // There, and empty: nothing of it was ever set up.
    private static readonly string[] EmptyLists =
    [
        "/cluster/log", "/cluster/qemu/custom-cpu-models", "/nodes/{node}/apt/update", "/nodes/{node}/hardware/usb", "/nodes/{node}/netstat", "/nodes/{node}/disks/directory", "/nodes/{node}/disks/lvmthin", "/nodes/{node}/disks/zfs",
    ];

    public static void Register(HandlerTable table)
    {
        foreach (string path in EmptyLists)
            table.Add("GET " + path, _ => new JsonArray());
        table.Add("GET /cluster/jobs/schedule-analyze", Analyze);
        table.Add("GET /cluster/backup-info/not-backed-up", NotBackedUp);
        table.Add("GET /cluster/firewall/macros", _ => new JsonArray([.. FirewallRules.MacroNames.Select(m => (JsonNode)new JsonObject { ["macro"] = m, ["descr"] = m + " traffic" })]));
        table.Add("GET /cluster/config/apiversion", _ => JsonValue.Create("1"));
        table.Add("GET /cluster/config/qdevice", _ => new JsonObject());
        table.Add("GET /cluster/config/totem", call => Alone(call.State) ? null : new JsonObject { ["cluster_name"] = call.State.ClusterName ?? "lab", ["config_version"] = call.State.Nodes.Count.ToString(CultureInfo.InvariantCulture), ["ip_version"] = "ipv4-6", ["link_mode"] = "passive", ["secauth"] = "on", ["version"] = "2" });
        table.Add("GET /cluster/qemu/cpu-flags", CpuFlags);
        table.Add("GET /nodes/{node}/capabilities/qemu/cpu-flags", CpuFlags);
        table.Add("GET /nodes/{node}/capabilities/qemu/migration", _ => new JsonObject { ["has-dbus-vmstate"] = true });
        table.Add("GET /nodes/{node}/hardware/pci", _ => new JsonArray(Pci("0000:00:00.0", "0x060000", "0x29c0"), Pci("0000:00:1f.0", "0x060100", "0x2918")));
        table.Add("GET /nodes/{node}/disks/lvm", _ => new JsonObject { ["leaf"] = 0, ["children"] = new JsonArray() });
        table.Add("GET /nodes/{node}/syslog", call => { call.Extras["total"] = 1; return new JsonArray(new JsonObject { ["n"] = 1, ["t"] = "-- No entries --" }); });
        table.Add("GET /nodes/{node}/report", Report);
        table.Add("GET /nodes/{node}/vzdump/defaults", BackupDefaults);
        table.Add("GET /nodes/{node}/query-url-metadata", UrlMetadata);
    }

    private static bool Alone(LabState state) => state.Nodes.Count == 1 && state.ClusterName is null;

    private static JsonObject Pci(string id, string type, string device) => new()
    {
        ["id"] = id, ["class"] = type, ["vendor"] = "0x8086", ["device"] = device, ["iommugroup"] = -1, ["subsystem_vendor"] = "0x1af4", ["subsystem_device"] = "0x1100",
    };

    private static JsonNode? CpuFlags(Call call) => new JsonArray([.. ExtraRules.CpuFlags.Select(f => (JsonNode)new JsonObject { ["name"] = f.Key, ["description"] = f.Value, ["supported-on"] = new JsonArray() })]);

    private static JsonNode? Analyze(Call call)
    {
        var plan = CalendarEvent.TryParse(call.Required("schedule")) ?? throw LabException.Parameter("schedule", "invalid format - unable to parse calendar event");
        long moment = call["starttime"] is { } start ? TextRules.Long(start) : call.Now.ToUnixTimeSeconds();
        var result = new JsonArray();
        for (int i = call.Int("iterations", MaxRunEvents); i > 0 && plan.Next(moment) is { } next; i--)
        {
            moment = next;
            string day = DateTimeOffset.FromUnixTimeSeconds(next).ToString("ddd MMM ", CultureInfo.InvariantCulture) + DateTimeOffset.FromUnixTimeSeconds(next).Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
            result.Add((JsonNode)new JsonObject { ["timestamp"] = next, ["utc"] = day + DateTimeOffset.FromUnixTimeSeconds(next).ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture) });
        }
        return result;
    }

    private static JsonNode? NotBackedUp(Call call)
    {
        var result = new JsonArray();
        foreach (var guest in call.State.Guests.Values.Where(g => call.Permissions.Has(call.Caller, $"/vms/{g.VmId}", "VM.Audit")))
        {
            if (call.State.BackupJobs.Values.Any(job => BackupHandlers.Includes(call.State, job, guest)))
                continue;
            var entry = new JsonObject { ["vmid"] = guest.VmId, ["type"] = guest.Kind };
            if (guest.Config.TryGetValue(guest.IsQemu ? "name" : "hostname", out string? name))
                entry["name"] = name;
            result.Add((JsonNode)entry);
        }
        return result;
    }

    private static JsonNode? BackupDefaults(Call call)
    {
        string id = call["storage"] ?? "local";
        if (!call.Permissions.HasAny(call.Caller, $"/storage/{id}", "Datastore.Audit", "Datastore.AllocateSpace"))
            throw LabException.Forbidden($"/storage/{id}, Datastore.Audit|Datastore.AllocateSpace");
        var storage = new Storage.VolumeStore(call.State).Storage(id);
        if (!storage.Content.Contains("backup"))
            throw LabException.Die($"can't use storage '{id}' for backups - wrong content type");
        var result = Defaults(id);
        if (storage.Options.TryGetValue("prune-backups", out string? keep))
            result["prune-backups"] = keep;
        if (storage.IsFileBased)
            result["dumpdir"] = Storage.VolumeStore.PathOf(storage, "backup/x")[..^2];
        // Whoever makes backups need not know what else the node does with them.
        if (!call.Permissions.Has(call.Caller, $"/nodes/{call.Node}", "Sys.Audit"))
        {
            foreach (string key in (string[])["mailto", "tmpdir", "dumpdir", "script", "ionice"])
                result.Remove(key);
        }
        return result;
    }

    private static JsonObject Defaults(string storage) => new()
    {
        ["all"] = 0, ["bwlimit"] = 0, ["compress"] = "0", ["fleecing"] = new JsonObject { ["enabled"] = 0 }, ["ionice"] = 7, ["lockwait"] = 180, ["mailnotification"] = "always",
        ["mode"] = "snapshot", ["notification-mode"] = "auto", ["performance"] = new JsonObject { ["max-workers"] = 16, ["pbs-entries-max"] = 1048576 }, ["pigz"] = 0, ["prune-backups"] = "keep-all=1",
        ["quiet"] = 0, ["remove"] = 1, ["stdexcludes"] = 1, ["stop"] = 0, ["stopwait"] = 10, ["storage"] = storage, ["zstd"] = 1,
    };

    private static JsonNode? Report(Call call)
    {
        var lines = new List<string> { "==== general system info ====", "", "# hostname", call.Node, "", "# pveversion --verbose", "pve-manager: " + NodeHandlers.ClusterVersion(call), "", "==== info about storage ====", "" };
        lines.AddRange(call.State.Storages.Values.Select(s => $"{s.Type}: {s.Id}"));
        lines.AddRange(["", "==== info about virtual guests ====", ""]);
        lines.AddRange(call.State.Guests.Values.Where(g => g.Node == call.Node).Select(g => $"{g.VmId} {g.Kind} {g.Name}"));
        return JsonValue.Create(string.Join('\n', lines) + "\n");
    }

    // The Lab fetches nothing: it makes up the same size that a download will have.
    private static JsonNode? UrlMetadata(Call call)
    {
        if (!Uri.TryCreate(call.Required("url"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw LabException.Die($"invalid url '{call["url"]}'");
        string name = Path.GetFileName(url.LocalPath);
        string content = Path.GetExtension(name).ToLowerInvariant() switch { ".iso" or ".img" => "iso", ".qcow2" or ".raw" or ".vmdk" or ".ova" => "import", _ => "vztmpl" };
        return new JsonObject { ["filename"] = name, ["mimetype"] = "application/octet-stream", ["size"] = Storage.VolumeNames.DefaultSize(content) };
    }
}
