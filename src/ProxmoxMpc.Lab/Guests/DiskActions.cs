using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Workers on disks, and the checks they share with the calls.</summary>
internal static class DiskActions
{
    public static void Resize(TaskContext context)
    {
        var guest = context.Guest();
        string key = context.Text("disk")!, size = context.Text("size")!;
        if (!guest.IsQemu)
        {
            var (target, bytes) = LxcTarget(context.State, guest, key, size);
            target.Size = bytes;
            SetSize(guest, key, bytes);
            context.Log("Image resized.");
            return;
        }
        if (context.Text("digest") is { Length: > 0 } digest && digest != GuestFile.Digest(guest))
            throw LabException.Die("checksum mismatch (file change by other user?)");
        GuestRules.RequireUnlocked(guest);
        if (!guest.Config.TryGetValue(key, out string? value) || Drives.TryParse("qemu", key, value) is not { } drive)
            throw LabException.Die($"disk '{key}' does not exist");
        string volid = drive.GetValueOrDefault("file", "");
        if (Drives.IsCdrom(drive))
            throw LabException.Die(volid is "none" or "cdrom" ? $"unable to parse volume ID '{volid}'" : "you can't resize a cdrom");
        context.Permissions.Require(context.Caller, $"/storage/{Drives.StorageOf(volid)}", "Datastore.AllocateSpace");
        var volume = new VolumeStore(context.State).Require(volid, guest.Node);
        // QEMU counts in whole KiB.
        long wanted = (Target(volume.Size, size) + 1023) / 1024 * 1024;
        if (wanted < volume.Size)
            throw LabException.Die("shrinking disks is not supported");
        if (wanted == volume.Size)
            return;
        if (VolumeNames.IsBase(volid))
            throw LabException.Die($"unable to resize '{volid}': the image of a template is read-only");
        volume.Size = wanted;
        SetSize(guest, key, wanted);
        context.Log("Image resized.");
    }

    public static void Move(TaskContext context)
    {
        var guest = context.Guest();
        string key = context.Text("disk")!, storage = context.Text("storage")!;
        bool delete = context.Flag("delete");
        // Only the worker of a container looks at where it goes.
        if (!guest.IsQemu && !new VolumeStore(context.State).Enabled(storage, guest.Node).Content.Contains("rootdir"))
            throw LabException.Die($"storage '{storage}' does not support container directories");
        RequireMovable(context.State, guest, key, storage, context.Text("format"), delete, null);
        var drive = Drives.TryParse(guest.Kind, key, guest.Config[key]) ?? new(StringComparer.Ordinal) { ["volume"] = guest.Config[key] };
        string oldId = Drives.VolumeOf(guest.Kind, drive);
        var store = new VolumeStore(context.State);
        var old = store.Require(oldId, guest.Node);
        context.Log(guest.IsQemu ? $"copying volume '{oldId}' from current storage '{old.Storage}' to target storage '{storage}'" : $"moving volume '{oldId}'..");
        var copy = CloneActions.CopyVolume(context, store, old, guest, guest.Node, key, storage, context.Text("format"));
        drive[guest.IsQemu ? "file" : "volume"] = copy.VolId;
        if (guest.IsTemplate)
            drive[guest.IsQemu ? "file" : "volume"] = store.MakeBase(copy).VolId;
        guest.Config[key] = Drives.IsUnused(key) ? copy.VolId : Drives.Print(guest.Kind, key, drive);
        if (delete)
        {
            context.Log($"removing source volume '{oldId}'");
            store.Free(old);
        }
        else
        {
            UnusedVolumes.Add(guest, oldId);
            context.Log($"adding source volume '{oldId}' as '{guest.Config.First(c => Drives.IsUnused(c.Key) && c.Value == oldId).Key}' to config");
        }
    }

