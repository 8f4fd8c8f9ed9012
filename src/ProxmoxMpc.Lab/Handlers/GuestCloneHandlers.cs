using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>POST clone: everything is checked at once; copying is the worker's part.</summary>
internal static class GuestCloneHandlers
{
    public static void Register(HandlerTable table)
    {
        table.Add("POST /nodes/{node}/qemu/{vmid}/clone", call => Clone(call, "qemu"));
        table.Add("POST /nodes/{node}/lxc/{vmid}/clone", call => Clone(call, "lxc"));
    }

    private static JsonNode? Clone(Call call, string kind)
    {
        int newid = TextRules.Int(call.Required("newid"));
        string? pool = call["pool"], storage = call["storage"], format = call["format"], snapname = call["snapname"];
        string? target = call["target"] is { } name && name != call.Node && name != "localhost" ? name : null;
        // Whether a machine runs is asked before anything else.
        if (kind == "qemu")
            call.GuestOrUnknown(kind);
        if (pool is not null && !call.State.Pools.ContainsKey(pool))
            throw LabException.Forbidden($"pool '{pool}' does not exist");
        if (target is not null && !call.State.Nodes.ContainsKey(target))
            throw LabException.Die($"no such cluster node '{target}'");
        var store = new VolumeStore(call.State);
        if (storage is not null)
        {
            var definition = store.Enabled(storage, call.Node);
            if (!definition.Content.Contains(kind == "qemu" ? "images" : "rootdir") && kind == "qemu")
                throw LabException.Parameter("storage", $"storage '{storage}' does not support vm images");
            if (target is not null)
            {
                store.Enabled(storage, target);
                if (!definition.Shared)
                    throw LabException.Die($"can't clone to non-shared storage '{storage}'");
            }
        }
        var guest = call.GuestOrUnknown(kind);
        GuestRules.RequireUnlocked(guest);
        if (kind == "lxc")
            RequireFree(call, kind, newid);
        bool full = call.Flag("full", !guest.IsTemplate);
        if (kind == "lxc" && storage is not null && !full)
            throw LabException.Die("parameter 'storage' not allowed for linked clones");
        if (snapname is not null && !guest.Snapshots.ContainsKey(snapname))
            throw LabException.Die($"snapshot '{snapname}' does not exist");
        if (storage is not null && !full)
            throw LabException.Die("parameter 'storage' not allowed for linked clones");
        if (format is not null && !full)
            throw LabException.Die("parameter 'format' not allowed for linked clones");
        var config = snapname is null ? guest.Config : guest.Snapshots[snapname];
        bool shared = RequireStorageAccess(call, store, guest, config, storage);
        Nets.RequireBridges(call.Permissions, call.Caller, kind, config);
        if (target is not null && !shared)
            throw LabException.Die($"can't clone {guest.Label} to node '{target}' ({guest.Label} uses local storage)");
        if (kind == "qemu")
            RequireFree(call, kind, newid);
        RequireCloneable(call, guest, config, full);

        string newNode = call.Node;
        call.State.Guests[newid] = new GuestState { VmId = newid, Kind = kind, Node = newNode, CreatedAt = call.Now, Config = new(StringComparer.Ordinal) { ["lock"] = kind == "qemu" ? "clone" : "create" } };
        return call.Fork(kind == "qemu" ? "qmclone" : "vzclone", call.Required("vmid"), "guest.clone", new JsonObject
        {
            ["vmid"] = guest.VmId, ["kind"] = kind, ["newid"] = newid, ["name"] = call[kind == "qemu" ? "name" : "hostname"], ["description"] = call["description"],
            ["pool"] = pool, ["storage"] = storage, ["format"] = format, ["snapname"] = snapname, ["full"] = full, ["target"] = target,
        }, newid);
    }

    private static void RequireFree(Call call, string kind, int newid)
    {
        if (!call.State.Guests.TryGetValue(newid, out var existing))
            return;
        throw LabException.Die(kind == "qemu" && existing.Kind == "qemu" && existing.Node == call.Node
            ? $"unable to create VM {newid}: config file already exists"
            : $"{(kind == "qemu" ? $"unable to create VM {newid}: " : "")}{existing.Label} {newid} already exists on node '{existing.Node}'");
    }

    /// <summary>May the caller allocate where the copies go? True when every disk is on shared storage.</summary>
    private static bool RequireStorageAccess(Call call, VolumeStore store, GuestState guest, IReadOnlyDictionary<string, string> config, string? storage)
    {
        bool shared = true;
        foreach (var (key, value) in config.Where(c => Drives.IsDisk(guest.Kind, c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (Drives.TryParse(guest.Kind, key, value) is not { } drive)
                continue;
            string volid = Drives.VolumeOf(guest.Kind, drive);
            if (Drives.StorageOf(volid) is not { } source)
            {
                if (volid == "cdrom")
                    call.Permissions.Require(call.Caller, "/", "Sys.Console");
                if (volid.StartsWith('/'))
                    shared = false;
                continue;
            }
            shared &= store.Storage(source).Shared;
            if (!(guest.IsQemu && Drives.IsCdrom(drive, excludeCloudInit: true)))
                call.Permissions.Require(call.Caller, $"/storage/{storage ?? source}", "Datastore.AllocateSpace");
        }
        if (guest.IsQemu && config.TryGetValue("vmstatestorage", out string? states))
            call.Permissions.Require(call.Caller, $"/storage/{states}", "Datastore.AllocateSpace");
        return shared;
    }

    private static void RequireCloneable(Call call, GuestState guest, IReadOnlyDictionary<string, string> config, bool full)
    {
        foreach (var (key, value) in config.Where(c => Drives.IsDisk(guest.Kind, c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (Drives.TryParse(guest.Kind, key, value) is not { } drive || (guest.IsQemu && Drives.IsCdrom(drive)))
                continue;
            if (full && guest is { IsQemu: true, Running: true } && key == "tpmstate0" && call["snapname"] is null)
                throw LabException.Die("cannot clone TPM state while VM is running");
            string volid = Drives.VolumeOf(guest.Kind, drive);
            if (!guest.IsQemu && LxcDisks.TypeOf(volid) != "volume")
                throw LabException.Die($"unable to clone mountpoint '{key}' (type {LxcDisks.TypeOf(volid)})");
            if (full && guest is { IsQemu: false, Running: true } && call["snapname"] is null)
                throw LabException.Die("Full clone of a running container is only possible from a snapshot");
            if (full || key == "tpmstate0" || Drives.StorageOf(volid) is not { } storage)
                continue;
            string format = VolumeNames.Describe(volid).Format;
            bool isBase = volid.Contains("base-", StringComparison.Ordinal) || volid.Contains("basevol-", StringComparison.Ordinal);
            string type = call.State.Storages.TryGetValue(storage, out var definition) ? definition.Type : "dir";
            // A file's linked copy is a qcow2, and no container runs on one.
            if (!isBase || !StorageTypes.CanLink(type, format) || (!guest.IsQemu && type is "dir" or "nfs" or "cifs" or "cephfs"))
                throw LabException.Die(guest.IsQemu ? $"Linked clone feature is not supported for{(call["snapname"] is null ? "" : " a snapshot of")} '{volid}' ({key})" : $"Linked clone feature for '{volid}' is not available");
        }
    }
}
