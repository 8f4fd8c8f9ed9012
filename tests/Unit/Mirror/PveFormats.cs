using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>The plain formats of PVE::JSONSchema and its neighbours, as far as requests of ours have them.</summary>
internal static class PveFormats
{
    private const string Dns = @"(?:[a-zA-Z0-9](?:[a-zA-Z0-9\-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9\-]*[a-zA-Z0-9])?";
    private const string Storage = @"[a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]";
    private const string Disk = @"(?:ide[0-3]|sata[0-5]|scsi(?:[12]?[0-9]|30)|virtio(?:[0-9]|1[0-5]))";

    private static readonly Dictionary<string, string> Patterns = new(StringComparer.Ordinal)
    {
        ["string"] = "(?s:.*)",
        ["pve-vmid"] = "[1-9][0-9]{2,8}",
        ["pve-node"] = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?",
        ["pve-configid"] = "[a-zA-Z][a-zA-Z0-9_-]+",
        ["pve-storage-id"] = Storage,
        ["pve-bridge-id"] = @"[-_.\w]+",
        ["dns-name"] = Dns,
        ["mac-addr"] = "[a-fA-F0-9][02468aceACE](?::[a-fA-F0-9]{2}){5}",
        ["urlencoded"] = @"[-%a-zA-Z0-9_.!~*'()]*",
        ["pve-tag"] = @"[a-zA-Z0-9_][a-zA-Z0-9_\-+.]*",
        ["pve-poolid"] = @"[A-Za-z0-9.\-_]+(?:/[A-Za-z0-9.\-_]+){0,2}",
        ["pve-userid"] = @"[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+",
        ["pve-realm"] = @"[A-Za-z][A-Za-z0-9.\-_]+",
        ["pve-volume-id"] = $"{Storage}:.+",
        ["pve-volume-id-or-absolute-path"] = $"/.*|{Storage}:.+",
        ["pve-volume-id-or-qm-path"] = $"none|cdrom|/.*|{Storage}:.+",
        ["pve-lxc-mp-string"] = @"(?!\.\./)(?!.*/\.\.?(?:/|$)).*",
        ["pve-lxc-dev-string"] = "/dev/.*",
        ["disk-size"] = @"\d+(?:\.\d+)?[KMGT]?",
        ["pve-startup-order"] = @"(?:(?:order=)?\d+|up=\d+|down=\d+)(?:,(?:(?:order=)?\d+|up=\d+|down=\d+))*",
        ["pve-cpuset"] = @"\d+(?:-\d+)?(?:[,;]\d+(?:-\d+)?)*",
        ["pve-hotplug-features"] = "0|1|(?:network|disk|cpu|memory|usb|cloudinit)(?:[,; ](?:network|disk|cpu|memory|usb|cloudinit))*",
        ["pve-qm-bootdisk"] = Disk,
        ["pve-qm-bootdev"] = $@"{Disk}|net(?:[12]?[0-9]|3[01])|usb(?:[0-9]|1[0-3])|hostpci(?:[0-9]|1[0-5])",
        ["pve-phys-bits"] = "host|[89]|[1-5][0-9]|6[0-4]",
        ["pve-ct-timezone"] = "host|UTC|[A-Z][A-Za-z_]+/[A-Za-z_/+-]+",
        ["storage-pair"] = $"1|{Storage}(?::{Storage})?",
        ["pve-storage-content"] = "images|rootdir|vztmpl|iso|backup|snippets|import|none",
        ["pve-iface"] = @"[a-zA-Z][a-zA-Z0-9_]{1,20}(?:[:.]\d+)?",
        ["pve-task-status-type"] = "(?i:ok|error|warning|unknown)",
    };

    /// <summary>Whether the format is known here, and why the value is refused.</summary>
    public static (bool IsKnown, string? Reason) Refuse(string format, string value)
    {
        if (Patterns.TryGetValue(format, out var pattern)) return (true, Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant) ? null : $"no {format}");
        bool? taken = format switch
        {
            "ipv4" => IsIp(value, AddressFamily.InterNetwork),
            "ipv6" => IsIp(value, AddressFamily.InterNetworkV6),
            "ip" or "lxc-ip-with-ll-iface" => IsIp(value, null),
            "address" => IsIp(value, null) || Regex.IsMatch(value, $@"\A{Dns}\z", RegexOptions.CultureInvariant),
            "pve-ipv4-config" => value is "dhcp" or "manual" || IsNetwork(value, AddressFamily.InterNetwork),
            "pve-ipv6-config" => value is "auto" or "dhcp" or "manual" || IsNetwork(value, AddressFamily.InterNetworkV6),
            "CIDR" => IsNetwork(value, null),
            _ => null,
        };
        return taken is { } known ? (true, known ? null : $"no {format}") : (false, null);
    }

    private static bool IsIp(string value, AddressFamily? family) => !value.Contains('%') && IPAddress.TryParse(value, out var address) && (family is null || address.AddressFamily == family)
        && (address.AddressFamily != AddressFamily.InterNetwork || value.Split('.').Length == 4);

    private static bool IsNetwork(string value, AddressFamily? family) => value.Split('/') is [var address, var length] && IsIp(address, family) && int.TryParse(length, out var bits) && bits is > 7 and <= 128;
}
