using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Storage definitions, and storages as the nodes see them.</summary>
internal static class StorageHandlers
{
    private const double GiB = 1L << 30;
    private static readonly string[] Numeric = ["maxfiles", "sparse", "krbd", "nocow", "saferemove", "shared", "disable", "port", "mkdir", "create-base-path", "create-subdirs", "fuse", "skip-cert-verification", "snapshot-as-volume-chain", "tagged_only", "max-protected-backups", "nowritecache", "saferemove-stepsize"];

    public static void Register(HandlerTable table)
    {
        table.Add("GET /storage", List);
        table.Add("POST /storage", Create);
        table.Add("GET /storage/{storage}", Read);
        table.Add("PUT /storage/{storage}", Update);
        table.Add("DELETE /storage/{storage}", Delete);
        table.Add("GET /nodes/{node}/storage", ListOnNode);
        table.Add("GET /nodes/{node}/storage/{storage}/status", Status);
    }

    private static JsonNode? List(Call call) => new JsonArray([.. call.State.Storages.Values
        .Where(s => (call["type"] is not { } type || s.Type == type) && call.Permissions.HasAny(call.Caller, "/storage/" + s.Id, "Datastore.Audit", "Datastore.AllocateSpace"))
        .Select(s => (JsonNode)Describe(call.State, s))]);

    private static JsonNode? Read(Call call) => Describe(call.State, new VolumeStore(call.State).Storage(call.Required("storage")));

    private static JsonNode? Create(Call call)
    {
        string id = call.Required("storage"), type = call.Required("type");
        StorageOptions.RequireKnown(type, call.Parameters, create: true);
        if (call.State.Storages.ContainsKey(id))
            throw LabException.Die($"create storage failed: storage ID '{id}' already defined");
        var content = StorageOptions.Content(type, call["content"] ?? "");
        RequireCombinable(content);
        var storage = new StorageState
        {
            Id = id, Type = type, Content = content.Count > 0 ? content : call["content"] is { Length: 0 } ? ["none"] : StorageOptions.DefaultContent(type), Shared = StorageTypes.IsAlwaysShared(type) || call.Flag("shared"), Disabled = call.Flag("disable"),
            Nodes = TextRules.SplitList(call["nodes"]) is { Length: > 0 } nodes ? [.. nodes] : null,
        };
        foreach (var (key, value) in call.Parameters.Where(p => p.Key is not ("storage" or "type" or "content" or "shared" or "disable" or "nodes" or "password" or "keyring" or "encryption-key" or "master-pubkey")))
            storage.Options[key] = value;
        RememberZero(call, storage);
        // Where it is in use its folders are made, and there is none for nothing.
        if (content is ["none"] && type is "dir" or "btrfs" && IsUsable(storage, call.State.LocalNode))
            throw LabException.Die("create storage failed: unknown vtype 'none'");
        RequireMounted(call, storage);
        RequireDirectory(call, storage);
        call.State.Storages[id] = storage;
        var made = new JsonObject { ["storage"] = id, ["type"] = type };
        if (type == "pbs")
            made["config"] = new JsonObject();
        return made;
    }

    // What every Linux mounts; a Lab mounts nothing else.
    private static readonly string[] Mounted = ["/", "/dev", "/dev/shm", "/proc", "/run", "/sys", "/etc/pve", "/boot/efi"];

    // A storage in use is activated when it is made: a directory that is to be a mount point must be one by then.
    private static void RequireMounted(Call call, StorageState storage)
    {
        if (!storage.Options.TryGetValue("is_mountpoint", out string? text) || !IsUsable(storage, call.State.LocalNode) || TextRules.ParseBoolean(text) == "0")
            return;
        string path = TextRules.ParseBoolean(text) == "1" ? storage.Path : text;
        if (!Mounted.Contains(path))
            throw LabException.Die($"create storage failed: unable to activate storage '{storage.Id}' - directory is expected to be a mount point but is not mounted: '{path}'");
    }

    // Directories that every installation has; a Lab makes others only where it is let.
    private static readonly string[] Directories = ["/", "/etc", "/home", "/media", "/mnt", "/opt", "/root", "/srv", "/tmp", "/usr", "/var", "/var/lib", "/var/lib/vz", "/var/tmp"];

