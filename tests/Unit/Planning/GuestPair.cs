using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Tests.Unit.Model;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>A guest as it is and as it shall be: two configs with every key in turn, whose volumes belong together.</summary>
internal sealed class GuestPair
{
    public const int VmId = 100;

    /// <summary>
    /// Keys that only Proxmox writes, that are another key's alias, of which nobody can read back what was written, or whose attributes
    /// are not what stands in the config (the plain strings of smbios1).
    /// </summary>
    private static readonly string[] Beyond = ["cdrom", "unused", "lock", "template", "cipassword", "boot", "bootdisk", "unprivileged", "smp", "smbios1"];

    private static readonly string[] CpuFlags = ["+aes", "-pcid", "+spec-ctrl"];

    private readonly Random _random;
    private readonly RandomConfig _making;
    private readonly GuestSchema _schema;

    private GuestPair(GuestKind kind, int seed)
    {
        Kind = kind;
        _random = new(seed);
        _making = new(kind, seed + 1) { WithUnknownParts = false };
        _schema = GuestSchema.For(kind);
        var before = Settings();
        var after = Settings();
        // Proxmox cannot change a container any more whose architecture was taken away.
        if (before.TryGetValue("arch", out var arch) && kind == GuestKind.Lxc) after.TryAdd("arch", arch);
        Volumes(before, after);
        Boot(before);
        Boot(after);
        Before = GuestConfig.From(before);
        After = GuestConfig.From(after);
    }

    public GuestKind Kind { get; }
    public GuestConfig Before { get; }

    /// <summary>Written like a config; a new volume is called <c>new</c>, a moved one has its new storage.</summary>
    public GuestConfig After { get; }

    public static GuestPair Create(GuestKind kind, int seed) => new(kind, seed);

    /// <summary>What the second config says as code would: of a volume the storage and not the name, of firmware no size.</summary>
    public DesiredGuest Desired(Guest server, bool isReached = false)
    {
        var unopinionated = new List<string>();
        var map = AttributeMap.From(GuestAttributes.Of(server with { Config = After }));
        foreach (var name in After.Keys.Concat(server.Config.Keys).Distinct())
        {
            if (_schema.FindKey(name) is not { IsVolume: true } key || (!After.ContainsKey(name) && key.Name != "unused")) continue;
            var isCd = map.Get($"{name}.media") == "cdrom" || PropertyString.Parse(server.Config.Get(name) ?? "", key)["media"] == "cdrom";
            // What is detached on the way stays, what was detached before goes.
            if (key.Name == "unused" && (isReached || !Before.ContainsKey(name))) unopinionated.Add(name);
            if (!isCd && map.ContainsKey($"{name}.storage")) unopinionated.Add($"{name}.volume");
            if (isCd || key.Name is "efidisk0" or "tpmstate0") unopinionated.Add($"{name}.size");
            unopinionated.Add($"{name}.format");
        }
        // A card without an address gets one.
        foreach (var name in After.Keys.Where(name => GuestSchema.SplitIndex(name)?.Family == "net"))
        {
            var address = $"{name}.{(Kind == GuestKind.Qemu ? "macaddr" : "hwaddr")}";
            if (!map.ContainsKey(address)) unopinionated.Add(address);
        }
        foreach (var path in unopinionated) map = map.With(path, null);
        // The server writes an order where there is none and takes out what is gone.
        if (!After.ContainsKey("boot")) unopinionated.Add("boot");
        return new()
        {
            Kind = Kind, VmId = VmId, Node = server.Node, Name = server.Name, File = "x.tf", ResourceName = "x", Attributes = map,
            Unopinionated = unopinionated.ToImmutableSortedSet(StringComparer.Ordinal),
        };
    }

    /// <summary>The attributes with a cloud-init drive under the one name that it has for code.</summary>
    public static AttributeMap View(Guest guest) => AttributeMap.From(GuestAttributes.Of(guest)
        .Select(pair => pair.Key.EndsWith(".volume", StringComparison.Ordinal) && pair.Value.Contains("cloudinit", StringComparison.Ordinal) ? KeyValuePair.Create(pair.Key, "cloudinit") : pair));

