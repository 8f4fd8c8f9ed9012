using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Workers that take, remove and roll back snapshots.</summary>
internal static class SnapshotActions
{
    public static void Create(TaskContext context)
    {
        var guest = context.Guest();
        string name = context.Text("snapname")!;
        if (guest.IsTemplate)
            throw LabException.Die("you can't take a snapshot if it's a template");
        GuestRules.RequireUnlocked(guest);
        if (guest.Snapshots.ContainsKey(name))
            throw LabException.Die($"snapshot name '{name}' already used");
        if (!SupportsSnapshots(context.State, guest))
            throw LabException.Die("snapshot feature is not available");
        var snapshot = new Dictionary<string, string>(guest.Config, StringComparer.Ordinal);
        foreach (string key in snapshot.Keys.Where(k => k is "lock" or "description" || Drives.IsUnused(k)).ToList())
            snapshot.Remove(key);
        snapshot["snaptime"] = context.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (context.Text("description") is { Length: > 0 } description)
            ConfigText.Store(guest.Kind, snapshot, "description", description);
        if (context.Flag("vmstate") && guest is { Running: true, IsQemu: true })
            SaveState(context, guest, snapshot, name);
        foreach (var (key, value) in guest.Config.Where(c => Drives.IsDisk(guest.Kind, c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (Drives.TryParse(guest.Kind, key, value) is { } drive && !(guest.IsQemu && Drives.IsCdrom(drive)))
                context.Log($"snapshotting 'drive-{key}' ({Drives.VolumeOf(guest.Kind, drive)})");
        }
        foreach (var volume in VolumesOf(context.State, guest, guest.Config))
            (volume.SnapshotData[name], volume.SnapshotSize[name]) = (volume.Data, volume.Size);
        guest.Snapshots[name] = snapshot;
        guest.Config["parent"] = name;
    }

    public static void Delete(TaskContext context)
    {
        var guest = context.Guest();
        string name = context.Text("snapname")!;
        var snapshot = guest.Snapshots.GetValueOrDefault(name) ?? throw LabException.Die($"snapshot '{name}' does not exist");
        GuestRules.RequireUnlocked(guest);
        if (guest.IsTemplate)
            throw LabException.Die("you can't delete a snapshot if vm is a template");
        if (snapshot.TryGetValue("vmstate", out string? state) && new VolumeStore(context.State).Find(state, guest.Node) is { } volume)
            new VolumeStore(context.State).Remove(volume);
        foreach (var held in VolumesOf(context.State, guest, snapshot))
        {
            held.SnapshotData.Remove(name);
            held.SnapshotSize.Remove(name);
        }
        guest.Snapshots.Remove(name);
        string? parent = snapshot.GetValueOrDefault("parent");
        foreach (var config in guest.Snapshots.Values.Append(guest.Config))
        {
            if (config.GetValueOrDefault("parent") != name)
                continue;
            if (parent is null)
                config.Remove("parent");
            else
                config["parent"] = parent;
        }
    }

    public static void Rollback(TaskContext context)
    {
        var guest = context.Guest();
        string name = context.Text("snapname")!;
        if (guest.IsTemplate)
            throw LabException.Die("you can't rollback if vm is a template");
        var snapshot = guest.Snapshots.GetValueOrDefault(name) ?? throw LabException.Die($"snapshot '{name}' does not exist");
        GuestRules.RequireUnlocked(guest);
        PowerActions.Down(context.State, guest, context.Now);
        var config = new Dictionary<string, string>(snapshot, StringComparer.Ordinal);
        foreach (string key in (string[])["snaptime", "snapstate", "description", "vmstate", "runningmachine", "runningcpu"])
            config.Remove(key);
        if (guest.Config.TryGetValue("description", out string? description))
            config["description"] = description;
        foreach (string volid in Handlers.GuestHandlers.VolumesOf(guest).Concat(guest.Config.Where(c => Drives.IsUnused(c.Key)).Select(c => c.Value)).Distinct().ToList())
        {
            if (!config.Any(c => Drives.IsDisk(guest.Kind, c.Key) && Drives.VolumeOf(guest.Kind, c.Key, c.Value) == volid))
                AddUnused(config, volid);
        }
        config["parent"] = name;
        // A new generation ID tells the guest that time went backwards.
        if (config.ContainsKey("vmgenid"))
            config["vmgenid"] = Generated.Uuid();
        guest.Config = config;
        foreach (var volume in VolumesOf(context.State, guest, config))
            (volume.Data, volume.Size) = (volume.SnapshotData.GetValueOrDefault(name, volume.Data), volume.SnapshotSize.GetValueOrDefault(name, volume.Size));
        guest.Pending.Clear();
        guest.PendingDelete.Clear();
        if (snapshot.ContainsKey("vmstate") || context.Flag("start"))
            PowerActions.Up(context, guest);
    }

    public static bool SupportsSnapshots(LabState state, GuestState guest) => Handlers.GuestHandlers.VolumesOf(guest).All(volid => state.Storages.TryGetValue(Drives.StorageOf(volid)!, out var storage) && CanSnapshot(storage, volid));

    private static bool CanSnapshot(StorageState storage, string volid)
    {
        VolumeStore.RequireParsable(storage, volid);
        return StorageTypes.CanSnapshot(storage.Type, VolumeNames.Describe(volid).Format);
    }

    private static IEnumerable<VolumeState> VolumesOf(LabState state, GuestState guest, IReadOnlyDictionary<string, string> config) =>
        config.Where(c => Drives.IsDisk(guest.Kind, c.Key)).Select(c => new VolumeStore(state).Find(Drives.VolumeOf(guest.Kind, c.Key, c.Value), guest.Node)).OfType<VolumeState>().Distinct();

    private static void AddUnused(Dictionary<string, string> config, string volid)
    {
        for (int i = 0; i < 256; i++)
        {
            if (config.TryAdd($"unused{i}", volid))
                return;
        }
    }

    private static void SaveState(TaskContext context, GuestState guest, Dictionary<string, string> snapshot, string name)
    {
        string storage = guest.Config.GetValueOrDefault("vmstatestorage") ?? Handlers.GuestHandlers.VolumesOf(guest).Select(Drives.StorageOf).FirstOrDefault() ?? "local";
        var volume = new VolumeStore(context.State).Allocate(storage, guest.Node, guest.VmId, "qemu", "raw", $"state-{name}", GuestStatistics.MaxMemory(guest) * 2 + (500L << 20), context.Now);
        snapshot["vmstate"] = volume.VolId;
        snapshot["runningmachine"] = QemuDefaults.RunningMachine(guest);
        context.Log($"saving VM state and RAM using storage '{storage}'");
    }
}
