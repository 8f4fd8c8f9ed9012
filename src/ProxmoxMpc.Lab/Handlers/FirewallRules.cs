using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>What a firewall rule must fulfil beyond its schema; the first breach is reported.</summary>
internal static partial class FirewallRules
{
    private static readonly HashSet<string> Macros = new(
    [
        "Amanda", "Auth", "BGP", "BitTorrent", "BitTorrent32", "Ceph", "CVS", "Citrix", "DAAP", "DCC", "DHCPfwd", "DNS", "Distcc", "FTP", "Finger", "GNUnet", "GRE", "Git", "HKP", "HTTP", "HTTPS", "ICPV2", "ICQ",
        "IMAP", "IMAPS", "IPIP", "IPsec", "IPsecah", "IPsecnat", "IRC", "Jetdirect", "L2TP", "LDAP", "LDAPS", "MSNP", "MSSQL", "Mail", "MDNS", "Munin", "MySQL", "NNTP", "NNTPS", "NTP", "OSPF", "OpenVPN", "PCA", "PMG",
        "POP3", "POP3S", "PPtP", "Ping", "PostgreSQL", "Printer", "RDP", "RIP", "RNDC", "Razor", "Rdate", "Rsync", "SANE", "SMB", "SMBswat", "SMTP", "SMTPS", "SNMP", "SPAMD", "SSH", "SVN", "SixXS", "SPICEproxy", "Squid",
        "Submission", "Syslog", "TFTP", "Telnet", "Telnets", "Time", "Trcrt", "VNC", "VNCL", "Web", "Webcache", "Webmin", "Whois",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>The macros, as Proxmox spells them.</summary>
    public static IEnumerable<string> MacroNames => Macros.Order(StringComparer.Ordinal);

    private static readonly string[] WithPorts = ["udp", "17", "udplite", "136", "tcp", "6", "dccp", "33", "sctp", "132"];

    /// <summary>Checks a rule and gives its macro the spelling Proxmox prefers.</summary>
    /// <exception cref="LabException">400.</exception>
    public static void Verify(FirewallState cluster, FirewallState own, string endpoint, SortedDictionary<string, string> rule)
    {
        string action = rule.GetValueOrDefault("action", ""), type = rule.GetValueOrDefault("type", "");
        bool guest = endpoint.Contains("{vmid}", StringComparison.Ordinal);
        Refuse(type == "forward" && guest, "type", $"invalid rule type 'forward' for rule_env '{(endpoint.Contains("/qemu/", StringComparison.Ordinal) ? "vm" : "ct")}'");
        if (type == "group")
        {
            Refuse(endpoint.Contains("/groups/", StringComparison.Ordinal), "type", "invalid rule type 'group' for rule_env 'group'");
            Refuse(!GroupName().IsMatch(action), "action", "invalid characters in security group name");
        }
        else
        {
            Refuse(type == "forward" && action == "REJECT", "action", "cannot define REJECT rules on forward chain");
            Refuse(action is not ("ACCEPT" or "DROP" or "REJECT"), "action", $"unknown action '{action}'");
        }
        if (rule.TryGetValue("iface", out string? iface))
        {
            Refuse(endpoint.Contains("/groups/", StringComparison.Ordinal), "type", "parameter -i not allowed for this rule type");
            Refuse(guest && !Net().IsMatch(iface), "iface", "value does not match the regex pattern 'net\\d+'");
        }
        if (rule.TryGetValue("macro", out string? macro))
            rule["macro"] = Macros.TryGetValue(macro, out string? preferred) ? preferred : throw LabException.Parameter("macro", $"unknown macro '{macro}'");
        string? protocol = rule.GetValueOrDefault("proto");
        bool icmp = protocol is "icmp" or "icmpv6" or "ipv6-icmp";
        foreach (string port in (string[])["dport", "sport"])
        {
            if (!rule.ContainsKey(port))
                continue;
            Refuse(protocol is null, "proto", $"missing property - '{port}' requires this property");
            Refuse(!WithPorts.Contains(protocol) && !(icmp && port == "dport"), port, $"protocol '{protocol}' does not support ports");
        }
        if (rule.ContainsKey("icmp-type"))
        {
            Refuse(!icmp, "proto", "missing property - 'icmp-type' requires this property");
            Refuse(rule.ContainsKey("dport"), "icmp-type", "'icmp-type' cannot be specified together with 'dport'");
        }
        VerifyAddress(cluster, own, "source", rule.GetValueOrDefault("source"));
        VerifyAddress(cluster, own, "dest", rule.GetValueOrDefault("dest"));
        Refuse(Version(cluster, own, rule.GetValueOrDefault("source")) is { } from && Version(cluster, own, rule.GetValueOrDefault("dest")) is { } to && from != to, "dest", "detected mixed ipv4/ipv6 addresses in rule");
    }

    /// <summary>Aliases and IP sets that the rule names and that went after it was made, by the key that names them.</summary>
    public static JsonObject Missing(FirewallState cluster, FirewallState own, SortedDictionary<string, string> rule)
    {
        var result = new JsonObject();
        foreach (string key in (string[])["source", "dest"])
        {
            try
            {
                VerifyAddress(cluster, own, key, rule.GetValueOrDefault(key));
            }
            catch (LabException problem) when (problem.Errors is { } errors)
            {
                result[key] = errors[key];
            }
        }
        return result;
    }

    /// <summary>4 or 6 when an address, alias or protocol of the rule says so.</summary>
    public static int? IpVersion(FirewallState cluster, FirewallState own, SortedDictionary<string, string> rule)
    {
        int? version = rule.GetValueOrDefault("proto") switch { "icmp" => 4, "icmpv6" or "ipv6-icmp" => 6, _ => null };
        foreach (string key in (string[])["source", "dest"])
            version = Version(cluster, own, rule.GetValueOrDefault(key)) ?? version;
        return version;
    }

    private static int? Version(FirewallState cluster, FirewallState own, string? text)
    {
        if (text is null || text.StartsWith('+'))
            return null;
        string name = text[(text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && !FormatChecks.IsIP(text.Split('/')[0]) ? slash + 1 : 0)..];
        var alias = own.Aliases.GetValueOrDefault(name.ToLowerInvariant()) ?? cluster.Aliases.GetValueOrDefault(name.ToLowerInvariant());
        string address = alias?.GetValueOrDefault("cidr") ?? text;
        return FormatChecks.IsIP(address.Split(',', '/', '-')[0]) ? address.Contains(':') ? 6 : 4 : null;
    }

    private static void VerifyAddress(FirewallState cluster, FirewallState own, string key, string? value)
    {
        if (value is null)
            return;
        if (value.StartsWith('+'))
        {
            string name = value[1..].Split('/')[^1];
            Refuse(!cluster.IpSets.ContainsKey(name) && !own.IpSets.ContainsKey(name), key, $"no such ipset '{name}'");
        }
        else if (AliasName().Match(value) is { Success: true } alias)
        {
            string name = alias.Groups[2].Value.ToLowerInvariant();
            Refuse(!cluster.Aliases.ContainsKey(name) && !own.Aliases.ContainsKey(name), key, $"no such alias '{value}'");
        }
        else
        {
            foreach (string part in value.Split(','))
                Refuse(!part.Split('-').All(p => FormatChecks.Refuse("IPorCIDR", p) is null), key, $"invalid IP address: {part}");
        }
    }

    private static void Refuse(bool refused, string key, string reason)
    {
        if (refused)
            throw LabException.Parameter(key, reason);
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9\-_]+\z")]
    private static partial Regex GroupName();

    [GeneratedRegex(@"\Anet\d+\z")]
    private static partial Regex Net();

    [GeneratedRegex(@"\A(guest/|dc/)?([A-Za-z][A-Za-z0-9\-_]+)\z")]
    private static partial Regex AliasName();
}
