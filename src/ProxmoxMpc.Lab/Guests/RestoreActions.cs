using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Handlers;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>A guest out of its backup: the config that was saved, on new volumes with what was on the old ones.</summary>
internal static class RestoreActions
{
    private const double GiB = 1L << 30;

    /// <summary>Begins a restore under a new or (forced) existing ID.</summary>
    /// <param name="overrides">Settings that take the place of saved ones.</param>
    /// <param name="mounts">Of a container: volumes to make instead of the saved ones; none: all of them anew on <paramref name="storage"/>.</param>
    public static JsonNode Begin(Call call, string archive, string kind, string? storage, IReadOnlyDictionary<string, string> overrides, IReadOnlyDictionary<string, string> mounts)
    {
        if (new VolumeStore(call.State).Find(archive, call.Node) is null)
            throw LabException.Die($"volume '{archive}' does not exist");
        int vmid = call.VmId;
        string prefix = $"unable to restore {(kind == "qemu" ? "VM" : "CT")} {vmid} - ";
        if (!call.Flag("force"))
            GuestRules.RequireUnused(call.State, vmid, prefix);
        var old = call.State.Guests.GetValueOrDefault(vmid);
        if (old is { Running: true })
            throw LabException.Die(kind == "qemu" ? prefix + "vm is running" : "can't overwrite running container");
        if (old?.Config.GetValueOrDefault("protection") == "1")
            throw LabException.Die($"{prefix.TrimEnd(' ', '-')} - protection mode enabled");
        if (old is null)
            call.State.Guests[vmid] = new GuestState { VmId = vmid, Kind = kind, Node = call.Node, CreatedAt = call.Now, Config = new(StringComparer.Ordinal) { ["lock"] = "create" } };
        else
            old.Config["lock"] = "create";
        return call.Fork(kind == "qemu" ? "qmrestore" : "vzrestore", call.Required("vmid"), "restore", new JsonObject
        {
            ["vmid"] = vmid, ["kind"] = kind, ["archive"] = archive, ["storage"] = storage, ["pool"] = call["pool"], ["unique"] = call.Flag("unique"), ["start"] = call.Flag("start"), ["ha"] = call.Flag("ha-managed"),
            ["config"] = JsonText.Object(overrides), ["mounts"] = JsonText.Object(mounts), ["unprivileged"] = call["unprivileged"],
        }, vmid);
    }

