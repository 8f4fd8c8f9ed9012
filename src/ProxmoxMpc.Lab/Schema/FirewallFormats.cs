using System.Net;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Lab.Schema;

/// <summary>Addresses and helpers as firewall rules write them; each returns the reason of a refusal, or null.</summary>
internal static partial class FirewallFormats
{
    private const int LongestSet = 64;
    private static readonly HashSet<string> Helpers = new("amanda ftp irc netbios-ns pptp sane sip snmp tftp".Split(' '), StringComparer.Ordinal);

    /// <summary>"+set", an alias, or a list of addresses, networks and – alone – a range; of one family.</summary>
    public static string? RefuseAddresses(string value)
    {
        if (SetReference().IsMatch(value))
            return value.Length > LongestSet + 1 ? "ipset name too long" : null;
        if (Alias().IsMatch(value))
            return value.Length > LongestSet ? "alias name too long" : null;
        if (value.EndsWith(','))
            return "extraneous commas in list";
        bool? six = null;
        bool range = false;
        var elements = value.Split(',');
        foreach (string element in value.Length == 0 ? [] : elements)
        {
            if (Refuse(element) is { } reason)
                return "invalid IP address: " + reason;
            bool isSix = element.Contains(':');
            if (six is { } before && before != isSix)
                return $"detected mixed ipv4/ipv6 addresses in address list '{value}'";
            six = isSix;
            range |= element.Contains('-');
        }
        return range && elements.Length > 1 ? "you can't use a range in a list" : null;
    }

    /// <summary>A list of connection-tracking helpers.</summary>
    public static string? RefuseHelpers(string value) =>
        value.EndsWith(',') ? "extraneous commas in list" : value.Length == 0 ? null : value.Split(',').FirstOrDefault(h => !Helpers.Contains(h)) is { } unknown ? "unknown helper " + unknown : null;

    // The words are those of Net::IP.
    private static string? Refuse(string element)
    {
        string text = element.Replace(" ", "", StringComparison.Ordinal);
        if (!Characters().IsMatch(element))
            return $"Invalid chars in IP {element}";
        if (text.Split('-') is [var first, var last])
            return Refuse(first) ?? Refuse(last) ?? (Number(first) > Number(last) ? $"Begin address is greater than End address {first} - {last}" : null);
        var parts = text.Split('/');
        if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out _)))
            return $"Invalid prefix length /{parts[^1]}";
        string address = parts[0];
        bool six = address.Contains(':');
        if (six)
        {
            if (!FormatChecks.IsIP(address))
                return address.Count(c => c == ':') > 1 ? $"Invalid address {address} (no valid IPv6)" : $"Invalid number of octets {address}";
        }
        else
        {
            var quads = address.Split('.');
            if (quads.FirstOrDefault(q => !byte.TryParse(q, System.Globalization.NumberStyles.None, null, out _)) is { } bad)
                return $"Invalid quad in IP address {address} - {bad}";
            if (quads.Length > 4)
                return $"Invalid IP address {address}";
        }
        if (parts.Length < 2)
            return null;
        int bits = six ? 128 : 32, length = TextRules.Int(parts[1]);
        if (length > bits)
            return $"Prefix length {parts[1]} is longer than IP address ({bits})";
        return HostBits(address, length, bits) ? $"Invalid prefix {Binary(address, bits)}/{parts[1]}" : null;
    }

    private static string Binary(string address, int bits)
    {
        var number = Number(address);
        return string.Concat(Enumerable.Range(1, bits).Select(i => ((number >> (bits - i)) & 1).IsZero ? '0' : '1'));
    }

    /// <summary>An address or a network; bits of a host are cut off before anyone looks, except where the length is none.</summary>
    public static string? RefuseNetwork(string value)
    {
        if (!FormatChecks.IsIP(value.Split('/')[0]) || !Network().IsMatch(value))
            return "value does not look like a valid IP address or CIDR network";
        return value.Split('/') is [var address, var text] && !(int.TryParse(text, System.Globalization.NumberStyles.None, null, out int length) && length > 0 && length <= (address.Contains(':') ? 128 : 32)) ? Refuse(value) : null;
    }

    // A network is written without bits of a host.
    private static bool HostBits(string address, int length, int bits) => (Number(address) & ((System.Numerics.BigInteger.One << (bits - length)) - 1)) != 0;

    // Missing quads are zero: "10" is 10.0.0.0.
    private static System.Numerics.BigInteger Number(string address) =>
        IPAddress.TryParse(address.Contains(':') ? address : string.Join('.', address.Split('.').Concat(["0", "0", "0"]).Take(4)), out var ip) ? new System.Numerics.BigInteger(ip.GetAddressBytes(), isUnsigned: true, isBigEndian: true) : 0;

    [GeneratedRegex(@"\A[^/]+(/[0-9]+)?\z")]
    private static partial Regex Network();

    [GeneratedRegex(@"\A\+\S+\z")]
    private static partial Regex SetReference();

    [GeneratedRegex(@"\A(dc/|guest/)?[A-Za-z][A-Za-z0-9\-_]+\z")]
    private static partial Regex Alias();

    [GeneratedRegex(@"\A[0-9a-fA-F:./\- ]+\z")]
    private static partial Regex Characters();
}
