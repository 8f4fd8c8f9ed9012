namespace ProxmoxMpc.Core.Privacy;

/// <summary>Addresses of IPv4, parts of them that stand for a network, and names of reverse DNS.</summary>
internal sealed partial class Sweep
{
    // A name of reverse DNS has 72 characters.
    private const int LongestReverse = 80;

    private static bool IsReverse(ReadOnlySpan<byte> rest) => rest.IndexOf(".ip6.arpa"u8) >= 0 || rest.IndexOf(".IP6.ARPA"u8) >= 0;

    private int TryIpv4(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (p > 0 && !(p == 2 && run[0] == '-' && Bytes.IsAsciiLetter(run[1])) && !IsZoneFile(run, p) && !(p == 1 && IsOfRoutes(text, run)) && (Bytes.IsLetterOrDigit(run[p - 1]) || run[p - 1] == '.' && p > 1 && Bytes.IsLetterOrDigit(run[p - 2]))) return 0;
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
        if (dots > 3) TrySnmp(run, p, end);
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
        if (!_mapped && BehindQuad(text, run, p, end, to) is > 0 and var behind) return behind;
        if (end < to && (Bytes.IsLetter(run[end]) || run[end] == '_' && Bytes.IsLetterOrDigit(Bytes.At(text, At0(end) + 1)) && !IsLengthBehind(text, At0(end))) || HasLeadingZero(run[p..end]) || !AddressText.TryParseIpv4(run[p..end], (byte)'.', out var address)) return end;
        if (_found.Learns && !_mapped && !Ipv4Pseudonyms.IsKept(address) && (_base + p == 0 || text[_base + p - 1] == '\n')) LearnHostsLine(text, _base + end);
        else if (_found.Learns && !_mapped && _base + p > 4 && text[_base + p - 1] == ' ' && text[_base + p - 2] == ' ') LearnRow(text, _base + p);
        else if (_found.Learns && !_mapped && _base + p > 20 && text[_base + p - 1] == ' ' && text[_base + p - 4] == ':' && text[_base + p - 7] == ':') LearnLease(text, _base + end);
        else if (_found.Learns && !_mapped && _base + p > 4) LearnPeer(text, _base + p, _base + end);
        if (Ipv4Pseudonyms.IsKept(address) || IsWildcard(address) || !_rules.Ipv4) return end;
        if (Ipv4Pseudonyms.IsPrivate(address) ? IsPackage(text, At0(p), At0(end)) : IsVersion(text, At0(p), At0(end))) return end;
        var from = At0(p);
        var last = At0(end);
        var length = SuffixAt(text, last);
        // 3.1.0.0: nobody's network is written without its length, but half of all assemblies have such a version.
        if (length == 0 && (ushort)address == 0 && address >> 24 < 10) return end;
        if (length is > 0 and < 24 && (address & (0xFFFFFFFFu >> length)) is var host && (host == 0 || host == 0xFFFFFFFFu >> length)) last += length > 9 ? 3 : 2;
        _found.Replace(from, last - from, PrivacyKind.Ipv4);
        if (!_mapped && (from == 0 || text[from - 1] == '\n')) EmitPlainHost(text, last);
        return end;
    }

    /// <summary>A table of routes of BGP: <c>*>i10.0.0.0/24</c>, <c>x e10.0.0.0/24</c>. The state of a route, and how it was learnt, are a letter or a sign each.</summary>
    private bool IsOfRoutes(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run)
    {
        const int MostSigns = 5;
        if (run.Length < 8 || run[0] is not ((byte)'i' or (byte)'e' or (byte)'l' or (byte)'a' or (byte)'r' or (byte)'c' or (byte)'I') || !Bytes.IsDigit(run[1]) || _mapped || _base == 0) return false;
        var line = Bytes.LineStart(text, _base);
        var state = text[line.._base];
        return state.Length <= MostSigns && state.ContainsAnyExcept((byte)' ') && state.IndexOfAnyExcept("*>=&|@ sdhrxSmbfi"u8) < 0;
    }

    /// <summary><c>NET-10.4.2.0_24</c>: the length of a network where no slash can stand.</summary>
    private static bool IsLengthBehind(ReadOnlySpan<byte> text, int end) =>
        Detectors.PhoneText.DigitsEnd(text, end + 1) is var stop && stop - end is 2 or 3 && !Bytes.IsLetterOrDigit(Bytes.At(text, stop)) && Bytes.At(text, stop) is not ((byte)'.' or (byte)'_' or (byte)'-' or (byte)'+' or (byte)'~')
        && (stop - end == 2 || text[end + 1] < '3' || text[end + 1] == '3' && text[end + 2] < '3');

