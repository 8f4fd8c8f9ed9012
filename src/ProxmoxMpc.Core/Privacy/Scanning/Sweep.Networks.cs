using System.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Addresses, and what only looks like one. A reader returns where its find ends, also one that stays; 0 where there is none.</summary>
internal sealed partial class Sweep
{
    // A name of reverse DNS has 72 characters.
    private const int LongestReverse = 80;

    // Words before a dotted quad that make it a version.
    private static readonly byte[][] VersionWords = [.. new[] {"version", "versions", "ver", "firmware", "release", "driver", "bios", "fw", "build", "rev", "revision", "nvm", "v", "oid", "iso", "package", "upgrade", "from version", "agent", "chapter", "section", "openssl", "libssl", "glibc", "zlib", "python", "perl", "php", "java", "openjdk", "jdk", "jre", "qemu", "zfs", "grub", "gcc", "dotnet", "powershell", "chrome", "chromium", "firefox", "edge", "ceph", "corosync", "kernel", "systemd", "samba", "openssh", "mariadb", "sqlite", "oracle", "weblogic", "patch", "patchlevel", "wersja", "wersji", "versione", "versión", "versão", "versie", "verze", "verzió", "versiune", "версия", "wydanie", "release-level", "freepbx", "unifi", "dsm" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Two hex digits again and again with one separator: a MAC, a fingerprint, an EUI-64, or something that stays (times, dumps, WWNs).</summary>
    private int TryHexPairs(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (p + 5 > to || !Bytes.IsHex(run[p + 1]) || run[p + 2] is not ((byte)':' or (byte)'-' or (byte)'_') || p > 0 && Bytes.IsLetterOrDigit(run[p - 1])) return 0;
        var separator = run[p + 2];
        var pairs = 1;
        var end = p + 2;
        var letters = Bytes.IsLetter(run[p]) || Bytes.IsLetter(run[p + 1]);
        while (end + 2 < to && run[end] == separator && Bytes.IsHex(run[end + 1]) && Bytes.IsHex(run[end + 2]) && (end + 3 >= to || !Bytes.IsLetterOrDigit(run[end + 3])))
        {
            letters |= Bytes.IsLetter(run[end + 1]) || Bytes.IsLetter(run[end + 2]);
            pairs++;
            end += 3;
        }
        if (pairs < 6)
        {
            // A time stays; what could be an IPv6 address or a name is read on.
            if (pairs != 3 || separator != ':' || letters || (end < to && run[end] == ':')) return 0;
            if ((_found.Learns || _names is { HasPlainHosts: true }) && !_mapped) LearnSyslogHost(text, _base + end);
            return end;
        }
        switch (pairs)
        {
            case 6 when (separator == '-' && !letters) || (separator == '_' && !letters):
                return end;
            case 6:
                EmitMac(run, p, end);
                return end;
            case 7 when run[p] == '0' && run[p + 1] == '1':
                EmitMac(run, p + 3, end);
                return end;
            case 8 when _rules.Mac && Bytes.ToLower(run[p + 9]) == 'f' && Bytes.StartsWithIgnoreCase(run, p + 9, separator == ':' ? "ff:fe"u8 : "ff-fe"u8):
                // An EUI-64 that was made of a MAC holds it in its first and last three octets.
                Emit(p, end, PrivacyKind.Mac);
                return end;
            case 14 when run[p..].StartsWith("00"u8) && run[p + 4] == '1' && run[p + 10] == '1':
                // A DUID: type, hardware, time, MAC.
                EmitMac(run, p + 24, end);
                return end;
            case 10 when IsLinkLayerDuid(run[(end - 29)..]):
            case 19 when IsLinkLayerDuid(run[(end - 29)..]) || run[end - 41] == '0' && run[end - 40] == '1' && run[end - 35] == '0' && run[end - 34] == '1':
                // The same without a time, and as a client's id.
                EmitMac(run, end - 17, end);
                return end;
            case 14 when separator == ':':
            case 18 when FingerprintDetector.IsTagged(run, p):
                EmitMac(run, p, p + 17);
                EmitMac(run, p + 18, p + 35);
                return end;
            case 16 or 20 or 32 or 48 or 64 when _rules.Fingerprint:
                Emit(p, end, PrivacyKind.Fingerprint);
                return end;
            default:
                return end;
        }
    }

    // 00:03:00:01, and the MAC behind it.
    private static bool IsLinkLayerDuid(ReadOnlySpan<byte> tail) => tail[0] == '0' && tail[1] == '0' && tail[3] == '0' && tail[4] == '3' && tail[6] == '0' && tail[7] == '0' && tail[9] == '0' && tail[10] == '1';

    private void EmitMac(ReadOnlySpan<byte> run, int start, int end)
    {
        if (_rules.Mac && AddressText.TryParseMac(run[start..end], out var mac) && !MacPseudonyms.IsKept(mac) && !MacPseudonyms.IsStandby(mac)) Emit(start, end, PrivacyKind.Mac);
    }

    /// <summary><c>0011.22aa.bbcc</c>; three groups of digits only are some number.</summary>
    private int TryCiscoMac(ReadOnlySpan<byte> run, int p, int to)
    {
        if (p + 14 > to || run[p + 4] != '.' || run[p + 9] != '.' || (p + 14 < to && (Bytes.IsLetterOrDigit(run[p + 14]) || run[p + 14] == '.')) || (p > 0 && Bytes.IsLetterOrDigit(run[p - 1]))) return 0;
        var letters = false;
        for (var i = p; i < p + 14; i++)
        {
            if (i == p + 4 || i == p + 9) continue;
            if (!Bytes.IsHex(run[i])) return 0;
            letters |= Bytes.IsLetter(run[i]);
        }
        if (!letters) return 0;
        EmitMac(run, p, p + 14);
        return p + 14;
    }

    /// <summary>The rest of <c>24T10:00:01</c>.</summary>
    private int SkipIsoTime(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int end, int to)
    {
        if (end + 6 > to || run[end] != ':' || run[end + 3] != ':' || !Bytes.IsDigit(run[end + 1]) || !Bytes.IsDigit(run[end + 4]) || !Bytes.IsDigit(run[end + 5])) return end;
        if ((_found.Learns || _names is { HasPlainHosts: true }) && !_mapped) LearnSyslogHost(text, _base + end + 6);
        return end + 6;
    }

    /// <summary>A MAC without separators: of an interface that is called by it (<c>enx001122aabbcc</c>), or with Proxmox's own prefix, which tells it from any other number.</summary>
    private void TryBareMac(ReadOnlySpan<byte> run, int p, int end)
    {
        if (!_rules.Networks) return;
        if (end - p == 15 && (Bytes.StartsWithAt(run, p, "enx"u8) || Bytes.StartsWithAt(run, p, "wlx"u8))) EmitMac(run, p + 3, end);
        if (end - p == 12 && Bytes.StartsWithIgnoreCase(run, p, "bc2411"u8)) EmitMac(run, p, end);
    }

    private int TryIpv6(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (p > 0 && (Bytes.IsLetterOrDigit(run[p - 1]) || (run[p - 1] == ':' && p > 1 && Bytes.IsHex(run[p - 2]) && Bytes.StartsWithAt(run, p, ":"u8)))) return 0;
        var (groups, gap, end) = (0, false, p);
        var dotted = -1;
        while (end < to)
        {
            var start = end;
            while (end < to && Bytes.IsHex(run[end]) && end - start < 5) end++;
            // 2001:8b0::a1:60122 of a proxy's log: five digits are the port behind an address.
            if (end - start > 4 && gap && groups > 1 && run[start..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && (end == to || !Bytes.IsHex(run[end]) && run[end] != ':'))
            {
                end = start - 1;
                break;
            }
            if (end - start > 4) return 0;
            // server a 2001:8b0::a1:8006 check: no interface is numbered as the port of Proxmox's own servers.
            if (gap && groups > 0 && start > p + 1 && run[start - 2] != ':' && (end == to || !Bytes.IsHex(run[end]) && run[end] is not ((byte)':' or (byte)'.')) && IsServersPort(run[start..end]))
            {
                end = start - 1;
                break;
            }
            if (end > start)
            {
                if (end < to && run[end] == '.' && groups > 0 && Bytes.IsDigit(run[start]) && LooksLikeQuad(run, start))
                {
                    dotted = start;
                    break;
                }
                if (end < to && Bytes.IsLetterOrDigit(run[end])) return 0;
                groups++;
            }
            if (groups == 8 || end >= to || run[end] != ':') break;
            if (end + 1 < to && run[end + 1] == ':')
            {
                if (gap) break;
                gap = true;
                end += 2;
                if (end >= to || !Bytes.IsHex(run[end])) break;
                continue;
            }
            if (end + 1 >= to || !Bytes.IsHex(run[end + 1])) break;
            end++;
        }
        if (dotted >= 0)
        {
            // tcpdump writes the port as a fifth number, here too.
            end = dotted;
            for (var dots = 0; end < to && (Bytes.IsDigit(run[end]) || run[end] == '.' && ++dots < 4);) end++;
            while (run[end - 1] == '.') end--;
            groups += 2;
        }
        if (gap ? groups > 7 || groups == 0 : groups != 8) return 0;
        if (end < to && Bytes.IsLetterOrDigit(run[end])) return 0;
        if (!AddressText.TryParseIpv6(run[p..end], out var address)) return 0;
        if (Ipv6Pseudonyms.IsKept(address) || groups == 1 && IsNumberOfList(text, run[p..end], At0(end))) return end;
        if (_found.Learns && !_mapped && (_base + p == 0 || text[_base + p - 1] == '\n')) LearnHostsLine(text, _base + end);
        // Only what can be an address: others are C++ and Perl names of hex letters.
        var first = (int)(address >> 112);
        if (!(first >> 13 == 1 || first >> 9 == 0x7e || first >> 6 == 0x3fa || first == 0x64 || address >> 32 == 0xffff)) return 0;
        if (_rules.Ipv6) Emit(p, end, PrivacyKind.Ipv6, text, address);
        return end;
    }

    private static bool IsServersPort(ReadOnlySpan<byte> number) => number.SequenceEqual("8006"u8) || number.SequenceEqual("8007"u8) || number.SequenceEqual("8443"u8);

    /// <summary>
    /// The id of an array of disks, four numbers of eight digits: <c>UUID : 6638b54f:daf3e46d:a7490e8f:2fb73d6e</c>. Those of a UPID are in capitals, and fewer.
    /// </summary>
    private int TryArrayId(ReadOnlySpan<byte> run, int p, int to)
    {
        const int Length = 35;
        var end = p + Length;
        if (!_rules.Uuid || end > to || run[p + 8] != ':' || run[p + 17] != ':' || run[p + 26] != ':' || p > 0 && (Bytes.IsLetterOrDigit(run[p - 1]) || run[p - 1] == ':')) return 0;
        if (end < to && (Bytes.IsLetterOrDigit(run[end]) || run[end] is (byte)':' or (byte)'-' or (byte)'_')) return 0;
        var letters = 0;
        for (var i = p; i < end; i++)
        {
            if ((i - p) % 9 == 8) continue;
            if (!Bytes.IsHex(run[i]) || Bytes.IsUpper(run[i])) return 0;
            if (Bytes.IsLetter(run[i])) letters++;
        }
        if (letters == 0) return 0;
        Emit(p, end, PrivacyKind.Uuid);
        return end;
    }

    /// <summary>The last guest of a pool in user.cfg, <c>pool:web::2101,2102::</c>, and no network, which has a length.</summary>
    private static bool IsNumberOfList(ReadOnlySpan<byte> text, ReadOnlySpan<byte> address, int end) =>
        address.IndexOfAnyExcept("0123456789:"u8) < 0 && SuffixAt(text, end) == 0;

    private void Emit(int start, int end, PrivacyKind kind, ReadOnlySpan<byte> text, UInt128 address)
    {
        var from = At0(start);
        var last = At0(end);
        var length = SuffixAt(text, last);
        // The length is a part of the find only where it makes the address a network's.
        if (length is > 0 and < 64 && (address & (UInt128.MaxValue >> length)) == 0) last += length > 9 ? 3 : 2;
        _found.Replace(from, last - from, kind);
    }

    /// <summary>The length of a network that stands behind its address: <c>/24</c>; 0 where none does.</summary>
    internal static int SuffixAt(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) != '/' || !Bytes.IsDigit(Bytes.At(text, at + 1))) return 0;
        var two = Bytes.IsDigit(Bytes.At(text, at + 2));
        var after = Bytes.At(text, at + (two ? 3 : 2));
        // What goes on is a path, and belongs to the next find.
        if (Bytes.IsLetterOrDigit(after) || after is (byte)'-' or (byte)'_' or (byte)'@' or (byte)':' or (byte)'.' && Bytes.IsLetterOrDigit(Bytes.At(text, at + (two ? 4 : 3)))) return 0;
        return two ? ((text[at + 1] - '0') * 10) + text[at + 2] - '0' : text[at + 1] - '0';
    }

    private static bool IsReverse(ReadOnlySpan<byte> rest) => rest.IndexOf(".ip6.arpa"u8) >= 0 || rest.IndexOf(".IP6.ARPA"u8) >= 0;

    private int TryIpv4(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (p > 0 && !(p == 2 && run[0] == '-' && Bytes.IsAsciiLetter(run[1])) && !IsZoneFile(run, p) && (Bytes.IsLetterOrDigit(run[p - 1]) || run[p - 1] == '.' && p > 1 && Bytes.IsLetterOrDigit(run[p - 2]))) return 0;
        var end = p;
        var dots = 0;
        while (end < to && (Bytes.IsDigit(run[end]) || run[end] == '.' && end + 1 < to && Bytes.IsDigit(run[end + 1])))
        {
            if (run[end] == '.') dots++;
            end++;
        }
        if (dots > 3 && IsReverse(run[end..Math.Min(to, end + LongestReverse)])) return 0;
        // tcpdump writes the port as a fifth number: 10.0.0.1.8006 >
        if (dots == 4 && !_mapped && IsWithPort(text, At0(p), At0(end)))
        {
            while (run[end - 1] != '.') end--;
            (end, dots) = (end - 1, 3);
        }
        if (dots is 0 or > 3) return dots > 3 ? end : 0;
        if (_rules.Ipv4 && Bytes.StartsWithIgnoreCase(run, end, ".in-addr.arpa"u8))
        {
            Emit(p, end + 13, PrivacyKind.Ipv4);
            return end + 13;
        }
        if (dots == 2 && _rules.Ipv4 && !_mapped && IsHead(text, run[p..end], At0(p), At0(end)))
        {
            _found.Replace(At0(p), At0(end) + 1 - At0(p), PrivacyKind.Ipv4);
            return end;
        }
        if (dots is 1 or 2 && _rules.Ipv4 && IsPartial(text, run, p, end, dots))
        {
            Emit(p, end, PrivacyKind.Ipv4);
            return end;
        }
        if (dots != 3) return 0;
        if (end < to && (Bytes.IsLetter(run[end]) || run[end] == '_' && Bytes.IsLetterOrDigit(Bytes.At(text, At0(end) + 1))) || HasLeadingZero(run[p..end]) || !AddressText.TryParseIpv4(run[p..end], (byte)'.', out var address)) return end;
        if (_found.Learns && !_mapped && !Ipv4Pseudonyms.IsKept(address) && (_base + p == 0 || text[_base + p - 1] == '\n')) LearnHostsLine(text, _base + end);
        else if (_found.Learns && !_mapped && _base + p > 20 && text[_base + p - 1] == ' ' && text[_base + p - 4] == ':' && text[_base + p - 7] == ':') LearnLease(text, _base + end);
        if (Ipv4Pseudonyms.IsKept(address) || !_rules.Ipv4) return end;
        if (Ipv4Pseudonyms.IsPrivate(address) ? IsPackage(text, At0(p), At0(end)) : IsVersion(text, At0(p), At0(end))) return end;
        var from = At0(p);
        var last = At0(end);
        var length = SuffixAt(text, last);
        // 3.1.0.0: nobody's network is written without its length, but half of all assemblies have such a version.
        if (length == 0 && (ushort)address == 0 && address >> 24 < 10) return end;
        if (length is > 0 and < 24 && (address & (0xFFFFFFFFu >> length)) is var host && (host == 0 || host == 0xFFFFFFFFu >> length)) last += length > 9 ? 3 : 2;
        _found.Replace(from, last - from, PrivacyKind.Ipv4);
        return end;
    }

    /// <summary>Whether three octets stand for a private network: <c>10.0.0.%</c> of MySQL, <c>10.0.0.*</c>, <c>hosts allow = 10.0.0. 127.</c></summary>
    private static bool IsHead(ReadOnlySpan<byte> text, ReadOnlySpan<byte> octets, int start, int end)
    {
        if (Bytes.At(text, end) != '.' || Bytes.IsLetterOrDigit(Bytes.At(text, start - 1)) || !AddressText.TryParseIpv4((byte[])[.. octets, (byte)'.', (byte)'0'], (byte)'.', out var address) || !Ipv4Pseudonyms.IsPrivate(address) || Ipv4Pseudonyms.IsKept(address)) return false;
        var sign = Bytes.At(text, end + 1);
        if (sign is (byte)'%' or (byte)'*') return !Bytes.IsLetterOrDigit(Bytes.At(text, end + 2));
        if (sign is (byte)'x' or (byte)'X') return !Bytes.IsLetterOrDigit(Bytes.At(text, end + 2)) && Bytes.At(text, end + 2) != '.';
        if (sign is not (0 or (byte)' ' or (byte)',' or (byte)'\r' or (byte)'\n' or (byte)'\t')) return false;
        var line = text[Bytes.LineStart(text, start)..start];
        return line.IndexOf("hosts allow"u8) >= 0 || line.IndexOf("hosts deny"u8) >= 0 || line.IndexOf("ALL:"u8) >= 0 || line.IndexOf("sshd:"u8) >= 0 || line.IndexOf("trusted networks"u8) >= 0;
    }

    private static bool IsWithPort(ReadOnlySpan<byte> text, int start, int end) =>
        text[end..].StartsWith(" > "u8) || (text[..start].EndsWith(" > "u8) && Bytes.At(text, end) is (byte)':' or (byte)',' or (byte)' ');

    /// <summary>An octet with a leading zero: a version, or a date.</summary>
    private static bool HasLeadingZero(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
            if (text[i] == '0' && Bytes.IsDigit(text[i + 1]) && (i == 0 || !Bytes.IsDigit(text[i - 1]))) return true;
        return false;
    }

    private static bool IsVersion(ReadOnlySpan<byte> text, int start, int end)
    {
        // zone-144.76.200.65-32: a subnet, as SDN calls it.
        if (Bytes.At(text, start - 1) == '-' && Bytes.At(text, end) == '-' && Bytes.IsDigit(Bytes.At(text, end + 1)) && SubnetEnd(text, start, end) is > 0 and var subnet && !Bytes.IsLetterOrDigit(Bytes.At(text, subnet)) && Bytes.At(text, subnet) is not ((byte)'_' or (byte)'.' or (byte)'-' or (byte)'+' or (byte)'~')) return false;
        // Whatever stands before it: oracle 203.0.113.7 port 39102
        if (text[end..].StartsWith(" port "u8)) return false;
        // nginx/1.18.0.1, package-1.2.3.4, 1.2.3.4-1
        var before = start > 0 ? text[start - 1] : (byte)0;
        // name/79.200.14.9:51002: with its port.
        if (before == '/' && Bytes.At(text, end) == ':' && Bytes.IsDigit(Bytes.At(text, end + 1))) return false;
        if (before is (byte)'/' or (byte)'-' or (byte)'_' && start > 1 && Bytes.IsLetter(text[start - 2]) && (start < 4 || !Bytes.StartsWithAt(text, start - 3, "://"u8)) && text[start - 2] != 'P') return true;
        if (before == '/' && IsProductBefore(text, start - 1)) return true;
        var after = Bytes.At(text, end);
        if (after is (byte)'~' or (byte)'+' || (after == '-' && Bytes.IsLetterOrDigit(Bytes.At(text, end + 1)) && !LooksLikeQuad(text, end + 1) && !IsRange(text, start, end))) return true;
        if (SaysVersion(text, start, end)) return true;
        var at = start;
        while (at > 0 && text[at - 1] is (byte)' ' or (byte)'=' or (byte)':' or (byte)'"' or (byte)'(' or (byte)'\'' or (byte)'\t' or (byte)']' or (byte)'>') at--;
        if (at == start) return false;
        // A line of dpkg -l: ii  name  7.4.1.2  amd64
        if (before == ' ' && Bytes.LineStart(text, start) is var line && text[line..start] is [(byte)'i' or (byte)'r' or (byte)'h', (byte)'i' or (byte)'c' or (byte)'U', (byte)' ', (byte)' ', ..]) return true;
        var wordEnd = at;
        while (at > 0 && Bytes.IsLetter(text[at - 1])) at--;
        var word = text[at..wordEnd];
        // den_fw 203.0.113.7: the name of an alias that ends so.
        if (Bytes.At(text, at - 1) is (byte)'_' or (byte)'-' && word.Length < 3 && text[wordEnd..start].IndexOfAny(":="u8) < 0) return false;
        foreach (var version in VersionWords)
            if (word.Length == version.Length && Bytes.StartsWithIgnoreCase(word, 0, version)) return true;
        // iDRAC 7.20.60.50: small numbers of what has mostly an address.
        if (word.Length is 3 or 5 && text[start + 1] == '.' && (Bytes.StartsWithIgnoreCase(word, 0, "idrac"u8) || Bytes.StartsWithIgnoreCase(word, 0, "ilo"u8) || Bytes.StartsWithIgnoreCase(word, 0, "xcc"u8))) return true;
        // version_pin = 11.3.0.1
        if (text[wordEnd..start].Contains((byte)'='))
            while (at > 0 && (Bytes.IsLetter(text[at - 1]) || text[at - 1] == '_')) at--;
        if (at < wordEnd && Bytes.StartsWithIgnoreCase(text, at, "version_"u8)) return true;
        // driverVersion, pveversion
        return word.Length > 7 && Bytes.StartsWithIgnoreCase(word, word.Length - 7, "version"u8);
    }

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
        return word.SequenceEqual("protocol"u8) ? text[..start].EndsWith("using "u8) : VersionsOf.Contains(word);
    }

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
        foreach (var word in SectionWords)
            if (before == ' ' && line.Length >= word.Length && Bytes.StartsWithIgnoreCase(line, line.Length - word.Length, word)) return true;
        return false;
    }

    private static readonly byte[][] SectionWords = [[.. "version"u8], [.. "firmware"u8], [.. "release"u8], [.. "chapter"u8], [.. "section"u8], [.. "revision"u8]];

    private static bool IsProductBefore(ReadOnlySpan<byte> text, int slash) => slash > 0 && Bytes.IsLetterOrDigit(text[slash - 1]) && slash > 1 && Bytes.IsLetter(text[slash - 2]);

    private static bool LooksLikeQuad(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        for (var dots = 0; end < text.Length && (Bytes.IsDigit(text[end]) || text[end] == '.' && ++dots < 4);) end++;
        return AddressText.TryParseIpv4(text[at..end].TrimEnd((byte)'.'), (byte)'.', out _);
    }
}
