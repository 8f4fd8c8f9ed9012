using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Migration between the nodes of the cluster.</summary>
internal static class MigrateHandlers
{
    public static void Register(HandlerTable table)
    {
        foreach (string kind in (string[])["qemu", "lxc"])
        {
            table.Add($"GET /nodes/{{node}}/{kind}/{{vmid}}/migrate", call => Precondition(call, kind));
            table.Add($"POST /nodes/{{node}}/{kind}/{{vmid}}/migrate", call => Migrate(call, kind));
        }
    }

    private static JsonNode? Precondition(Call call, string kind)
    {
        var guest = call.Guest(kind);
        if (kind == "lxc")
            return ContainerPrecondition(call.State, guest);
        RequireMappings(call.State, guest);
        var local = LocalVolumes(call.State, guest).ToList();
        var others = call.State.Nodes.Values.Where(n => n.Online && n.Name != guest.Node).Select(n => n.Name).ToList();
        var allowed = others.Where(n => GuestHandlers.VolumesOf(guest).All(v => call.State.Storages.TryGetValue(Drives.StorageOf(v)!, out var s) && s.IsOn(n))).ToList();
        return new JsonObject
        {
            ["running"] = guest.Running ? 1 : 0,
            ["allowed_nodes"] = JsonText.Array(allowed),
            ["not_allowed_nodes"] = NotAllowed(call.State, guest, others.Except(allowed)),
            ["local_disks"] = new JsonArray([.. local.Select(v => (JsonNode)new JsonObject { ["volid"] = v.VolId, ["size"] = v.Size, ["cdrom"] = 0, ["is_unused"] = 0, ["is_attached"] = 1, ["is_cloudinit"] = 0, ["is_tpmstate"] = 0, ["is_vmstate"] = 0, ["replicate"] = 1, ["shared"] = 0, ["drivename"] = guest.Config.FirstOrDefault(c => Drives.IsDrive(c.Key) && Drives.VolumeOf("qemu", c.Key, c.Value) == v.VolId).Key })]),
            ["local_resources"] = new JsonArray(),
            ["mapped-resources"] = new JsonArray(),
            ["mapped-resource-info"] = new JsonObject(),
            ["has-dbus-vmstate"] = 1,
        };
    }

    // A container's storages are looked at by the migration itself; HA's part is told only of a container that HA looks after.
    private static JsonObject ContainerPrecondition(LabState state, GuestState guest)
    {
        GuestRules.RequireUnlocked(guest);
        var result = new JsonObject { ["running"] = guest.Running ? 1 : 0, ["allowed-nodes"] = JsonText.Array(state.Nodes.Keys.Where(n => n != guest.Node)), ["not-allowed-nodes"] = new JsonObject() };
        if (HaRequests.IsManaged(state, guest))
            result["dependent-ha-resources"] = new JsonArray();
        return result;
    }

    // Proxmox stumbles over a device whose mapping is gone.
    private static void RequireMappings(LabState state, GuestState guest)
    {
        foreach (var (key, value) in guest.Config)
        {
            string? area = key.StartsWith("usb", StringComparison.Ordinal) ? "mappingUsb" : key.StartsWith("hostpci", StringComparison.Ordinal) ? "mappingPci" : key.StartsWith("virtiofs", StringComparison.Ordinal) ? "mappingDir" : null;
            string? id = value.Split(',').FirstOrDefault(p => p.StartsWith("mapping=", StringComparison.Ordinal) || p.StartsWith("dirid=", StringComparison.Ordinal))?.Split('=')[1];
            if (area is not null && id is not null && state.Section(area)?.ContainsKey(id) != true)
                throw LabException.Die("Can't use an undefined value as an ARRAY reference at /usr/share/perl5/PVE/QemuMigrate/Helpers.pm line 63.");
        }
    }

    private static JsonObject NotAllowed(LabState state, GuestState guest, IEnumerable<string> nodes)
    {
        var result = new JsonObject();
        foreach (string node in nodes)
            result[node] = new JsonObject { ["unavailable_storages"] = JsonText.Array(GuestHandlers.VolumesOf(guest).Select(v => Drives.StorageOf(v)!).Where(s => !state.Storages.TryGetValue(s, out var d) || !d.IsOn(node)).Distinct()) };
        return result;
    }

