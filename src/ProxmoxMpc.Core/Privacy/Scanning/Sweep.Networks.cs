using System.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Addresses, and what only looks like one. A reader returns where its find ends, also one that stays; 0 where there is none.</summary>
internal sealed partial class Sweep
{
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
            case 6 when (separator == '-' && !letters && !IsToldMac(text, At0(p))) || (separator == '_' && !letters):
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

    /// <summary>Whether a word says that an address of hardware follows, for digits and dashes alone may be a date: <c>mac: "00-25-90-87-50-39"</c></summary>
    private static bool IsToldMac(ReadOnlySpan<byte> text, int at)
    {
        const int Reach = 24;
        var before = text[Math.Max(0, at - Reach)..at].TrimEnd(" \t:=\"'.\\"u8);
        foreach (var word in MacWords)
            if (before.Length >= word.Length && Bytes.StartsWithIgnoreCase(before, before.Length - word.Length, word)) return true;
        return false;
    }

    private static readonly byte[][] MacWords = Phrases.Of(
        "mac", "hwaddr", "lladdr", "ether", "mac_address", "mac-address", "mac address", "macaddress", "physical address", "physische adresse", "hardware address", "address is");

    // 00:03:00:01, and the MAC behind it.
    private static bool IsLinkLayerDuid(ReadOnlySpan<byte> tail) => tail[0] == '0' && tail[1] == '0' && tail[3] == '0' && tail[4] == '3' && tail[6] == '0' && tail[7] == '0' && tail[9] == '0' && tail[10] == '1';

    private void EmitMac(ReadOnlySpan<byte> run, int start, int end)
    {
        if (_rules.Mac && AddressText.TryParseMac(run[start..end], out var mac) && !MacPseudonyms.IsKept(mac) && !MacPseudonyms.IsStandby(mac)) Emit(start, end, PrivacyKind.Mac);
    }

    /// <summary><c>0011.22aa.bbcc</c>; three groups of digits only are some number where nothing near tells otherwise.</summary>
    private int TryCiscoMac(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (p + 14 > to || run[p + 4] != '.' || run[p + 9] != '.' || (p + 14 < to && (Bytes.IsLetterOrDigit(run[p + 14]) || run[p + 14] == '.' && p + 15 < to)) || (p > 0 && Bytes.IsLetterOrDigit(run[p - 1]))) return 0;
        var letters = false;
        for (var i = p; i < p + 14; i++)
        {
            if (i == p + 4 || i == p + 9) continue;
            if (!Bytes.IsHex(run[i])) return 0;
            letters |= Bytes.IsLetter(run[i]);
        }
        if (!letters && !IsMacOfDigits(text, run.Slice(p, 14), At0(p))) return 0;
        EmitMac(run, p, p + 14);
        return p + 14;
    }

    // What stands near a MAC in tables and on lines of switches.
    private static readonly byte[][] NearMacs = Phrases.Of("ARPA", "DYNAMIC", "dynamic", "Dynamic", "STATIC", "static", "mac", "Mac", "MAC", "bia ", "address is ");

    /// <summary>Whether digits alone are a MAC nevertheless: of QEMU or VMware, or as the line says.</summary>
    private static bool IsMacOfDigits(ReadOnlySpan<byte> text, ReadOnlySpan<byte> digits, int at)
    {
        const int Reach = 60;
        if (digits.StartsWith("5254.00"u8) || digits.StartsWith("0050.56"u8)) return true;
        var before = text[Math.Max(0, at - Reach)..at];
        var after = text[at..Math.Min(text.Length, at + digits.Length + Reach)];
        before = before[(before.LastIndexOf((byte)'\n') + 1)..];
        if (after.IndexOf((byte)'\n') is >= 0 and var feed) after = after[..feed];
        return Phrases.AnyIn(before, NearMacs) || Phrases.AnyIn(after, NearMacs) || IsBesideAddress(text, at, at + digits.Length);
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
                // tun_id6=::198.51.100.7 of FortiOS: an address of IPv4, which is read as such.
                if (end < to && run[end] == '.' && groups == 0 && gap && LooksLikeQuad(run, start)) return 0;
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
        return end < to && Bytes.IsLetterOrDigit(run[end]) ? 0 : TakeIpv6(text, run, p, end, groups);
    }

    /// <summary>What is spelled as an address. Apart, for numbers of 128 bits are not compiled ahead of time.</summary>
    private int TakeIpv6(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int end, int groups)
    {
        if (!AddressText.TryParseIpv6(run[p..end], out var address)) return 0;
        if (Ipv6Pseudonyms.IsKept(address) || groups == 1 && IsNumberOfList(text, run[p..end], At0(end))) return end;
        if (_found.Learns && !_mapped && (_base + p == 0 || text[_base + p - 1] == '\n')) LearnHostsLine(text, _base + end);
        // Only what can be an address: others are C++ and Perl names of hex letters.
        var first = (int)(address >> 112);
        if (!(first >> 13 == 1 || first >> 9 == 0x7e || first >> 6 == 0x3fa || first == 0x64 || address >> 32 == 0xffff)) return 0;
        if (IsBehindToken(text, At0(p)) || Ipv6Pseudonyms.IsRegistered(address, SuffixAt(text, At0(end)))) return end;
        if (_rules.Ipv6) Emit(p, end, PrivacyKind.Ipv6, text, address);
        return end;
    }

    /// <summary>The end of a token's name and the fields behind it in user.cfg: <c>token:jane@firma!cli-2026:0:1::</c>.</summary>
    private static bool IsBehindToken(ReadOnlySpan<byte> text, int at)
    {
        const int Longest = 64;
        if (Bytes.At(text, at - 1) is not ((byte)'-' or (byte)'_' or (byte)'.')) return false;
        var start = at - 1;
        while (start > 0 && at - start < Longest && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_' or (byte)'.')) start--;
        return Bytes.At(text, start - 1) == '!';
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
}
