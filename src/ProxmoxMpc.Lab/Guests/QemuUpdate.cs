using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>A change of a virtual machine's config: what PUT does at once and POST in a worker.</summary>
internal sealed class QemuUpdate(LabState state, Permissions permissions, Caller caller, int vmid, DateTimeOffset now, Action<string> log)
{
    private readonly QemuDisks _disks = new(state, permissions, caller, now, log);
    private Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _delete = [];
    private readonly List<string> _revert = [];
    private string? _digest;
    private bool _force;
    private bool _skipLock;

    /// <summary>What to log: "-cores 2 -name x".</summary>
    public string Summary { get; private set; } = "";

    public Dictionary<string, string> Values => _values;

    /// <summary>Checks the parameters themselves, before the guest is looked at.</summary>
    /// <exception cref="LabException">Proxmox's refusal.</exception>
    public void Prepare(IReadOnlyDictionary<string, string> parameters)
    {
        _values = new Dictionary<string, string>(parameters, StringComparer.Ordinal);
        foreach (string key in (string[])["node", "vmid", "background_delay", "skip_cloud_init", "import-working-storage"])
            _values.Remove(key);
        _values.Remove("digest", out _digest);
        Summary = string.Join(' ', _values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"-{v.Key} {(v.Key == "cipassword" ? "<hidden>" : v.Value)}"));
        _skipLock = Take("skiplock") == "1";
        if (_skipLock && !caller.IsRoot)
            throw LabException.Parameter("skiplock", "Only root may use this option.");
        string? delete = Take("delete"), revert = Take("revert");
        _force = Take("force") == "1";
        if (_values.TryGetValue("sshkeys", out string? keys))
            ConfigText.RequireSshKeys(TextRules.UriUnescape(keys));
        ClampCpuUnits(_values);
        if (delete is null or "" or "0" && revert is null or "" or "0" && _values.Count == 0)
            throw LabException.Die("no options specified");
        if (_values.Remove("cdrom", out string? cdrom))
            _values["ide2"] = cdrom.Contains("media=", StringComparison.Ordinal) ? cdrom : cdrom + ",media=cdrom";
        if (Unparsable(_values) is { } fault)
            throw LabException.Die(fault);
        ReadRevert(revert);
        ReadDelete(delete);
        _disks.CheckParameters(_values);
        foreach (var (key, value) in _values.ToList())
        {
            if (Nets.IsNet(key))
                _values[key] = Nets.Normalize(state, "qemu", value);
            else if (key == "vmgenid" && value == "1")
                _values[key] = Generated.Uuid();
            else if (key == "hookscript")
                RequireHookscript(value);
        }
        QemuPermissions.Require(permissions, caller, vmid, null, _delete);
        QemuPermissions.Require(permissions, caller, vmid, null, _values.Keys);
        _disks.CheckAccess(vmid, _values, null);
        Nets.RequireBridges(permissions, caller, "qemu", _values);
    }

    /// <summary>Checks against the guest as it is: digest, lock, memory.</summary>
    /// <exception cref="LabException">500.</exception>
    public void CheckAgainst(GuestState guest)
    {
        if (_digest is { Length: > 0 } && _digest != GuestFile.Digest(guest))
            throw LabException.Die("checksum mismatch (file change by other user?)");
        if (!_skipLock && guest.Lock is { } held && !(held == "suspended" && _delete.Contains("vmstate")))
            throw LabException.Die($"VM is locked ({held})");
        if (_values.ContainsKey("memory") || _values.ContainsKey("balloon"))
        {
            long memory = GuestStatistics.Memory(_values.GetValueOrDefault("memory") ?? guest.Pending.GetValueOrDefault("memory") ?? guest.Config.GetValueOrDefault("memory"));
            string? balloon = _values.GetValueOrDefault("balloon") ?? guest.Pending.GetValueOrDefault("balloon") ?? guest.Config.GetValueOrDefault("balloon");
            if (long.TryParse(balloon, System.Globalization.CultureInfo.InvariantCulture, out long target) && target > memory)
                throw LabException.Die("balloon value too large (must be smaller than assigned memory)");
        }
    }

    /// <summary>Writes everything to pending, key by key, then applies what the machine takes. A failure leaves the earlier keys.</summary>
    /// <exception cref="LabException">Proxmox's refusal.</exception>
    public void Apply(GuestState guest)
    {
        CheckAgainst(guest);
        log($"update VM {vmid}: {Summary}");
        foreach (string key in _revert)
        {
            if (guest.Config.TryGetValue(key, out string? current))
                _values[key] = current;
            else if (guest.Pending.ContainsKey(key))
                _delete.Add(key);
        }
        var modified = new HashSet<string>(StringComparer.Ordinal);
        var boot = BootOrder(guest);
        foreach (string key in _delete)
            Delete(guest, key, modified, boot);
        foreach (var (key, value) in _values.OrderBy(v => v.Key, StringComparer.Ordinal).ToList())
            Set(guest, key, value, modified, boot);
        QemuPending.Cleanup(guest);
        // Written down before it is applied: what is pending is unused no more, and its number is free for what it replaces.
        UnusedVolumes.Tidy(guest);
        if (guest.Pending.Count + guest.PendingDelete.Count == 0)
            return;
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var pending = new QemuPending(state, guest, _disks);
        if (guest.Running)
            pending.Hotplug(modified, errors);
        else
            pending.ApplyCold(errors);
        if (errors.Count > 0)
            throw LabException.Parameters(errors);
    }

    /// <summary>cgroup v2 takes up to 10000; at the other end nothing is corrected.</summary>
    public static string ClampCpuUnits(string text) =>
        int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int units) && units >= 10000 ? "10000" : text;

    public static void ClampCpuUnits(IDictionary<string, string> values)
    {
        if (values.TryGetValue("cpuunits", out string? text))
            values["cpuunits"] = ClampCpuUnits(text);
    }

    /// <summary>The config file's own reader is stricter about numbers than the API: no sign, no bare fraction. Null when all is well.</summary>
    public static string? Unparsable(IEnumerable<KeyValuePair<string, string>> values)
    {
        var keys = ApiTable.Default.GuestKeys("qemu");
        foreach (var (key, value) in values)
        {
            string? type = keys.Find(key)?.Type;
            bool whole = value.Length > 0 && value.All(char.IsAsciiDigit);
            bool fine = type switch
            {
                "integer" => whole,
                "number" => whole || (value.Split('.') is [{ Length: > 0 } units, { Length: > 0 } fraction] && units.All(char.IsAsciiDigit) && fraction.All(char.IsAsciiDigit)),
                _ => true,
            };
            if (!fine)
                return $"unable to parse value of '{key}' - type check ('{type}') failed - got '{value}'";
        }
        return null;
    }

    private void ReadRevert(string? text)
    {
        foreach (string key in TextRules.SplitList(text))
        {
            if (!OptionExists(key))
                throw LabException.Parameter("revert", $"unknown option '{key}'");
            if (_values.ContainsKey(key))
                throw LabException.Parameter("delete", $"you can't use '-{key}' and -revert {key}' at the same time");
            _revert.Add(key);
        }
    }

    private void ReadDelete(string? text)
    {
        foreach (string given in TextRules.SplitList(text))
        {
            string key = given == "cdrom" ? "ide2" : given;
            if (_values.ContainsKey(key))
                throw LabException.Parameter("delete", $"you can't use '-{key}' and -delete {key}' at the same time");
            if (_revert.Contains(key))
                throw LabException.Parameter("revert", $"you can't use '-delete {key}' and -revert {key}' at the same time");
            if (!OptionExists(key))
                throw LabException.Parameter("delete", $"unknown option '{key}'");
            _delete.Add(key);
        }
    }

    private static bool OptionExists(string key) => ApiTable.Default.GuestKeys("qemu").Find(key) is not null;

    private void RequireHookscript(string volid)
    {
        if (Storage.VolumeNames.Describe(volid).Content != "snippets")
            throw LabException.Parameter("hookscript", $"'{volid}' is not in the snippets directory\n");
        if (new Storage.VolumeStore(state).Find(volid, state.Guests.TryGetValue(vmid, out var guest) ? guest.Node : state.LocalNode) is null)
            throw LabException.Parameter("hookscript", $"script '{volid}' does not exist\n");
        // Files have no mode in the Lab: a cloud-init snippet is taken for data, everything else for a script.
        if (Path.GetExtension(volid) is ".yaml" or ".yml" or ".json" or ".cfg")
            throw LabException.Parameter("hookscript", $"script '{volid}' is not executable\n");
    }

    private static List<string> BootOrder(GuestState guest) =>
        guest.Config.TryGetValue("boot", out string? boot) && PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-boot"], boot) is { } parts ? [.. TextRules.SplitList(parts.GetValueOrDefault("order"))] : [];

    private static string PrintBoot(List<string> devices) => devices.Count == 0 ? "" : "order=" + string.Join(';', devices);

    private void Delete(GuestState guest, string key, HashSet<string> modified, List<string> boot)
    {
        bool wasPending = guest.Pending.TryGetValue(key, out string? pending);
        string? value = guest.Config.GetValueOrDefault(key) ?? pending;
        if (value is null)
            return;
        modified.Add(key);
        // Nothing of a key that is refused has changed.
        if (Drives.IsUnused(key))
        {
            RequireUnprotected(guest, $"can't remove unused disk '{value}'");
            permissions.RequireOnGuest(caller, vmid, null, false, "VM.Config.Disk");
        }
        else if (Drives.IsDrive(key))
        {
            RequireUnprotected(guest, $"can't remove drive '{key}'");
            QemuPermissions.RequireDrive(permissions, caller, vmid, key, value);
        }
        guest.Pending.Remove(key);
        if (boot.Remove(key))
        {
            guest.Pending["boot"] = PrintBoot(boot);
            modified.Add("boot");
        }
        if (Drives.IsUnused(key))
        {
            if (_disks.TryDeallocate(guest, key, value, false))
                guest.Config.Remove(key);
            return;
        }
        if (Drives.IsDrive(key))
        {
            if (wasPending)
                _disks.Detach(guest, key, pending!);
        }
        else if (key == "tags")
        {
            QemuPermissions.RequireTags(state, permissions, caller, vmid, value, "");
            guest.Config.Remove(key);
            return;
        }
        else if (Nets.IsNet(key) && guest.Config.TryGetValue(key, out string? net))
        {
            Nets.RequireBridges(permissions, caller, "qemu", [KeyValuePair.Create(key, net)]);
        }
        else
        {
            QemuPermissions.RequireDevice(permissions, caller, vmid, null, key, value, "delete");
        }
        guest.PendingDelete[key] = _force;
    }

    private void Set(GuestState guest, string key, string value, HashSet<string> modified, List<string> boot)
    {
        modified.Add(key);
        if (guest.Pending.TryGetValue(key, out string? pending) && pending == value)
            return;
        string? current = guest.Config.GetValueOrDefault(key);
        if (Drives.IsDrive(key))
        {
            SetDrive(guest, key, value, current, pending, modified, boot);
        }
        else if (key == "tags")
        {
            QemuPermissions.RequireTags(state, permissions, caller, vmid, current, value);
            guest.Pending[key] = ConfigText.UniqueTags(state, value);
        }
        else if (key == "cipassword")
        {
            guest.Config[key] = guest.Config.GetValueOrDefault("ostype")?.StartsWith('w') == true ? value : PasswordHash.Crypt(value);
        }
        else if (key == "boot")
        {
            guest.Pending[key] = NormalizeBoot(guest, value);
        }
        else
        {
            if (current is not null)
                QemuPermissions.RequireDevice(permissions, caller, vmid, null, key, current, "modify");
            QemuPermissions.RequireDevice(permissions, caller, vmid, null, key, value, "modify");
            if (Nets.IsNet(key) && current is not null)
                Nets.RequireBridges(permissions, caller, "qemu", [KeyValuePair.Create(key, current)]);
            if (key == "ostype" && !_values.ContainsKey("machine") && !modified.Contains("machine") && !guest.Pending.ContainsKey("machine") && QemuDefaults.PinnedMachine(guest.Config.GetValueOrDefault("machine"), value) is { } machine)
                guest.Pending["machine"] = machine;
            guest.Pending[key] = value;
        }
        guest.PendingDelete.Remove(key);
    }

    private void SetDrive(GuestState guest, string key, string value, string? current, string? pending, HashSet<string> modified, List<string> boot)
    {
        if (current is not null)
        {
            QemuPermissions.RequireDrive(permissions, caller, vmid, key, current);
            // The same state keeps its version; another volume may have another.
            if (key == "tpmstate0" && Drives.TryParse("qemu", key, current) is { } old && Drives.TryParse("qemu", key, value) is { } chosen
                && old.GetValueOrDefault("file") == chosen.GetValueOrDefault("file") && old.GetValueOrDefault("version", "v1.2") != chosen.GetValueOrDefault("version", "v1.2"))
                throw LabException.Die("cannot change TPM state version after creation");
        }
        QemuPermissions.RequireDrive(permissions, caller, vmid, key, value);
        if (pending is not null)
            _disks.Detach(guest, key, pending);
        string made = _disks.Create(guest, key, value, null, []);
        // These two take no medium: what the file would say is not read back.
        if (key is "efidisk0" or "tpmstate0" && made.Contains("media=", StringComparison.Ordinal))
        {
            guest.Pending.Remove(key);
            return;
        }
        guest.Pending[key] = made;
        if (boot.Count > 0 && !boot.Contains(key) && Drives.TryParse("qemu", key, value) is { } drive && Drives.IsCdrom(drive, excludeCloudInit: true))
        {
            boot.Add(key);
            guest.Pending["boot"] = PrintBoot(boot);
            modified.Add("boot");
        }
    }

    private string NormalizeBoot(GuestState guest, string value)
    {
        var parts = PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-boot"], value) ?? [];
        if (!parts.TryGetValue("order", out string? order))
            return value;
        var devices = TextRules.SplitList(order).ToList();
        foreach (string device in devices)
        {
            if (!(guest.Config.ContainsKey(device) || guest.Pending.ContainsKey(device) || _values.ContainsKey(device)) || _delete.Contains(device))
                throw LabException.Die($"invalid bootorder: device '{device}' does not exist'");
        }
        if (guest.Config.ContainsKey("bootdisk"))
            guest.PendingDelete["bootdisk"] = false;
        return PrintBoot(devices);
    }

    private static void RequireUnprotected(GuestState guest, string message)
    {
        if (guest.Config.GetValueOrDefault("protection") == "1")
            throw LabException.Die($"{message} - protection mode enabled");
    }

    private string? Take(string key)
    {
        _values.Remove(key, out string? value);
        return value;
    }
}
