namespace ProxmoxMpc.Core.Privacy;

/// <summary>Cells of a table whose gaps were lost: <c>web-01</c>, an address and a state as one word.</summary>
internal sealed partial class Sweep
{
    private const int ShortestGlued = 3;

    private static readonly WordSet PreReleases = WordSet.Of("alpha beta dev pre preview nightly snapshot final post git svn");

    /// <summary>
    /// A word and a private address glued to it: <c>lyra172.16.4.14running</c>. A version may be glued to a program's name as well, but none begins so; one may
    /// begin with 10, of which nothing could be told when it is to be put back. Returns where the address ends.
    /// </summary>
    private int TryGlued(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (_mapped || !_rules.Ipv4 || !Bytes.IsLetter(run[p]) || p > 0 && Bytes.IsLetterOrDigit(run[p - 1])) return 0;
        var quad = p;
        while (quad < to && Bytes.IsLetter(run[quad])) quad++;
        if (quad - p < ShortestGlued || quad >= to || !Bytes.IsDigit(run[quad])) return 0;
        var end = QuadEnd(run, quad, to);
        if (end == 0) return 0;
        if (NameOf(run[p..quad]) is { } entry) Emit(p, quad, entry.Kind);
        Emit(quad, end, PrivacyKind.Ipv4);
        return end;
    }

    /// <summary>An address and a name, or another word, that is glued to it: <c>172.16.4.14web-01</c>. Returns where what was found ends; 0 where nothing was.</summary>
    private int BehindQuad(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int end, int to)
    {
        if (!_rules.Ipv4 || end >= to || !Bytes.IsLetter(run[end]) || QuadEnd(run, p, to) != end) return 0;
        var before = _found.Items.Count;
        Emit(p, end, PrivacyKind.Ipv4);
        if (_names is not null && FindName(text, run, end, to) is > 0 and var named) return named;
        var word = end;
        while (word < to && Bytes.IsLetter(run[word])) word++;
        if (word - end >= ShortestGlued && !PreReleases.Contains(run[end..word])) return end;
        // A version.
        _found.Items.RemoveRange(before, _found.Items.Count - before);
        return 0;
    }

    /// <summary>Where a whole private address ends that no version begins as; 0 where there is none.</summary>
    private static int QuadEnd(ReadOnlySpan<byte> run, int at, int to)
    {
        var (end, dots) = (at, 0);
        while (end < to && (Bytes.IsDigit(run[end]) || run[end] == '.' && end + 1 < to && Bytes.IsDigit(run[end + 1])))
            if (run[end++] == '.') dots++;
        if (dots != 3 || HasLeadingZero(run[at..end]) || !AddressText.TryParseIpv4(run[at..end], (byte)'.', out var address)) return 0;
        return address >> 24 != 10 && Ipv4Pseudonyms.IsPrivate(address) && !Ipv4Pseudonyms.IsKept(address) ? end : 0;
    }

    /// <summary>The machine that a word is known to be; null for others.</summary>
    private NameIndex.Entry? NameOf(ReadOnlySpan<byte> word)
    {
        if (_names is null || word.Length > _lower.Length) return null;
        for (var i = 0; i < word.Length; i++) _lower[i] = Bytes.ToLower(word[i]);
        var entry = _names.Find(_lower.AsSpan(0, word.Length));
        return entry is { Strength: not NameIndex.Strength.Structure, Kind: PrivacyKind.Node or PrivacyKind.Host or PrivacyKind.Guest } ? entry : null;
    }
}
