using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Which privilege each key of a virtual machine's config takes.</summary>
internal static partial class QemuPermissions
{
    private static readonly HashSet<string> Cpu = ["cores", "cpu", "runningcpu", "cpulimit", "cpuunits", "numa", "smp", "sockets", "vcpus"];
    private static readonly HashSet<string> Memory = ["memory", "balloon", "shares", "allow-ksm"];
    private static readonly HashSet<string> Hardware = ["acpi", "hotplug", "kvm", "machine", "runningmachine", "scsihw", "smbios1", "tablet", "vga", "watchdog", "audio0", "rng0"];
    private static readonly HashSet<string> General =
        ["agent", "autostart", "bios", "description", "keyboard", "localtime", "migrate_downtime", "migrate_speed", "name", "onboot", "ostype", "protection", "reboot", "startdate", "startup", "tdf", "template"];
    private static readonly HashSet<string> Disk = ["boot", "bootdisk", "vmstatestorage"];
    private static readonly HashSet<string> CloudInit = ["cicustom", "cipassword", "citype", "ciuser", "ciupgrade", "nameserver", "searchdomain", "sshkeys"];

    /// <exception cref="LabException">403, or 500 for what only root@pam may set (which no token is).</exception>
    public static void Require(Permissions permissions, Caller caller, int vmid, string? pool, IEnumerable<string> keys)
    {
        if (caller.IsRoot)
            return;
        foreach (string key in keys)
        {
            // Disks, devices and tags are checked with their values.
            if (Drives.IsDrive(key) || key is "cdrom" or "tags" || Device().IsMatch(key))
                continue;
            if (Cpu.Contains(key) || NumaNode().IsMatch(key))
                One("VM.Config.CPU");
            else if (Memory.Contains(key))
                One("VM.Config.Memory");
            else if (Hardware.Contains(key))
                One("VM.Config.HWType");
            else if (General.Contains(key))
                One("VM.Config.Options");
            else if (key == "freeze")
                One("VM.PowerMgmt");
            else if (Disk.Contains(key))
                One("VM.Config.Disk");
            else if (Nets.IsNet(key))
                One("VM.Config.Network");
            else if (CloudInit.Contains(key) || IpConfig().IsMatch(key))
                permissions.RequireOnGuest(caller, vmid, pool, true, "VM.Config.Cloudinit", "VM.Config.Network");
            else if (key == "vmstate")
                permissions.RequireOnGuest(caller, vmid, pool, false, "VM.Config.Disk", "VM.PowerMgmt");
            else
                throw LabException.Die($"only root can set '{key}' config");
            if (key == "startup")
                permissions.Require(caller, "/", "Sys.Modify");
        }

        void One(string privilege) => permissions.RequireOnGuest(caller, vmid, pool, false, privilege);
    }

    /// <summary>Serial ports, USB, PCI, virtiofs and random sources: only sockets and mappings are for others than root.</summary>
    /// <exception cref="LabException">403 or 500.</exception>
    public static void RequireDevice(Permissions permissions, Caller caller, int vmid, string? pool, string key, string value, string verb)
    {
        if (caller.IsRoot || Device().Match(key) is not { Success: true } match && key != "rng0")
            return;
        string kind = key == "rng0" ? "rng" : Device().Match(key).Groups[1].Value;
        switch (kind)
        {
            case "serial":
                if (value != "socket")
                    throw LabException.Die($"only root can {verb} '{key}' config for real devices");
                permissions.RequireOnGuest(caller, vmid, pool, false, "VM.Config.HWType");
                break;
            case "usb":
                permissions.RequireOnGuest(caller, vmid, pool, false, "VM.Config.HWType");
                RequireMapping(permissions, caller, "pve-qm-usb", "usb", value, $"only root can set '{key}' config for real devices", host => host.Equals("spice", StringComparison.OrdinalIgnoreCase));
                break;
            case "hostpci":
                RequireMapping(permissions, caller, "pve-qm-hostpci", "pci", value, $"only root can set '{key}' config for non-mapped devices", _ => false);
                permissions.RequireOnGuest(caller, vmid, pool, false, "VM.Config.HWType");
                if (PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-hostpci"], value)?.ContainsKey("romfile") == true)
                    throw LabException.Parameter(key, "only root@pam can set 'romfile' option");
                break;
            case "virtiofs":
                permissions.RequireOnGuest(caller, vmid, pool, false, "VM.Config.Disk");
                permissions.Require(caller, "/mapping/dir/" + PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-virtiofs"], value)?.GetValueOrDefault("dirid"), "Mapping.Use");
                break;
            case "rng":
                permissions.RequireOnGuest(caller, vmid, pool, false, "VM.Config.HWType");
                if (PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-rng"], value)?.GetValueOrDefault("source") == "/dev/hwrng")
                    permissions.Require(caller, "/mapping/hwrng", "Mapping.Use");
                break;
        }
    }

    /// <summary>Changing a drive: Disk for disks, CDROM for media, Cloudinit as well for the cloud-init drive.</summary>
    /// <exception cref="LabException">403.</exception>
    public static void RequireDrive(Permissions permissions, Caller caller, int vmid, string key, string value)
    {
        var drive = Drives.TryParse("qemu", key, value) ?? [];
        if (Drives.IsCloudInit(drive) || drive.GetValueOrDefault("file")?.EndsWith("cloudinit", StringComparison.Ordinal) == true)
            permissions.RequireOnGuest(caller, vmid, null, false, "VM.Config.Cloudinit", "VM.Config.CDROM");
        else if (Drives.IsCdrom(drive, excludeCloudInit: true))
            permissions.RequireOnGuest(caller, vmid, null, false, "VM.Config.CDROM");
        else
            permissions.RequireOnGuest(caller, vmid, null, false, "VM.Config.Disk");
    }

    /// <summary>Tags change with VM.Config.Options; registered and, where not free, other tags only with Sys.Modify on "/".</summary>
    /// <exception cref="LabException">403.</exception>
    public static void RequireTags(State.LabState state, Permissions permissions, Caller caller, int vmid, string? before, string? after)
    {
        permissions.RequireOnGuest(caller, vmid, null, false, "VM.Config.Options");
        if (permissions.Has(caller, "/", "Sys.Modify"))
            return;
        var access = TagAccess.Of(state, permissions, caller);
        var changed = TextRules.SplitList(before).ToHashSet(StringComparer.Ordinal);
        changed.SymmetricExceptWith(TextRules.SplitList(after));
        foreach (string tag in changed)
        {
            if (!access.MayUse(tag))
                throw LabException.Forbidden($"/, Sys.Modify for modifying tag '{tag}'");
        }
    }

    private static void RequireMapping(Permissions permissions, Caller caller, string format, string kind, string value, string refusal, Func<string, bool> allowed)
    {
        var device = PropertyString.TryParse(ApiTable.Default.Formats[format], value) ?? [];
        if (device.TryGetValue("host", out string? host))
        {
            if (!allowed(host))
                throw LabException.Die(refusal);
        }
        else if (device.TryGetValue("mapping", out string? mapping))
        {
            permissions.Require(caller, $"/mapping/{kind}/{mapping}", "Mapping.Use");
        }
        else
        {
            throw LabException.Die("either 'host' or 'mapping' must be set.");
        }
    }

    [GeneratedRegex(@"\A(unused|serial|usb|hostpci|virtiofs)\d+\z")]
    private static partial Regex Device();

    [GeneratedRegex(@"\Anuma\d+\z")]
    private static partial Regex NumaNode();

    [GeneratedRegex(@"\Aipconfig\d+\z")]
    private static partial Regex IpConfig();
}
