using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Network devices: parsed, completed with a MAC address, re-printed.</summary>
internal static class Nets
{
    public static bool IsNet(string key) => key.StartsWith("net", StringComparison.Ordinal) && key.Length > 3 && key.AsSpan(3).ContainsAnyExceptInRange('0', '9') == false;

    public static PropertyFormat Format(string kind) => ApiTable.Default.Formats[ApiTable.Default.GuestKeys(kind).Find("net0")!.Format!];

    public static Dictionary<string, string>? TryParse(string kind, string value) => PropertyString.TryParse(Format(kind), value);

    /// <summary>As Proxmox stores it; a device without MAC gets a new one.</summary>
    public static string Normalize(LabState state, string kind, string value)
    {
        if (TryParse(kind, value) is not { } net)
            return value;
        net.TryAdd(kind == "qemu" ? "macaddr" : "hwaddr", Generated.Mac(state));
        if (kind == "lxc")
            net.TryAdd("type", "veth");
        return PropertyString.Print(Format(kind), net);
    }

    /// <summary>The same device with another MAC, for a clone.</summary>
    public static string WithNewMac(LabState state, string kind, string value)
    {
        if (TryParse(kind, value) is not { } net)
            return value;
        net[kind == "qemu" ? "macaddr" : "hwaddr"] = Generated.Mac(state);
        return PropertyString.Print(Format(kind), net);
    }

    /// <exception cref="LabException">403: no SDN.Use on the bridge (or its VLAN).</exception>
    public static void RequireBridges(Permissions permissions, Caller caller, string kind, IEnumerable<KeyValuePair<string, string>> config)
    {
        if (caller.IsRoot)
            return;
        foreach (var (key, value) in config.Where(c => IsNet(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (TryParse(kind, value)?.GetValueOrDefault("bridge") is not { } bridge)
                continue;
            string path = permissions.BridgePath(bridge);
            if (TryParse(kind, value)!.TryGetValue("tag", out string? tag))
            {
                if (!permissions.Has(caller, path, "SDN.Use"))
                    permissions.Require(caller, $"{path}/{tag}", "SDN.Use");
            }
            else
            {
                permissions.Require(caller, path, "SDN.Use");
            }
        }
    }
}
