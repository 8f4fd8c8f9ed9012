using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Workers that start, stop and pause guests.</summary>
internal static class PowerActions
{
    private const string NoAgent = "QEMU Guest Agent is not running - unable to open monitor socket";

    public static void Start(TaskContext context)
    {
        var guest = context.Guest();
        if (guest.IsTemplate)
            throw LabException.Die(guest.IsQemu ? "you can't start a vm if it's a template" : "you can't start a CT if it's a template");
        if (guest.Lock != "suspended")
            GuestRules.RequireUnlocked(guest);
        if (guest.Running)
            throw LabException.Die($"{guest.Label} {guest.VmId} already running");
        if (guest.IsQemu)
        {
            PrepareMachine(context, guest);
            WarnAtStart(context, guest);
        }
        else
            LxcUpdate.RequireUsable(guest, context.State);
        ApplyPending(context, guest);
        if (!guest.IsQemu)
            RequireVolumes(context, guest);
        if (guest.IsQemu && guest.Config.Any(c => Drives.IsDrive(c.Key) && Drives.TryParse("qemu", c.Key, c.Value) is { } drive && Drives.IsCloudInit(drive)))
        {
            context.Log("generating cloud-init ISO");
            CloudInitRecord.RequireSnippets(context.State, guest);
        }
        if (guest.Lock == "suspended")
        {
            context.Log("Resuming suspended VM");
            foreach (string key in (string[])["lock", "vmstate", "runningmachine", "runningcpu"])
                guest.Config.Remove(key);
            context.Log("Resumed VM, removing state");
        }
        Up(context, guest);
    }

    public static void Stop(TaskContext context)
    {
        var guest = context.Guest();
        GuestRules.RequireUnlocked(guest);
        Halt(context, guest);
    }

    // A machine takes what was pending when it goes down, a container when it comes up.
    private static void Halt(TaskContext context, GuestState guest)
    {
        bool ran = guest.Running;
        Down(context.State, guest, context.Now);
        if (ran && guest.IsQemu)
            ApplyPending(context, guest);
    }

    public static void Shutdown(TaskContext context)
    {
        var guest = context.Guest();
        GuestRules.RequireUnlocked(guest);
        if (guest.IsQemu && guest.Running && guest.Config.GetValueOrDefault("agent", "0").StartsWith('1'))
            context.Log(NoAgent);
        // No machine is down in no time.
        if (guest is { IsQemu: true, Running: true } && context.Flag("noWait"))
            throw LabException.Die("VM quit/powerdown failed - got timeout");
        Halt(context, guest);
    }

    public static void Reboot(TaskContext context)
    {
        var guest = context.Guest();
        GuestRules.RequireUnlocked(guest);
        if (!guest.Running)
            throw LabException.Die($"{guest.Label} {guest.VmId} not running");
        if (guest.IsQemu && guest.Config.GetValueOrDefault("agent", "0").StartsWith('1'))
            context.Log(NoAgent);
        Down(context.State, guest, context.Now);
        ApplyPending(context, guest);
        // What has become a template meanwhile does not come up again.
        if (!guest.IsTemplate)
            Up(context, guest);
    }

    public static void Reset(TaskContext context)
    {
        var guest = context.Guest();
        GuestRules.RequireUnlocked(guest);
        guest.StartedAt = context.Now;
    }

    public static void Suspend(TaskContext context)
    {
        var guest = context.Guest();
        GuestRules.RequireUnlocked(guest);
        if (!guest.Running)
            throw LabException.Die($"{guest.Label} {guest.VmId} not running");
        if (!context.Flag("todisk") || !guest.IsQemu)
        {
            guest.Paused = true;
            return;
        }
        string storage = guest.Config.GetValueOrDefault("vmstatestorage") ?? GuestStorage(guest) ?? "local";
        var state = new VolumeStore(context.State).Allocate(storage, guest.Node, guest.VmId, "qemu", "raw", $"state-suspend-{context.Now:yyyy-MM-dd}", GuestStatistics.MaxMemory(guest) * 2 + (500L << 20), context.Now);
        guest.Config["vmstate"] = state.VolId;
        guest.Config["runningmachine"] = QemuDefaults.RunningMachine(guest);
        guest.Config["lock"] = "suspended";
        context.Log("State saved, quitting");
        Down(context.State, guest, context.Now);
    }

    public static void Resume(TaskContext context)
    {
        var guest = context.Guest();
        if (guest.Lock == "suspended" && !guest.Running)
        {
            Start(context);
            return;
        }
        guest.Paused = false;
    }

    /// <summary>What waits for a restart becomes true.</summary>
    public static void ApplyPending(TaskContext context, GuestState guest)
    {
        if (guest.Pending.Count + guest.PendingDelete.Count == 0)
            return;
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (guest.IsQemu)
        {
            new QemuPending(context.State, guest, new QemuDisks(context.State, context.Permissions, context.Caller, context.Now, context.Log)).ApplyCold(errors);
        }
        else
        {
            foreach (string key in guest.PendingDelete.Keys.ToList())
            {
                if (Drives.IsMountPoint(key) && guest.Config.TryGetValue(key, out string? value) && Drives.VolumeOf("lxc", key, value) is { Length: > 0 } volume && LxcDisks.TypeOf(volume) == "volume")
                    UnusedVolumes.Add(guest, volume);
                guest.Config.Remove(key);
                guest.PendingDelete.Remove(key);
            }
            foreach (var (key, value) in guest.Pending.ToList())
            {
                if (Drives.IsMountPoint(key) && guest.Config.TryGetValue(key, out string? old) && Drives.VolumeOf("lxc", key, old) is { Length: > 0 } volume && LxcDisks.TypeOf(volume) == "volume")
                    UnusedVolumes.Add(guest, volume);
                string stored = Drives.IsMountPoint(key) ? new LxcDisks(context.State, context.Now, context.Log).Create(guest, key, value, []) : value;
                ConfigText.Store(guest, key, stored);
                guest.Pending.Remove(key);
            }
            UnusedVolumes.Tidy(guest);
        }
        foreach (var (_, reason) in errors)
            context.Warn(reason.TrimEnd('\n'));
    }

