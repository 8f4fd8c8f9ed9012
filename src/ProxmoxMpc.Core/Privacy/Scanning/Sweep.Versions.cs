using System.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Four numbers that are the version of something and no address.</summary>
internal sealed partial class Sweep
{
    private const int LargeNumber = 32;

    // Words before a dotted quad that make it a version.
    private static readonly byte[][] VersionWords = [.. new[] {"version", "versions", "ver", "firmware", "release", "driver", "bios", "fw", "build", "rev", "revision", "nvm", "v", "oid", "iso", "package", "pkg", "kapitel", "abschnitt", "chapitre", "figure", "abbildung", "appendix", "anhang", "upgrade", "from version", "agent", "chapter", "section", "openssl", "libssl", "glibc", "zlib", "python", "perl", "php", "java", "openjdk", "jdk", "jre", "qemu", "zfs", "grub", "gcc", "dotnet", "powershell", "chrome", "chromium", "firefox", "libreoffice", "pandoc", "edge", "ceph", "corosync", "kernel", "systemd", "samba", "openssh", "mariadb", "sqlite", "oracle", "weblogic", "patch", "patchlevel", "wersja", "wersji", "versione", "versión", "versão", "versie", "verze", "verzió", "versiune", "версия", "wydanie", "release-level", "freepbx", "unifi", "dsm", "uboot", "bootloader" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether what stands around four numbers says that they are a version.</summary>
    internal static bool IsVersion(ReadOnlySpan<byte> text, int start, int end) => IsVersionByWords(text, start, end) || IsSmallVersion(text, start, end);

    private static bool IsVersionByWords(ReadOnlySpan<byte> text, int start, int end)
    {
        // zone-144.76.200.65-32: a subnet, as SDN calls it.
        if (Bytes.At(text, start - 1) == '-' && Bytes.At(text, end) == '-' && Bytes.IsDigit(Bytes.At(text, end + 1)) && SubnetEnd(text, start, end) is > 0 and var subnet && !Bytes.IsLetterOrDigit(Bytes.At(text, subnet)) && Bytes.At(text, subnet) is not ((byte)'_' or (byte)'.' or (byte)'-' or (byte)'+' or (byte)'~')) return false;
        // Whatever stands before it: oracle 203.0.113.7 port 39102
        if (text[end..].StartsWith(" port "u8)) return false;
        // objectClass ( 2.5.6.7 NAME 'organizationalPerson' …
        if (text[..start].EndsWith("( "u8) && text[end..].StartsWith(" NAME "u8)) return true;
        // nginx/1.18.0.1, package-1.2.3.4, 1.2.3.4-1
        var before = start > 0 ? text[start - 1] : (byte)0;
        // name/79.200.14.9:51002: with its port.
        if (before == '/' && Bytes.At(text, end) == ':' && Bytes.IsDigit(Bytes.At(text, end + 1))) return false;
        // The member of an IP set that a request names.
        if (before == '/' && text[Math.Max(0, start - 80)..start].IndexOf("/firewall/ipset/"u8) >= 0) return false;
        if (before is (byte)'/' or (byte)'-' or (byte)'_' && IsProductBefore(text, start - 1) && !IsLarge(text, start)) return true;
        // KB5031356~31bf3856ad364e35~amd64~~22621.2428.1.8, a package of Windows; 2:~11.4.0.1
        if (before == '~' && Bytes.At(text, start - 2) is var sign && (sign == '~' || Bytes.IsLetterOrDigit(sign))) return true;
        var after = Bytes.At(text, end);
        if (after is (byte)'~' or (byte)'+' || (after == '-' && Bytes.IsLetterOrDigit(Bytes.At(text, end + 1)) && !LooksLikeQuad(text, end + 1) && !IsRange(text, start, end))) return true;
        if (SaysVersion(text, start, end) || IsCompared(text, start) || IsOfHeading(text, start) || IsUpperBound(text, start)) return true;
        var at = start;
        while (at > 0 && text[at - 1] is (byte)' ' or (byte)'=' or (byte)':' or (byte)'"' or (byte)'(' or (byte)'\'' or (byte)'\t' or (byte)']' or (byte)'>' or (byte)'\\') at--;
        if (at == start) return false;
        // A line of dpkg -l: ii  name  7.4.1.2  amd64
        if (before == ' ' && LineNear(text, start) is var line && text[line..start] is [(byte)'i' or (byte)'r' or (byte)'h', (byte)'i' or (byte)'c' or (byte)'U', (byte)' ', (byte)' ', ..] && (line == 0 || text[line - 1] == '\n')) return true;
        // __version__ = "7.4.1.2"
        while (at > 0 && text[at - 1] == '_' && text[at..start].Contains((byte)'=')) at--;
        var wordEnd = at;
        while (at > 0 && Bytes.IsLetter(text[at - 1])) at--;
        var word = text[at..wordEnd];
        // den_fw 203.0.113.7: the name of an alias that ends so.
        if (Bytes.At(text, at - 1) is (byte)'_' or (byte)'-' && word.Length < 3 && text[wordEnd..start].IndexOfAny(":="u8) < 0) return false;
        // fw=83.211.91.146: a firewall, whose numbers no firmware has.
        if (word.Length == 2 && text[start - 1] == '=' && IsLarge(text, start)) return false;
        foreach (var version in VersionWords)
            if (word.Length == version.Length && Bytes.StartsWithIgnoreCase(word, 0, version)) return true;
        // iDRAC 7.20.60.50: small numbers of what has mostly an address.
        if (word.Length is 3 or 5 && text[start + 1] == '.' && (Bytes.StartsWithIgnoreCase(word, 0, "idrac"u8) || Bytes.StartsWithIgnoreCase(word, 0, "ilo"u8) || Bytes.StartsWithIgnoreCase(word, 0, "xcc"u8) || Bytes.StartsWithIgnoreCase(word, 0, "bmc"u8))) return true;
        // Zabbix 7.0.18.1: of a product, all but the last of whose numbers are small.
        if (Products.Contains(word) && text[start + 1] == '.' && Number(text, start + 2) < 32 && word.Length == wordEnd - at && before == ' ') return true;
        // version_pin = 11.3.0.1
        if (text[wordEnd..start].Contains((byte)'='))
            while (at > 0 && (Bytes.IsLetter(text[at - 1]) || text[at - 1] == '_')) at--;
        if (at < wordEnd && Bytes.StartsWithIgnoreCase(text, at, "version_"u8)) return true;
        // driverVersion, pveversion
        return word.Length > 7 && Bytes.StartsWithIgnoreCase(word, word.Length - 7, "version"u8);
    }

    private static readonly WordSet Products = WordSet.Of(
        "zabbix grafana veeam exchange nextcloud gitlab jira confluence opnsense pfsense truenas routeros esxi vcenter vsphere fortios outlook acronis nagios " +
        "checkmk bareos bacula netbox influxdb prometheus " +
        "product produto producto produit produkt prodotto");

    /// <summary><c>nmap 198.51.100.11-13</c>: addresses up to another last number. Versions of packages begin with small ones.</summary>
    private static bool IsRange(ReadOnlySpan<byte> text, int start, int end)
    {
        if (start > 0 && text[start - 1] is not ((byte)' ' or (byte)'\n' or (byte)'"' or (byte)'=' or (byte)',')) return false;
        var (first, last, after) = (Number(text, start), Number(text, start + text[start..end].LastIndexOf((byte)'.') + 1), Number(text, end + 1));
        var stop = end + 1;
        while (Bytes.IsDigit(Bytes.At(text, stop))) stop++;
        return first > 31 && after > last && after < 256 && !Bytes.IsLetterOrDigit(Bytes.At(text, stop)) && Bytes.At(text, stop) is not ((byte)'.' or (byte)'-' or (byte)'~' or (byte)'+');
    }

    private static int Number(ReadOnlySpan<byte> text, int at)
    {
        var number = 0;
        for (; Bytes.IsDigit(Bytes.At(text, at)) && number < 1000; at++) number = (number * 10) + text[at] - '0';
        return number;
    }

    /// <summary><c>from 7.4.1.2 firmware</c>, <c>using 3.11.0.4 protocol</c></summary>
    private static bool SaysVersion(ReadOnlySpan<byte> text, int start, int end)
    {
        if (Bytes.At(text, end) != ' ') return false;
        var stop = end + 1;
        while (Bytes.IsAsciiLetter(Bytes.At(text, stop))) stop++;
        var word = text[(end + 1)..stop];
        // 2.4.1.0 and newer
        if (word.Length is 2 or 3 && Joins.Contains(word) && Bytes.At(text, stop) == ' ')
        {
            var next = stop + 1;
            while (Bytes.IsLetter(Bytes.At(text, next))) next++;
            return Others.Contains(text[(stop + 1)..next]);
        }
        return word.SequenceEqual("protocol"u8) ? text[..start].EndsWith("using "u8) : VersionsOf.Contains(word);
    }

    /// <summary><c>cryptography>=43.0.1.1</c>, <c>libfoo (>= 2.3.1.4)</c>: nobody wants an address to be at least another one.</summary>
    private static bool IsCompared(ReadOnlySpan<byte> text, int start)
    {
        var before = text[Math.Max(0, start - 4)..start].TrimEnd(" v"u8);
        return before.Length > 2 && Phrases.AnyEnds(before, Comparisons) && (Bytes.IsLetterOrDigit(before[^3]) || before[^3] is (byte)' ' or (byte)'(' or (byte)'"' or (byte)'\'' or (byte)',');
    }

    private static readonly byte[][] Comparisons = Phrases.Of(">=", "<=", "~=", "~>", "<<", ">>");

    /// <summary><c>## 3.12.0.1 - 2024-09-30</c>, a heading of a list of changes.</summary>
    private static bool IsOfHeading(ReadOnlySpan<byte> text, int start)
    {
        var at = start;
        while (at > 0 && start - at < 8 && text[at - 1] is (byte)'#' or (byte)' ' or (byte)'[' or (byte)'v') at--;
        return start - at is > 1 and < 8 && (at == 0 || text[at - 1] == '\n') && text[at] == '#' && text[at..start].Contains((byte)' ') && IsDated(text, start);
    }

    private static bool IsDated(ReadOnlySpan<byte> text, int start)
    {
        var rest = text[start..Math.Min(text.Length, start + 48)];
        if (rest.IndexOf((byte)'\n') is >= 0 and var feed) rest = rest[..feed];
        return rest.IndexOf("-20"u8) > 0 || rest.IndexOf(" 20"u8) > 0 || rest.IndexOf("(20"u8) > 0 || rest.IndexOf("nreleased"u8) > 0;
    }

    /// <summary><c>oldVersion="0.0.0.0-13.0.0.0"</c></summary>
    private static bool IsUpperBound(ReadOnlySpan<byte> text, int start)
    {
        if (Bytes.At(text, start - 1) != '-' || !Bytes.IsDigit(Bytes.At(text, start - 2))) return false;
        var quote = text[Math.Max(0, start - 18)..start].LastIndexOf((byte)'"');
        return quote >= 0 && text[..(Math.Max(0, start - 18) + quote)].EndsWith("ersion="u8);
    }

    private static readonly WordSet Joins = WordSet.Of("and or und oder et ou");

    private static readonly WordSet Others = WordSet.Of("newer older later above earlier higher lower up neuer älter höher neuere ältere supérieur ultérieur");

    private static readonly WordSet VersionsOf = WordSet.Of("firmware version bios driver drivers build");

    /// <summary>Where the length of a network ends that stands behind an address and a dash; 0 where the address is no such network's.</summary>
    private static int SubnetEnd(ReadOnlySpan<byte> text, int start, int end)
    {
        var at = end + 1;
        var isLong = Bytes.IsDigit(Bytes.At(text, at + 1));
        var length = isLong ? ((text[at] - '0') * 10) + text[at + 1] - '0' : text[at] - '0';
        return length is >= 8 and <= 32 && AddressText.TryParseIpv4(text[start..end], (byte)'.', out var address) && (address & (uint)(0xFFFFFFFFUL >> length)) == 0 ? at + (isLong ? 2 : 1) : 0;
    }

    /// <summary>A private address that is none: <c>foo-10.0.0.1.tar.gz</c>, <c>libfoo_10.0.0.1-1_amd64.deb</c>, <c>section 10.4.2.3</c>.</summary>
    private static bool IsPackage(ReadOnlySpan<byte> text, int start, int end)
    {
        var before = Bytes.At(text, start - 1);
        if (before is (byte)'-' or (byte)'_' && Bytes.IsLetterOrDigit(Bytes.At(text, start - 2)))
        {
            var rest = text[end..Math.Min(text.Length, end + 5)];
            if (rest.StartsWith(".tar"u8) || rest.StartsWith(".tgz"u8) || rest.StartsWith(".zip"u8) || rest.StartsWith(".deb"u8) || rest.StartsWith(".rpm"u8) || rest.StartsWith(".iso"u8)) return true;
            if (rest.Length > 1 && rest[0] == '-' && Bytes.IsDigit(rest[1]) && rest.IndexOfAny("_+~."u8) > 1 && !LooksLikeQuad(text, end + 1)) return true;
        }
        var line = text[..start].TrimEnd((byte)' ');
        // , Version=10.0.0.0, Culture=neutral; <VersionEx>10.0.0.0; a default version of 10.0.0.0
        if (before is (byte)'=' or (byte)'>' or (byte)'"' or (byte)'\'' && text[Math.Max(0, start - 12)..start].TrimEnd("=>\"'"u8) is var key && (Phrases.AnyEnds(key, VersionKeys))) return true;
        foreach (var word in SectionWords)
            if (before == ' ' && line.Length >= word.Length && Bytes.StartsWithIgnoreCase(line, line.Length - word.Length, word)) return true;
        return false;
    }

    private static readonly byte[][] VersionKeys = Phrases.Of("Version", "version", "VersionEx");

    private static readonly byte[][] SectionWords = [[.. "version"u8], [.. "version of"u8], [.. "firmware"u8], [.. "release"u8], [.. "chapter"u8], [.. "section"u8], [.. "revision"u8], [.. "os10"u8], [.. "kapitel"u8], [.. "abschnitt"u8], [.. "figure"u8], [.. "appendix"u8], [.. "at least"u8], [.. "older than"u8], [.. "newer than"u8], [.. "changes since"u8]];

    /// <summary><c>nginx/</c>, <c>python3/</c>, <c>package-</c>, and not <c>UDP/</c>, <c>lookup/ip/</c></summary>
    private static bool IsProductBefore(ReadOnlySpan<byte> text, int sign)
    {
        var start = sign;
        while (start > 0 && sign - start < 16 && Bytes.IsAsciiLetterOrDigit(text[start - 1])) start--;
        if (start == sign) return sign > 0 && text[sign - 1] >= 128;
        // HIER_DIRECT/, FIRSTUP_PARENT/ of Squid
        if (text[sign] == '/' && Ways.Contains(text[start..sign])) return false;
        if (text[sign] != '/') return Bytes.IsAsciiLetter(text[sign - 1]);
        return (sign - start > 1 || Bytes.IsAsciiLetter(text[start])) && (Bytes.IsLetter(text[sign - 1]) || start > 0 && Bytes.IsLetter(text[sign - 2])) && (Bytes.At(text, start - 1) is (byte)'-' or (byte)'_' || !Transports.Contains(text[start..sign]));
    }

    private static readonly WordSet Ways = WordSet.Of("DIRECT PARENT SIBLING");

    // What an address follows behind a slash: IPV4/UDP/192.0.2.7/5060 of Asterisk, /lookup/ip/192.0.2.7 of a list of mail servers that is asked.
    private static readonly WordSet Transports = WordSet.Of("ip ips ipv4 inet udp tcp tls ws wss sctp dtls sip http https host addr address client peer query lookup");

    /// <summary>Whether three of the numbers are such as versions seldom have.</summary>
    private static bool IsLarge(ReadOnlySpan<byte> text, int start)
    {
        var large = 0;
        for (var (at, count) = (start, 0); count < 4; count++, at++)
        {
            if (Number(text, at) >= LargeNumber) large++;
            while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        }
        return large > 2;
    }

    private static bool LooksLikeQuad(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        for (var dots = 0; end < text.Length && (Bytes.IsDigit(text[end]) || text[end] == '.' && ++dots < 4);) end++;
        return AddressText.TryParseIpv4(text[at..end].TrimEnd((byte)'.'), (byte)'.', out _);
    }
}
