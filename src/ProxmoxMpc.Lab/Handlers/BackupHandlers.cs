using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Backup jobs, and backups of this moment.</summary>
internal static class BackupHandlers
{
    private static readonly string[] NotJob = ["id", "delete", "node"];
    private static readonly string[] RootOptions = ["tmpdir", "dumpdir", "script", "job-id"];

    // What slows the whole host.
    private static readonly string[] HostOptions = ["bwlimit", "ionice", "performance"];

    public static void Register(HandlerTable table)
    {
        table.Add("GET /cluster/backup", call => new JsonArray([.. call.State.BackupJobs.Select(j => (JsonNode)WithNextRun(call, j.Value, Describe(j.Key, j.Value)))]));
        table.Add("POST /cluster/backup", Create);
        table.Add("GET /cluster/backup/{id}", call => Describe(call.Required("id"), Require(call)));
        table.Add("PUT /cluster/backup/{id}", Update);
        table.Add("DELETE /cluster/backup/{id}", call => call.State.BackupJobs.Remove(call.Required("id")) ? null : throw Nested("id", $"No such job '{call["id"]}'"));
        table.Add("GET /cluster/backup/{id}/included_volumes", Included);
        table.Add("POST /nodes/{node}/vzdump", Backup);
        table.Add("GET /nodes/{node}/vzdump/extractconfig", ExtractConfig);
    }

    private static JsonNode? ExtractConfig(Call call)
    {
        string volid = call.Required("volume");
        VolumeAccess.Require(call.State, call.Permissions, call.Caller, null, volid, "backup");
        var volume = new VolumeStore(call.State).Require(volid, call.Node);
        if (volume.VmId is { } owner)
            call.Permissions.Require(call.Caller, $"/vms/{owner}", "VM.Backup");
        if (volume.Archive is not { } archive)
            throw LabException.Die($"unable to extract configuration from '{volid}': the archive holds none");
        // A machine's archive says which of its drives are in it.
        var drives = volume.VolId.Contains("-lxc-", StringComparison.Ordinal) || volume.Format == "pbs-ct" ? [] : archive.Data.Keys.Select(k => $"#qmdump#map:{k}:drive-{k}:{Drives.StorageOf(archive.Config[k].Split(',')[0])}::\n");
        return JsonValue.Create(GuestFile.Text(archive.Config) + string.Concat(drives));
    }

    private static JsonNode? Backup(Call call)
    {
        if (call.Flag("stdout"))
            throw LabException.Parameter("stdout", "option is only allowed on the command line interface.");
        string? vmids = call["vmid"];
        foreach (string other in (string[])["all", "exclude", "pool"])
        {
            if (vmids is not null && (other == "all" ? call.Flag("all") : call[other] is not null))
                throw LabException.Parameter(other, "option conflicts with option 'vmid'");
        }
        // Whoever leaves some out means all the others.
        var excluded = TextRules.SplitList(call["exclude"]);
        bool all = call.Flag("all") || (excluded.Length > 0 && call["pool"] is null);
        if (vmids is null && !all && call["pool"] is null && !call.Flag("stop"))
            throw LabException.Parameter("vmid", "property is missing");
        RequireRootOptions(call, call.Parameters);
        if (call["prune-backups"] is not null && !call.Caller.IsRoot)
            call.Permissions.Require(call.Caller, "/storage/" + (call["storage"] ?? "local"), "Datastore.Allocate");
        BackupActions.RequireNotes(call["notes-template"]);
        if (call["pool"] is { } wanted && !call.State.Pools.ContainsKey(wanted))
            throw LabException.Die($"pool '{wanted}' does not exist");
        var guests = vmids is not null ? TextRules.SplitList(vmids)
            : !all && call["pool"] is null ? []
            : [.. call.State.Guests.Values.Where(g => g.Node == call.Node && (call["pool"] is not { } pool || call.State.PoolOf(g.VmId) == pool)).Select(g => g.VmId.ToString(CultureInfo.InvariantCulture)).Where(id => !excluded.Contains(id))];
        if (call.Flag("stop"))
        {
            call.Permissions.Require(call.Caller, "/nodes/" + call.Node, "Sys.Modify");
            foreach (var task in call.State.Tasks.Where(t => t is { IsRunning: true, Type: "vzdump" } && t.Node == call.Node).ToList())
                call.Tasks.Stop(task, call.Now);
            if (guests.Length == 0)
                return JsonValue.Create("OK");
        }
        // Nothing to do on this node is no reason for a task.
        if (guests.Length == 0 && !all)
            return JsonValue.Create("OK");
        call.Permissions.Require(call.Caller, "/storage/" + (call["storage"] ?? "local"), "Datastore.AllocateSpace");
        // While it works no one else writes the guest.
        var free = guests.Select(id => call.State.Guests.GetValueOrDefault(TextRules.Int(id))).OfType<GuestState>().Where(g => g.Lock is null && g.Node == call.Node).ToList();
        var upid = call.Fork("vzdump", guests.Length == 1 ? guests[0] : "", "backup", new JsonObject
        {
            ["vmids"] = string.Join(',', guests), ["locked"] = string.Join(',', free.Select(g => g.VmId)), ["storage"] = call["storage"], ["protected"] = call.Flag("protected"), ["mode"] = call["mode"], ["compress"] = call["compress"],
            ["notes"] = call["notes-template"], ["prune-backups"] = call["prune-backups"], ["all"] = all, ["remove"] = call.Flag("remove", true) && call["prune-backups"] != "keep-all=1",
        }, null);
        foreach (var guest in free)
            guest.Config["lock"] = "backup";
        return upid;
    }