    public static void Run(TaskContext context)
    {
        var guest = context.Guest();
        var store = new VolumeStore(context.State);
        var made = new List<VolumeState>();
        var before = guest.Config.Where(c => c.Key != "lock").ToDictionary(StringComparer.Ordinal);
        context.AfterFailure = () =>
        {
            made.ForEach(store.Remove);
            // A machine that was half restored is left to somebody; a container that was not there before is none.
            if (!guest.IsQemu && before.Count == 0)
                context.State.Guests.Remove(guest.VmId);
            else if (!guest.IsQemu)
                guest.Config.Remove("lock");
        };
        var archive = store.Require(context.Text("archive")!, guest.Node);
        var saved = archive.Archive ?? new BackupState(new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), null);
        context.Log(guest.IsQemu ? $"restore vma archive: {archive.VolId}" : $"recovering backed-up configuration from '{archive.VolId}'");
        var config = saved.Config.Where(c => c.Key is not ("lock" or "parent" or "template") && !Drives.IsUnused(c.Key)).ToDictionary(StringComparer.Ordinal);
        bool template = saved.Config.GetValueOrDefault("template") == "1";
        if (guest.IsQemu)
            Machine(context, store, guest, saved, config, made);
        else
            Container(context, store, guest, saved, config, made);
        foreach (var (key, value) in JsonText.Map(context.Task.Arguments["config"]))
            ConfigText.Store(guest.Kind, config, key, value);
        foreach (string key in config.Keys.Where(k => Nets.IsNet(k) && context.Flag("unique")).ToList())
            config[key] = Nets.WithNewMac(context.State, guest.Kind, config[key]);
        Replace(context.State, store, guest, before, made);
        guest.Config = config;
        guest.Pending.Clear();
        guest.PendingDelete.Clear();
        guest.Snapshots.Clear();
        if (saved.Firewall is { } firewall)
            guest.Firewall = NodeReader.ReadFirewall(firewall);
        if (template)
            DiskActions.Template(context);
        GuestRules.AfterCreate(context, guest);
    }

    private static void Machine(TaskContext context, VolumeStore store, GuestState guest, BackupState saved, Dictionary<string, string> config, List<VolumeState> made)
    {
        foreach (var (key, value) in config.Where(c => Drives.IsDrive(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal).ToList())
        {
            if (Drives.TryParse("qemu", key, value) is not { } drive || Drives.StorageOf(drive.GetValueOrDefault("file", "")) is not { } home)
                continue;
            bool cloudInit = Drives.IsCloudInit(drive);
            if (Drives.IsCdrom(drive) && !cloudInit)
                continue;
            if (!cloudInit && !saved.Data.ContainsKey(key))
            {
                // What was not saved becomes a comment of the config.
                config.Remove(key);
                continue;
            }
            string storage = context.Text("storage") ?? home, format = VolumeNames.Describe(drive["file"]).Format;
            context.Permissions.Require(context.Caller, $"/storage/{storage}", "Datastore.AllocateSpace");
            if (!store.Enabled(storage, guest.Node).Content.Contains("images"))
                throw LabException.Die($"Content type 'images' is not available on storage '{storage}'");
            var formats = StorageTypes.Formats(store.Storage(storage).Type, "qemu");
            var volume = store.Allocate(storage, guest.Node, guest.VmId, "qemu", formats.Contains(format) ? format : formats[0], cloudInit ? "cloudinit" : null, cloudInit ? 4L << 20 : TextRules.ParseSize(drive.GetValueOrDefault("size", "")) ?? 1L << 30, context.Now);
            made.Add(volume);
            volume.Data = saved.Data.GetValueOrDefault(key, VolumeData.Empty);
            context.Log($"new volume ID is '{volume.VolId}'");
            drive.Remove("format");
            drive["file"] = volume.VolId;
            config[key] = Drives.Print("qemu", key, drive);
        }
        if (config.GetValueOrDefault("vmgenid") is not (null or "0"))
            config["vmgenid"] = Generated.Uuid();
        context.Log("rescan volumes...");
    }

    private static void Container(TaskContext context, VolumeStore store, GuestState guest, BackupState saved, Dictionary<string, string> config, List<VolumeState> made)
    {
        var mounts = JsonText.Map(context.Task.Arguments["mounts"]);
        if (context.Text("unprivileged") is { } wanted)
            config["unprivileged"] = wanted;
        if (config.GetValueOrDefault("unprivileged") != "1")
        {
            config.Remove("unprivileged");
            context.Permissions.Require(context.Caller, "/", "Sys.Modify");
        }
        string storage = context.Text("storage") ?? "local";
        foreach (var (key, value) in config.Where(c => Drives.IsMountPoint(c.Key)).ToList())
        {
            config.Remove(key);
            if (mounts.Count > 0 || Drives.TryParse("lxc", key, value) is not { } mount)
                continue;
            string volume = Drives.VolumeOf("lxc", mount);
            if (LxcDisks.TypeOf(volume) != "volume")
            {
                if (!context.Caller.IsRoot)
                    throw LabException.Die($"unable to restore CT {guest.VmId} - restoring '{key}' to {LxcDisks.TypeOf(volume)} mount is only possible for root");
                config[key] = value;
                continue;
            }
            if (!mount.Remove("size", out string? size) || TextRules.ParseSize(size) is not { } bytes)
                throw LabException.Die($"unable to restore CT {guest.VmId} - unable to detect disk size - please specify {key} (size)");
            mount["volume"] = string.Create(CultureInfo.InvariantCulture, $"{storage}:{bytes / GiB}");
            mounts[key] = Drives.Print("lxc", key, mount);
        }
        var disks = new LxcDisks(context.State, context.Now, context.Log);
        foreach (var (key, value) in mounts.OrderBy(m => m.Key == "rootfs" ? 0 : 1).ThenBy(m => m.Key, StringComparer.Ordinal))
        {
            int known = made.Count;
            config[key] = disks.Create(guest, key, value, made);
            if (made.Count > known)
                made[^1].Data = saved.Data.GetValueOrDefault(key, VolumeData.Empty);
        }
        context.Log($"restoring '{context.Text("archive")}' now..");
        context.Log("merging backed-up and given configuration..");
    }

    /// <summary>The volumes of the guest that the restored one takes the place of.</summary>
    private static void Replace(LabState state, VolumeStore store, GuestState guest, Dictionary<string, string> before, List<VolumeState> made)
    {
        foreach (string volid in before.Where(c => Drives.IsVolumeKey(guest.Kind, c.Key)).Select(c => Drives.IsUnused(c.Key) ? c.Value : Drives.VolumeOf(guest.Kind, c.Key, c.Value)).Distinct())
        {
            if (VolumeNames.Describe(volid).VmId == guest.VmId && store.Find(volid, guest.Node) is { } old && !made.Contains(old))
                store.Free(old);
        }
    }
}
