using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Lists of machines as clusters write them: <c>lc-[001-016,018],gp-02</c> of Slurm and pdsh, <c>web-[01:50]</c> of Ansible.</summary>
internal static class HostListText
{
    // Of a range so many members are learnt; more machines of one kind has hardly anybody.
    private const int MostMembers = 1024;

    private const int MostItems = 64, LongestRanges = 200;

    /// <summary>Takes the machines of a list that begins at a place.</summary>
    public static void Take(ReadOnlySpan<byte> text, int at, Findings found)
    {
        for (var items = 0; items < MostItems; items++)
        {
            var end = TakeItem(text, at, found);
            if (end == at || Bytes.At(text, end) != ',') return;
            at = end + 1;
        }
    }

    /// <summary>Takes one machine, or a range of them. Returns where it ends; where it begins if there is none.</summary>
    private static int TakeItem(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (IsOfName(Bytes.At(text, end))) end++;
        if (end == at || !Bytes.IsLetter(text[at])) return at;
        if (Bytes.At(text, end) == '[' && RangesEnd(text, end + 1) is > 0 and var close)
        {
            TakeRange(text, at, end, close, found);
            return close + 1;
        }
        var count = NamedValue.NameLength(text, at);
        if (Vocabulary.IsTelling(text.Slice(at, count))) NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
        return end;
    }

    /// <summary>Hides what the machines of a range have in common, and learns each of them.</summary>
    public static void TakeRange(ReadOnlySpan<byte> text, int at, int open, int close, Findings found)
    {
        var stem = text[at..open].TrimEnd("-_."u8);
        if (stem.Length < 2 || !Vocabulary.CanBeName(stem) || Vocabulary.IsWord(stem) || CommonWords.Contains(stem) || stem.Contains((byte)'.')) return;
        found.Replace(at, stem.Length, PrivacyKind.Host);
        if (found.Learns) Learn(text[at..open], text[(open + 1)..close], found);
    }

    /// <summary>Where the bracket closes behind numbers and ranges of them; 0 where something else stands there.</summary>
    public static int RangesEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end - at < LongestRanges && (Bytes.IsDigit(Bytes.At(text, end)) || end > at && Bytes.At(text, end) is (byte)'-' or (byte)',' or (byte)':')) end++;
        return end > at && Bytes.At(text, end) == ']' && Bytes.IsDigit(text[end - 1]) ? end : 0;
    }

    private static void Learn(ReadOnlySpan<byte> stem, ReadOnlySpan<byte> ranges, Findings found)
    {
        var left = MostMembers;
        foreach (var part in ranges.Split((byte)','))
        {
            var range = ranges[part];
            var sign = range.IndexOfAny("-:"u8);
            var first = sign < 0 ? range : range[..sign];
            var last = sign < 0 ? range : range[(sign + 1)..];
            if (!TryRead(first, out var from) || !TryRead(last, out var to)) return;
            for (var number = from; number <= to && left-- > 0; number++)
                found.Learn(PrivacyKind.Host, [.. stem, .. Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture).PadLeft(first.Length, '0'))]);
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> digits, out int number) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    public static bool IsOfName(byte b) => Bytes.IsLetterOrDigit(b) || b is (byte)'-' or (byte)'_' or (byte)'.';
}