    public static void Down(LabState state, GuestState guest, DateTimeOffset now)
    {
        if (guest.Running)
            VolumeData.Touch(state, guest, $"until {now:O}");
        guest.Running = guest.Paused = false;
        guest.StartedAt = null;
        guest.Pid = 0;
    }

    public static void Up(TaskContext context, GuestState guest)
    {
        VolumeData.Touch(context.State, guest, $"from {context.Now:O}");
        guest.Running = true;
        guest.Paused = false;
        guest.StartedAt = context.Now;
        guest.Pid = context.State.NextPid++;
    }

    private static void PrepareMachine(TaskContext context, GuestState guest)
    {
        int host = context.State.Nodes[guest.Node].Cores;
        double cpus = Number("vcpus", Number("sockets", 1) * Number("cores", 1));
        if (cpus > host)
            throw LabException.Die($"MAX {host} vcpus allowed per VM on this node");
        NumaRules.Require(guest);
        // The nodes of a Lab have no graphics card.
        if ((guest.Pending.GetValueOrDefault("vga") ?? guest.Config.GetValueOrDefault("vga", "")) is var display && display.Contains("virtio-gl", StringComparison.Ordinal))
            throw LabException.Die("no DRM render node detected (/dev/dri/renderD*), no GPU? - needed for 'virtio-gl' display");
        var mapped = context.State.Section("mappingPci");
        foreach (var (_, value) in guest.Config.Where(c => c.Key.StartsWith("hostpci", StringComparison.Ordinal)))
        {
            if (PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-hostpci"], value)?.GetValueOrDefault("mapping") is { } mapping && !mapped.ContainsKey(mapping))
                throw LabException.Die($"PCI device mapping not found for '{mapping}'");
        }
        foreach (var (key, value) in guest.Config.Where(c => Nets.IsNet(c.Key)))
            RequireBridge(context, guest, key, Nets.TryParse("qemu", value) ?? []);
        var store = new VolumeStore(context.State);
        foreach (var (key, value) in guest.Config.Where(c => Drives.IsDrive(c.Key)))
        {
            string volid = Drives.VolumeOf("qemu", key, value);
            if (Drives.StorageOf(volid) is not null)
                store.Require(volid, guest.Node);
        }

        double Number(string key, double fallback) => double.TryParse(guest.Pending.GetValueOrDefault(key) ?? guest.Config.GetValueOrDefault(key), System.Globalization.CultureInfo.InvariantCulture, out double n) ? n : fallback;
    }

    // Packets larger than the bridge takes are refused; only VirtIO can say how large they may be.
    private static void RequireBridge(TaskContext context, GuestState guest, string key, IReadOnlyDictionary<string, string> net)
    {
        if (net.GetValueOrDefault("bridge") is not { } bridge)
            return;
        if (!context.State.HasBridge(guest.Node, bridge))
            throw LabException.Die($"bridge '{bridge}' does not exist");
        if (!net.TryGetValue("mtu", out string? text) || !int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int mtu))
            return;
        int most = context.State.BridgeMtu(guest.Node, bridge);
        if (net.GetValueOrDefault("model") != "virtio")
            context.Warn($"netdev {key}: ignoring MTU '{mtu}', not using VirtIO");
        else if (mtu > most)
            throw LabException.Die($"netdev {key}: MTU '{mtu}' is bigger than the bridge MTU '{most}' - adjust the MTU for the network device in the VM configuration, while ensuring that the bridge is configured as desired.");
    }

    private static void RequireVolumes(TaskContext context, GuestState guest)
    {
        var store = new VolumeStore(context.State);
        foreach (var (key, value) in guest.Config.Where(c => Drives.IsMountPoint(c.Key)).OrderBy(c => c.Key == "rootfs" ? 0 : 1).ThenBy(c => c.Key, StringComparer.Ordinal))
        {
            string volid = Drives.VolumeOf("lxc", key, value);
            if (LxcDisks.TypeOf(volid) == "volume" && Drives.StorageOf(volid) is not null)
                store.Require(volid, guest.Node);
        }
    }

    // An interface may hang in the air; an I/O thread belongs to a controller of its own.
    private static void WarnAtStart(TaskContext context, GuestState guest)
    {
        foreach (var (key, value) in guest.Config.Where(c => Nets.IsNet(c.Key)))
        {
            if (Nets.TryParse("qemu", value) is { } net && !net.ContainsKey("bridge"))
                context.Warn($"Interface 'tap{guest.VmId}i{key["net".Length..]}' not attached to any bridge.");
        }
        if (guest.Config.GetValueOrDefault("scsihw") == "virtio-scsi-single")
            return;
        foreach (var (key, value) in guest.Config.Where(c => c.Key.StartsWith("scsi", StringComparison.Ordinal) && Drives.IsDrive(c.Key)))
        {
            if (Drives.TryParse("qemu", key, value)?.GetValueOrDefault("iothread") == "1")
                context.Warn("iothread is only valid with virtio disk or virtio-scsi-single controller, ignoring");
        }
    }

    private static string? GuestStorage(GuestState guest) => Handlers.GuestHandlers.VolumesOf(guest).Select(Drives.StorageOf).FirstOrDefault();
}
