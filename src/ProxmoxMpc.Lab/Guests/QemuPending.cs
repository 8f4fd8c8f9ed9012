using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Brings pending changes into the running or stopped machine.</summary>
internal sealed class QemuPending(LabState state, GuestState guest, QemuDisks disks)
{
    private const string DefaultHotplug = "network,disk,usb";

    private static readonly HashSet<string> AlwaysLive = new(StringComparer.Ordinal)
    {
        "description", "hookscript", "lock", "migrate_downtime", "migrate_speed", "name", "onboot", "protection", "shares", "startup", "tags", "vmstatestorage",
        "cicustom", "cipassword", "citype", "ciupgrade", "ciuser", "nameserver", "searchdomain", "sshkeys",
    };

    private static readonly string[] NotHotpluggableDiskOptions = ["aio", "discard", "iothread", "queues", "product", "cache", "ssd", "vendor", "ro"];

    /// <summary>Applies everything, as for a machine that is off.</summary>
    public void ApplyCold(IDictionary<string, string> errors)
    {
        foreach (var (key, force) in guest.PendingDelete.ToList())
        {
            if (Attempt(key, errors, () => Remove(key, force), "unable to apply pending change {0} : "))
            {
                guest.PendingDelete.Remove(key);
                guest.Config.Remove(key);
            }
        }
        Cleanup(guest);
        foreach (var (key, value) in guest.Pending.ToList())
        {
            void Detach()
            {
                if (Drives.IsDrive(key) && guest.Config.TryGetValue(key, out string? old) && Drives.VolumeOf("qemu", key, old) != Drives.VolumeOf("qemu", key, value))
                    disks.Detach(guest, key, old);
            }
            if (Attempt(key, errors, Detach, "unable to apply pending change {0} : "))
                Commit(key, value);
        }
        ReplaceSmp(guest.Config);
        guest.CloudInit.Clear();
        UnusedVolumes.Tidy(guest);
    }

    /// <summary>The old word for sockets, which the reader of a config file replaces.</summary>
    public static void ReplaceSmp(Dictionary<string, string> config)
    {
        if (!config.Remove("smp", out string? smp) || config.GetValueOrDefault("sockets", "0") != "0")
            return;
        config["sockets"] = smp;
        config.Remove("cores");
    }

    /// <summary>Of the keys this request touched applies what the running machine takes at once; the rest stays pending. Failed hot-plugs are in the errors.</summary>
    public void Hotplug(IReadOnlySet<string> selection, IDictionary<string, string> errors)
    {
        foreach (var (key, value) in guest.Pending.Where(p => IsAlwaysLive(p.Key)).ToList())
        {
            CloudInitRecord.Note(guest, key, guest.Config.GetValueOrDefault(key), value);
            Commit(key, value);
        }
        var features = Features();
        foreach (var (key, force) in guest.PendingDelete.Where(d => selection.Contains(d.Key)).ToList())
        {
            bool possible = false;
            if (!Attempt(key, errors, () => possible = CanUnplug(key, features), "hotplug problem - ") || !possible)
                continue;
            if (Attempt(key, errors, () => Remove(key, force), "hotplug problem - "))
            {
                CloudInitRecord.Note(guest, key, guest.Config.GetValueOrDefault(key), null);
                guest.PendingDelete.Remove(key);
                guest.Config.Remove(key);
            }
        }
        foreach (var (key, value) in guest.Pending.Where(p => selection.Contains(p.Key)).ToList())
        {
            bool plugged = false;
            if (Attempt(key, errors, () => plugged = CanPlug(key, value, features), "hotplug problem - ") && plugged)
            {
                if (Drives.IsDrive(key) && guest.Config.TryGetValue(key, out string? old) && Drives.VolumeOf("qemu", key, old) != Drives.VolumeOf("qemu", key, value))
                    disks.Detach(guest, key, old);
                CloudInitRecord.Note(guest, key, guest.Config.GetValueOrDefault(key), value);
                Commit(key, value);
            }
        }
        UnusedVolumes.Tidy(guest);
    }

    /// <summary>Drops pending values that equal the current ones, and pending removals of what is not there.</summary>
    public static void Cleanup(GuestState guest)
    {
        foreach (var (key, value) in guest.Pending.ToList())
        {
            if (guest.Config.TryGetValue(key, out string? current) && current == value)
                guest.Pending.Remove(key);
        }
        foreach (string key in guest.PendingDelete.Keys.Where(k => !guest.Config.ContainsKey(k)).ToList())
            guest.PendingDelete.Remove(key);
    }

    public static bool IsAlwaysLive(string key) =>
        AlwaysLive.Contains(key) || (key.StartsWith("ipconfig", StringComparison.Ordinal) && key.Length > 8);

    private void Remove(string key, bool force)
    {
        if (!Drives.IsDrive(key) || !guest.Config.TryGetValue(key, out string? value))
            return;
        if (force)
            disks.TryDeallocate(guest, key, value, true);
        else
            disks.Detach(guest, key, value);
    }

    private void Commit(string key, string value)
    {
        guest.Pending.Remove(key);
        ConfigText.Store(guest, key, value);
    }

    private HashSet<string> Features()
    {
        string text = guest.Config.GetValueOrDefault("hotplug", "1");
        return text == "0" ? [] : new HashSet<string>(TextRules.SplitList(text == "1" ? DefaultHotplug : text), StringComparer.Ordinal);
    }

