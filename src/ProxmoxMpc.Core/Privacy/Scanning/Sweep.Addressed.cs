namespace ProxmoxMpc.Core.Privacy;

/// <summary>Names that hold an address: <c>ip-10-1-2-3.example.net</c>, <c>visitor2-10-1-2-3</c>. The address in them follows its pseudonym, as it does where it stands with dots.</summary>
internal sealed partial class Sweep
{
    // Shorter than any: 1-1-1-1 behind a letter and a dash.
    private const int ShortestWithAddress = 9;

    // What providers and DHCP servers call everybody.
    private static readonly WordSet NobodysNames = WordSet.Of(
        "ip host dhcp dsl adsl vdsl xdsl static dynamic dyn dynip pool ppp pppoe cable client customer cust user users node rev reverse ptr ec2 compute vm vps server srv unknown broadband mobile wifi wlan guest visitor public private nat gw dip clients pc net lan");

    /// <summary>Emits the address in a label of a name and what stands before and behind it. Returns whether there is one.</summary>
    private bool EmitWithAddress(ReadOnlySpan<byte> run, int start, int end, PrivacyKind kind)
    {
        if (end - start < ShortestWithAddress || run[start..end].Count((byte)'-') < 4) return false;
        for (var p = start + 2; p < end; p++)
        {
            if (!Bytes.IsDigit(run[p]) || run[p - 1] != '-') continue;
            var length = DashedIpv4Length(run, p, end);
            if (length == 0) continue;
            EmitPart(run, start, p - 1, kind);
            if (_rules.Ipv4) Emit(p, p + length, PrivacyKind.Ipv4);
            if (p + length + 1 < end) EmitPart(run, p + length + 1, end, kind);
            return true;
        }
        return false;
    }

    /// <summary>The same for a first label in everybody's domain, which may also be the address alone: <c>10-42-1-5.default.pod.cluster.local</c>.</summary>
    private bool EmitOfPublic(ReadOnlySpan<byte> run, int start, int end, bool isOfCluster)
    {
        if (!_rules.Ipv4) return false;
        for (var p = start; p < end; p++)
        {
            if (!Bytes.IsDigit(run[p]) || p > start && run[p - 1] != '-') continue;
            var isNobodys = p == start ? isOfCluster : NobodysNames.Contains(run[start..(p - 1)]);
            var length = isNobodys && IsDashedIpv4(run[p..end]) ? end - p : p > start ? DashedIpv4Length(run, p, end) : 0;
            if (length == 0) continue;
            Emit(p, p + length, PrivacyKind.Ipv4);
            return true;
        }
        return false;
    }

    private static bool IsDashedIpv4(ReadOnlySpan<byte> label) =>
        !HasLeadingZero(label) && AddressText.TryParseIpv4(label, (byte)'-', out var address) && address >> 24 > 0 && !Ipv4Pseudonyms.IsKept(address);

    private void EmitPart(ReadOnlySpan<byte> run, int start, int end, PrivacyKind kind)
    {
        if (end > start && !NobodysNames.Contains(run[start..end])) Emit(start, end, kind);
    }

    /// <summary>Four numbers behind a dash in a word that no structure has told to be a name.</summary>
    private int TryDashedIpv4(ReadOnlySpan<byte> run, int p, int to)
    {
        var length = Bytes.IsDigit(run[p]) ? DashedIpv4Length(run, p, to) : 0;
        if (length > 0 && _rules.Ipv4) Emit(p, p + length, PrivacyKind.Ipv4);
        return length == 0 ? 0 : p + length;
    }

    /// <summary>The length of four numbers that a word and a dash stand before. A number may end the word (<c>visitor2-10-1-2-3</c>) where the address is a private one.</summary>
    internal static int DashedIpv4Length(ReadOnlySpan<byte> run, int p, int to)
    {
        if (p < 2 || run[p - 1] != '-') return 0;
        var word = p - 2;
        while (word > 0 && Bytes.IsDigit(run[word])) word--;
        if (!Bytes.IsLetter(run[word])) return 0;
        var end = p;
        while (end < to && (Bytes.IsDigit(run[end]) || run[end] == '-' && end + 1 < to && Bytes.IsDigit(run[end + 1]))) end++;
        if (end < to && Bytes.IsLetter(run[end]) || HasLeadingZero(run[p..end])) return 0;
        if (!AddressText.TryParseIpv4(run[p..end], (byte)'-', out var address) || address >> 24 < 10 || Ipv4Pseudonyms.IsKept(address)) return 0;
        return word == p - 2 || Ipv4Pseudonyms.IsPrivate(address) ? end - p : 0;
    }