    public static void Reassign(TaskContext context)
    {
        var guest = context.Guest();
        string key = context.Text("disk")!, targetKey = context.Text("targetDisk")!;
        var target = context.State.Guests.GetValueOrDefault(context.Int("target")) ?? throw LabException.Die($"could not find target VM {context.Int("target")}");
        RequireReassignable(guest, key, target, targetKey);
        var store = new VolumeStore(context.State);
        var drive = Drives.TryParse(guest.Kind, key, guest.Config[key]) ?? throw LabException.Die($"unable to parse drive options of '{key}'");
        var volume = store.Require(Drives.VolumeOf(guest.Kind, drive), guest.Node);
        context.Log($"moving disk '{key}' from VM '{guest.VmId}' to '{target.VmId}'");
        var renamed = store.Allocate(volume.Storage, target.Node, target.VmId, target.Kind, volume.Format, null, volume.Size, context.Now);
        renamed.Data = volume.Data;
        store.Remove(volume);
        drive[guest.IsQemu ? "file" : "volume"] = renamed.VolId;
        drive.TryAdd("size", TextRules.FormatSize(volume.Size));
        guest.Config.Remove(key);
        if (guest.IsQemu && guest.Config.TryGetValue("boot", out string? boot) && boot.StartsWith("order=", StringComparison.Ordinal))
            guest.Config["boot"] = string.Join(';', boot["order=".Length..].Split(';').Where(d => d != key)) is { Length: > 0 } left ? "order=" + left : " ";
        target.Config[targetKey] = Drives.IsUnused(targetKey) ? renamed.VolId : Drives.Print(target.Kind, targetKey, drive);
    }

    public static void Template(TaskContext context)
    {
        var guest = context.Guest();
        GuestRules.RequireUnlocked(guest);
        var store = new VolumeStore(context.State);
        string? only = context.Text("disk");
        // A container is marked when its volumes are converted, a machine before.
        foreach (string volid in guest.IsQemu ? [] : guest.Config.Where(c => Drives.IsMountPoint(c.Key)).Select(c => Drives.VolumeOf("lxc", c.Key, c.Value)).Where(v => Drives.StorageOf(v) is not null))
            VolumeStore.RequireParsable(store.Storage(Drives.StorageOf(volid)!), volid);
        guest.Config["template"] = "1";
        foreach (var (key, value) in guest.Config.Where(c => Drives.IsDisk(guest.Kind, c.Key) && (only is null || c.Key == only)).ToList())
        {
            if (Drives.TryParse(guest.Kind, key, value) is not { } drive || (guest.IsQemu && Drives.IsCdrom(drive)))
                continue;
            string volid = Drives.VolumeOf(guest.Kind, drive);
            if (Drives.StorageOf(volid) is not { } storage)
                continue;
            if (store.Find(volid, guest.Node) is not { } volume)
                throw LabException.Die($"file_size_info on '{volid[(storage.Length + 1)..]}' failed");
            drive[guest.IsQemu ? "file" : "volume"] = store.MakeBase(volume).VolId;
            guest.Config[key] = Drives.Print(guest.Kind, key, drive);
        }
    }

