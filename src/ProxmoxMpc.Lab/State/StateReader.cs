using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.State;

/// <summary>Reads the state's JSON, hand-written or saved; what is missing gets a default.</summary>
internal static class StateReader
{
    private static readonly string[] Known =
    [
        "version", "clusterName", "authKey", "options", "faults", "seed", "nodes", "storages", "content", "bridges", "network", "networkNew", "guests", "pools", "users", "groups",
        "roles", "tokens", "acl", "datacenter", "firewall", "ha", "backupJobs", "sections", "guestFirewalls", "tasks", "nextPid",
    ];

    private static readonly string[] Lists = ["faults", "acl", "tasks"];
    private static readonly string[] Tables = ["guests", "nodes", "storages", "tokens"];
    private static readonly string[] Objects = ["options", "nodes", "storages", "content", "bridges", "network", "networkNew", "guests", "tokens", "datacenter", "firewall", "ha", "backupJobs", "sections", "guestFirewalls"];

    /// <exception cref="FormatException">Not a JSON object, or a part of the wrong shape.</exception>
    public static LabState Read(string json, DateTimeOffset now)
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject
                ?? throw new FormatException("the Lab's state is not a JSON object");
        }
        catch (JsonException problem)
        {
            throw new FormatException("the Lab's state is not valid JSON: " + problem.Message, problem);
        }
        RequireShapes(root);
        var state = new LabState
        {
            Version = JsonText.Text(root["version"]) ?? "9.2",
            ClusterName = JsonText.Text(root["clusterName"]),
            AuthKey = JsonText.Text(root["authKey"]) is { } signing ? Convert.FromBase64String(signing) : null,
            Options = OptionsReader.Read(root["options"]),
            FaultSeed = (int)(JsonText.Long(root["seed"]) ?? 0),
            NextPid = (int)(JsonText.Long(root["nextPid"]) ?? 1500),
        };
        state.Faults.AddRange(OptionsReader.ReadFaults(root["faults"]));
        NodeReader.Read(root, state, now);
        ReadGuests(root, state, now);
        StorageReader.Read(root, state, now);
        AccessReader.Read(root, state);
        foreach (var (key, value) in JsonText.Map(root["datacenter"]))
            state.DatacenterOptions[key] = value;
        state.Firewall = NodeReader.ReadFirewall(root["firewall"]);
        foreach (var (vmid, firewall) in root["guestFirewalls"] as JsonObject ?? [])
            state.LooseFirewalls[Schema.TextRules.Int(vmid)] = NodeReader.ReadFirewall(firewall);
        Fill(state.HaResources, JsonText.Sections(root["ha"]?["resources"]));
        Fill(state.HaGroups, JsonText.Sections(root["ha"]?["groups"]));
        Fill(state.HaRules, JsonText.Sections(root["ha"]?["rules"]));
        Fill(state.BackupJobs, JsonText.Sections(root["backupJobs"]));
        foreach (var (area, sections) in root["sections"] as JsonObject ?? [])
        {
            Fill(state.Section(area), JsonText.Sections(sections));
            SectionReader.Complete(area, state.Section(area));
        }
        foreach (var task in root["tasks"] as JsonArray ?? [])
        {
            if (task is JsonObject entry)
                state.Tasks.Add(TaskReader.Read(entry));
        }
        foreach (var (key, value) in root)
        {
            if (!Known.Contains(key))
                state.Extra[key] = value?.DeepClone();
        }
        return state;
    }

    // A part of the wrong shape would be read as if it were absent: say so instead, with its place.
    private static void RequireShapes(JsonObject root)
    {
        foreach (var (key, value) in root)
        {
            bool list = Lists.Contains(key);
            if ((list && value is not (null or JsonArray)) || (Objects.Contains(key) && value is not (null or JsonObject)))
                throw new FormatException($"$.{key} of the Lab's state must be {(list ? "a list" : "an object")}");
            foreach (var entry in list ? (value as JsonArray ?? []).AsEnumerable() : Tables.Contains(key) ? (value as JsonObject ?? []).Select(p => p.Value) : [])
            {
                if (entry is not (null or JsonObject))
                    throw new FormatException($"{entry.GetPath()} of the Lab's state must be an object");
            }
        }
        foreach (var (id, guest) in root["guests"] as JsonObject ?? [])
        {
            if ((guest as JsonObject)?["config"] is { } config and not JsonObject)
                throw new FormatException($"{config.GetPath()} of guest {id} must be an object");
        }
    }

    private static void ReadGuests(JsonObject root, LabState state, DateTimeOffset now)
    {
        foreach (var (id, node) in root["guests"] as JsonObject ?? [])
        {
            if (!int.TryParse(id, out int vmid) || node is not JsonObject entry)
                throw new FormatException($"guest '{id}' is not a VM ID with an object");
            string kind = JsonText.Text(entry["type"]) is "lxc" or "ct" ? "lxc" : "qemu";
            string status = JsonText.Text(entry["status"]) ?? "stopped";
            var guest = new GuestState
            {
                VmId = vmid,
                Kind = kind,
                Node = JsonText.Text(entry["node"]) ?? state.Nodes.Keys.First(),
                Running = status is "running" or "paused",
                Paused = status == "paused",
                CreatedAt = Time(entry["createdAt"]) ?? now.AddDays(-1),
                Config = ReadConfig(kind, entry["config"]),
                Pending = ReadConfig(kind, entry["pending"]),
                ArchDeleted = JsonText.Flag(entry["archDeleted"]),
                CloudInit = JsonText.Map(entry["cloudinit"]),
                Firewall = NodeReader.ReadFirewall(entry["firewall"]),
            };
            if (!state.Nodes.ContainsKey(guest.Node))
                NodeReader.Add(state, guest.Node, null, now);
            foreach (var (key, force) in entry["pendingDelete"] as JsonObject ?? [])
                guest.PendingDelete[key] = JsonText.Flag(force);
            foreach (var (name, snapshot) in entry["snapshots"] as JsonObject ?? [])
                guest.Snapshots[name] = ReadConfig(kind, (snapshot as JsonObject)?["config"] ?? snapshot);
            if (guest.Running)
            {
                guest.StartedAt = Time(entry["startedAt"]) ?? now.AddHours(-1);
                guest.Pid = (int)(JsonText.Long(entry["pid"]) ?? state.NextPid++);
            }
            state.Guests[vmid] = guest;
            if (JsonText.Text(entry["pool"]) is { Length: > 0 } pool)
            {
                if (!state.Pools.TryGetValue(pool, out var members))
                    state.Pools[pool] = members = new PoolState();
                members.Vms.Add(vmid);
            }
        }
    }

    private static Dictionary<string, string> ReadConfig(string kind, JsonNode? node)
    {
        var keys = Schema.ApiTable.Default.GuestKeys(kind);
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in node as JsonObject ?? [])
        {
            if (key == "digest")
                continue;
            string? text = value is JsonArray ? value.ToJsonString(JsonText.Compact) : JsonText.Text(value);
            if (text is not null)
                config[key] = key == "description" ? text.TrimEnd() : keys.Find(key)?.Type == "boolean" ? Schema.TextRules.ParseBoolean(text) ?? text : text;
        }
        return config;
    }

    internal static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParse(JsonText.Text(node), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static void Fill<T>(SortedDictionary<string, T> target, SortedDictionary<string, T> source)
    {
        foreach (var (key, value) in source)
            target[key] = value;
    }
}
