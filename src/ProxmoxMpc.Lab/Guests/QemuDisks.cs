using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Disks of virtual machines: checks of the parameters, allocation, import, detaching.</summary>
internal sealed class QemuDisks(LabState state, Permissions permissions, Caller caller, DateTimeOffset now, Action<string> log)
{
    private const long GiB = 1L << 30;

    private readonly VolumeStore _store = new(state);

    /// <summary>Re-prints the drive parameters and refuses what cannot be a drive.</summary>
    /// <exception cref="LabException">400 naming the drive.</exception>
    public void CheckParameters(IDictionary<string, string> parameters)
    {
        foreach (string key in parameters.Keys.Where(Drives.IsUnused))
        {
            if (Drives.StorageOf(parameters[key]) is { } storage)
                ContentOf(storage, parameters[key]);
        }
        foreach (string key in parameters.Keys.Where(Drives.IsDrive).Order(StringComparer.Ordinal).ToList())
        {
            var drive = Drives.TryParse("qemu", key, parameters[key]);
            if (drive is null || !drive.TryGetValue("file", out string? file) || !Drives.Agree(key, drive))
                throw LabException.Parameter(key, "unable to parse drive options");
            // Bytes are kept as MiB; Proxmox takes their being there for their number, and so does the Lab.
            foreach (string bytes in ((string[])["bps", "bps_rd", "bps_wr"]).Where(drive.Remove))
                drive["m" + bytes] = "0.000";
            if (drive.ContainsKey("import-from"))
            {
                if (Drives.NewDisk(file) is not { GiB: 0 })
                    throw LabException.Parameter(key, "'import-from' requires special syntax - use <storage ID>:0,import-from=<source>");
                string? missing = (key switch { "efidisk0" => (string[])["efitype", "pre-enrolled-keys"], "tpmstate0" => ["version"], _ => [] }).FirstOrDefault(k => !drive.ContainsKey(k));
                if (missing is not null)
                    throw LabException.Parameter(key, $"need to specify '{missing}' when using 'import-from'");
            }
            if (file is "none" or "cdrom")
                drive.TryAdd("media", "cdrom");
            else if (Drives.StorageOf(file) is { } storage && Drives.NewDisk(file) is null && !file.EndsWith(":cloudinit", StringComparison.Ordinal))
            {
                string content = ContentOf(storage, file);
                if (content == "iso" && drive.GetValueOrDefault("media") != "cdrom")
                    throw LabException.Parameter(key, "explicit 'media=cdrom' is required for iso images");
            }
            // What became a CD by its file alone, where none can be, is taken and comes to nothing.
            if (Drives.Agree(key, drive))
                parameters[key] = Drives.Print("qemu", key, drive);
            else
                parameters.Remove(key);
        }
    }

    /// <summary>May the caller use the storages and volumes that the drives name?</summary>
    /// <exception cref="LabException">403, 400 for the wrong content, 500 for a storage that does not exist.</exception>
    public void CheckAccess(int vmid, IReadOnlyDictionary<string, string> parameters, string? defaultStorage)
    {
        CheckDrives(vmid, parameters, defaultStorage);
        if (parameters.TryGetValue("vmstatestorage", out string? states))
            permissions.Require(caller, $"/storage/{states}", "Datastore.AllocateSpace");
    }

