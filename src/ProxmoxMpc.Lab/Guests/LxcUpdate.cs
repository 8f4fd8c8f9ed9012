using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>A change of a container's config. Unlike with machines nothing is written when a part of it fails.</summary>
internal sealed partial class LxcUpdate(LabState state, Permissions permissions, Caller caller, int vmid, DateTimeOffset now, Action<string> log)
{
    private static readonly HashSet<string> AlwaysLive = ["description", "onboot", "startup", "protection", "hostname", "hookscript", "cores", "tags", "lock"];

    private readonly LxcDisks _disks = new(state, now, log);

    /// <summary>PUT config.</summary>
    /// <exception cref="LabException">Proxmox's refusal.</exception>
    public void Apply(GuestState guest, IReadOnlyDictionary<string, string> parameters)
    {
        var values = parameters.Where(p => p.Key is not ("node" or "vmid" or "digest" or "delete" or "revert")).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        var delete = TextRules.SplitList(parameters.GetValueOrDefault("delete"));
        var revert = TextRules.SplitList(parameters.GetValueOrDefault("revert"));
        if (guest.Lock is { } held)
            throw LabException.Die($"CT is locked ({held})");
        if (parameters.GetValueOrDefault("digest") is { Length: > 0 } digest && digest != GuestFile.Digest(guest))
            throw LabException.Die("detected modified configuration - file changed by other user? Try again.");
        bool unprivileged = guest.Config.GetValueOrDefault("unprivileged") == "1";
        LxcPermissions.Require(state, permissions, caller, vmid, null, guest.Config, new Dictionary<string, string>(), delete.Concat(revert), unprivileged);
        CheckNames(values, delete, revert);
        LxcPermissions.Require(state, permissions, caller, vmid, null, guest.Config, values, [], unprivileged);

        var draft = Copy(guest);
        var created = new List<VolumeState>();
        try
        {
            Change(draft, values, delete, revert, created);
        }
        catch (LabException)
        {
            created.ForEach(new VolumeStore(state).Remove);
            throw;
        }
        bool hadArch = guest.ArchDeleted || guest.Config.ContainsKey("arch");
        guest.Config = draft.Config;
        guest.Pending = draft.Pending;
        guest.PendingDelete = draft.PendingDelete;
        guest.ArchDeleted = hadArch && !guest.Config.ContainsKey("arch");
        RequireUsable(guest, state);
    }

