using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>What a pruning of backups keeps and removes.</summary>
internal static class PruneHandlers
{
    // In this order; each rule counts only what no earlier rule kept.
    private static readonly (string Option, Func<DateTimeOffset, string> Period)[] Rules =
    [
        ("keep-last", t => t.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ("keep-hourly", t => t.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)),
        ("keep-daily", t => t.ToString("yyyyMMdd", CultureInfo.InvariantCulture)),
        ("keep-weekly", t => $"{ISOWeek.GetYear(t.DateTime)}/{ISOWeek.GetWeekOfYear(t.DateTime)}"),
        ("keep-monthly", t => t.ToString("yyyyMM", CultureInfo.InvariantCulture)),
        ("keep-yearly", t => t.ToString("yyyy", CultureInfo.InvariantCulture)),
    ];

    public static void Register(HandlerTable table)
    {
        table.Add("GET /nodes/{node}/storage/{storage}/prunebackups", call => new JsonArray([.. Marked(call.State, call.Required("storage"), call.Node, call["prune-backups"], call["type"], call["vmid"]).Select(b => (JsonNode)b.Describe())]));
        table.Add("DELETE /nodes/{node}/storage/{storage}/prunebackups", Prune);
    }

    private static JsonNode? Prune(Call call)
    {
        string storage = call.Required("storage");
        call.Permissions.Require(call.Caller, $"/storage/{storage}", call["vmid"] is null ? "Datastore.Allocate" : "Datastore.AllocateSpace");
        if (call["vmid"] is { } vmid)
            call.Permissions.Require(call.Caller, $"/vms/{vmid}", "VM.Backup");
        return call.Fork("prunebackups", (call["vmid"] is { } only ? only + "@" : "") + storage, "backups.prune", new JsonObject { ["storage"] = storage, ["keep"] = call["prune-backups"], ["type"] = call["type"], ["vmid"] = call["vmid"] }, null);
    }

    /// <summary>The worker that removes what is not kept.</summary>
    public static void RunPrune(TaskContext context)
    {
        foreach (var backup in Marked(context.State, context.Text("storage")!, context.Task.Node, context.Text("keep"), context.Text("type"), context.Text("vmid")).Where(b => b.Mark == "remove"))
        {
            new VolumeStore(context.State).Remove(backup.Volume);
            context.Log($"Removing backup '{backup.Volume.VolId}'");
        }
    }

    private static List<Backup> Marked(LabState state, string storageId, string node, string? wanted, string? type, string? vmid)
    {
        var store = new VolumeStore(state);
        var storage = store.Storage(storageId);
        if (!storage.Content.Contains("backup"))
            throw LabException.Die($"storage '{storage.Id}' does not support backups");
        string text = wanted ?? storage.Options.GetValueOrDefault("prune-backups") ?? throw LabException.Die($"no prune-backups options configured for storage '{storage.Id}'");
        var keep = PropertyString.Parse(ApiTable.Default.Formats["prune-backups"], text, "prune-backups");
        store.Enabled(storage.Id, node);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(state.Nodes[node == "localhost" ? state.LocalNode : node].TimeZone, out var own) ? own : TimeZoneInfo.Utc;
        var backups = store.On(storage, node).Where(v => v.Content == "backup").Select(v => new Backup(v, Kind(v)))
            .Where(b => (type is null || b.Kind == type) && (vmid is null || b.Volume.VmId == TextRules.Int(vmid))).ToList();
        foreach (var backup in backups)
            backup.Mark = backup.Volume.Protected ? "protected" : backup.Kind == "unknown" ? "renamed" : null;
        foreach (var group in backups.Where(b => b.Kind != "unknown").GroupBy(b => (b.Kind, b.Volume.VmId)))
            MarkGroup([.. group.OrderByDescending(b => b.Volume.CTime)], keep, zone);
        return backups;
    }

    /// <summary>How many backups of a guest the options let be at most; 0: any number.</summary>
    public static int Keeps(string text)
    {
        var keep = PropertyString.Parse(ApiTable.Default.Formats["prune-backups"], text, "prune-backups");
        return keep.GetValueOrDefault("keep-all") == "1" ? 0 : Rules.Sum(rule => Count(keep, rule.Option));
    }

    /// <summary>The backups of a guest that the options do not keep.</summary>
    public static List<VolumeState> Surplus(LabState state, StorageState storage, string node, GuestState guest, string text)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(state.Nodes[node].TimeZone, out var own) ? own : TimeZoneInfo.Utc;
        var backups = new VolumeStore(state).On(storage, node).Where(v => v.Content == "backup" && v.VmId == guest.VmId && !v.Protected).Select(v => new Backup(v, Kind(v)))
            .Where(b => b.Kind == guest.Kind).OrderByDescending(b => b.Volume.CTime).ToList();
        MarkGroup(backups, PropertyString.Parse(ApiTable.Default.Formats["prune-backups"], text, "prune-backups"), zone);
        return [.. backups.Where(b => b.Mark == "remove").Select(b => b.Volume)];
    }

    private static void MarkGroup(List<Backup> newestFirst, Dictionary<string, string> keep, TimeZoneInfo zone)
    {
        bool all = keep.GetValueOrDefault("keep-all") == "1" || !Rules.Any(r => Count(keep, r.Option) > 0);
        foreach (var (option, period) in all ? [] : Rules)
        {
            if (Count(keep, option) is > 0 and var limit)
                Mark(newestFirst, limit, b => period(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(b.Volume.CTime), zone)));
        }
        foreach (var backup in newestFirst)
            backup.Mark ??= all ? "keep" : "remove";
    }

    private static void Mark(List<Backup> newestFirst, int limit, Func<Backup, string> period)
    {
        var before = newestFirst.Where(b => b.Mark == "keep").Select(period).ToHashSet(StringComparer.Ordinal);
        var now = new HashSet<string>(StringComparer.Ordinal);
        foreach (var backup in newestFirst.Where(b => b.Mark is null && !before.Contains(period(b))))
        {
            if (now.Contains(period(backup)))
                backup.Mark = "remove";
            else if (now.Count >= limit)
                break;
            else
            {
                now.Add(period(backup));
                backup.Mark = "keep";
            }
        }
    }

    private static int Count(Dictionary<string, string> keep, string option) => int.TryParse(keep.GetValueOrDefault(option), CultureInfo.InvariantCulture, out int count) ? count : 0;

    // The names that vzdump gives; who renames a backup takes it out of the pruning.
    private static string Kind(VolumeState volume) => volume.VmId is null ? "unknown"
        : volume.VolId.Contains(":backup/vzdump-qemu-", StringComparison.Ordinal) || volume.Format == "pbs-vm" ? "qemu"
        : volume.VolId.Contains(":backup/vzdump-lxc-", StringComparison.Ordinal) || volume.Format == "pbs-ct" ? "lxc" : "unknown";

    private sealed class Backup(VolumeState volume, string kind)
    {
        public VolumeState Volume { get; } = volume;
        public string Kind { get; } = kind;
        public string? Mark { get; set; }

        public JsonObject Describe()
        {
            var result = new JsonObject { ["volid"] = Volume.VolId, ["ctime"] = Volume.CTime, ["type"] = Kind, ["mark"] = Mark };
            if (Volume.VmId is { } vmid)
                result["vmid"] = vmid;
            return result;
        }
    }
}