    private static void RequireDirectory(Call call, StorageState storage)
    {
        if (storage.Type is not ("dir" or "btrfs") || !IsUsable(storage, call.State.LocalNode) || (storage.Options.GetValueOrDefault("mkdir", "1") == "1" && storage.Options.GetValueOrDefault("create-base-path", "1") == "1"))
            return;
        string path = storage.Path.TrimEnd('/');
        if (!Directories.Contains(path) && !call.State.Storages.Values.Any(s => s.IsFileBased && s.Path.TrimEnd('/') == path))
            throw LabException.Die($"create storage failed: unable to activate storage '{storage.Id}' - directory '{path}' does not exist or is unreachable");
    }

    private static void RequireCombinable(List<string> content, string prefix = "")
    {
        if (content.Count > 1 && content.Contains("none"))
            throw LabException.Die(prefix + "unable to combine 'none' with other content types");
    }

    private static JsonNode? Update(Call call)
    {
        string id = call.Required("storage");
        if (!call.State.Storages.TryGetValue(id, out var storage))
            throw LabException.Die($"update storage failed: storage '{id}' does not exist");
        if (call.Extract("digest") is { Length: > 0 } digest && digest != Digest(call.State))
            throw LabException.Die("update storage failed: detected modified configuration - file changed by other user? Try again.");
        string? delete = call.Extract("delete");
        StorageOptions.RequireKnown(storage.Type, call.Parameters, create: false);
        RequireCombinable([.. TextRules.SplitList(call["content"])], "update storage failed: ");
        StorageOptions.RequireDeletable(storage.Type, TextRules.SplitList(delete), call.Parameters);
        foreach (string key in TextRules.SplitList(delete))
        {
            storage.Options.Remove(key);
            if (key == "nodes")
                storage.Nodes = null;
            else if (key == "disable")
                storage.Disabled = false;
            else if (key == "shared")
                storage.Shared = StorageTypes.IsAlwaysShared(storage.Type);
            else if (key == "content")
                storage.Content = StorageOptions.DefaultContent(storage.Type);
        }
        foreach (var (key, value) in call.Parameters)
        {
            switch (key)
            {
                case "storage" or "password" or "keyring" or "encryption-key" or "master-pubkey":
                    break;
                case "content":
                    storage.Content = StorageOptions.Content(storage.Type, value);
                    break;
                case "nodes":
                    storage.Nodes = TextRules.SplitList(value) is { Length: > 0 } nodes ? [.. nodes] : null;
                    break;
                case "shared":
                    storage.Shared = value == "1";
                    break;
                case "disable":
                    storage.Disabled = value == "1";
                    break;
                default:
                    storage.Options[key] = value;
                    break;
            }
        }
        RememberZero(call, storage);
        return new JsonObject { ["storage"] = id, ["type"] = storage.Type };
    }

    // "shared" that was turned off by name reads back as 0; when it was never mentioned it is absent.
    private static void RememberZero(Call call, StorageState storage)
    {
        if (call["shared"] == "0")
            storage.Options["shared"] = "0";
        else if (call["shared"] is not null)
            storage.Options.Remove("shared");
    }

    private static JsonNode? Delete(Call call)
    {
        string id = call.Required("storage");
        if (!call.State.Storages.ContainsKey(id))
            throw LabException.Die($"delete storage failed: storage '{id}' does not exist");
        if (call.State.Volumes.Values.Any(v => v.Storage == id && v.Parent is not null))
            throw LabException.Die("delete storage failed: can't remove storage - storage is used as base of another storage");
        call.State.Storages.Remove(id);
        // There is always a "local": without a definition it is this one.
        if (id == "local")
        {
            call.State.Storages[id] = new StorageState { Id = id, Type = "dir", Content = ["backup", "images", "iso", "rootdir", "snippets", "vztmpl"], Options = new(StringComparer.Ordinal) { ["path"] = "/var/lib/vz", ["priority"] = "0", ["prune-backups"] = "keep-all=1" } };
            return null;
        }
        foreach (var key in call.State.Volumes.Where(v => v.Value.Storage == id).Select(v => v.Key).ToList())
            call.State.Volumes.Remove(key);
        return null;
    }