    private static SortedDictionary<string, string> Require(Call call) => call.State.BackupJobs.GetValueOrDefault(call.Required("id")) ?? throw LabException.Parameter("id", "No such job '" + call["id"] + "'");

    private static JsonObject Describe(string id, SortedDictionary<string, string> job)
    {
        var parameters = ApiTable.Default.Endpoints.First(e => e is { Method: "POST", Path: "/cluster/backup" }).Parameters;
        var result = new JsonObject { ["id"] = id, ["type"] = "vzdump" };
        foreach (var (key, value) in job.Where(j => j.Key != "type"))
        {
            result[key] = ApiTable.Default.Formats.TryGetValue(parameters.Find(key)?.Format ?? "", out var format) && PropertyString.TryParse(format, value) is { } parts
                ? JsonText.Object(parts)
                : parameters.Find(key)?.Type == "array" ? new JsonArray([.. value.Split('\0').Select(item => (JsonNode)item)])
                : parameters.Find(key)?.IsNumeric == true ? JsonText.Numeric(value) : value;
        }
        return result;
    }

    private static JsonNode? Create(Call call)
    {
        string id = call["id"] ?? "backup-" + Guid.NewGuid().ToString("N")[..13].Insert(8, "-");
        var job = new SortedDictionary<string, string>(call.Parameters.Where(p => !NotJob.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal);
        if (call["node"] is { } node)
            job["node"] = node;
        if (call["schedule"] is not null && call["starttime"] is not null)
            throw LabException.Parameter("starttime", "'starttime' and 'schedule' cannot both be set");
        if (call["schedule"] is null && call["starttime"] is null)
            throw LabException.Parameter("schedule", "neither 'starttime' nor 'schedule' were set");
        ReadStart(job);
        job.TryAdd("enabled", "1");
        RequireJobRules(call, job);
        if (!call.State.BackupJobs.TryAdd(id, job))
            throw LabException.Die($"Job '{id}' already exists");
        return null;
    }

    private static JsonObject WithNextRun(Call call, SortedDictionary<string, string> job, JsonObject entry)
    {
        if (CalendarEvent.TryParse(job.GetValueOrDefault("schedule", ""))?.Next(call.Now.ToUnixTimeSeconds()) is { } next)
            entry["next-run"] = next;
        return entry;
    }

    // The older words for a schedule: a time of day, on these days of the week.
    private static void ReadStart(SortedDictionary<string, string> job)
    {
        job.Remove("dow", out string? days);
        if (job.Remove("starttime", out string? time))
            job["schedule"] = days is null ? time : $"{days} {time}";
    }

    // A refusal that is raised under the file's lock comes out as the text of a die.
    private static LabException Nested(string key, string reason) => LabException.Die($"400 Parameter verification failed.\n{key}: {reason}");

    private static void RequireRootOptions(Call call, IReadOnlyDictionary<string, string> values)
    {
        if (call.Caller.IsRoot)
            return;
        if (RootOptions.FirstOrDefault(values.ContainsKey) is { } key)
            throw LabException.Parameter(key, "Only root may set this option.");
        if (HostOptions.Any(values.ContainsKey))
            call.Permissions.Require(call.Caller, "/", "Sys.Modify");
    }

    private static void RequireJobRules(Call call, SortedDictionary<string, string> job)
    {
        string? pool = job.GetValueOrDefault("pool") is { Length: > 0 } named ? named : null, vmid = job.GetValueOrDefault("vmid") is { Length: > 0 } list ? list : null;
        if (pool is not null && !call.State.Pools.ContainsKey(pool))
            throw LabException.Forbidden($"pool '{pool}' does not exist");
        RequireRootOptions(call, job);
        bool all = job.GetValueOrDefault("all") == "1";
        bool excludes = job.GetValueOrDefault("exclude") is { Length: > 0 };
        // Whoever leaves some out means all the others.
        if (!all && excludes && vmid is null && pool is null)
            job["all"] = "1";
        else if (!all && vmid is null && pool is null)
            throw Nested("vmid", "property is missing");
        if (vmid is not null && (all || pool is not null || excludes))
            throw Nested(all ? "all" : pool is not null ? "pool" : "exclude", "option conflicts with option 'vmid'");
    }

    private static JsonNode? Update(Call call)
    {
        if (!call.Parameters.Keys.Any(k => k != "id"))
            throw LabException.Die("no options specified");
        if (!call.State.BackupJobs.TryGetValue(call.Required("id"), out var job))
            throw LabException.Die("no such vzdump job");
        foreach (string key in TextRules.SplitList(call["delete"]))
        {
            if (call.Endpoint.Parameters.Find(key) is null || key is "id" or "delete" or "starttime" or "dow")
                throw Nested("delete", $"unknown option '{key}'");
            if (key == "schedule")
                throw Nested("schedule", "unable to delete required option");
            job.Remove(key);
        }
        var draft = new SortedDictionary<string, string>(job, StringComparer.Ordinal);
        foreach (var (key, value) in call.Parameters.Where(p => p.Key is not ("id" or "delete")))
        {
            draft[key] = value;
            // A new selection takes the place of the old one.
            foreach (string other in key == "all" ? ["vmid", "pool"] : key == "vmid" ? ["all", "pool", "exclude"] : key == "pool" ? ["vmid", "all"] : Array.Empty<string>())
            {
                if (call[other] is null)
                    draft.Remove(other);
            }
        }
        ReadStart(draft);
        RequireJobRules(call, draft);
        call.State.BackupJobs[call.Required("id")] = draft;
        return null;
    }

    /// <summary>Whether a job saves the guest: by its ID, its pool, or with all others.</summary>
    public static bool Includes(LabState state, SortedDictionary<string, string> job, GuestState guest)
    {
        string id = guest.VmId.ToString(CultureInfo.InvariantCulture);
        if (job.GetValueOrDefault("all") == "1")
            return !TextRules.SplitList(job.GetValueOrDefault("exclude")).Contains(id);
        return TextRules.SplitList(job.GetValueOrDefault("vmid")).Contains(id) || (job.TryGetValue("pool", out string? pool) && state.PoolOf(guest.VmId) == pool);
    }

    private static JsonNode? Included(Call call)
    {
        var job = Require(call);
        var children = new JsonArray();
        foreach (var guest in call.State.Guests.Values.Where(g => Includes(call.State, job, g)))
        {
            var disks = new JsonArray([.. guest.Config.Where(c => Drives.IsDisk(guest.Kind, c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal)
                .Where(c => Drives.TryParse(guest.Kind, c.Key, c.Value) is { } d && !(guest.IsQemu && Drives.IsCdrom(d)))
                .Select(c => (JsonNode)new JsonObject { ["id"] = $"{guest.VmId}:{c.Key}", ["name"] = Drives.VolumeOf(guest.Kind, c.Key, c.Value), ["included"] = !c.Value.Contains("backup=0", StringComparison.Ordinal), ["reason"] = c.Key == "rootfs" ? "rootfs" : "enabled", ["leaf"] = 1 })]);
            children.Add((JsonNode)new JsonObject { ["id"] = guest.VmId, ["name"] = guest.Name, ["type"] = guest.Kind, ["leaf"] = disks.Count == 0 ? 1 : 0, ["children"] = disks });
        }
        return new JsonObject { ["children"] = children };
    }
}