    private void CheckDrives(int vmid, IReadOnlyDictionary<string, string> parameters, string? defaultStorage)
    {
        foreach (var (key, value) in parameters.Where(p => Drives.IsDrive(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (Drives.TryParse("qemu", key, value) is not { } drive || !drive.TryGetValue("file", out string? file))
                continue;
            bool cdrom = Drives.IsCdrom(drive);
            if (file is "none" or "cloudinit" || file.EndsWith(":cloudinit", StringComparison.Ordinal))
            {
                // Nothing to check: the storage is checked when the image is made.
            }
            else if (cdrom && file == "cdrom")
            {
                permissions.Require(caller, "/", "Sys.Console");
            }
            else if (!cdrom && Drives.NewDisk(file) is { } wanted)
            {
                string storage = wanted.Storage ?? defaultStorage ?? throw LabException.Die("no storage ID specified (and no default storage)");
                permissions.Require(caller, $"/storage/{storage}", "Datastore.AllocateSpace");
                if (!_store.Storage(storage).Content.Contains("images"))
                    throw LabException.Parameter("storage", $"storage '{storage}' does not support vm images");
            }
            else
            {
                VolumeAccess.Require(state, permissions, caller, vmid, file);
                if (Drives.StorageOf(file) is { } storage && ContentOf(storage, file) is not ("images" or "iso"))
                    throw LabException.Parameter(key, "content type needs to be 'images' or 'iso'");
            }
            if (drive.TryGetValue("import-from", out string? source))
                CheckImport(vmid, key, source);
        }
    }

    /// <summary>Makes, imports or attaches the volume of one drive; returns the value to store.</summary>
    public string Create(GuestState guest, string key, string value, string? defaultStorage, List<VolumeState> created)
    {
        // A disk that came from another bus may carry options that this one does not know.
        var drive = Drives.TryParse("qemu", key, value) ?? throw LabException.Die($"unable to parse drive options of '{key}'");
        string file = drive["file"];
        if (file is "none" or "cdrom")
        {
            drive.Remove("size");
            return Drives.Print("qemu", key, drive);
        }
        if (file == "cloudinit" || file.EndsWith(":cloudinit", StringComparison.Ordinal))
            return CreateCloudInit(guest, key, drive, defaultStorage, created);
        if (Drives.NewDisk(file) is { } wanted)
        {
            string storage = wanted.Storage ?? defaultStorage ?? throw LabException.Die("no storage ID specified (and no default storage)");
            string? source = drive.GetValueOrDefault("import-from");
            drive.Remove("import-from");
            drive.Remove("format", out string? format);
            var volume = source is not null ? Import(guest, key, storage, format, source, drive) : Allocate(guest, key, storage, format, (long)Math.Ceiling(wanted.GiB * (GiB >> 10)) << 10, drive);
            if (guest.IsTemplate)
                volume = _store.MakeBase(volume);
            created.Add(volume);
            drive["file"] = volume.VolId;
            drive["size"] = TextRules.FormatSize(volume.Size);
            string result = Drives.Print("qemu", key, drive);
            log($"{key}: successfully created disk '{result}'");
            return result;
        }
        VolumeAccess.Require(state, permissions, caller, guest.VmId, file);
        if (Drives.StorageOf(file) is not { } existing)
            return Drives.Print("qemu", key, drive);
        if (ContentOf(existing, file) is not ("images" or "iso"))
            throw LabException.Die($"cannot use volume {file} - content type needs to be 'images' or 'iso'");
        if (Drives.IsCloudInit(drive))
            RefuseSecondCloudInit(guest, key);
        var found = _store.Require(file, guest.Node);
        if (drive.TryGetValue("format", out string? stated) && stated != found.Format)
            throw LabException.Die($"drive '{key}' - volume '{file}' - 'format={stated}' option different from storage format '{found.Format}'");
        drive["size"] = TextRules.FormatSize(found.Size);
        return Drives.Print("qemu", key, drive);
    }

    /// <summary>A drive that leaves the config: its image becomes unusedN, a cloud-init image goes, a CD just goes.</summary>
    public void Detach(GuestState guest, string key, string value)
    {
        if (Drives.TryParse("qemu", key, value) is not { } drive)
            return;
        string volid = drive.GetValueOrDefault("file", "");
        if (Drives.IsCloudInit(drive))
        {
            // Another machine's image stays.
            if (VolumeNames.Describe(volid).VmId == guest.VmId && _store.Find(volid, guest.Node) is { } image)
                _store.Remove(image);
            guest.CloudInit.Clear();
        }
        else if (!Drives.IsCdrom(drive) && Drives.StorageOf(volid) is { } storage && state.Storages.ContainsKey(storage) && VolumeNames.Describe(volid).VmId == guest.VmId)
        {
            UnusedVolumes.Add(guest, volid);
        }
    }

    /// <summary>Destroys the image when forced or unused; true when the key may go.</summary>
    /// <exception cref="LabException">500: a snapshot or another drive still uses it.</exception>
    public bool TryDeallocate(GuestState guest, string key, string value, bool force)
    {
        var drive = Drives.TryParse("qemu", key, value) ?? [];
        if (!(force || Drives.IsUnused(key)) || Drives.IsCdrom(drive, excludeCloudInit: true))
            return false;
        string volid = drive.GetValueOrDefault("file", "");
        if (Drives.StorageOf(volid) is not { } storage || VolumeNames.Describe(volid).VmId != guest.VmId)
            return true;
        permissions.Require(caller, $"/storage/{storage}", "Datastore.AllocateSpace");
        if (UnusedVolumes.IsInUse(guest, key, volid))
            throw LabException.Die($"unable to delete '{volid}' - volume is still in use (snapshot?)");
        if (_store.Find(volid, guest.Node) is { } volume)
            _store.Free(volume);
        return true;
    }

    private string CreateCloudInit(GuestState guest, string key, Dictionary<string, string> drive, string? defaultStorage, List<VolumeState> created)
    {
        string storage = Drives.StorageOf(drive["file"]) ?? defaultStorage ?? throw LabException.Die("no storage ID specified (and no default storage)");
        RefuseSecondCloudInit(guest, key);
        drive.Remove("format", out string? format);
        var definition = _store.Storage(storage);
        var image = _store.Allocate(storage, guest.Node, guest.VmId, "qemu", format ?? (definition.IsFileBased ? "qcow2" : "raw"), "cloudinit", 4L << 20, now);
        created.Add(image);
        foreach (string line in _store.AllocationLog(image))
            log(line);
        drive["file"] = image.VolId;
        drive["media"] = "cdrom";
        string result = Drives.Print("qemu", key, drive);
        log($"{key}: successfully created disk '{result}'");
        return result;
    }

    private static void RefuseSecondCloudInit(GuestState guest, string key)
    {
        string? attached = guest.Config.Concat(guest.Pending).FirstOrDefault(c => c.Key != key && Drives.IsDrive(c.Key) && Drives.TryParse("qemu", c.Key, c.Value) is { } d && Drives.IsCloudInit(d)).Key;
        if (attached is not null)
            throw LabException.Die($"{key} - cloud-init drive is already attached at '{attached}'");
    }

    private VolumeState Allocate(GuestState guest, string key, string storage, string? format, long size, Dictionary<string, string> drive)
    {
        string type = _store.Storage(storage).Type;
        size = key switch
        {
            "efidisk0" => type switch { "lvm" or "lvmthin" => 4L << 20, "zfspool" => 1L << 20, _ => drive.GetValueOrDefault("efitype", "2m") == "4m" ? 528L << 10 : 128L << 10 },
            "tpmstate0" => 4L << 20,
            _ => size,
        };
        var volume = _store.Allocate(storage, guest.Node, guest.VmId, "qemu", format, null, size, now);
        foreach (string line in _store.AllocationLog(volume))
            log(line);
        if (key == "efidisk0")
            LogTransfer(size);
        return volume;
    }

    private VolumeState Import(GuestState guest, string key, string storage, string? format, string source, Dictionary<string, string> drive)
    {
        long size = GiB;
        string sourceFormat = "raw", data = VolumeData.Of(source, null);
        if (Drives.StorageOf(source) is not null)
        {
            var original = _store.Find(source, guest.Node) ?? throw LabException.Die(_store.Storage(Drives.StorageOf(source)!) is { IsFileBased: true } files
                ? $"failed to stat '{VolumeStore.PathOf(files, source[(files.Id.Length + 1)..])}'"
                : $"cannot import from '{source}' - volume '{source}' does not exist");
            size = original.Size;
            sourceFormat = original.Format;
            data = original.Data;
        }
        var supported = StorageTypes.Formats(_store.Storage(storage).Type, "qemu");
        log($"create full clone of drive ({source})");
        if (key == "efidisk0")
            size = drive.GetValueOrDefault("efitype", "2m") == "4m" ? 528L << 10 : 128L << 10;
        var volume = _store.Allocate(storage, guest.Node, guest.VmId, "qemu", format ?? (supported.Contains(sourceFormat) ? sourceFormat : supported[0]), null, size, now);
        volume.Data = data;
        foreach (string line in _store.AllocationLog(volume))
            log(line);
        log($"allocated target volume '{volume.VolId}'");
        LogTransfer(size);
        return volume;
    }

    private void LogTransfer(long size)
    {
        log($"transferred 0.0 B of {HumanSize.Text(size)} (0.00%)");
        log($"transferred {HumanSize.Text(size)} of {HumanSize.Text(size)} (100.00%)");
    }

    private void CheckImport(int vmid, string key, string source)
    {
        if (Drives.StorageOf(source) is not { } storage)
        {
            if (!caller.IsRoot)
                throw LabException.Die(LabException.RootPaths);
            return;
        }
        string content = ContentOf(storage, source);
        if (content is not ("images" or "import"))
            throw LabException.Parameter(key, $"{source} has wrong type '{content}' - needs to be 'images' or 'import'");
        VolumeAccess.Require(state, permissions, caller, vmid, source);
    }

    private string ContentOf(string storage, string volid)
    {
        VolumeStore.RequireParsable(_store.Storage(storage), volid);
        return VolumeNames.Describe(volid).Content;
    }
}
