using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>The worker that copies a guest.</summary>
internal static class CloneActions
{
    private static readonly string[] NotCopied = ["parent", "snaptime", "vmstate", "snapstate", "runningcpu", "runningmachine", "running-nets-host-mtu", "lock", "template"];

    public static void Clone(TaskContext context)
    {
        var source = context.Guest();
        int newid = context.Int("newid");
        var clone = context.State.Guests.GetValueOrDefault(newid) ?? throw LabException.Die("Lost 'create' config lock, aborting.");
        var store = new VolumeStore(context.State);
        var created = new List<VolumeState>();
        context.AfterFailure = () =>
        {
            context.State.Guests.Remove(newid);
            created.ForEach(store.Remove);
        };
        string? snapname = context.Text("snapname");
        var config = snapname is null ? source.Config : source.Snapshots.GetValueOrDefault(snapname) ?? throw LabException.Die($"snapshot '{snapname}' does not exist");
        context.Log(source.IsQemu ? $"creating a clone of VM {source.VmId} with ID {newid}" : $"creating a clone of container {source.VmId} with ID {newid}");
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var (key, value) in config.Where(c => !NotCopied.Contains(c.Key) && !Drives.IsUnused(c.Key)).OrderBy(c => c.Key == "rootfs" ? 0 : 1).ThenBy(c => c.Key, StringComparer.Ordinal))
            {
                result[key] = Nets.IsNet(key) ? Nets.WithNewMac(context.State, source.Kind, value)
                    : Drives.IsDisk(source.Kind, key) ? CopyDisk(context, store, source, clone, key, value, created)
                    : value;
            }
        }
        catch (LabException problem)
        {
            throw LabException.Die("clone failed: " + problem.Message);
        }
        if (context.Text("target") is { } node)
            clone.Node = node;
        NameClone(context, source, result);
        if (context.Text("description") is { } description)
            ConfigText.Store(source.Kind, result, "description", description);
        clone.Config = result;
        clone.Firewall = NodeReader.ReadFirewall(NodeReader.Write(source.Firewall));
        if (context.Text("pool") is { } pool && context.State.Pools.TryGetValue(pool, out var members))
            members.Vms.Add(newid);
    }

    /// <summary>A full copy of a volume for a guest, with the lines the copy prints.</summary>
    public static VolumeState CopyVolume(TaskContext context, VolumeStore store, VolumeState source, GuestState owner, string node, string key, string storage, string? format)
    {
        bool qemu = owner.IsQemu;
        bool cloudInit = qemu && VolumeNames.Describe(source.VolId).VmId is not null && source.VolId.Contains("-cloudinit", StringComparison.Ordinal);
        context.Log(qemu ? $"create full clone of drive {key} ({source.VolId})" : $"create full clone of mountpoint {key} ({source.VolId})");
        var formats = StorageTypes.Formats(store.Storage(storage).Type, owner.Kind);
        string chosen = format ?? (formats.Contains(source.Format) ? source.Format : formats[0]);
        if (cloudInit && format is null && !store.Storage(storage).IsFileBased)
            chosen = "raw";
        var copy = store.Allocate(storage, node, owner.VmId, owner.Kind, chosen, cloudInit ? "cloudinit" : null, source.Size, context.Now);
        copy.Data = source.Data;
        foreach (string line in store.AllocationLog(copy))
            context.Log(line);
        if (!qemu)
            return copy;
        context.Log($"allocated target volume '{copy.VolId}'");
        if (!cloudInit)
        {
            context.Log($"transferred 0.0 B of {HumanSize.Text(source.Size)} (0.00%)");
            context.Log($"transferred {HumanSize.Text(source.Size)} of {HumanSize.Text(source.Size)} (100.00%)");
        }
        return copy;
    }

    private static string CopyDisk(TaskContext context, VolumeStore store, GuestState source, GuestState clone, string key, string value, List<VolumeState> created)
    {
        if (Drives.TryParse(source.Kind, key, value) is not { } drive || (source.IsQemu && Drives.IsCdrom(drive, excludeCloudInit: true)))
            return value;
        string volid = Drives.VolumeOf(source.Kind, drive);
        if (Drives.StorageOf(volid) is not { } storage)
            return value;
        var volume = store.Require(volid, source.Node);
        bool cloudInit = source.IsQemu && Drives.IsCloudInit(drive);
        VolumeState copy;
        if (context.Flag("full") || cloudInit || key == "tpmstate0")
        {
            copy = CopyVolume(context, store, volume, clone, source.Node, key, context.Text("storage") ?? storage, context.Text("format"));
        }
        else
        {
            context.Log(source.IsQemu ? $"create linked clone of drive {key} ({volid})" : $"create linked clone of mount point {key} ({volid})");
            copy = store.Link(volume, source.Node, clone.VmId, context.Now);
        }
        // A clone of a snapshot has what was on the drive then.
        if (context.Text("snapname") is { } snapshot && volume.SnapshotData.TryGetValue(snapshot, out string? then))
            copy.Data = then;
        created.Add(copy);
        drive[source.IsQemu ? "file" : "volume"] = copy.VolId;
        drive["size"] = TextRules.FormatSize(copy.Size);
        return Drives.Print(source.Kind, key, drive);
    }

    private static void NameClone(TaskContext context, GuestState source, Dictionary<string, string> result)
    {
        string? name = context.Text("name");
        if (!source.IsQemu)
        {
            if (name is not null)
                result["hostname"] = name;
            return;
        }
        result["name"] = name ?? (source.Config.TryGetValue("name", out string? original) ? "Copy-of-VM-" + original : $"Copy-of-VM-{source.VmId}");
        result["smbios1"] = WithNewUuid(result.GetValueOrDefault("smbios1", ""));
        if (result.ContainsKey("vmgenid"))
            result["vmgenid"] = Generated.Uuid();
    }

    private static string WithNewUuid(string smbios)
    {
        var parts = PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-smbios1"], smbios) ?? [];
        parts["uuid"] = Generated.Uuid();
        return PropertyString.Print(ApiTable.Default.Formats["pve-qm-smbios1"], parts);
    }
}
