using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.State;

/// <summary>Storages and their volumes: from and to JSON. Volumes that guests name but nobody listed are taken to exist.</summary>
internal static class StorageReader
{
    private static readonly string[] Own = ["type", "content", "shared", "nodes", "sizeGiB", "usedGiB", "disable"];

    public static void Read(JsonObject root, LabState state, DateTimeOffset now)
    {
        foreach (var (id, node) in root["storages"] as JsonObject ?? [])
            state.Storages[id] = ReadStorage(id, node);
        if (state.Storages.Count == 0)
        {
            state.Storages["local"] = new StorageState { Id = "local", Type = "dir", Content = ["iso", "vztmpl", "backup", "snippets", "import", "images", "rootdir"] };
            state.Storages["local-lvm"] = new StorageState { Id = "local-lvm", Type = "lvmthin", Content = ["images", "rootdir"], Options = new(StringComparer.Ordinal) { ["thinpool"] = "data", ["vgname"] = "pve" } };
        }
        foreach (var (storage, volumes) in root["content"] as JsonObject ?? [])
        {
            foreach (var entry in volumes as JsonArray ?? [])
                ReadVolume(state, storage, entry, now);
        }
        foreach (var guest in state.Guests.Values)
        {
            foreach (var config in guest.Snapshots.Values.Append(guest.Pending).Append(guest.Config))
            {
                foreach (var (key, value) in config)
                    VolumeNames.Adopt(state, guest, key, value, now);
            }
        }
    }

    public static JsonObject WriteStorages(LabState state)
    {
        var result = new JsonObject();
        foreach (var storage in state.Storages.Values)
        {
            var entry = new JsonObject { ["type"] = storage.Type, ["content"] = JsonText.Array(storage.Content), ["shared"] = storage.Shared };
            if (storage.Nodes is not null)
                entry["nodes"] = JsonText.Array(storage.Nodes);
            entry["sizeGiB"] = storage.SizeGiB;
            if (storage.UsedGiB != 0)
                entry["usedGiB"] = storage.UsedGiB;
            if (storage.Disabled)
                entry["disable"] = true;
            foreach (var (key, value) in storage.Options)
                entry[key] = value;
            result[storage.Id] = entry;
        }
        return result;
    }

    public static JsonObject WriteContent(LabState state)
    {
        var result = new JsonObject();
        foreach (var group in state.Volumes.Values.GroupBy(v => v.Storage).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var list = new JsonArray();
            foreach (var volume in group.OrderBy(v => v.VolId, StringComparer.Ordinal).ThenBy(v => v.Node, StringComparer.Ordinal))
            {
                var entry = new JsonObject { ["volid"] = volume.VolId, ["content"] = volume.Content, ["format"] = volume.Format, ["size"] = volume.Size, ["ctime"] = volume.CTime };
                if (volume.Node is not null)
                    entry["node"] = volume.Node;
                if (volume.Used != 0)
                    entry["used"] = volume.Used;
                if (volume.VmId is { } vmid)
                    entry["vmid"] = vmid;
                if (volume.Parent is not null)
                    entry["parent"] = volume.Parent;
                if (volume.Notes is not null)
                    entry["notes"] = volume.Notes;
                if (volume.Protected)
                    entry["protected"] = true;
                if (volume.Content == "images")
                    entry["data"] = volume.Data;
                if (volume.SnapshotData.Count > 0)
                    entry["snapshotData"] = JsonText.Object(volume.SnapshotData);
                if (volume.SnapshotSize.Count > 0)
                    entry["snapshotSize"] = new JsonObject(volume.SnapshotSize.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)JsonValue.Create(s.Value))));
                if (volume.Archive is not null)
                    entry["archive"] = volume.Archive.ToJson();
                list.Add((JsonNode)entry);
            }
            result[group.Key] = list;
        }
        return result;
    }

    private static StorageState ReadStorage(string id, JsonNode? node)
    {
        string type = JsonText.Text(node?["type"]) ?? "dir";
        var content = JsonText.List(node?["content"]);
        var result = new StorageState
        {
            Id = id,
            Type = type,
            Content = content.Count > 0 ? content : type is "dir" or "nfs" or "cifs" or "btrfs" ? ["images", "rootdir", "vztmpl", "iso", "backup", "snippets"] : ["images", "rootdir"],
            Shared = JsonText.Flag(node?["shared"], StorageTypes.IsAlwaysShared(type)),
            Nodes = node?["nodes"] is null ? null : JsonText.List(node["nodes"]),
            SizeGiB = JsonText.Number(node?["sizeGiB"]) ?? 250,
            UsedGiB = JsonText.Number(node?["usedGiB"]) ?? 0,
            Disabled = JsonText.Flag(node?["disable"]),
        };
        foreach (var (key, value) in JsonText.Map(node))
        {
            if (!Own.Contains(key))
                result.Options[key] = value;
        }
        // What Proxmox never does without.
        foreach (var (key, value) in StorageTypes.Needed(type, id))
            result.Options.TryAdd(key, value);
        return result;
    }

    private static void ReadVolume(LabState state, string storage, JsonNode? entry, DateTimeOffset now)
    {
        string volid = JsonText.Text(entry is JsonObject ? entry["volid"] : entry) ?? throw new FormatException($"a volume of storage '{storage}' has no volid");
        if (!volid.Contains(':'))
            volid = $"{storage}:{volid}";
        var (content, format, vmid, parent) = VolumeNames.Describe(volid);
        var details = entry as JsonObject;
        var volume = new VolumeState
        {
            VolId = volid,
            Content = JsonText.Text(details?["content"]) ?? content,
            Format = JsonText.Text(details?["format"]) ?? format,
            Size = JsonText.Long(details?["size"]) ?? VolumeNames.DefaultSize(content),
            Used = JsonText.Long(details?["used"]) ?? 0,
            CTime = JsonText.Long(details?["ctime"]) ?? now.AddDays(-30).ToUnixTimeSeconds(),
            VmId = (int?)JsonText.Long(details?["vmid"]) ?? vmid,
            Parent = JsonText.Text(details?["parent"]) ?? parent,
            Notes = JsonText.Text(details?["notes"]),
            Protected = JsonText.Flag(details?["protected"]),
            SnapshotData = new(JsonText.Map(details?["snapshotData"]).ToDictionary(), StringComparer.Ordinal),
            SnapshotSize = new(JsonText.Map(details?["snapshotSize"]).ToDictionary(s => s.Key, s => JsonText.Long(JsonValue.Create(s.Value)) ?? 0), StringComparer.Ordinal),
            Archive = BackupState.Read(details?["archive"]),
        };
        if (JsonText.Text(details?["node"]) is { } node)
            Add(node);
        else if (!state.Storages.TryGetValue(storage, out var definition) || definition.Shared)
            Add(null);
        else
            state.Nodes.Keys.Where(definition.IsOn).ToList().ForEach(Add);

        void Add(string? node) => state.Volumes[(volid, node ?? "")] = new VolumeState
        {
            VolId = volid, Node = node, Content = volume.Content, Format = volume.Format, Size = volume.Size, Used = volume.Used, CTime = volume.CTime,
            VmId = volume.VmId, Parent = volume.Parent, Notes = volume.Notes, Protected = volume.Protected,
            Data = JsonText.Text(details?["data"]) ?? VolumeData.Of(volid, node), SnapshotData = new(volume.SnapshotData, StringComparer.Ordinal), SnapshotSize = new(volume.SnapshotSize, StringComparer.Ordinal), Archive = volume.Archive,
        };
    }
}
