using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>What Proxmox reads back from /etc/network/interfaces: the kind of an interface follows from its name and options, not from what the writer called it.</summary>
internal static partial class InterfaceKinds
{
    /// <summary>Fills in what the writer fills in and gives the interface the type that the reader finds.</summary>
    public static void Normalize(string name, SortedDictionary<string, string> options)
    {
        string type = options.GetValueOrDefault("type", "unknown");
        if (options.TryGetValue("bridge_vids", out string? vids))
            options["bridge_vids"] = string.Join(' ', Schema.TextRules.SplitList(vids));
        if (options.GetValueOrDefault("bridge_vlan_aware") == "1")
            options.TryAdd("bridge_vids", "2-4094");
        switch (type)
        {
            case "bridge":
                options.TryAdd("bridge_ports", "");
                options.TryAdd("bridge_stp", "off");
                options.TryAdd("bridge_fd", "0");
                options.Remove("slaves");
                break;
            case "bond":
                options.TryAdd("slaves", "");
                options.TryAdd("bond_mode", "balance-rr");
                options.TryAdd("bond_miimon", "100");
                if (!Bond().IsMatch(name))
                {
                    options["type"] = "unknown";
                    if (options["slaves"].Length == 0)
                        options.Remove("slaves");
                }
                break;
            case "vlan" when Dotted().Match(name) is { Success: true } dotted:
                options.TryAdd("vlan-raw-device", dotted.Groups[1].Value);
                Tag(options, dotted.Groups[2].Value);
                break;
            case "vlan" when Numbered().Match(name) is { Success: true } numbered:
                Tag(options, numbered.Groups[1].Value);
                break;
            case "eth" when name.Contains(':', StringComparison.Ordinal):
                options["type"] = "alias";
                break;
            case "alias" when !name.Contains(':', StringComparison.Ordinal):
                options["type"] = "unknown";
                break;
        }
    }

    // No VLAN has the number 0.
    private static void Tag(SortedDictionary<string, string> options, string number)
    {
        options.Remove("vlan-id");
        if (number != "0")
            options["vlan-id"] = number;
    }

    /// <summary>"24" of "24" or "255.255.255.0"; null when there is no mask.</summary>
    public static string? Bits(string? mask) => mask is null ? null
        : mask.Contains('.') && IPAddress.TryParse(mask, out var address) ? address.GetAddressBytes().Sum(b => BitOperations.PopCount(b)).ToString(CultureInfo.InvariantCulture)
        : mask;

    [GeneratedRegex(@"\Abond\d+\z")]
    private static partial Regex Bond();

    [GeneratedRegex(@"\A(\S+)\.(\d+)\z")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\Avlan(\d+)\z")]
    private static partial Regex Numbered();
}
