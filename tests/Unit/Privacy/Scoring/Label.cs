using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Privacy;

/// <summary>What the labels' kinds have in common, and when two spellings are one value.</summary>
internal static partial class Label
{
    /// <summary>So many characters of a secret in a row are a part of it.</summary>
    private const int Window = 12;

    public static IReadOnlyList<string> Secrets { get; } = ["pass", "tok", "key", "hash", "tick", "csrf", "fp", "pem", "ssh", "otp"];

    private static readonly string[] Core = ["ip", "ip6", "mac", "node", "host", "vm", "fqdn", "dom", "user", "mail", "tel", "uuid", .. Secrets];

    private static readonly string[] Everybodys = [".webhook.office.com", ".okta.com", ".duckdns.org", ".sentry.io", ".fritz.box"];

    public static bool IsSecret(string kind) => Secrets.Contains(kind);

    /// <summary>Kinds that Standard promises to hide; the others are storages, pools, people, serial numbers and the like.</summary>
    public static bool IsCore(string kind) => Core.Contains(kind);

    /// <summary>Kinds that name machines share their pseudonyms.</summary>
    public static string FamilyOf(string kind) => kind is "node" or "host" or "vm" ? "name" : kind;

    /// <summary>One spelling for all spellings of a value.</summary>
    public static string Canonical(string kind, string value)
    {
        switch (kind)
        {
            case "mac":
                return NotHex().Replace(Decoded(value), "").ToLowerInvariant();
            case "ip6":
                return IPAddress.TryParse(value, out var address) ? address.ToString() : value.ToLowerInvariant();
            case "mail" or "fqdn" or "node" or "host" or "vm" or "dom" or "user" or "uuid" or "fp":
                return WebUtility.UrlDecode(WebUtility.HtmlDecode(QuotedPrintable().Replace(value, match => ((char)byte.Parse(match.ValueSpan[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())))
                    .TrimEnd('.').ToLowerInvariant();
            default:
                return value;
        }
    }

    /// <summary>Whether something of a value is still to be read in what it became.</summary>
    public static bool Leaks(string kind, string value, string became)
    {
        if (became.Contains(value, StringComparison.OrdinalIgnoreCase)) return true;
        // Of a machine's full name the domain tells as much, where it is nobody else's.
        if (kind == "fqdn" && value.Count(c => c == '.') >= 2 && !Everybodys.Any(domain => value.EndsWith(domain, StringComparison.OrdinalIgnoreCase)) && became.Contains(value[value.IndexOf('.')..], StringComparison.OrdinalIgnoreCase)) return true;
        if (!IsSecret(kind)) return false;
        // What kind of ticket or hook it is and in which realm its owner is: that stays, whatever of it was marked.
        if (kind is "tick" or "tok")
        {
            value = WebUtility.UrlDecode(PublicParts().Replace(value, " "));
            became = WebUtility.UrlDecode(became);
        }
        // A token's prefix and a hash's algorithm and costs are no secret; the pairs of a fingerprint are too short to tell anything.
        if (kind == "hash" && value.TrimEnd('$').LastIndexOf('$') is > 0 and var last) value = value[(value.LastIndexOf('$', last - 1) + 1)..];
        var least = kind is "tok" or "hash" or "pem" or "ssh" ? 9 : 4;
        if (kind != "fp")
        {
            foreach (Match word in Word().Matches(value))
                // 252B: a sign that was encoded again and again is none of the value.
                if (word.Length >= least && !(word.Length == 4 && word.Value.StartsWith("25", StringComparison.Ordinal)) && became.Contains(word.Value, StringComparison.Ordinal)) return true;
        }
        for (var i = 0; i + Window <= value.Length; i++)
            if (became.Contains(value.Substring(i, Window), StringComparison.Ordinal) && !value.AsSpan(i, Window).Contains("%", StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>Whether a pseudonym is a valid value of its kind; null where the kind has no such rule.</summary>
    public static bool? IsValid(string kind, string value, string became) => kind switch
    {
        // The head of a network's addresses: 10.0.0., 10.0.0.%
        "ip" when value.TrimEnd('%', '*') is [.., '.'] => IPAddress.TryParse(became.TrimEnd('%', '*') + "0", out _),
        // The first numbers of an address (10.1.2.%), or one in digits of another kind.
        "ip" when !IsQuad(Decoded(value)) => null,
        "ip" => IPAddress.TryParse(Decoded(became), out var v4) && Decoded(became).Count(c => c == '.') == 3 && v4.GetAddressBytes().Length == 4,
        "ip6" when !value.Contains(':') => null,
        "ip6" => value.Contains("::", StringComparison.Ordinal) || value.Count(c => c == ':') == 7 ? IPAddress.TryParse(became, out _) : IPAddress.TryParse("::" + became, out _),
        "mac" => IsMac(value, became),
        // SIDs are marked as UUIDs.
        "uuid" when !Guid.TryParse(value, out _) => null,
        "uuid" => value.Contains('-') ? Guid.TryParseExact(became, "D", out _) : became.Length == 32 && Guid.TryParseExact(became, "N", out _),
        _ => null,
    };

    // The dots of an address and the colons of a MAC may be encoded.
    private static string Decoded(string text) => WebUtility.UrlDecode(WebUtility.HtmlDecode(text));

    private static bool IsQuad(string text) => text.Count(c => c == '.') == 3 && IPAddress.TryParse(text, out _);

    // BSD and RouterOS leave out leading zeros: then the length says nothing.
    private static string Padded(string mac) => mac.Length < 17 && mac.Count(c => c == ':') == 5 ? string.Join(':', mac.Split(':').Select(octet => octet.PadLeft(2, '0'))) : mac;

    private static bool IsMac(string value, string became)
    {
        var digits = Canonical("mac", Padded(became));
        // Zigbee and Thread have eight bytes, none of whose bits a bridge looks at.
        if (digits.Length == 16) return Canonical("mac", value).Length == 16 && became.Length == value.Length;
        if (digits.Length != 12 || Padded(became).Length != Padded(value).Length) return false;
        var old = Canonical("mac", Padded(value));
        // The Proxmox OUI stays; elsewhere the bits that say multicast and local do.
        return old.StartsWith("bc2411", StringComparison.Ordinal) ? digits.StartsWith("bc2411", StringComparison.Ordinal)
            : (int.Parse(digits[..2], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 3) == (int.Parse(old[..2], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 3);
    }

    [GeneratedRegex(@"PVE(VNC|TUNNEL)?|PBS|PMG|!tfa!\S*?(?=:[0-9A-F]{8}:)|(@|%40)[A-Za-z][A-Za-z0-9._-]*?(?=:|%3A)|https://hooks\.slack\.com/services|IncomingWebhook|https://[a-z0-9-]+\.webhook\.office\.com/webhookb2")]
    private static partial Regex PublicParts();

    [GeneratedRegex("[^0-9A-Fa-f]")]
    private static partial Regex NotHex();

    [GeneratedRegex("=[0-9A-F]{2}")]
    private static partial Regex QuotedPrintable();

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();
}
