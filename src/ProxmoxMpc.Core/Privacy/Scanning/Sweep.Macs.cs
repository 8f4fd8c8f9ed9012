namespace ProxmoxMpc.Core.Privacy;

/// <summary>Digits with dashes at places that tell what they are: MACs in the spellings of one vendor or another, telephone numbers of North America.</summary>
internal sealed partial class Sweep
{
    // 9c74-1a3f-d0c8 and 784558-a10c3e: where their dashes stand, as bits.
    private const ulong DashesOfFours = (1UL << 4) | (1UL << 9), DashOfSixes = 1UL << 6;

    // 804-555-0117
    private const ulong DashesOfPhone = (1UL << 3) | (1UL << 7);

    private const int LengthOfFours = 14, LengthOfSixes = 13, LengthOfPhone = 12;

    /// <summary>Whether the signs of a run stand where those of a MAC with dashes or of a telephone number do. The full stop or the letter of an escape may belong to the run.</summary>
    private static bool HasDashesOfForm(ulong marks, int length) => marks == DashesOfFours && length == LengthOfFours || marks == DashOfSixes && length == LengthOfSixes || marks == DashesOfPhone && length == LengthOfPhone || marks == DashesOfPhone << 1 && length == LengthOfPhone + 1;

    /// <summary><c>804-555-0117</c>, <c>1-804-555-0117</c>: an area and an exchange, none of which begins with 0 or 1, and four digits.</summary>
    private int TryPhone(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (!_rules.Phones || p > 0 && (Bytes.IsLetterOrDigit(run[p - 1]) || run[p - 1] is (byte)'-' or (byte)'_' or (byte)'.')) return 0;
        var area = p + 2 < to && run[p] == '1' && run[p + 1] == '-' ? p + 2 : p;
        var end = area + LengthOfPhone;
        if (end > to || run[area] < '2' || run[area + 4] < '2' || run[area + 3] is not ((byte)'-' or (byte)'.') || run[area + 7] != run[area + 3]) return 0;
        for (var i = area; i < end; i++)
            if (i - area is not (3 or 7) && !Bytes.IsDigit(run[i])) return 0;
        if (end < to && (Bytes.IsLetterOrDigit(run[end]) || run[end] is (byte)'-' or (byte)'_' or (byte)'@' || run[end] is (byte)'.' or (byte)':' && end + 1 < to && Bytes.IsLetterOrDigit(run[end + 1]))) return 0;
        if (Bytes.At(text, At0(p) - 1) is (byte)'/' or (byte)'#' or (byte)'$' or (byte)'+' or (byte)'~') return 0;
        Emit(p, end, PrivacyKind.Phone);
        return end;
    }

    /// <summary>
    /// <c>9c74-1a3f-d0c8</c> of Huawei and H3C, <c>784558-a10c3e</c> of HP's switches. Letters and digits have to be among the digits, and nothing may be joined to it, so that
    /// dates, words and numbers of parts stay.
    /// </summary>
    private int TryDashedMac(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (p + LengthOfSixes > to || p > 0 && (Bytes.IsLetterOrDigit(run[p - 1]) || run[p - 1] is (byte)'-' or (byte)'_' or (byte)'.')) return 0;
        var (group, length) = run[p + 6] == '-' ? (6, LengthOfSixes) : run[p + 4] == '-' ? (4, LengthOfFours) : (0, 0);
        if (group == 0 || p + length > to || group == 4 && run[p + 9] != '-') return 0;
        var end = p + length;
        if (end < to && (Bytes.IsLetterOrDigit(run[end]) || run[end] is (byte)'-' or (byte)'_' || run[end] == '.' && end + 1 < to && Bytes.IsLetterOrDigit(run[end + 1]))) return 0;
        if (Bytes.At(text, At0(p) - 1) is (byte)'/' or (byte)'+' or (byte)'~' or (byte)'#' || Bytes.At(text, At0(end)) is (byte)'/' or (byte)'+' or (byte)'~' && !Bytes.IsDigit(Bytes.At(text, At0(end) + 1))) return 0;
        var (letters, digits) = (0, 0);
        for (var i = p; i < end; i++)
        {
            if (run[i] == '-' && (i - p) % (group + 1) == group) continue;
            if (!Bytes.IsHex(run[i])) return 0;
            if (Bytes.IsDigit(run[i])) digits++;
            else letters++;
        }
        if (digits < 2 || letters == 0 && !IsToldMac(text, At0(p)) && !IsBesideAddress(text, At0(p), At0(end))) return 0;
        EmitMac(run, p, end);
        return end;
    }

    /// <summary>A row of a table of neighbours: the address stands beside, an age may be between.</summary>
    private static bool IsBesideAddress(ReadOnlySpan<byte> text, int start, int end)
    {
        const int Longest = 15, LongestAge = 9;
        var next = Bytes.SkipBlanks(text, end);
        if (next > end && IsAddress(text, next, Math.Min(text.Length, next + Longest + 1))) return true;
        var before = text[Math.Max(0, start - 48)..start];
        var word = before.TrimEnd((byte)' ');
        if (word.Length == before.Length) return false;
        var first = word.LastIndexOfAny(" \n"u8) + 1;
        if (word.Length - first <= LongestAge && first > 0 && word[first - 1] == ' ' && word[first..].IndexOfAnyExcept("0123456789:-."u8) < 0 && word[first..].Count((byte)'.') < 3)
        {
            word = word[..first].TrimEnd((byte)' ');
            first = word.LastIndexOfAny(" \n"u8) + 1;
        }
        return AddressText.TryParseIpv4(word[first..], (byte)'.', out _);
    }

    private static bool IsAddress(ReadOnlySpan<byte> text, int start, int limit)
    {
        var end = start;
        while (end < limit && (Bytes.IsDigit(text[end]) || text[end] == '.')) end++;
        return AddressText.TryParseIpv4(text[start..end], (byte)'.', out _);
    }

    /// <summary>
    /// <c>bc:24:11:e:5a:71</c>, as the BSDs, macOS and RouterOS print it, the latter also behind the type of a client: <c>1:bc:24:11:e:5a:71</c>. One with all its zeros is
    /// found as pairs are.
    /// </summary>
    private int TryShortMac(ReadOnlySpan<byte> run, int p, int to)
    {
        if (p > 0 && (Bytes.IsLetterOrDigit(run[p - 1]) || run[p - 1] is (byte)'-' or (byte)'_' or (byte)'.' || run[p - 1] == ':' && p > 1 && Bytes.IsHex(run[p - 2]))) return 0;
        var (groups, shorts, end, second) = (0, 0, p, p);
        var hasLetter = false;
        while (groups < 7)
        {
            var start = end;
            while (end < to && end - start < 2 && Bytes.IsHex(run[end])) hasLetter |= Bytes.IsLetter(run[end++]);
            if (end == start) return 0;
            if (++groups == 1) second = end + 1;
            if (end - start == 1 && groups > 1) shorts++;
            if (end >= to || run[end] != ':') break;
            end++;
        }
        if (end < to && (Bytes.IsLetterOrDigit(run[end]) || run[end] == ':') || !hasLetter) return 0;
        var from = groups == 7 && second == p + 2 && run[p] == '1' ? second : groups == 6 ? p : -1;
        if (from < 0 || shorts == 0 && from == p && second != p + 2) return 0;
        if (_rules.Mac && AddressNumber.TryReadMac(run[from..end], out var mac) && !MacPseudonyms.IsKept(mac)) Emit(from, end, PrivacyKind.Mac);
        return end;
    }
}
