using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>POST /nodes/{node}/lxc: checks at once, volumes, template and config in the worker.</summary>
internal static class LxcCreateHandler
{
    private static readonly string[] NotConfig =
        ["node", "vmid", "ostemplate", "password", "ssh-public-keys", "storage", "force", "restore", "unique", "pool", "start", "bwlimit", "ignore-unpack-errors", "ha-managed", "unprivileged"];

    public static void Register(HandlerTable table) => table.Add("POST /nodes/{node}/lxc", Create);

    private static JsonNode? Create(Call call)
    {
        int vmid = call.VmId;
        string? pool = call["pool"];
        string template = call.Required("ostemplate"), storage = call["storage"] ?? "local";
        bool restore = call.Flag("restore"), unprivileged = call.Flag("unprivileged", !restore);
        var values = call.Parameters.Where(p => !NotConfig.Contains(p.Key) && !Drives.IsUnused(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        if (!restore && !unprivileged)
            call.Permissions.Require(call.Caller, "/", "Sys.Modify");
        if (!(restore && call.Flag("force")))
            GuestRules.RequireUnused(call.State, vmid, "");
        if (call["ssh-public-keys"] is { } keys)
            ConfigText.RequireSshKeys(keys);
        GuestRules.RequireMayCreate(call, pool, null);
        LxcPermissions.Require(call.State, call.Permissions, call.Caller, vmid, pool, null, values, [], unprivileged);
        VolumeAccess.Require(call.State, call.Permissions, call.Caller, vmid, template, restore ? "backup" : "vztmpl");
        var mounts = values.Where(v => Drives.IsMountPoint(v.Key)).ToDictionary(v => v.Key, v => double.TryParse(v.Value, System.Globalization.CultureInfo.InvariantCulture, out _) ? $"{storage}:{v.Value}" : v.Value, StringComparer.Ordinal);
        if (mounts.Count > 0 && !mounts.ContainsKey("rootfs"))
            throw LabException.Die("mount points configured, but 'rootfs' not set - aborting");
        foreach (var (key, value) in mounts)
            RequireStorage(call, Drives.VolumeOf("lxc", key, value));
        if (restore && mounts.Count == 0)
            RequireStorage(call, storage + ":4");
        if (restore)
            return RestoreActions.Begin(call, template, "lxc", storage, values.Where(v => !Drives.IsMountPoint(v.Key)).ToDictionary(StringComparer.Ordinal), mounts);
        if (mounts.Count == 0)
        {
            RequireStorage(call, storage + ":4");
            mounts["rootfs"] = storage + ":4";
        }
        var config = LxcUpdate.Fresh(call.State, vmid, values.Where(v => !Drives.IsMountPoint(v.Key)).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal));
        if (unprivileged)
            config["unprivileged"] = "1";
        call.State.Guests[vmid] = new GuestState { VmId = vmid, Kind = "lxc", Node = call.Node, CreatedAt = call.Now, Config = new(StringComparer.Ordinal) { ["lock"] = "create" } };
        return call.Fork("vzcreate", call.Required("vmid"), "lxc.create", new JsonObject
        {
            ["vmid"] = vmid, ["kind"] = "lxc", ["config"] = JsonText.Object(config), ["mounts"] = JsonText.Object(mounts), ["template"] = template,
            ["pool"] = pool, ["start"] = call.Flag("start"), ["ha"] = call.Flag("ha-managed"),
        }, vmid);
    }

    /// <summary>The worker.</summary>
    public static void Run(TaskContext context)
    {
        var guest = context.Guest();
        var store = new VolumeStore(context.State);
        var created = new List<VolumeState>();
        context.AfterFailure = () =>
        {
            context.State.Guests.Remove(guest.VmId);
            created.ForEach(store.Remove);
        };
        var config = new Dictionary<string, string>(JsonText.Map(context.Task.Arguments["config"]), StringComparer.Ordinal);
        var disks = new LxcDisks(context.State, context.Now, context.Log);
        string template = context.Text("template")!;
        try
        {
            foreach (var (key, value) in JsonText.Map(context.Task.Arguments["mounts"]).OrderBy(m => m.Key == "rootfs" ? 0 : 1).ThenBy(m => m.Key, StringComparer.Ordinal))
                config[key] = disks.Create(guest, key, value, created);
            if (store.Find(template, guest.Node) is null)
            {
                context.Log($"volume '{template}' does not exist");
                throw LabException.Die($"volume '{template}' does not exist");
            }
        }
        catch (LabException problem)
        {
            throw LabException.Die($"unable to create CT {guest.VmId} - {problem.Message}");
        }
        string name = template[(template.IndexOf(':', StringComparison.Ordinal) + 1)..];
        foreach (var root in created.Where(volume => volume.VolId == Drives.VolumeOf("lxc", "rootfs", config["rootfs"])))
            root.Data = VolumeData.Of(template, null);
        context.Log($"extracting archive '{VolumeStore.PathOf(store.Storage(Drives.StorageOf(template)!), name)}'");
        config.TryAdd("arch", name.Contains("arm64", StringComparison.Ordinal) ? "arm64" : "amd64");
        context.Log("Detected container architecture: " + config["arch"]);
        config.TryAdd("ostype", OsType(name));
        config.TryAdd("hostname", $"CT{guest.VmId}");
        config.TryAdd("memory", "512");
        config.TryAdd("swap", "512");
        context.Log("Creating SSH host key 'ssh_host_ed25519_key' - this may take some time ...");
        context.Log("done");
        guest.Config = config;
        GuestRules.AfterCreate(context, guest);
    }

    /// <summary>What the setup code would find in the root file system; here the template's name tells.</summary>
    private static string OsType(string template)
    {
        string file = template[(template.LastIndexOf('/') + 1)..];
        string[] known = ["debian", "devuan", "ubuntu", "centos", "fedora", "opensuse", "archlinux", "alpine", "gentoo", "nixos"];
        return known.FirstOrDefault(k => file.StartsWith(k, StringComparison.OrdinalIgnoreCase)) ?? (file.StartsWith("almalinux", StringComparison.Ordinal) || file.StartsWith("rockylinux", StringComparison.Ordinal) ? "centos" : "unmanaged");
    }

    private static void RequireStorage(Call call, string volume)
    {
        if (LxcDisks.TypeOf(volume) != "volume")
        {
            if (!call.Caller.IsRoot)
                throw LabException.Die(LabException.RootPaths);
            return;
        }
        string id = volume[..Math.Max(0, volume.IndexOf(':', StringComparison.Ordinal))];
        var storage = new VolumeStore(call.State).Enabled(id, call.Node);
        if (!storage.Content.Contains("rootdir"))
            throw LabException.Parameter("storage", $"storage '{id}' does not support container directories");
        call.Permissions.Require(call.Caller, $"/storage/{id}", "Datastore.AllocateSpace");
    }
}