    /// <summary>The turned mask of an access list, <c>15.255.255.255</c>. Those of longer networks begin with a zero.</summary>
    private static bool IsWildcard(uint address) => (address & (address + 1)) == 0 && address > 0xFFFFFF;

    /// <summary>Whether three octets stand for a private network: <c>10.0.0.%</c> of MySQL, <c>10.0.0.*</c>, <c>hosts allow = 10.0.0. 127.</c></summary>
    private static bool IsHead(ReadOnlySpan<byte> text, ReadOnlySpan<byte> octets, int start, int end)
    {
        if (Bytes.At(text, end) != '.' || Bytes.IsLetterOrDigit(Bytes.At(text, start - 1)) || !AddressText.TryParseIpv4((byte[])[.. octets, (byte)'.', (byte)'0'], (byte)'.', out var address) || !Ipv4Pseudonyms.IsPrivate(address) || Ipv4Pseudonyms.IsKept(address)) return false;
        var sign = Bytes.At(text, end + 1);
        // What a loop of a shell, or a form of C or Python, fills in.
        if (sign == '$') return Bytes.IsLetter(Bytes.At(text, end + 2)) || Bytes.At(text, end + 2) is (byte)'{' or (byte)'(';
        if (sign == '%' && Bytes.At(text, end + 2) is (byte)'d' or (byte)'s' or (byte)'i') return !Bytes.IsLetterOrDigit(Bytes.At(text, end + 3));
        if (sign == '{') return Bytes.At(text, end + 2) is (byte)'}' || Bytes.IsAsciiLetterOrDigit(Bytes.At(text, end + 2));
        if (sign is (byte)'%' or (byte)'*') return !Bytes.IsLetterOrDigit(Bytes.At(text, end + 2));
        if (sign is (byte)'x' or (byte)'X') return !Bytes.IsLetterOrDigit(Bytes.At(text, end + 2)) && Bytes.At(text, end + 2) != '.';
        if (sign is not (0 or (byte)' ' or (byte)',' or (byte)'\r' or (byte)'\n' or (byte)'\t')) return false;
        var line = text[Bytes.LineStart(text, start)..start];
        return line.IndexOf("hosts allow"u8) >= 0 || line.IndexOf("hosts deny"u8) >= 0 || line.IndexOf("ALL:"u8) >= 0 || line.IndexOf("sshd:"u8) >= 0 || line.IndexOf("trusted networks"u8) >= 0;
    }

    private static bool IsWithPort(ReadOnlySpan<byte> text, int start, int end) =>
        text[end..].StartsWith(" > "u8) || text[end..].StartsWith(" &gt; "u8)
        || (text[..start].EndsWith(" > "u8) || text[..start].EndsWith(" &gt; "u8)) && Bytes.At(text, end) is (byte)':' or (byte)',' or (byte)' '
        || IsSocket(text, start, end);

    /// <summary>So do netstat of BSD, in rows of tcp and udp (<c>tcp4  0  0  10.0.0.5.22  192.0.2.7.50550  ESTABLISHED</c>), and Dante, behind which there is a port that no octet could be.</summary>
    private static bool IsSocket(ReadOnlySpan<byte> text, int start, int end)
    {
        if (Bytes.At(text, start - 1) is not (0 or (byte)' ' or (byte)'\t' or (byte)'\n') || Bytes.At(text, end) is not (0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)':' or (byte)',')) return false;
        var port = start + text[start..end].LastIndexOf((byte)'.') + 1;
        if (end - port > 5 || !AddressText.TryParseIpv4(text[start..(port - 1)], (byte)'.', out var address)) return false;
        var line = text[LineNear(text, start)..start].TrimStart((byte)' ');
        if (line.StartsWith("tcp"u8) || line.StartsWith("udp"u8)) return true;
        // Object identifiers begin with 0, 1 or 2, and a version has small numbers.
        return Number(text, port) > 255 && address >> 24 > 2 && (Ipv4Pseudonyms.IsPrivate(address) || !IsSmall(text, start, out _));
    }

    /// <summary>An octet with a leading zero: a version, or a date.</summary>
    private static bool HasLeadingZero(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
            if (text[i] == '0' && Bytes.IsDigit(text[i + 1]) && (i == 0 || !Bytes.IsDigit(text[i - 1]))) return true;
        return false;
    }
}