    private bool CanUnplug(string key, HashSet<string> features)
    {
        if (IsAlwaysLive(key) || key is "cpuunits" or "cpulimit")
            return true;
        if (Nets.IsNet(key))
            return features.Contains("network");
        if (Drives.IsDrive(key))
        {
            if (!features.Contains("disk") || key.StartsWith("ide", StringComparison.Ordinal) || key.StartsWith("sata", StringComparison.Ordinal) || key is "efidisk0" or "tpmstate0")
                return false;
            // The machine still boots from what its current config says, whatever waits.
            string boot = PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-boot"], guest.Config.GetValueOrDefault("boot", ""))?.GetValueOrDefault("order") ?? "";
            if (TextRules.SplitList(boot).Contains(key))
                throw LabException.Die($"can't unplug bootdisk '{key}'");
            return true;
        }
        return key switch
        {
            "hotplug" => !(guest.Config.GetValueOrDefault("hotplug", "").Contains("cpu", StringComparison.Ordinal) || guest.Config.GetValueOrDefault("hotplug", "").Contains("memory", StringComparison.Ordinal)),
            "tablet" => features.Contains("usb"),
            "vcpus" => features.Contains("cpu"),
            "memory" => features.Contains("memory"),
            "balloon" => guest.Config.GetValueOrDefault("balloon") != "0",
            _ => key.StartsWith("usb", StringComparison.Ordinal) && HotplugsUsb(features),
        };
    }

    private bool CanPlug(string key, string value, HashSet<string> features)
    {
        if (key is "cpuunits" or "cpulimit")
            return true;
        if (Nets.IsNet(key))
            return CanChangeNet(key, value, features);
        if (Drives.IsDrive(key))
            return CanChangeDisk(key, value, features);
        string current = guest.Config.GetValueOrDefault(key, "");
        return key switch
        {
            "hotplug" => !new[] { value, current }.Any(t => t.Contains("memory", StringComparison.Ordinal) || t.Contains("cpu", StringComparison.Ordinal)),
            "tablet" => features.Contains("usb"),
            "vcpus" => features.Contains("cpu"),
            "memory" => features.Contains("memory") && PlugMemory(value),
            "balloon" => (guest.Config.GetValueOrDefault("balloon") != "0") == (value != "0"),
            "agent" => current.Length > 0 && SameAgent(current, value),
            _ => key.StartsWith("usb", StringComparison.Ordinal) && key.Length > 3 && HotplugsUsb(features),
        };
    }

    private bool PlugMemory(string value)
    {
        if (guest.Config.GetValueOrDefault("numa") != "1")
            throw LabException.Die("numa needs to be enabled for memory hotplug");
        return GuestStatistics.Memory(value) >= 1024 ? true : throw LabException.Die("memory size must be at least 1024MB");
    }

    private bool HotplugsUsb(HashSet<string> features) =>
        features.Contains("usb") && guest.Config.GetValueOrDefault("ostype") is "l26" or "win8" or "win10" or "win11";

    private bool CanChangeNet(string key, string value, HashSet<string> features)
    {
        if (!guest.Config.TryGetValue(key, out string? current))
            return RequireBridge(value) && features.Contains("network");
        var old = Nets.TryParse("qemu", current) ?? [];
        var wanted = Nets.TryParse("qemu", value) ?? [];
        bool replug = new[] { "model", "macaddr", "queues", "mtu" }.Any(k => old.GetValueOrDefault(k) != wanted.GetValueOrDefault(k)) || !(old.ContainsKey("bridge") && wanted.ContainsKey("bridge"));
        return RequireBridge(value) && (!replug || features.Contains("network"));
    }

    private bool RequireBridge(string value)
    {
        if (Nets.TryParse("qemu", value)?.GetValueOrDefault("bridge") is { } bridge && !state.HasBridge(guest.Node, bridge))
            throw LabException.Die($"bridge '{bridge}' does not exist");
        return true;
    }

    private bool CanChangeDisk(string key, string value, HashSet<string> features)
    {
        if (key is "efidisk0" or "tpmstate0")
            return false;
        var wanted = Drives.TryParse("qemu", key, value) ?? [];
        if (guest.Config.TryGetValue(key, out string? current) && Drives.TryParse("qemu", key, current) is { } old)
        {
            if (wanted.GetValueOrDefault("media", "disk") != old.GetValueOrDefault("media", "disk"))
                throw LabException.Die("unable to change media type");
            if (Drives.IsCdrom(old))
                return true;
            if (wanted.GetValueOrDefault("file") == old.GetValueOrDefault("file"))
                return NotHotpluggableDiskOptions.All(o => wanted.GetValueOrDefault(o) == old.GetValueOrDefault(o));
        }
        return features.Contains("disk") && !key.StartsWith("ide", StringComparison.Ordinal) && !key.StartsWith("sata", StringComparison.Ordinal);
    }

    // Only fstrim_cloned_disks changes without a restart.
    private static bool SameAgent(string current, string value)
    {
        var format = ApiTable.Default.Formats["agent"];
        var old = PropertyString.TryParse(format, current) ?? [];
        var wanted = PropertyString.TryParse(format, value) ?? [];
        return old.Keys.Union(wanted.Keys).Where(k => k != "fstrim_cloned_disks").All(k => old.GetValueOrDefault(k) == wanted.GetValueOrDefault(k));
    }

    private static bool Attempt(string key, IDictionary<string, string> errors, Action action, string prefix)
    {
        try
        {
            action();
            return true;
        }
        catch (LabException problem)
        {
            errors[key] = string.Format(System.Globalization.CultureInfo.InvariantCulture, prefix, key) + problem.Message;
            return false;
        }
    }
}