    private Dictionary<string, string> Settings()
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in _schema.Keys.Where(key => !Beyond.Contains(key.Name) && !key.IsVolume))
        {
            if (_random.Next(2) == 0) continue;
            foreach (var name in _making.Names(key)) config[name] = _making.Text(key);
        }
        if (Kind == GuestKind.Qemu) PlausibleVm(config);
        else PlausibleContainer(config);
        return config;
    }

    /// <summary>What Proxmox checks beyond its schema.</summary>
    private void PlausibleVm(Dictionary<string, string> config)
    {
        Edit(config, "cpu", cpu => cpu.With("reported-model", null).With("cputype", cpu["cputype"] ?? "host").With("flags", cpu["flags"] is null ? null : CpuFlags[_random.Next(3)]));
        Edit(config, "vga", vga => vga["clipboard"] is null ? vga : vga.With("type", "std"));
        Edit(config, "machine", machine => machine["viommu"] is null ? machine.With("aw-bits", null) : machine.With("type", "q35").With("aw-bits", null));
        foreach (var name in config.Keys.Where(name => GuestSchema.SplitIndex(name)?.Family is "usb" or "hostpci").ToArray())
            Edit(config, name, device => device["host"] is null ? device.With("mapping", "gpu_a") : device.With("mapping", null));
        if (config.GetValueOrDefault("ostype")?.StartsWith('w') == true) config.TryAdd("machine", "pc-i440fx-9.2");
        config["memory"] = _making.One("2048", "current=4096", "8192");
        if (config.ContainsKey("balloon")) config["balloon"] = _making.One("0", "1024", "2048");
    }

    private void PlausibleContainer(Dictionary<string, string> config)
    {
        config.TryAdd("ostype", "debian");
        foreach (var name in config.Keys.Where(name => GuestSchema.SplitIndex(name)?.Family is "net" or "dev").ToArray())
        {
            if (name.StartsWith("dev", StringComparison.Ordinal)) Edit(config, name, device => device.With("path", device["path"] ?? "/dev/ttyUSB0"));
            // Proxmox refuses every change of a container that has a card without a bridge.
            else Edit(config, name, net => (net["ip6"] == "auto" ? net.With("host-managed", null) : net).With("bridge", net["bridge"] ?? "vmbr0").With("mtu", net["mtu"] is null ? null : "1400"));
        }
    }

    private void Volumes(Dictionary<string, string> before, Dictionary<string, string> after)
    {
        string[] keys = Kind == GuestKind.Qemu ? ["scsi0", "scsi1", "scsi13", "virtio0", "virtio3", "sata1", "ide0", "efidisk0", "tpmstate0"] : ["rootfs", "mp0", "mp1", "mp7"];
        for (var index = 0; index < keys.Length; index++) Volume(before, after, keys[index], index);
        if (Kind == GuestKind.Lxc) return;
        Cd(before, "ide2");
        Cd(after, "ide2");
        if (_random.Next(2) == 0) before["ide3"] = "local:100/vm-100-cloudinit.qcow2,media=cdrom";
        if (_random.Next(2) == 0) after["ide3"] = "local:cloudinit,media=cdrom";
        if (_random.Next(4) == 0) before["unused0"] = "local-lvm:vm-100-disk-20";
    }

    private void Volume(Dictionary<string, string> before, Dictionary<string, string> after, string name, int index)
    {
        var isFixed = name is "efidisk0" or "tpmstate0";
        var size = isFixed ? 4L << 20 : (long)_random.Next(1, 8) << (_random.Next(3) == 0 ? 29 : 30);
        var had = name == "rootfs" || _random.Next(2) == 0;
        var options = Options(name);
        var volume = string.Create(CultureInfo.InvariantCulture, $"vm-100-disk-{index}");
        if (had) before[name] = $"local-lvm:{volume},{options}size={DiskSize.Format(size)}";
        if (name != "rootfs" && _random.Next(3) == 0) return;
        var storage = had && _random.Next(6) > 0 ? "local-lvm" : "local-zfs";
        if (!isFixed && _random.Next(3) == 0) size += 1L << 30;
        // A TPM's version and the firmware's kind are made with their volume.
        if (!isFixed || !had) options = Options(name);
        after[name] = $"{storage}:{(had ? volume : "new")},{options}size={DiskSize.Format(size)}";
    }

    /// <summary>Options of a volume, each with a comma behind it.</summary>
    private string Options(string name)
    {
        var text = PropertyString.Parse(_making.Text(_schema.FindKey(name)!, density: 20), _schema.FindKey(name)!);
        foreach (var part in new[] { "file", "volume", "size", "format", "media" }) text = text.With(part, null);
        // A LUN that is passed through has no name of its own; a container mounts where nothing else is.
        text = Coherent(text.With("scsiblock", null));
        if (Kind == GuestKind.Lxc && name != "rootfs") text = text.With("mp", "/" + name);
        var printed = text.ToString(_schema.FindKey(name)!);
        return printed.Length == 0 ? "" : printed + ",";
    }

    /// <summary>Limits and bursts of a drive that Proxmox reads: not of the whole and a part, no burst beyond no limit, none in bytes (which it takes for their number).</summary>
    private static PropertyString Coherent(PropertyString drive)
    {
        foreach (var bytes in new[] { "bps", "bps_rd", "bps_wr" }) drive = drive.With(bytes, null);
        foreach (var all in new[] { "mbps", "iops" })
        {
            if (drive[all] is not (null or "0")) drive = drive.With(all + "_rd", null).With(all + "_wr", null);
        }
        foreach (var part in new[] { "", "_rd", "_wr" })
        {
            if (drive[$"mbps{part}"] is null or "0") drive = drive.With($"mbps{part}_max", null);
            if (drive[$"mbps{part}_max"] is null or "0") drive = drive.With($"bps{part}_max_length", null);
            if (drive[$"iops{part}_max"] is null or "0") drive = drive.With($"iops{part}_max_length", null);
        }
        return drive;
    }

    private void Cd(Dictionary<string, string> config, string name)
    {
        if (_random.Next(3) > 0) config[name] = _making.One("local:iso/debian 13.iso,media=cdrom", "none,media=cdrom", "local:iso/other.iso,media=cdrom");
    }

    private void Boot(Dictionary<string, string> config)
    {
        if (Kind == GuestKind.Lxc || _random.Next(3) == 0) return;
        string[] devices = [.. config.Keys.Where(name => name != "ide3" && GuestSchema.SplitIndex(name)?.Family is "scsi" or "virtio" or "sata" or "ide" or "net")];
        _random.Shuffle(devices);
        config["boot"] = devices.Length == 0 || _random.Next(6) == 0 ? "legacy=dn" : "order=" + string.Join(';', devices.Take(1 + _random.Next(3)));
    }

    private void Edit(Dictionary<string, string> config, string name, Func<PropertyString, PropertyString> edit)
    {
        if (!config.TryGetValue(name, out var raw)) return;
        var key = _schema.FindKey(name)!;
        var text = edit(PropertyString.Parse(raw, key)).ToString(key);
        if (text.Length == 0) config.Remove(name);
        else config[name] = text;
    }
}
