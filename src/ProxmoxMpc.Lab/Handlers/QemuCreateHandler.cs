using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>POST /nodes/{node}/qemu: checks at once, disks and config in the worker.</summary>
internal static class QemuCreateHandler
{
    private static readonly string[] NotConfig = ["node", "vmid", "archive", "bwlimit", "force", "pool", "start", "ha-managed", "storage", "unique", "live-restore", "import-working-storage"];

    public static void Register(HandlerTable table) => table.Add("POST /nodes/{node}/qemu", Create);

    private static JsonNode? Create(Call call)
    {
        int vmid = call.VmId;
        string? pool = call["pool"], storage = call["storage"];
        var config = call.Parameters.Where(p => !NotConfig.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        if (config.TryGetValue("sshkeys", out string? keys))
            ConfigText.RequireSshKeys(TextRules.UriUnescape(keys));
        QemuUpdate.ClampCpuUnits(config);
        GuestRules.RequireMayCreate(call, pool, storage);
        if (call["archive"] is { } archive)
            return Restore(call, archive, pool, storage, config);
        if (config.Remove("cdrom", out string? cdrom))
            config["ide2"] = cdrom.Contains("media=", StringComparison.Ordinal) ? cdrom : cdrom + ",media=cdrom";
        var disks = new QemuDisks(call.State, call.Permissions, call.Caller, call.Now, _ => { });
        disks.CheckAccess(vmid, config, storage);
        QemuPermissions.Require(call.Permissions, call.Caller, vmid, pool, config.Keys);
        foreach (var (key, value) in config)
            QemuPermissions.RequireDevice(call.Permissions, call.Caller, vmid, pool, key, value, "set");
        Nets.RequireBridges(call.Permissions, call.Caller, "qemu", config);
        disks.CheckParameters(config);
        foreach (string key in config.Keys.Where(Nets.IsNet).ToList())
            config[key] = Nets.Normalize(call.State, "qemu", config[key]);
        GuestRules.RequireUnused(call.State, vmid, $"unable to create VM {vmid} - ");
        call.State.Guests[vmid] = new GuestState { VmId = vmid, Kind = "qemu", Node = call.Node, CreatedAt = call.Now, Config = new(StringComparer.Ordinal) { ["lock"] = "create" } };
        return call.Fork("qmcreate", call.Required("vmid"), "qm.create", new JsonObject
        {
            ["vmid"] = vmid, ["kind"] = "qemu", ["config"] = JsonText.Object(config), ["storage"] = storage, ["pool"] = pool, ["start"] = call.Flag("start"), ["ha"] = call.Flag("ha-managed"),
        }, vmid);
    }

    /// <summary>The worker: makes the disks, fills in what is missing, writes the config.</summary>
    public static void Run(TaskContext context)
    {
        var guest = context.Guest();
        var created = new List<VolumeState>();
        context.AfterFailure = () =>
        {
            context.State.Guests.Remove(guest.VmId);
            created.ForEach(new VolumeStore(context.State).Remove);
        };
        var wanted = JsonText.Map(context.Task.Arguments["config"]);
        var disks = new QemuDisks(context.State, context.Permissions, context.Caller, context.Now, context.Log);
        var building = new GuestState { VmId = guest.VmId, Kind = "qemu", Node = guest.Node };
        foreach (var (key, value) in wanted)
            ConfigText.Store("qemu", building.Config, key, value);
        QemuPending.ReplaceSmp(building.Config);
        if (QemuUpdate.Unparsable(building.Config) is { } fault)
            throw LabException.Die($"unable to create VM {guest.VmId} - {fault}");
        try
        {
            foreach (var (key, value) in wanted.Where(w => Drives.IsDrive(w.Key)))
                building.Config[key] = disks.Create(building, key, value, context.Text("storage"), created);
        }
        catch (LabException problem)
        {
            throw LabException.Die($"unable to create VM {guest.VmId} - {problem.Message}");
        }
        var config = building.Config;
        if (!config.ContainsKey("boot"))
            ConfigText.Store("qemu", config, "boot", QemuDefaults.BootOrder(config));
        config["meta"] = Generated.Meta(context.Now);
        config.TryAdd("smbios1", "uuid=" + Generated.Uuid());
        if (config.GetValueOrDefault("vmgenid", "1") == "1" && config.GetValueOrDefault("arch") != "aarch64")
            config["vmgenid"] = Generated.Uuid();
        if (QemuDefaults.PinnedMachine(config.GetValueOrDefault("machine"), config.GetValueOrDefault("ostype")) is { } machine)
            config["machine"] = machine;
        if (config.TryGetValue("tags", out string? tags))
        {
            RequireTags(context, guest.VmId, tags);
            ConfigText.Store("qemu", config, "tags", ConfigText.UniqueTags(context.State, tags));
        }
        guest.Config = config;
        GuestRules.AfterCreate(context, guest);
    }

    // The machine is in no pool yet, so what its pool grants does not count.
    private static void RequireTags(TaskContext context, int vmid, string tags)
    {
        try
        {
            QemuPermissions.RequireTags(context.State, context.Permissions, context.Caller, vmid, "", tags);
        }
        catch (LabException refusal)
        {
            throw LabException.Die($"unable to create VM {vmid} - 403 {refusal.Message}");
        }
    }

    private static JsonNode? Restore(Call call, string archive, string? pool, string? storage, Dictionary<string, string> config)
    {
        if (config.Keys.Where(Drives.IsDrive).Order(StringComparer.Ordinal).FirstOrDefault() is { } drive)
            throw LabException.Parameter(drive, "option conflicts with option 'archive'");
        if (archive == "-")
            throw LabException.Die("pipe requires cli environment");
        VolumeAccess.Require(call.State, call.Permissions, call.Caller, call.VmId, archive, "backup");
        QemuPermissions.Require(call.Permissions, call.Caller, call.VmId, pool, config.Keys);
        Nets.RequireBridges(call.Permissions, call.Caller, "qemu", config);
        foreach (string key in config.Keys.Where(Nets.IsNet).ToList())
            config[key] = Nets.Normalize(call.State, "qemu", config[key]);
        return RestoreActions.Begin(call, archive, "qemu", storage, config, new Dictionary<string, string>(StringComparer.Ordinal));
    }
}