    private static JsonNode? Migrate(Call call, string kind)
    {
        string target = call.Required("target");
        if (target == call.Node)
            throw LabException.Parameter("target", "target is local node.");
        if (!call.State.Nodes.TryGetValue(target, out var node))
            throw LabException.Die($"no such cluster node '{target}'");
        if (kind == "qemu")
        {
            foreach (string rootOnly in (string[])["force", "migration_type", "migration_network"])
            {
                if (call[rootOnly] is not null and not "0" && !call.Caller.IsRoot)
                    throw LabException.Parameter(rootOnly, "Only root may use this option.");
            }
        }
        var guest = call.Guest(kind);
        GuestRules.RequireUnlocked(guest);
        if (kind == "qemu" && guest.Running && !call.Flag("online"))
            throw LabException.Die("can't migrate running VM without --online");
        if (kind == "lxc" && guest.Running && !call.Flag("online") && !call.Flag("restart"))
            throw LabException.Die("can't migrate running container without --online or --restart");
        if (!node.Online)
            throw LabException.Die($"cannot migrate to offline node '{target}'");
        if (call[kind == "qemu" ? "targetstorage" : "target-storage"] is { } map && map != "1")
        {
            foreach (string storage in TextRules.SplitList(map).Select(m => m.Split(':')[^1]))
            {
                call.Permissions.Require(call.Caller, $"/storage/{storage}", "Datastore.AllocateSpace");
                new VolumeStore(call.State).Enabled(storage, target);
            }
        }
        if (HaRequests.IsManaged(call.State, guest))
            return HaRequests.Fork(call, guest, "migrate", target);
        guest.Config["lock"] = "migrate";
        return call.Fork(kind == "qemu" ? "qmigrate" : "vzmigrate", call.Required("vmid"), "guest.migrate", new JsonObject
        {
            ["vmid"] = guest.VmId, ["kind"] = kind, ["target"] = target, ["local"] = call.Flag("with-local-disks"), ["storage"] = call[kind == "qemu" ? "targetstorage" : "target-storage"],
        }, guest.VmId);
    }

    /// <summary>The worker.</summary>
    public static void Run(TaskContext context)
    {
        var guest = context.Guest();
        string target = context.Text("target")!;
        guest.Config.Remove("lock");
        context.Log($"starting migration of {guest.Label} {guest.VmId} to node '{target}' ({context.State.Nodes[target].Ip})");
        var store = new VolumeStore(context.State);
        var local = LocalVolumes(context.State, guest).ToList();
        if (local.Count > 0 && guest is { Running: true, IsQemu: true } && !context.Flag("local"))
            throw LabException.Die($"can't live migrate attached local disks without with-local-disks option");
        foreach (var volume in local)
        {
            context.Log($"found local disk '{volume.VolId}' (attached)");
            string storage = TargetStorage(context.Text("storage"), volume.Storage);
            store.Enabled(storage, target);
            Transfer(context, store, guest, volume, storage, target);
        }
        foreach (var (key, value) in guest.Config.Where(c => Drives.IsDrive(c.Key) && guest.IsQemu).ToList())
        {
            if (Drives.TryParse("qemu", key, value) is { } drive && Drives.IsCdrom(drive, excludeCloudInit: true) && Drives.StorageOf(drive["file"]) is { } storage && !store.Storage(storage).Shared && store.Find(drive["file"], target) is null)
                throw LabException.Die($"can't migrate local cdrom '{drive["file"]}'");
        }
        guest.Node = target;
        context.Log("migration finished successfully (duration 00:00:01)");
    }

    private static void Transfer(TaskContext context, VolumeStore store, GuestState guest, VolumeState volume, string storage, string target)
    {
        store.Remove(volume);
        string old = volume.VolId;
        string moved = storage == volume.Storage && store.Find(old, target) is null
            ? old
            : store.Allocate(storage, target, guest.VmId, guest.Kind, StorageTypes.Formats(store.Storage(storage).Type, guest.Kind) is var formats && formats.Contains(volume.Format) ? volume.Format : formats[0], null, volume.Size, context.Now).VolId;
        if (moved != old && store.Find(moved, target) is { } renamed)
        {
            renamed.Data = volume.Data;
            (renamed.SnapshotData, renamed.SnapshotSize) = (volume.SnapshotData, volume.SnapshotSize);
        }
        if (moved == old)
        {
            volume.Node = target;
            store.Add(volume);
        }
        foreach (var config in guest.Snapshots.Values.Append(guest.Pending).Append(guest.Config))
        {
            foreach (var (key, value) in config.Where(c => Drives.IsVolumeKey(guest.Kind, c.Key) && Drives.VolumeOf(guest.Kind, c.Key, c.Value) == old).ToList())
            {
                var drive = Drives.TryParse(guest.Kind, key, value)!;
                drive[guest.IsQemu ? "file" : "volume"] = moved;
                config[key] = Drives.Print(guest.Kind, key, drive);
            }
        }
        context.Log($"volume '{old}' is '{moved}' on the target");
    }

    private static string TargetStorage(string? map, string source)
    {
        if (map is null or "1")
            return source;
        var pairs = TextRules.SplitList(map).Select(m => m.Split(':')).ToList();
        return pairs.Find(p => p.Length == 2 && p[0] == source)?[1] ?? pairs.Find(p => p.Length == 1)?[0] ?? source;
    }

    private static IEnumerable<VolumeState> LocalVolumes(LabState state, GuestState guest)
    {
        var store = new VolumeStore(state);
        return guest.Snapshots.Values.Append(guest.Pending).Append(guest.Config)
            .SelectMany(c => c.Where(p => Drives.IsVolumeKey(guest.Kind, p.Key)).Select(p => Drives.VolumeOf(guest.Kind, p.Key, p.Value)))
            .Distinct().Select(v => store.Find(v, guest.Node)).OfType<VolumeState>().Where(v => v.Node is not null && v.VmId == guest.VmId).ToList();
    }
}
