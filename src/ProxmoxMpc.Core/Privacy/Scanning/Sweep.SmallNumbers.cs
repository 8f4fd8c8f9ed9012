namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Four small numbers. Of the addresses of the internet hardly one in five thousand has only such, while nearly all versions do: there an address has to be
/// told – by a word of networks before it, by a port, by the length of a network, by a neighbour that is one –, elsewhere a version has to be.
/// </summary>
internal sealed partial class Sweep
{
    private const int SmallNumber = 32;

    // What is around a place that is looked at for the same numbers, and how often.
    private const int Surroundings = 1024, MostLooks = 6;

    private static bool IsSmallVersion(ReadOnlySpan<byte> text, int start, int end)
    {
        if (!IsSmall(text, start, out var isPlain) || !IsNamed(text, start, end) || !isPlain && !IsAmongVersions(text, start, end)) return false;
        // What stands there once more as an address is one.
        var (from, to) = (Math.Max(0, start - Surroundings), Math.Min(text.Length, end + Surroundings));
        var value = text[start..end];
        for (var (at, looks) = (from, 0); looks < MostLooks && text[at..to].IndexOf(value) is >= 0 and var next; at += next + value.Length, looks++)
        {
            var other = at + next;
            if (other == start || !StandsAlone(text, other, other + value.Length)) continue;
            if (!IsVersionByWords(text, other, other + value.Length) && !IsNamed(text, other, other + value.Length)) return false;
        }
        return true;
    }

    /// <summary>All are small, or all but one of the last three.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the first number begins.</param>
    /// <param name="isPlain">Whether the numbers alone say that they are a version: all of them are small, or another one is zero, as in <c>13.0.1.180</c>.</param>
    private static bool IsSmall(ReadOnlySpan<byte> text, int start, out bool isPlain)
    {
        var (large, hasZero) = (0, false);
        isPlain = false;
        for (var (at, count) = (start, 0); count < 4; count++, at++)
        {
            var number = Number(text, at);
            if (number >= SmallNumber && (count == 0 || ++large > 1)) return false;
            hasZero |= count > 0 && number == 0;
            while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        }
        isPlain = large == 0 || hasZero;
        return true;
    }

    /// <summary>Where a line begins, or what is near of a long one: there may be many numbers on it.</summary>
    private static int LineNear(ReadOnlySpan<byte> text, int at)
    {
        const int Reach = 256;
        var from = Math.Max(0, at - Reach);
        return from + text[from..at].LastIndexOf((byte)'\n') + 1;
    }

    /// <summary><c>WinCC 7.5.2.19, Codesys 3.5.19.60</c>: another version on the line, and no address.</summary>
    private static bool IsAmongVersions(ReadOnlySpan<byte> text, int start, int end)
    {
        const int LongestLine = 400;
        var line = LineNear(text, start);
        var ahead = text[end..Math.Min(text.Length, end + LongestLine)];
        var feed = ahead.IndexOf((byte)'\n');
        var stop = feed >= 0 ? end + feed : end + ahead.Length;
        if (stop - line > LongestLine) return false;
        var isAmong = false;
        for (var at = line; at < stop; at++)
        {
            if (!Bytes.IsDigit(text[at])) continue;
            var next = at;
            while (next < stop && (Bytes.IsDigit(text[next]) || text[next] == '.' && Bytes.IsDigit(Bytes.At(text, next + 1)))) next++;
            if (at != start && StandsAlone(text, at, next) && next - at < 16 && AddressText.TryParseIpv4(text[at..next], (byte)'.', out _))
            {
                if (!IsSmall(text, at, out var isPlain)) return false;
                isAmong |= isPlain && (IsVersionByWords(text, at, next) || IsNamed(text, at, next));
            }
            at = next;
        }
        return isAmong;
    }

