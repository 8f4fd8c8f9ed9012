using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Lab.Schema;

/// <summary>The plain formats (pve-vmid, dns-name, ...): each returns the reason of a refusal, or null.</summary>
internal static partial class FormatChecks
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly FrozenDictionary<string, Func<string, string?>> Checks = new Dictionary<string, Func<string, string?>>(StringComparer.Ordinal)
    {
        ["string"] = _ => null,
        ["urlencoded"] = v => Match(v, @"[-%a-zA-Z0-9_.!~*'()]*", $"invalid urlencoded string: {v}"),
        ["pve-configid"] = v => Match(v, @"(?i)[a-z][a-z0-9_-]+", $"invalid configuration ID '{v}'"),
        ["pve-storage-id"] = v => v.Length < 2 ? $"storage ID '{v}' cannot be shorter than 2 characters" : Match(v, @"(?i)[a-z][a-z0-9\-_.]*[a-z0-9]", $"storage ID '{v}' contains illegal characters"),
        ["pve-bridge-id"] = v => Match(v, @"[-_.\w]+", $"invalid bridge ID '{v}'"),
        ["pve-vmid"] = v => Match(v, "[1-9][0-9]{2,8}", "value does not look like a valid VM ID"),
        ["pve-node"] = v => Match(v, @"[a-zA-Z0-9]([a-zA-Z0-9\-]*[a-zA-Z0-9])?", "value does not look like a valid node name"),
        ["mac-addr"] = v => Match(v, "(?i)[a-f0-9][02468ace](?::[a-f0-9]{2}){5}", "value does not look like a valid unicast MAC address"),
        ["mac-prefix"] = v => Match(v, "(?i)[a-f0-9][02468ace](?::[a-f0-9]{2}){0,2}:?", "value is not a valid unicast MAC address prefix"),
        ["ipv4"] = v => IsIPv4(v) ? null : "value does not look like a valid IPv4 address",
        ["ipv6"] = v => IsIPv6(v) ? null : "value does not look like a valid IPv6 address",
        ["ip"] = v => IsIP(v) ? null : "value does not look like a valid IP address",
        ["ipv4mask"] = v => IPAddress.TryParse(v, out var mask) && IsIPv4(v) && IsContiguous(mask) ? null : "value does not look like a valid IP netmask",
        ["CIDRv4"] = v => IsCidr(v, IsIPv4, 32) ? null : "value does not look like a valid IPv4 CIDR network",
        ["CIDRv6"] = v => IsCidr(v, IsIPv6, 128) ? null : "value does not look like a valid IPv6 CIDR network",
        ["CIDR"] = v => IsCidr(v, IsIPv4, 32) || IsCidr(v, IsIPv6, 128) ? null : "value does not look like a valid CIDR network",
        ["pve-ipv4-config"] = v => v is "dhcp" or "manual" || IsCidr(v, IsIPv4, 32) ? null : "value does not look like a valid ipv4 network configuration",
        ["pve-ipv6-config"] = v => v is "auto" or "dhcp" or "manual" || IsCidr(v, IsIPv6, 128) ? null : "value does not look like a valid ipv6 network configuration",
        ["email"] = v => Match(v, Email, "value does not look like a valid email address"),
        ["email-or-username"] = v => Match(v, $"(?:{Email}|{EmailUser})", "value does not look like a valid email address or user name"),
        ["pem-string"] = v => IsPem(v, ".*?") ? null : "value does not look like a valid PEM formatted string",
        ["pem-certificate-chain"] = v => IsPem(v, "CERTIFICATE") ? null : "value does not look like a valid PEM formatted certificate chain",
        ["dns-name"] = v => IsDnsName(v) ? null : "value does not look like a valid DNS name",
        ["timezone"] = TimeZoneCheck,
        ["pve-ct-timezone"] = v => v == "host" ? null : TimeZoneCheck(v),
        ["pve-iface"] = v => Match(v, @"(?i)[a-z][a-z0-9_]{1,20}([:.]\d+)?", $"invalid network interface name '{v}'"),
        ["address"] = v => IsIP(v) || IsDnsName(v) ? null : $"value does not look like a valid address: {v}",
        ["disk-size"] = v => TextRules.ParseSize(v) is null ? $"value does not look like a valid disk size: {v}" : null,
        ["pve-startup-order"] = v => IsStartupOrder(v) ? null : "unable to parse startup options",
        ["pve-tag"] = v => Match(v, @"(?i)[a-z0-9_][a-z0-9_\-+.]*", "invalid characters in tag"),
        ["pve-task-status-type"] = v => Match(v, "(?i)ok|error|warning|unknown", $"invalid status '{v}'"),
        ["pve-tokenid"] = v => Match(v, UserId + "!" + Realm, $"value '{v}' does not look like a valid token ID"),
        ["pve-groupid"] = v => Match(v, @"[A-Za-z0-9.\-_]+", $"group name '{v}' contains invalid characters"),
        ["pve-roleid"] = v => Match(v, @"[A-Za-z0-9.\-_]+", $"role name '{v}' contains invalid characters"),
        ["pve-poolid"] = v => v.Split('/').Length > 3 ? $"pool name '{v}' nested too deeply (max levels = 3)" : Match(v, @"[A-Za-z0-9.\-_]+(?:/[A-Za-z0-9.\-_]+){0,2}", $"pool name '{v}' contains invalid characters"),
        ["pve-priv"] = v => Access.Privileges.IsKnown(v) ? null : $"invalid privilege '{v}'",
        ["pve-realm"] = v => Match(v, Realm, "value does not look like a valid realm"),
        ["pve-userid"] = UserIdCheck,
        ["pve-storage-path"] = v => Regex.IsMatch(v, @"^/[^;()]+", Options) ? null : "value does not look like a valid absolute path",
        ["pve-storage-server"] = v => IsIP(v) || IsDnsName(v) ? null : "value does not look like a valid server name or IP address",
        ["pve-storage-vgname"] = v => Match(v, @"(?i)[a-z0-9][a-z0-9\-_.]*[a-z0-9]", $"lvm name '{v}' contains illegal characters"),
        ["pve-storage-portal-dns"] = v => Match(v, @"[A-Za-z0-9\-.]+(:\d+)?|\[[^\]]+\](:\d+)?|[0-9a-fA-F:]+(\.\d+)?", "value does not look like a valid portal address"),
        ["pve-storage-content"] = v => v is "images" or "rootdir" or "vztmpl" or "iso" or "backup" or "snippets" or "import" or "none" ? null : $"invalid content type '{v}'",
        ["pve-storage-format"] = v => Match(v, "raw|qcow2|vmdk|subvol", $"invalid format '{v}'"),
        ["pve-storage-options"] = v => Match(v, @"\S+", $"invalid options '{v}'"),
        ["pve-storage-zfs-blocksize"] = BlockSizeCheck,
        ["pve-volume-id"] = v => IsVolumeId(v) ? null : $"unable to parse volume ID '{v}'",
        ["pve-volume-id-or-absolute-path"] = v => v.StartsWith('/') || IsVolumeId(v) ? null : $"unable to parse volume ID '{v}'",
        ["pve-volume-id-or-qm-path"] = v => v is "none" or "cdrom" || v.StartsWith('/') || IsVolumeId(v) ? null : $"unable to parse volume ID '{v}'",
        ["pve-lxc-mp-string"] = v => Regex.IsMatch(v, @"/\.\.?(/|$)|^\.\./", Options) ? $"{v} contains illegal character sequences" : null,
        ["pve-lxc-dev-string"] = v => v.StartsWith("/dev/", StringComparison.Ordinal) && !v.Contains("..", StringComparison.Ordinal) ? null : $"{v} is not a valid device path",
        ["pve-cpuset"] = v => v.Length == 0 ? null : Match(v, @"\d+(-\d+)?([,;]\d+(-\d+)?)*", "unable to parse cpuset option"),
        ["pve-hotplug-features"] = v => v is "0" || HotplugRefusal(v) is not { } bad ? null : $"invalid hotplug feature '{bad}'",
        ["pve-qm-bootdev"] = v => IsBootDevice(v) ? null : $"invalid boot device '{v}'",
        ["pve-qm-bootdisk"] = v => Match(v, @"(?:ide[0-3]|sata[0-5]|scsi([0-9]|[12][0-9]|30)|virtio([0-9]|1[0-5]))", $"invalid boot disk '{v}'"),
        ["pve-phys-bits"] = v => v == "host" || (int.TryParse(v, out int bits) && bits is >= 8 and <= 64) ? null : "value must be an integer between 8 and 64 or 'host'",
        ["lxc-ip-with-ll-iface"] = v => IsIP(v) || Regex.IsMatch(v, @"^fe80:[^%]+%[a-zA-Z]\w+$", Options) ? null : "value does not look like a valid IP address",
        ["IPorCIDR"] = FirewallFormats.RefuseNetwork,
        ["IPorCIDRorAlias"] = v => Regex.IsMatch(v, @"^(dc/|guest/)?[A-Za-z][A-Za-z0-9\-_]+$", Options) ? null : FirewallFormats.RefuseNetwork(v),
        ["pve-fw-addr-spec"] = FirewallFormats.RefuseAddresses,
        ["pve-fw-conntrack-helper"] = FirewallFormats.RefuseHelpers,
        ["pve-fw-protocol-spec"] = v => v is "" or "0" ? null : v.All(char.IsAsciiDigit) ? byte.TryParse(v, System.Globalization.CultureInfo.InvariantCulture, out _) ? null : $"unknown protocol '{v}'" : Protocols!.Contains(v) ? null : $"unknown protocol '{v}'",
        ["pve-fw-icmp-type-spec"] = v => v.Length == 0 || IcmpTypes!.Contains(v) ? null : $"invalid icmp-type value '{v}'",
        ["pve-fw-dport-spec"] = v => PortCheck(v, dport: true),
        ["pve-fw-sport-spec"] = v => PortCheck(v, dport: false),
        ["pve-ha-node"] = v => Match(v, @"[a-zA-Z0-9]([a-zA-Z0-9\-]*[a-zA-Z0-9])?(:\d+)?", "value does not look like a valid ha node"),
        ["pve-ha-resource-id"] = v => Match(v, @"[a-z]+:\S+", "value does not look like a valid ha resource id"),
        ["pve-ha-resource-or-vm-id"] = v => Match(v, @"[a-z]+:\S+|\d+", "value does not look like a valid ha resource id"),
        ["pve-day-of-week"] = v => Match(v, "mon|tue|wed|thu|fri|sat|sun", $"invalid day '{v}'"),
        ["pve-calendar-event"] = v => CalendarEvent.TryParse(v) is not null ? null : $"invalid calendar event '{v}' - unable to parse calendar event - {(string.IsNullOrWhiteSpace(v) ? "event is empty" : v)}\n",
        ["pve-replication-job-id"] = v => Regex.Match(v, @"^(\d+)-\d+$", Options) is { Success: true } id ? TextRules.Long(id.Groups[1].Value) < 100 ? $"invalid replication job id '{v}' (guest IDs < 100 are reserved)" : null : $"invalid replication job id '{v}'",
        ["pve-acme-domain"] = v => Match(v, @"(?i)[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)+", $"value '{v}' does not look like a valid domain name!"),
        ["pve-acme-alias"] = v => Match(v, @"(?i)[a-z0-9_][a-z0-9_-]*(?:\.[a-z0-9_][a-z0-9_-]*)+", $"value '{v}' does not look like a valid alias name!"),
        ["graphite-path"] = v => IsDnsName(v) ? null : "value does not look like a valid graphite path",
        ["ldap-simple-attr"] = v => Match(v, "[a-zA-Z0-9]+", $"value '{v}' does not look like a simple ldap attribute name"),
        ["pve-sdn-bgp-rt"] = v => Regex.Match(v, @"^(\d+):(\d+)$", Options) is { Success: true } route && route.Groups.Values.Skip(1).All(g => TextRules.Long(g.Value) <= uint.MaxValue) ? null : "value does not look like a valid bgp route-target",
        ["pve-sdn-fabric-id"] = v => Match(v, @"[a-zA-Z0-9][a-zA-Z0-9\-]{0,6}[a-zA-Z0-9]?", $"{v} is not a valid fabric id"),
        ["pve-sdn-isis-net"] = v => Match(v, "[a-fA-F0-9]{2}(\\.[a-fA-F0-9]{4}){3,9}\\.[a-fA-F0-9]{2}", "value does not look like a valid isis net"),
        ["pve-sdn-subnet-id"] = v => Checks!["CIDR"](v) is null || (v.Split('-') is { Length: 3 } parts && Checks["CIDR"]($"{parts[1]}/{parts[2]}") is null) ? null : "value does not look like a valid CIDR network",
        ["pve-dir-override"] = v => Regex.Match(v, "^([a-z]+)=/?(.+)$", Options) is { Success: true } parts && Checks!["pve-storage-content"](parts.Groups[1].Value) is null ? null : $"invalid override '{v}'",
        ["pve-storage-path-in-property-string"] = v => Regex.IsMatch(v, @"^/[^;,=()]+", Options) ? null : "Value does not look like a valid absolute path. These symbols are currently not allowed in path: ;,=()",
        ["storage-pair"] = v => PairCheck(v, "pve-storage-id"),
        ["pve-vlan-id-or-range"] = VlanCheck,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The names of /etc/protocols that Proxmox installs, and the ICMP types that iptables knows.
    private static readonly FrozenSet<string> Protocols = "ip icmp igmp ggp ipencap st tcp egp igp pup udp hmp xns-idp rdp iso-tp4 dccp xtp ddp idpr-cmtp ipv6 ipv6-route ipv6-frag idrp rsvp gre esp ah skip ipv6-icmp icmpv6 ipv6-nonxt ipv6-opts rspf vmtp eigrp ospf ax.25 ipip etherip encap pim ipcomp vrrp l2tp isis sctp fc mobility-header udplite mpls-in-ip manet hip shim6 wesp rohc ethernet".Split(' ').ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> IcmpTypes = "any echo-reply destination-unreachable network-unreachable host-unreachable protocol-unreachable port-unreachable fragmentation-needed source-route-failed network-unknown host-unknown network-prohibited host-prohibited TOS-network-unreachable TOS-host-unreachable communication-prohibited host-precedence-violation precedence-cutoff source-quench redirect network-redirect host-redirect TOS-network-redirect TOS-host-redirect echo-request router-advertisement router-solicitation time-exceeded ttl-zero-during-transit ttl-zero-during-reassembly parameter-problem ip-header-bad required-option-missing timestamp-request timestamp-reply address-mask-request address-mask-reply no-route beyond-scope address-unreachable failed-policy reject-route packet-too-big bad-header unknown-header-type unknown-option neighbour-solicitation neighbor-solicitation neighbour-advertisement neighbor-advertisement".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private const string EmailUser = @"[\w+\-~]+(\.[\w+\-~]+)*";
    private const string Email = EmailUser + @"@[a-zA-Z0-9\-]+(\.[a-zA-Z0-9\-]+)*";
    private const string Realm = @"[A-Za-z][A-Za-z0-9.\-_]+";
    private const string UserId = @"[^\s:/]+@" + Realm;

    /// <summary>Checks a plain format with its "-list" and "-opt" variants; formats the Lab has no rule for accept everything.</summary>
    public static string? Refuse(string format, string value)
    {
        if (format.EndsWith("-list", StringComparison.Ordinal) && Checks.TryGetValue(format[..^5], out var item))
            return TextRules.SplitList(value).Select(item).FirstOrDefault(reason => reason is not null);
        if (format.EndsWith("-opt", StringComparison.Ordinal) && Checks.TryGetValue(format[..^4], out var optional))
            return value is "" or "0" ? null : optional(value);
        return Checks.TryGetValue(format, out var check) ? check(value) : null;
    }

    /// <summary>True when the format (or the item of a list) has a rule here.</summary>
    public static bool Knows(string format) => Checks.ContainsKey(format) || Checks.ContainsKey(format.Replace("-list", "", StringComparison.Ordinal).Replace("-opt", "", StringComparison.Ordinal));

    public static bool IsDnsName(string value) => DnsName().IsMatch(value);

    public static bool IsVolumeId(string value) => VolumeId().IsMatch(value);

    public static bool IsIP(string value) => IsIPv4(value) || IsIPv6(value);

    private static bool IsIPv4(string value) =>
        value.Split('.') is { Length: 4 } parts && parts.All(p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit) && int.Parse(p, System.Globalization.CultureInfo.InvariantCulture) < 256);

    private static bool IsIPv6(string value) =>
        value.Contains(':') && !value.Contains('%') && !value.Contains('[') && IPAddress.TryParse(value, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsCidr(string value, Func<string, bool> address, int bits)
    {
        int slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && address(value[..slash]) && int.TryParse(value.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out int length) && length > 7 && length <= bits;
    }

    private static bool IsContiguous(IPAddress mask)
    {
        uint bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(mask.GetAddressBytes());
        return (~bits & (~bits + 1)) == 0;
    }

    // Text before the first block is cut off; blocks follow one another.
    private static bool IsPem(string value, string label) =>
        Regex.IsMatch(value, $@"-----BEGIN {label}-----\s*\n(?:[0-9A-Za-z+/]+\s*\n)*[0-9A-Za-z+/]*(?:=\s*\n=|=?=?)?\s*\n-----END {label}-----\s*", Options | RegexOptions.Singleline);

    private static string? TimeZoneCheck(string value) =>
        value == "UTC" || (value.Contains('/') && TimeZoneInfo.TryFindSystemTimeZoneById(value, out _)) ? null : $"invalid time zone '{value}'";

    private static string? UserIdCheck(string value)
    {
        if (value.Length < 3)
            return $"user name '{value}' is too short";
        if (value.Length > 64)
            return $"user name '{value}' is too long ({value.Length} > 64)";
        return Match(value, UserId, $"value '{value}' does not look like a valid user name");
    }

    private static bool IsStartupOrder(string value) =>
        value is not ("" or "0") && value.Split(',').All(p => string.IsNullOrWhiteSpace(p) || Regex.IsMatch(p, @"^((order=)?\d+|up=\d+|down=\d+)$", Options));

    private static string? HotplugRefusal(string value) =>
        value == "1" ? null : TextRules.SplitList(value).FirstOrDefault(f => f is not ("network" or "disk" or "cpu" or "memory" or "usb" or "cloudinit"));

    private static bool IsBootDevice(string value) =>
        Regex.IsMatch(value, @"^(ide[0-3]|sata[0-5]|scsi([0-9]|[12][0-9]|30)|virtio([0-9]|1[0-5])|net([0-9]|[12][0-9]|3[01])|usb([0-9]|1[0-3])|hostpci([0-9]|1[0-5]))$", Options);

    // A range counts as two, as in a multiport match of iptables, which takes fifteen.
    private static string? PortCheck(string value, bool dport)
    {
        if (value.EndsWith(',') || value.Length == 0)
            return value.Length == 0 ? null : "extraneous commas in list";
        int numbers = 0;
        bool icmp = false;
        foreach (string item in value.Split(','))
        {
            var ends = item.Split(':');
            if (ends.Length <= 2 && ends.All(e => e.Length > 0 && e.All(char.IsAsciiDigit)))
            {
                numbers += ends.Length;
                if (ends.FirstOrDefault(e => !ushort.TryParse(e, System.Globalization.CultureInfo.InvariantCulture, out _)) is { } tooLarge)
                    return $"invalid port '{tooLarge}'";
                if (ends.Length == 2 && TextRules.Int(ends[0]) > TextRules.Int(ends[1]))
                    return $"backwards range '{item}' not allowed, did you mean '{ends[1]}:{ends[0]}'?";
            }
            else if (dport && IcmpTypes!.Contains(item))
            {
                icmp = true;
            }
            else if (!ServiceNames.All.Contains(item))
            {
                return $"invalid port '{item}'";
            }
        }
        return icmp && numbers > 0 ? "ICMP ports not allowed in port range" : numbers > 15 ? "too many entries in port list (> 15 numbers)" : null;
    }

    private static string? BlockSizeCheck(string value)
    {
        if (value.Length == 0)
            return null;
        if (Match(value, "[1-9][0-9]*[kKmM]?", "") is not null)
            return $"invalid ZFS blocksize format '{value}'. Use a positive number (no leading zeros) with an optional 'k' or 'm' suffix.";
        long bytes = TextRules.Long(value.TrimEnd('k', 'K', 'm', 'M')) * (char.ToLowerInvariant(value[^1]) switch { 'k' => 1024, 'm' => 1024 * 1024, _ => 1 });
        return bytes is >= 512 and <= 16 << 20 && long.IsPow2(bytes) ? null : $"value '{value}' is not a valid ZFS blocksize. Must be a power of 2 between 512B and 16MiB (e.g., 4k, 8k, 16k, 64k, 1m).";
    }

    private static string? VlanCheck(string value)
    {
        if (Match(value, @"\d+(-\d+)?", $"invalid VLAN configuration '{value}'") is { } form)
            return form;
        var tags = value.Split('-').Select(TextRules.Long).ToArray();
        // VLAN 1 is the bridge's own.
        if (tags.FirstOrDefault(t => t is < 2 or > 4094, -1) is var bad && bad >= 0)
            return $"invalid VLAN tag '{bad}'";
        return tags.Length == 2 && tags[0] >= tags[1] ? $"VLAN range must go from lower to higher tag '{value}'" : null;
    }

    private static string? PairCheck(string value, string format)
    {
        foreach (string part in value == "1" ? [] : value.Split(':'))
        {
            if (Refuse(format, part) is { } reason)
                return $"entry '{value}' contains invalid ID - {reason}\n\n";
        }
        return null;
    }

    private static string? Match(string value, string pattern, string reason) =>
        Regex.IsMatch(value, $@"\A(?:{pattern})\n?\z", Options) ? null : reason;

    [GeneratedRegex(@"\A([a-zA-Z0-9]([a-zA-Z0-9\-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9]([a-zA-Z0-9\-]*[a-zA-Z0-9])?\n?\z", Options)]
    private static partial Regex DnsName();

    [GeneratedRegex(@"\A([a-z][a-z0-9\-_.]*[a-z0-9]):(.+)\n?\z", Options | RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex VolumeId();
}
