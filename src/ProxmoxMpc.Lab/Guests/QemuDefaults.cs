using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>What the server fills in when a virtual machine is made.</summary>
internal static class QemuDefaults
{
    private const string MachineVersion = "10.2";

    /// <summary>First disk, first CD, first network device.</summary>
    public static string BootOrder(IReadOnlyDictionary<string, string> config)
    {
        var devices = new List<string>();
        foreach (bool cdrom in (bool[])[false, true])
        {
            string? first = Drives.QemuNames.FirstOrDefault(key => key is not ("efidisk0" or "tpmstate0") && config.TryGetValue(key, out string? value)
                && Drives.TryParse("qemu", key, value) is { } drive && Drives.IsCdrom(drive) == cdrom);
            if (first is not null)
                devices.Add(first);
        }
        if (Enumerable.Range(0, 32).Select(i => $"net{i}").FirstOrDefault(config.ContainsKey) is { } net)
            devices.Add(net);
        return devices.Count == 0 ? "" : "order=" + string.Join(';', devices);
    }

    /// <summary>Windows guests keep the machine version they were made with; null = nothing to change.</summary>
    public static string? PinnedMachine(string? machine, string? ostype)
    {
        if (ostype?.StartsWith('w') != true)
            return null;
        var parts = (machine ?? "").Split(',', 2);
        string type = parts[0].StartsWith("type=", StringComparison.Ordinal) ? parts[0][5..] : parts[0];
        string? pinned = type switch { "" or "pc" => "pc-i440fx-" + MachineVersion, "q35" => "pc-q35-" + MachineVersion, _ => null };
        return pinned is null ? null : parts.Length > 1 ? $"{pinned},{parts[1]}" : pinned;
    }

    /// <summary>The machine type a running guest reports.</summary>
    public static string RunningMachine(GuestState guest)
    {
        string type = guest.Config.GetValueOrDefault("machine", "").Split(',')[0];
        return type switch { "" or "pc" => $"pc-i440fx-{MachineVersion}", "q35" => $"pc-q35-{MachineVersion}", _ => type };
    }
}