    /// <summary>Whether a name holds an address.</summary>
    internal static bool HoldsAddress(ReadOnlySpan<byte> name)
    {
        if (name.Length < ShortestWithAddress || name.Count((byte)'-') < 4) return false;
        for (var p = 2; p < name.Length; p++)
            if (Bytes.IsDigit(name[p]) && DashedIpv4Length(name, p, name.Length) > 0) return true;
        return false;
    }

    /// <summary><c>db.192.168.117</c>: a zone's file.</summary>
    private static bool IsZoneFile(ReadOnlySpan<byte> run, int p) => p >= 3 && run[p - 3] == 'd' && run[p - 2] == 'b' && run[p - 1] == '.' && (p == 3 || !Bytes.IsLetterOrDigit(run[p - 4]));

    /// <summary>
    /// Whether the first two or three numbers of an address stand for a network: <c>'jane'@'10.1.2.%'</c> of a database, <c>192.168.117.x</c> and <c>10.1.2.*</c> as people write,
    /// <c>db.192.168.117</c> of a name server.
    /// </summary>
    private bool IsPartial(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int end, int dots)
    {
        if (HasLeadingZero(run[p..end]) || !AddressNumber.TryReadPrefix(run[p..end], out var network) || Ipv4Pseudonyms.IsKept(network)) return false;
        if (IsZoneFile(run, p)) return dots == 2 && (end == run.Length || !Bytes.IsLetterOrDigit(run[end]) && run[end] != '-');
        if (p > 0 && run[p - 1] is (byte)'-' or (byte)'_' or (byte)'.' || Bytes.At(text, At0(end)) != '.') return false;
        var sign = Bytes.At(text, At0(end) + 1);
        if (sign == '%') return Bytes.At(text, At0(end) + 2) is (byte)'\'' or (byte)'"' or (byte)'`' or (byte)' ' or 0 or (byte)'\n';
        if (!Ipv4Pseudonyms.IsPrivate(network) || sign is not ((byte)'x' or (byte)'X' or (byte)'*')) return false;
        var after = At0(end) + 2;
        // 10.1.x.x
        while (Bytes.At(text, after) == sign || Bytes.At(text, after) == '.' && Bytes.At(text, after + 1) == sign) after++;
        return !Bytes.IsLetterOrDigit(Bytes.At(text, after)) && (dots == 2 || after > At0(end) + 3);
    }

    /// <summary>Whoever speaks in a chat: <c>[09:02] jane: good morning</c>, <c>09:02 &lt;jane> good morning</c>.</summary>
    private void LearnSpeaker(ReadOnlySpan<byte> text, int start, int end)
    {
        var isClosed = Bytes.At(text, start - 1) == '[' && Bytes.At(text, end) == ']';
        if (Bytes.LineStart(text, start) != (isClosed ? start - 1 : start) || Bytes.At(text, end + (isClosed ? 1 : 0)) != ' ') return;
        var name = end + (isClosed ? 2 : 1);
        var isAngled = Bytes.At(text, name) == '<';
        if (isAngled) name++;
        else if (!isClosed) return;
        var count = Detectors.NamedValue.NameLength(text, name);
        if (count is < 3 or > 32 || !(isAngled ? Bytes.StartsWithAt(text, name + count, "> "u8) : Bytes.StartsWithAt(text, name + count, ": "u8))) return;
        var who = text.Slice(name, count);
        // A robot is called after the program that it speaks for.
        if (!Bytes.IsLower(who[0]) || !Vocabulary.IsTelling(who) || Vocabulary.IsDaemon(who) || who.StartsWith("bot"u8) || who.EndsWith("bot"u8)) return;
        _found.Learn(PrivacyKind.User, who);
    }

    /// <summary>A machine's full name that a table has cut behind the machine's own: <c>DESKTOP-K8P2M1Q.ad.firm...</c></summary>
    private bool IsCutName(ReadOnlySpan<byte> text, int end, ReadOnlySpan<byte> name)
    {
        if (_names is null) return false;
        // Cut off where the line ends: what is no file's ending may be the beginning of a domain's.
        if (!Bytes.StartsWithAt(text, end, "..."u8) && !Bytes.StartsWithAt(text, end, "…"u8) && !(Bytes.At(text, end) is 0 or (byte)'\r' or (byte)'\n' && !IsFileEnd(name[(name.LastIndexOf((byte)'.') + 1)..]))) return false;
        if (name.IndexOf((byte)'.') is not (> 2 and var dot) || dot >= _lower.Length || name.Count((byte)'.') < 2) return false;
        for (var i = 0; i < dot; i++) _lower[i] = Bytes.ToLower(name[i]);
        return _names.Find(_lower.AsSpan(0, dot)) is { Strength: not NameIndex.Strength.Structure, Kind: PrivacyKind.Node or PrivacyKind.Host or PrivacyKind.Guest };
    }
}