    private static bool StandsAlone(ReadOnlySpan<byte> text, int start, int end) =>
        !Bytes.IsLetterOrDigit(Bytes.At(text, start - 1)) && Bytes.At(text, start - 1) != '.' && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) && !(Bytes.At(text, end) == '.' && Bytes.IsDigit(Bytes.At(text, end + 1)));

    /// <summary>Whether a word stands before them on their line that is none of networks, and nothing around them is an address's.</summary>
    private static bool IsNamed(ReadOnlySpan<byte> text, int start, int end)
    {
        if (HasSignsOfAddress(text, start, end)) return false;
        var line = LineNear(text, start);
        var at = start;
        while (at > line && text[at - 1] is (byte)' ' or (byte)'=' or (byte)':' or (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'`' or (byte)'>' or (byte)'<' or (byte)'~' or (byte)'!' or (byte)'+') at--;
        var between = text[at..start];
        // <c>libfoo (>= 2.3.1.4)</c>
        var isCompared = between.IndexOf("="u8) > 0 && between.IndexOfAny("<>~!"u8) >= 0 || between.IndexOf("=="u8) >= 0 || between.IndexOf("<<"u8) >= 0 || between.IndexOf("~>"u8) >= 0;
        if (isCompared && at > line && text[at - 1] is (byte)'(' or (byte)',')
            while (at > line && text[at - 1] is (byte)'(' or (byte)' ' or (byte)',') at--;
        // 10.0.0.5 > 5.9.12.3, while <Version>5.9.12.3</Version>
        if (!isCompared && between.ContainsAny((byte)'>', (byte)'<') && !(between.SequenceEqual(">"u8) && Bytes.At(text, end) == '<')) return false;
        var wordEnd = at;
        while (at > line && (Bytes.IsLetterOrDigit(text[at - 1]) || text[at - 1] is (byte)'_' or (byte)'-')) at--;
        var word = text[at..wordEnd];
        // web01 5.9.12.3, -s 5.9.12.3
        if (word.IsEmpty || word[0] == '-' || Bytes.IsDigit(word[^1]) || at > 0 && text[at - 1] == '.') return false;
        if (Prepositions.Contains(word)) return IsRaised(text[Math.Max(line, at - 128)..at]);
        return !HasNetworkWord(word) && !(word.Length < 4 && !isCompared && HasNetworkWord(LastWord(text[line..at])));
    }

    /// <summary>What only an address has at its sides: a path or a mailbox before it, a network's length, a port, a neighbour that is no version.</summary>
    private static bool HasSignsOfAddress(ReadOnlySpan<byte> text, int start, int end)
    {
        var before = Bytes.At(text, start - 1);
        var after = Bytes.At(text, end);
        if (before is (byte)'@' or (byte)'/' or (byte)'[' or (byte)'-' or (byte)',' or (byte)';' or (byte)'|' or (byte)'\t' or (byte)'.') return true;
        if (before == '(' && after == ')') return true;
        if (after is (byte)'/' or (byte)':' or (byte)'#' or (byte)'-' && Bytes.IsDigit(Bytes.At(text, end + 1)) || after == '.' && Bytes.IsDigit(Bytes.At(text, end + 1))) return true;
        var rest = text[end..];
        if (rest.StartsWith(" port "u8) || rest.StartsWith(" - - ["u8) || rest.StartsWith(" > "u8) || rest.StartsWith(" -> "u8) || rest.StartsWith(".in-addr"u8)) return true;
        return IsAddress(text, NextNumber(text, end)) || IsAddress(text, LastNumber(text, start));
    }

    /// <summary>Whether four numbers begin there that are not small.</summary>
    private static bool IsAddress(ReadOnlySpan<byte> text, int at)
    {
        if (at < 0 || !Bytes.IsDigit(Bytes.At(text, at))) return false;
        var end = at;
        while (Bytes.IsDigit(Bytes.At(text, end)) || Bytes.At(text, end) == '.' && Bytes.IsDigit(Bytes.At(text, end + 1))) end++;
        return end - at < 16 && AddressText.TryParseIpv4(text[at..end], (byte)'.', out var address) && !IsSmall(text, at, out _) && !Ipv4Pseudonyms.IsKept(address);
    }

    private static int NextNumber(ReadOnlySpan<byte> text, int end)
    {
        var at = end;
        while (Bytes.At(text, at) is (byte)' ' or (byte)',' or (byte)';' or (byte)'"' or (byte)'\'' or (byte)'|' or (byte)'\t') at++;
        return at > end ? at : -1;
    }

    private static int LastNumber(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (Bytes.At(text, end - 1) is (byte)' ' or (byte)',' or (byte)';' or (byte)'"' or (byte)'\'' or (byte)'|' or (byte)'\t') end--;
        var at = end;
        while (end - at < 16 && (Bytes.IsDigit(Bytes.At(text, at - 1)) || Bytes.At(text, at - 1) == '.')) at--;
        return at < end ? at : -1;
    }

    /// <summary>Whether something is said to be made newer: <c>upgrade from 7.4.1.2 to 7.4.2.0</c>.</summary>
    private static bool IsRaised(ReadOnlySpan<byte> before)
    {
        var isRaised = false;
        for (var i = 0; i < before.Length;)
        {
            var end = i;
            while (end < before.Length && Bytes.IsLetter(before[end])) end++;
            var word = before[i..end];
            if (NetworkWords.Contains(word)) return false;
            isRaised |= Raises.Contains(word);
            i = end + 1;
        }
        return isRaised;
    }

    private static ReadOnlySpan<byte> LastWord(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && !Bytes.IsLetter(text[end - 1])) end--;
        var at = end;
        while (at > 0 && Bytes.IsLetter(text[at - 1])) at--;
        return text[at..end];
    }

    /// <summary><c>wan_ip</c>, <c>PublicAddress</c>, <c>next-hop</c>: whether one of a name's words is of networks.</summary>
    private static bool HasNetworkWord(ReadOnlySpan<byte> name)
    {
        if (NetworkWords.Contains(name)) return true;
        for (var i = 0; i < name.Length;)
        {
            var end = i + 1;
            while (end < name.Length && Bytes.IsLetter(name[end]) && !(Bytes.IsUpper(name[end]) && !Bytes.IsUpper(name[end - 1]))) end++;
            if (NetworkWords.Contains(name[i..end].Trim("_-0123456789"u8))) return true;
            i = end;
        }
        return false;
    }

    private static readonly WordSet Prepositions = WordSet.Of("from to by on at for with via in against auf von vom nach zu mit bei de du vers par à da per con naar van met fra til od do na");

    private static readonly WordSet Raises = WordSet.Of("upgrade upgraded upgrading upgrades downgrade downgraded update updated updating updates bump bumped bumps rollback version versions firmware release released fixed build patched introduced tested compatible requires aktualisiert aktualisierung aktualisieren");

    // What an address is told by.
    private static readonly WordSet NetworkWords = WordSet.Of(
        "ip ips ipv ipaddr ipaddress addr addrs address addresses adresse adressen adres indirizzo direccion host hosts hostip hostname rhost lhost gw gateway gateways route routes router network networks netz netzwerk réseau net subnet cidr prefix range " +
        "dns ns mx rr ptr spf record records nameserver nameservers resolver resolvers forwarder forwarders ntp server servers serveur servidor srv peer peers neighbor neighbour hop nexthop endpoint endpoints " +
        "src dst saddr daddr raddr laddr rip lip sip dip cip srcip dstip clientip remoteip peerip wanip lanip natip source sources dest destination destinations remote local client clients target targets listen listening bind binds bound relay relays allow allowed deny denied permit permitted block blocked ban banned unban found reject rejected drop dropped accept accepted " +
        "public wan lan dmz nat snat dnat vpn origin proxy upstream query lookup resolve resolves resolved dig nslookup whois ping traceroute tracert mtr telnet ssh scp sftp ftp rsync curl wget nc nmap arping " +
        "visit interface iface inet secondary primary master slave backend frontend vip external internal extern intern outside inside connect connects connected connecting connection login logged log syslog mail smtp http https tcp udp icmp " +
        "whitelist blacklist ignoreip trusted dhcp lease leased reservation node nodes scope forwarded caller visitor attacker a");
}