    /// <summary>The volume and the wanted size of a container's resize.</summary>
    /// <exception cref="LabException">500, with errors by key when the mount point is not there.</exception>
    public static (VolumeState Volume, long Size) LxcTarget(LabState state, GuestState guest, string key, string size)
    {
        var mount = guest.Config.TryGetValue(key, out string? value) ? Drives.TryParse("lxc", key, value) : null;
        if (mount is null)
        {
            var errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["volume"] = "property is missing and it is not optional" };
            if (key != "rootfs")
                errors["mp"] = "property is missing and it is not optional";
            throw LabException.FormatError(errors);
        }
        string volid = Drives.VolumeOf("lxc", mount);
        if (VolumeNames.Describe(volid).VmId is { } owner && owner != guest.VmId)
            throw LabException.Die($"can't resize mount point owned by another container ({owner})");
        var volume = new VolumeStore(state).Require(volid, guest.Node);
        return (volume, Target(volume.Size, size));
    }

    /// <exception cref="LabException">500: the config changed since.</exception>
    public static void RequireDigest(GuestState guest, string? digest)
    {
        if (digest is { Length: > 0 } && digest != GuestFile.Digest(guest))
            throw LabException.Die("detected modified configuration - file changed by other user? Try again.");
    }

    public static void RequireMovable(LabState state, GuestState guest, string key, string storage, string? format, bool delete, string? digest)
    {
        GuestRules.RequireUnlocked(guest);
        RequireDigest(guest, digest);
        if (!guest.IsQemu && guest.Running)
            throw LabException.Die("cannot move volumes of a running container");
        if (!guest.IsQemu && Drives.IsUnused(key))
            throw LabException.Die($"cannot move volume '{key}', only configured volumes can be moved to another storage");
        if (!guest.Config.TryGetValue(key, out string? value))
            throw guest.IsQemu ? LabException.Die($"disk '{key}' does not exist") : LabException.FormatError(new Dictionary<string, string>(StringComparer.Ordinal) { ["mp"] = "property is missing and it is not optional", ["volume"] = "property is missing and it is not optional" });
        var drive = Drives.TryParse(guest.Kind, key, value) ?? [];
        string volid = Drives.IsUnused(key) ? value : Drives.VolumeOf(guest.Kind, drive);
        if (guest.IsQemu && Drives.IsCdrom(drive, excludeCloudInit: true))
            throw LabException.Die("you can't move a cdrom");
        string source = Drives.StorageOf(volid) ?? throw LabException.Die($"disk '{key}' has no associated volume");
        if (guest.IsQemu)
            new VolumeStore(state).Storage(source);
        string sourceFormat = VolumeNames.Describe(volid).Format;
        if (guest.IsQemu && source == storage && (format is null || format == sourceFormat))
            throw LabException.Die("you can't move to the same storage with same format");
        if (guest.IsQemu && !new VolumeStore(state).Enabled(storage, guest.Node).Content.Contains("images"))
            throw LabException.Parameter("storage", $"storage '{storage}' does not support vm images");
        if (delete && (guest.IsQemu ? UnusedVolumes.IsInUse(guest, key, volid) : guest.Snapshots.Values.Any(s => s.Any(c => Drives.IsDisk(guest.Kind, c.Key) && Drives.VolumeOf(guest.Kind, c.Key, c.Value) == volid))))
            throw LabException.Die(guest.IsQemu ? "you can't move a disk with snapshots and delete the source" : "you can't move a volume with snapshots and delete the source");
    }

    /// <summary>Which of a container's volumes may go to another container, and as what.</summary>
    /// <exception cref="LabException">500.</exception>
    public static void RequireMovableKeys(string key, string targetKey)
    {
        if (key == "rootfs" || targetKey == "rootfs")
            throw LabException.Die("Cannot move to/from 'rootfs'");
        if (Drives.IsUnused(key) && !Drives.IsUnused(targetKey))
            throw LabException.Die("Moving an unused volume to a used one is not possible");
    }

    public static void RequireReassignable(GuestState source, string key, GuestState target, string targetKey)
    {
        string word = source.IsQemu ? "VM" : "container";
        if (source.Node != target.Node)
            throw LabException.Die(source.IsQemu ? $"Both VMs need to be on the same node ({source.Node} != {target.Node})" : $"Both containers need to be on the same node ({source.Node} != {target.Node})");
        if (source.IsTemplate || target.IsTemplate)
            throw LabException.Die(source.IsQemu ? "Can't move disks from or to template VMs" : "Can't move volumes from or to template CT");
        GuestRules.RequireUnlocked(source);
        GuestRules.RequireUnlocked(target);
        if (!source.Config.TryGetValue(key, out string? value))
            throw LabException.Die(source.IsQemu ? $"Disk '{key}' for VM '{source.VmId}' does not exist" : $"volume '{key}' for container '{source.VmId}' does not exist");
        if (target.Config.ContainsKey(targetKey))
            throw LabException.Die(source.IsQemu ? $"Target disk key '{targetKey}' is already in use for VM '{target.VmId}'" : $"Target volume key '{targetKey}' is already in use for container '{target.VmId}'");
        var drive = Drives.TryParse(source.Kind, key, value) ?? [];
        if (source.IsQemu && Drives.IsCdrom(drive, excludeCloudInit: true))
            throw LabException.Die("CD drive contents can't be moved to another VM");
        if (source.Running && source.IsQemu && !Drives.IsUnused(key))
            throw LabException.Die("Cannot move disk to another VM while the source VM is running - detach first");
        if (UnusedVolumes.IsInUse(source, key, Drives.VolumeOf(source.Kind, drive)))
            throw LabException.Die(source.IsQemu ? "Can't move disk used by a snapshot to another VM" : $"Cannot move volume used by a snapshot to another {word}");
    }

    private static long Target(long current, string size)
    {
        bool add = size.StartsWith('+');
        long bytes = TextRules.ParseSize(add ? size[1..] : size) ?? throw LabException.Die("invalid size string");
        return add ? current + bytes : bytes;
    }

    private static void SetSize(GuestState guest, string key, long size)
    {
        var drive = Drives.TryParse(guest.Kind, key, guest.Config[key]) ?? throw LabException.Die($"unable to parse drive options of '{key}'");
        drive["size"] = TextRules.FormatSize(size);
        guest.Config[key] = Drives.Print(guest.Kind, key, drive);
    }
}
