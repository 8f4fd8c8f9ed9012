using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Http;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>What lies on a storage: lists, single volumes, removal, uploads and downloads.</summary>
internal static partial class ContentHandlers
{
    private const string Root = "/nodes/{node}/storage/{storage}";

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}/content", List);
        table.Add($"POST {Root}/content", Allocate);
        table.Add($"GET {Root}/content/{{volume}}", Read);
        table.Add($"PUT {Root}/content/{{volume}}", Update);
        table.Add($"DELETE {Root}/content/{{volume}}", Delete);
        table.Add($"POST {Root}/upload", Upload);
        table.Add($"POST {Root}/download-url", Download);
    }

    public static void RunDelete(TaskContext context)
    {
        var store = new VolumeStore(context.State);
        string volid = context.Text("volume")!;
        var storage = store.Enabled(Drives.StorageOf(volid)!, context.Task.Node);
        string path = VolumeStore.PathOf(storage, volid[(storage.Id.Length + 1)..]);
        if (store.Find(volid, context.Task.Node) is { } volume)
        {
            if (volume.Protected)
                throw LabException.Die("can't remove protected archive");
            store.Free(volume);
        }
        else if (VolumeNames.Describe(volid).Content != "images")
        {
            // What is gone already is as good as removed.
            context.Log($"Removed volume '{volid}'");
            return;
        }
        else
        {
            context.Log($"disk image '{path}' does not exist");
        }
        context.Log($"Removed volume '{volid}'");
    }

    public static void RunDownload(TaskContext context)
    {
        string storageId = context.Text("storage")!, volid = context.Text("volume")!;
        var storage = new VolumeStore(context.State).Enabled(storageId, context.Task.Node);
        var (content, format, _, _) = VolumeNames.Describe(volid);
        context.Log($"downloading {context.Text("url")} to {VolumeStore.PathOf(storage, volid[(storageId.Length + 1)..])}");
        new VolumeStore(context.State).Add(new VolumeState { VolId = volid, Node = storage.Shared ? null : context.Task.Node, Content = content, Format = format, Size = JsonText.Long(context.Task.Arguments["size"]) ?? VolumeNames.DefaultSize(content), CTime = context.Now.ToUnixTimeSeconds() });
        context.Log("download finished");
    }

    private static JsonNode? List(Call call)
    {
        var store = new VolumeStore(call.State);
        var storage = store.Enabled(call.Required("storage"), call.Node);
        if (storage.IsFileBased && storage.Content.Contains("none"))
            throw LabException.Die("unknown vtype 'none'");
        var result = new JsonArray();
        foreach (var volume in store.On(storage, call.Node).OrderBy(v => v.VolId, StringComparer.Ordinal))
        {
            string content = Content(call.State, volume);
            if (call["content"] is { } wanted && content != wanted)
                continue;
            if (call["content"] is null && content is not ("images" or "rootdir") && !storage.Content.Contains(content))
                continue;
            if (call["vmid"] is { } vmid && (volume.VmId?.ToString(CultureInfo.InvariantCulture) ?? (content is "import" or "snippets" ? vmid : null)) != vmid)
                continue;
            try
            {
                VolumeAccess.Require(call.State, call.Permissions, call.Caller, null, volume.VolId);
            }
            catch (LabException)
            {
                // The list leaves out what the caller may not see.
                continue;
            }
            result.Add((JsonNode)Describe(call.State, volume, content));
        }
        return result;
    }

    /// <summary>Images of containers are listed as rootdir.</summary>
    private static string Content(LabState state, VolumeState volume) =>
        volume is { Content: "images", VmId: { } vmid } && state.Guests.TryGetValue(vmid, out var guest) && !guest.IsQemu ? "rootdir" : volume.Content;

    private static JsonObject Describe(LabState state, VolumeState volume, string content)
    {
        var result = new JsonObject { ["volid"] = volume.VolId, ["content"] = content, ["format"] = volume.Format, ["size"] = volume.Size, ["ctime"] = volume.CTime };
        if (volume.VmId is { } vmid)
            result["vmid"] = vmid;
        if (content is "images" or "rootdir")
        {
            bool files = state.Storages.TryGetValue(volume.Storage, out var storage) && storage.IsFileBased;
            if (files)
                result["used"] = volume.Used;
            string? parent = volume.Parent?[(volume.Parent.IndexOf(':', StringComparison.Ordinal) + 1)..];
            if (files || parent is not null)
                result["parent"] = parent is null ? null : files ? "../" + parent : parent;
        }
        if (volume.Notes is not null)
            result["notes"] = volume.Notes;
        if (content == "backup")
        {
            result["subtype"] = volume.Format == "pbs-ct" || volume.VolId.Contains("vzdump-lxc", StringComparison.Ordinal) ? "lxc" : "qemu";
            if (volume.Protected)
                result["protected"] = 1;
        }
        return result;
    }

    // The volume parameter is a volume ID or a name on the storage in the path.
    private static string VolId(Call call)
    {
        string volume = call.Required("volume"), storage = call.Required("storage");
        if (!FormatChecks.IsVolumeId(volume))
            return $"{storage}:{volume}";
        if (!volume.StartsWith(storage + ":", StringComparison.Ordinal))
            throw LabException.Parameter("volume", "storage ID mismatch (" + storage + " != " + Drives.StorageOf(volume) + ")");
        return volume;
    }

    private static string ReadableVolId(Call call)
    {
        string volid = VolId(call);
        VolumeAccess.Require(call.State, call.Permissions, call.Caller, null, volid);
        VolumeStore.RequireParsable(call.State.Storages[call.Required("storage")], volid);
        return volid;
    }

    private static JsonNode? Read(Call call)
    {
        string volid = ReadableVolId(call);
        var volume = new VolumeStore(call.State).Find(volid, call.Node) ?? throw LabException.Die($"volume_size_info on '{volid}' failed - no format");
        var storage = call.State.Storages[volume.Storage];
        var result = new JsonObject { ["path"] = VolumeStore.PathOf(storage, volid[(storage.Id.Length + 1)..]), ["size"] = volume.Size, ["used"] = volume.Used, ["format"] = volume.Format is "iso" or "snippet" or "tgz" or "tzst" or "txz" ? "raw" : volume.Format };
        if (volume.Notes is not null)
            result["notes"] = volume.Notes;
        if (volume.Content == "backup")
            result["protected"] = volume.Protected ? 1 : 0;
        return result;
    }

    private static JsonNode? Update(Call call)
    {
        string volid = ReadableVolId(call);
        if (call["notes"] is null && call["protected"] is null)
            return null;
        if (VolumeNames.Describe(volid).Content != "backup")
            throw LabException.Die(call["notes"] is not null ? "only backups can have notes" : "only backups support attribute 'protected'");
        // Notes lie beside an archive: nobody looks whether it is there.
        if (new VolumeStore(call.State).Find(volid, call.Node) is not { } volume)
            return null;
        if (call["notes"] is { } notes)
            volume.Notes = notes.Length == 0 ? null : notes;
        if (call["protected"] is { } flag)
            volume.Protected = flag == "1";
        return null;
    }

    private static JsonNode? Delete(Call call)
    {
        string volid = VolId(call), storage = call.Required("storage");
        new VolumeStore(call.State).Storage(storage);
        var (content, _, owner, _) = VolumeNames.Describe(volid);
        // On a directory an image lies in the folder of its guest.
        if (content.Length == 0 || (content == "images" && call.State.Storages[storage].IsFileBased && !volid.Contains('/')))
            throw LabException.Die(VolumeNames.Unparsable(volid[(storage.Length + 1)..]));
        if (content == "backup" && owner is not null)
        {
            call.Permissions.Require(call.Caller, "/storage/" + storage, "Datastore.AllocateSpace");
            call.Permissions.Require(call.Caller, $"/vms/{owner}", "VM.Backup");
        }
        else
        {
            call.Permissions.Require(call.Caller, "/storage/" + storage, "Datastore.Allocate");
        }
        var upid = call.Fork("imgdel", owner is null ? storage : $"{owner}@{storage}", "content.delete", new JsonObject { ["volume"] = volid }, null);
        if (call.Int("delay", 0) is > 0 and var seconds)
            call.WaitFor = (upid.GetValue<string>(), TimeSpan.FromSeconds(seconds), "");
        return upid;
    }

    private static JsonNode? Allocate(Call call)
    {
        string name = call.Required("filename"), storage = call.Required("storage");
        var store = new VolumeStore(call.State);
        var definition = store.Enabled(storage, call.Node);
        long size = (call.Required("size") is var text && text.EndsWith('G') ? TextRules.ParseSize(text) : text.EndsWith('M') ? TextRules.ParseSize(text) : TextRules.ParseSize(text + "K")) ?? 0;
        int vmid = call.VmId;
        string format = call["format"] ?? (name.EndsWith(".qcow2", StringComparison.Ordinal) ? "qcow2" : "raw");
        if (Path.GetExtension(name).TrimStart('.') is "raw" or "qcow2" or "vmdk" or "subvol" && Path.GetExtension(name)[1..] is var own && own != format)
            throw LabException.Parameter("format", $"different storage formats ({format} != {own})");
        // Without a name it gets the next one.
        if (name.Length == 0)
            return JsonValue.Create(store.Allocate(storage, call.Node, vmid, "qemu", call["format"], null, size, call.Now).VolId);
        string volid = definition.IsFileBased ? $"{storage}:{vmid}/{name}" : $"{storage}:{name}";
        if (VolumeNames.Describe(volid).VmId is null || (definition.IsFileBased && Path.GetExtension(name).Length == 0))
            throw LabException.Die($"unable to parse volume filename '{name}'");
        if (store.Find(volid, call.Node) is not null)
            throw LabException.Die($"disk image '{VolumeStore.PathOf(definition, volid[(storage.Length + 1)..])}' already exists");
        store.Add(new VolumeState { VolId = volid, Node = definition.Shared ? null : call.Node, Content = "images", Format = format, Size = size, CTime = call.Now.ToUnixTimeSeconds(), VmId = vmid });
        return JsonValue.Create(volid);
    }

    private static JsonNode? Upload(Call call)
    {
        string storage = call.Required("storage"), content = call.Required("content");
        var definition = new VolumeStore(call.State).Enabled(storage, call.Node);
        if (!definition.IsFileBased)
            throw LabException.Die($"can't upload to storage type '{definition.Type}'");
        if (MultipartForm.Length(call["tmpfilename"]) is not { } size)
            throw LabException.Die(call["tmpfilename"] is { Length: > 0 } gone ? $"temporary file '{gone}' does not exist" : "missing temporary file name");
        // What is before the last slash goes, what is no plain letter becomes a line.
        string name = Strange().Replace(Folders().Replace(call.Required("filename"), ""), "_");
        if (content is "iso" or "vztmpl" && !HasSuffix(content, name))
            throw LabException.Parameter("filename", "wrong file extension");
        if (content == "import" && !HasSuffix(content, name))
            throw LabException.Parameter("filename", "invalid filename or wrong extension");
        if (!definition.Content.Contains(content))
            throw LabException.Die($"storage '{storage}' does not support '{content}' content");
        return Fetch(call, storage, content, name, size, "imgcopy", name);
    }

    private static JsonNode? Download(Call call)
    {
        string storage = call.Required("storage"), content = call.Required("content"), name = call.Required("filename");
        var definition = new VolumeStore(call.State).Enabled(storage, call.Node);
        if (!definition.Content.Contains(content))
            throw LabException.Die($"storage '{storage}' is not configured for content-type '{content}'");
        if (!HasSuffix(content, name) || name.Contains('/'))
            throw LabException.Parameter("filename", "wrong file extension");
        return Fetch(call, storage, content, name, null, "download", call.Required("url"));
    }

    private static bool HasSuffix(string content, string name)
    {
        string[] suffixes = content switch { "iso" => [".iso", ".img"], "vztmpl" => [".tar", ".tar.gz", ".tar.xz", ".tar.zst", ".tar.bz2"], _ => [".qcow2", ".raw", ".vmdk", ".ova"] };
        return suffixes.Any(s => name.Length > s.Length && name.EndsWith(s, StringComparison.OrdinalIgnoreCase));
    }

    private static JsonNode? Fetch(Call call, string storage, string content, string name, long? size, string type, string url) =>
        call.Fork(type, "", "content.download", new JsonObject { ["storage"] = storage, ["volume"] = $"{storage}:{content}/{name}", ["size"] = size, ["url"] = url }, null);

    [GeneratedRegex(@"^.*[/\\]", RegexOptions.Singleline)]
    private static partial Regex Folders();

    [GeneratedRegex("[^a-zA-Z0-9_.-]")]
    private static partial Regex Strange();
}
