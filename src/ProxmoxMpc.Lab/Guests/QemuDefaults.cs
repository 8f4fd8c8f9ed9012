using ProxmoxMpc.Lab.Schema;
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

    /// <summary>The machine as it is written anew; Windows guests keep the version they were made with. Null = nothing to write.</summary>
    public static string? PinnedMachine(string? machine, string? ostype)
    {
        var format = ApiTable.Default.Formats["pve-qemu-machine-fmt"];
        var parts = PropertyString.TryParse(format, machine ?? "") ?? [];
        if (ostype?.StartsWith('w') == true)
        {
            string type = parts.GetValueOrDefault("type", "");
            parts["type"] = type switch { "" or "pc" => "pc-i440fx-" + MachineVersion, "q35" => "pc-q35-" + MachineVersion, _ => type };
        }
        return parts.Count == 0 ? null : PropertyString.Print(format, parts);
    }

    /// <summary>The machine type a running guest reports.</summary>
    public static string RunningMachine(GuestState guest)
    {
        string type = guest.Config.GetValueOrDefault("machine", "").Split(',')[0];
        return type switch { "" or "pc" => $"pc-i440fx-{MachineVersion}", "q35" => $"pc-q35-{MachineVersion}", _ => type };
    }
}