    /// <summary>The part of a new container's config that is not a disk.</summary>
    public static Dictionary<string, string> Fresh(LabState state, int vmid, IReadOnlyDictionary<string, string> values)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
            ConfigText.Store("lxc", config, key, Checked(state, vmid, key, value));
        foreach (string key in config.Keys.Where(Nets.IsNet).ToList())
            config[key] = Nets.Normalize(state, "lxc", config[key]);
        return config;
    }

    /// <summary>The LXC file is made from the config after that was written: what is wrong with it fails this and every later change.</summary>
    /// <exception cref="LabException">500.</exception>
    public static void RequireUsable(GuestState guest, LabState state)
    {
        if (guest.IsTemplate)
            return;
        if (guest.ArchDeleted)
            throw LabException.Die("missing 'arch' - internal error at /usr/share/perl5/PVE/LXC.pm line 729.");
        foreach (var (key, value) in guest.Config)
            RequireDevice(key, value);
        foreach (var (key, value) in guest.Config.Where(c => Nets.IsNet(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (Nets.TryParse("lxc", value) is not { } net)
                continue;
            string bridge = net.GetValueOrDefault("bridge", "");
            if (!state.HasBridge(guest.Node, bridge))
                throw LabException.Die($"bridge '{bridge}' does not exist");
            RequireMtu(state, guest.Node, key, net);
        }
    }

    private static void RequireMtu(LabState state, string node, string key, Dictionary<string, string> net)
    {
        if (!net.TryGetValue("mtu", out string? mtu) || !net.TryGetValue("bridge", out string? bridge))
            return;
        if (!state.HasBridge(node, bridge))
            throw LabException.Die($"bridge '{bridge}' does not exist");
        if (TextRules.Int(mtu) > state.BridgeMtu(node, bridge))
            throw LabException.Die($"{key}: MTU size '{mtu}' is bigger than bridge MTU '{state.BridgeMtu(node, bridge)}'");
    }

    private static void RequireDevice(string key, string value)
    {
        if (Device().IsMatch(key) && PropertyString.TryParse(ApiTable.Default.Formats[ApiTable.Default.GuestKeys("lxc").Find(key)!.Format!], value) is { } device && !device.ContainsKey("path"))
            throw LabException.Die("Path has to be defined");
    }

    private static GuestState Copy(GuestState guest) => new()
    {
        VmId = guest.VmId, Kind = guest.Kind, Node = guest.Node, Running = guest.Running,
        Config = new(guest.Config, StringComparer.Ordinal), Pending = new(guest.Pending, StringComparer.Ordinal), PendingDelete = new(guest.PendingDelete, StringComparer.Ordinal),
    };

    private static void CheckNames(Dictionary<string, string> values, string[] delete, string[] revert)
    {
        foreach (string key in revert)
        {
            if (!Exists(key))
                throw LabException.Parameter("revert", $"unknown option '{key}'");
            if (values.ContainsKey(key))
                throw LabException.Parameter("revert", $"you can't use '-{key}' and '-revert {key}' at the same time");
        }
        foreach (string key in delete)
        {
            if (!Exists(key))
                throw LabException.Parameter("delete", $"unknown option '{key}'");
            if (values.ContainsKey(key))
                throw LabException.Parameter("delete", $"you can't use '-{key}' and -delete {key}' at the same time");
            if (revert.Contains(key))
                throw LabException.Parameter("delete", $"you can't use '-delete {key}' and '-revert {key}' at the same time");
        }

        static bool Exists(string key) => ApiTable.Default.GuestKeys("lxc").Find(key) is not null && key is not ("snaptime" or "parent" or "lxc");
    }

    private void Change(GuestState guest, Dictionary<string, string> values, string[] delete, string[] revert, List<VolumeState> created)
    {
        foreach (string key in revert)
        {
            guest.Pending.Remove(key);
            guest.PendingDelete.Remove(key);
        }
        var modified = new HashSet<string>(StringComparer.Ordinal);
        foreach (string key in delete.Where(k => guest.Config.ContainsKey(k) || guest.Pending.ContainsKey(k)))
        {
            modified.Add(key);
            if (key is "memory" or "rootfs" or "ostype")
                throw LabException.Die($"unable to delete required option '{key}'");
            if (Drives.IsVolumeKey("lxc", key))
                RequireUnprotected(guest, $"can't remove CT {vmid} drive '{key}'");
            else if (key == "unprivileged")
                throw LabException.Die($"unable to delete read-only option: '{key}'");
            // What was pending stays so: at the next start the removal comes first, then the new value.
            guest.PendingDelete[key] = false;
        }
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            modified.Add(key);
            if (Drives.IsMountPoint(key))
            {
                RequireUnprotected(guest, $"can't update CT {vmid} drive '{key}'");
                RequireRootdir(key, value);
            }
            else if (key == "unprivileged")
            {
                throw LabException.Die($"unable to modify read-only option: '{key}'");
            }
            if (Nets.IsNet(key) && Nets.TryParse("lxc", value) is { } net)
                RequireMtu(state, guest.Node, key, net);
            RequireDevice(key, value);
            guest.Pending[key] = Checked(state, vmid, key, value);
            guest.PendingDelete.Remove(key);
        }
        QemuPending.Cleanup(guest);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string key in guest.PendingDelete.Keys.Where(modified.Contains).ToList())
            Attempt(guest, key, errors, () => Remove(guest, key));
        QemuPending.Cleanup(guest);
        foreach (var (key, value) in guest.Pending.Where(p => modified.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal).ToList())
        {
            Attempt(guest, key, errors, () =>
            {
                if (Take(guest, key, value, created) is { } stored)
                {
                    guest.Pending.Remove(key);
                    ConfigText.Store(guest, key, stored);
                }
            });
        }
        UnusedVolumes.Tidy(guest);
        if (errors.Count > 0)
            throw LabException.Parameters(errors);
    }

    private static void Attempt(GuestState guest, string key, Dictionary<string, string> errors, Action change)
    {
        try
        {
            change();
        }
        catch (LabException problem)
        {
            errors[key] = (guest.Running ? $"unable to hotplug {key}: " : $"unable to apply pending change {key} : ") + problem.Message;
        }
    }

    private static string Checked(LabState state, int vmid, string key, string value)
    {
        if (key == "tags")
            return ConfigText.UniqueTags(state, value);
        if (key == "nameserver" || key == "searchdomain")
            return string.Join(' ', TextRules.SplitList(value));
        if (key == "cpuunits")
            return QemuUpdate.ClampCpuUnits(value);
        if (key == "hookscript" && VolumeNames.Describe(value).Content != "snippets")
            throw LabException.Die($"hookscript '{value}' has to be of content type 'snippets'");
        _ = vmid;
        return value;
    }

    private void RequireRootdir(string key, string value)
    {
        if (Drives.TryParse("lxc", key, value)?.GetValueOrDefault("volume") is not { } volume || LxcDisks.TypeOf(volume) != "volume" || Drives.StorageOf(volume) is not { } storage)
            return;
        if (!new VolumeStore(state).Storage(storage).Content.Contains("rootdir"))
            throw LabException.Die($"storage '{storage}' does not allow content type 'rootdir' (Container)");
    }

    /// <summary>What a removal does now: nothing for a running container's mount points and most options.</summary>
    private void Remove(GuestState guest, string key)
    {
        if (guest.Running && !(AlwaysLive.Contains(key) || Drives.IsUnused(key) || Nets.IsNet(key) || key is "swap" or "cpulimit" or "cpuunits"))
            return;
        if (guest.Config.TryGetValue(key, out string? value))
        {
            if (Drives.IsUnused(key))
                _disks.Free(guest, value);
            else if (Drives.IsMountPoint(key))
                Detach(guest, key, value);
        }
        guest.Config.Remove(key);
        guest.PendingDelete.Remove(key);
    }

    /// <summary>The value to store now; null when it must wait for a restart.</summary>
    private string? Take(GuestState guest, string key, string value, List<VolumeState> created)
    {
        bool has = guest.Config.TryGetValue(key, out string? current);
        if (Drives.IsMountPoint(key) && key != "rootfs")
        {
            if (guest.Running && has)
                return null;
            // Nobody looks for the volume of a container that does not run.
            string stored = _disks.Create(guest, key, value, created, mustExist: guest.Running);
            if (has)
                Detach(guest, key, current!);
            return stored;
        }
        if (Nets.IsNet(key))
            return Nets.Normalize(state, "lxc", value);
        if (!guest.Running || AlwaysLive.Contains(key) || key is "cpulimit" or "cpuunits" or "memory" or "swap")
            return value;
        return key.StartsWith("dev", StringComparison.Ordinal) && !has ? value : null;
    }

    private static void Detach(GuestState guest, string key, string value)
    {
        string volume = Drives.VolumeOf("lxc", key, value);
        if (LxcDisks.TypeOf(volume) == "volume" && volume.Length > 0)
            UnusedVolumes.Add(guest, volume);
    }

    private static void RequireUnprotected(GuestState guest, string message)
    {
        if (guest.Config.GetValueOrDefault("protection") == "1")
            throw LabException.Die($"{message} - protection mode enabled");
    }

    [GeneratedRegex(@"\Adev\d+\z")]
    private static partial Regex Device();
}