    private static JsonNode? ListOnNode(Call call)
    {
        var result = new JsonArray();
        var contents = TextRules.SplitList(call["content"]);
        if (call["storage"] is { } named && !(call.State.Storages.TryGetValue(named, out var asked) && (contents.Length == 0 || IsUsable(asked, call.Node))))
            throw LabException.Parameter("storage", "No such storage.");
        foreach (var storage in call.State.Storages.Values)
        {
            // Who does not ask for a content is told of those too that are switched off, or not on this node.
            if ((call["storage"] is { } only && storage.Id != only) || (call.Flag("enabled") && storage.Disabled)
                || (contents.Length > 0 && !(IsUsable(storage, call.Node) && contents.Any(storage.Content.Contains))) || (call["target"] is { } target && !(storage.IsOn(target) && storage.IsOn(call.Node) && storage.Shared))
                || !call.Permissions.HasAny(call.Caller, "/storage/" + storage.Id, "Datastore.Audit", "Datastore.AllocateSpace"))
                continue;
            var entry = Usage(call.State, storage, call.Node);
            entry["storage"] = storage.Id;
            if (entry["total"]!.GetValue<long>() is > 0 and var total)
                entry["used_fraction"] = entry["used"]!.GetValue<long>() / (double)total;
            if (call.Flag("format") && IsUsable(storage, call.Node))
                AddFormats(storage, entry);
            result.Add((JsonNode)entry);
        }
        return result;
    }

    // The formats of its images, in the form of old and in a readable one.
    private static void AddFormats(StorageState storage, JsonObject entry)
    {
        var supported = StorageTypes.Formats(storage.Type, "qemu").Concat(StorageTypes.Formats(storage.Type, "lxc")).Distinct().Order(StringComparer.Ordinal).ToList();
        if (supported.Count == 0)
            return;
        string usual = storage.Options.GetValueOrDefault("format") ?? StorageTypes.Formats(storage.Type, "qemu").FirstOrDefault() ?? supported[0];
        entry["format"] = new JsonArray(new JsonObject(supported.Select(f => KeyValuePair.Create(f, (JsonNode?)JsonValue.Create(1)))), usual);
        entry["formats"] = new JsonObject { ["default"] = usual, ["supported"] = JsonText.Array(supported) };
    }

    private static JsonNode? Status(Call call)
    {
        string id = call.Required("storage");
        if (!call.State.Storages.TryGetValue(id, out var storage))
            throw LabException.Parameter("storage", "No such storage.");
        return Usage(call.State, storage, call.Node);
    }

    private static bool IsUsable(StorageState storage, string node) => !storage.Disabled && storage.IsOn(node);

    private static JsonObject Usage(LabState state, StorageState storage, string node)
    {
        bool usable = IsUsable(storage, node), holds = !storage.Content.Contains("none");
        long total = usable && holds ? (long)(storage.SizeGiB * GiB) : 0, used = usable && holds ? ResourceHandlers.Used(state, storage, node) : 0;
        return new JsonObject
        {
            ["type"] = storage.Type, ["content"] = string.Join(',', storage.Content), ["active"] = usable && holds ? 1 : 0, ["enabled"] = usable ? 1 : 0,
            ["shared"] = storage.Shared ? 1 : 0, ["total"] = total, ["used"] = used, ["avail"] = total - used,
        };
    }

    private static JsonObject Describe(LabState state, StorageState storage)
    {
        var result = new JsonObject { ["storage"] = storage.Id, ["type"] = storage.Type, ["content"] = string.Join(',', storage.Content), ["digest"] = Digest(state) };
        if (storage.Shared)
            result["shared"] = 1;
        if (storage.Disabled)
            result["disable"] = 1;
        if (storage.Nodes is not null)
            result["nodes"] = string.Join(',', storage.Nodes);
        foreach (var (key, value) in storage.Options)
            result[key] = key == "content-dirs" ? Overrides(value) : Numeric.Contains(key) || key == "priority" ? JsonText.Numeric(value) : value;
        if (storage.IsFileBased && !storage.Options.ContainsKey("path") && storage.Type is "dir" or "nfs" or "cifs" or "btrfs" or "cephfs")
            result["path"] = storage.Path;
        return result;
    }

    private static JsonObject Overrides(string list) => new(TextRules.SplitList(list).Select(o => o.Split('=', 2)).Where(o => o.Length == 2).DistinctBy(o => o[0]).Select(o => KeyValuePair.Create(o[0], (JsonNode?)JsonValue.Create(o[1]))));

    /// <summary>One digest for the whole of storage.cfg.</summary>
    private static string Digest(LabState state) => NodeHandlers.Digest(string.Concat(state.Storages.Values.Select(s =>
        $"{s.Type}: {s.Id}\n\tcontent {string.Join(',', s.Content)}\n\tshared {s.Shared}\n\tdisable {s.Disabled}\n\tnodes {string.Join(',', s.Nodes ?? [])}\n" + string.Concat(s.Options.Select(o => $"\t{o.Key} {o.Value}\n")) + "\n")));
}
