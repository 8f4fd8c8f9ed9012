using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Telephone numbers that begin with the zero of an area, by their groups: <c>044 555 22 99</c>, <c>0413-274 916</c>, <c>06131 / 55 02 17</c>,
/// <c>04 75 52 18 90</c>, <c>07700 900 482</c>, <c>06-41 87 30 52</c>. A date begins otherwise.
/// </summary>
internal sealed class NationalPhoneDetector : Detector
{
    // 04 75 52 18 90
    private const int PairsLength = 14;

    // 0151 2288 4107: as long as no other number of a country.
    private const int GermanMobileDigits = 12;

    // Behind the 06- of a mobile in the Netherlands.
    private const int MobileDigits = 8;

    public override PrivacyRule Rule => PhoneDetector.PhoneRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new(",,0"), new("%3A 0"), new("%3A%200"), .. from before in new[] { " 0", ";0", ",0", "(0" } from digit in Enumerable.Range(1, 9) select new Anchor($"{before}{digit}")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '%') found.Replace(at + length - 1, LengthOf(text, at + length - 1), PrivacyKind.Phone);
        else if (text[at + 1] == ',') found.Replace(at + 2, FieldLength(text, at + 2), PrivacyKind.Phone);
        else found.Replace(at + 1, LengthOf(text, at + 1), PrivacyKind.Phone);
    }

    /// <summary>The third field of an account's line: <c>Jane Doe,,08821 7340-24,</c></summary>
    private static int FieldLength(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (Bytes.IsDigit(Bytes.At(text, end)) || Bytes.At(text, end) is (byte)' ' or (byte)'-' or (byte)'/') end++;
        return end - start is >= 7 and <= 18 && Bytes.At(text, end) is (byte)',' or (byte)':' ? end - start : 0;
    }

    /// <summary>The length of a number that begins there; 0 for none.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> text, int start)
    {
        if (IsPairs(text, start)) return PairsLength;
        var area = PhoneText.DigitsEnd(text, start);
        if (area - start == 2) return MobileEnd(text, start) is > 0 and var mobile ? mobile - start : 0;
        if (area - start is < 3 or > 6) return 0;
        if (GroupsLength(text, start) is > 0 and var groups) return groups;
        if (TwoPartsEnd(text, start, area) is > 0 and var end) return end - start;
        if (ExtensionEnd(text, start, area) is > 0 and var extension) return extension - start;
        return JoinedEnd(text, start, area) is > 0 and var joined ? joined - start : 0;
    }

    /// <summary>Five pairs with one sign between them: <c>04 75 52 18 90</c>, <c>06.33.40.17.88</c></summary>
    private static bool IsPairs(ReadOnlySpan<byte> text, int start)
    {
        var end = start + PairsLength;
        if (end > text.Length) return false;
        var between = text[start + 2];
        if (between is not ((byte)' ' or (byte)'.' or (byte)'-') || text[start + 5] != between) return false;
        if (Bytes.IsDigit(Bytes.At(text, end)) || Bytes.At(text, end) == between && Bytes.IsDigit(Bytes.At(text, end + 1))) return false;
        // Code: 9f 03 00 00 48 83 c4 of a kernel: bytes.
        if (between == ' ' && (IsPair(text, start - 3) || IsPair(text, end + 1) || IsYear(text, start - 5) || start > 1 && text[start - 2] == ' ' && text.Slice(start, PairsLength).IndexOf(" 00"u8) >= 0)) return false;
        for (var i = 0; i < PairsLength; i++)
            if (i % 3 == 2 ? text[start + i] != between : !Bytes.IsDigit(text[start + i])) return false;
        return true;
    }

    /// <summary>2020 04 28 19 12 03: a date and its time.</summary>
    private static bool IsYear(ReadOnlySpan<byte> text, int at) =>
        at >= 0 && (Bytes.StartsWithAt(text, at, "20"u8) || Bytes.StartsWithAt(text, at, "19"u8))
        && PhoneText.DigitsEnd(text, at) == at + 4 && !Bytes.IsLetterOrDigit(Bytes.At(text, at - 1));

    private static bool IsPair(ReadOnlySpan<byte> text, int at) =>
        Bytes.IsHex(Bytes.At(text, at)) && Bytes.IsHex(Bytes.At(text, at + 1)) && !Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) && !Bytes.IsLetterOrDigit(Bytes.At(text, at + 2));

    /// <summary><c>06-41 87 30 52</c>, <c>06-41873052</c>: where it ends; 0 for others.</summary>
    private static int MobileEnd(ReadOnlySpan<byte> text, int start)
    {
        if (!Bytes.StartsWithAt(text, start, "06-"u8) && !(Bytes.StartsWithAt(text, start, "06 "u8) && PhoneText.DigitsEnd(text, start + 3) == start + 7)) return 0;
        var end = start + 3;
        for (var digits = 0; digits < MobileDigits; end++)
        {
            if (Bytes.IsDigit(Bytes.At(text, end))) digits++;
            else if (Bytes.At(text, end) != ' ' || !Bytes.IsDigit(Bytes.At(text, end - 1))) return 0;
        }
        return GoesOn(text, end) ? 0 : end;
    }

    /// <summary>Ten or eleven digits in three or more groups with one blank between each two, the first of them of three or more: their length; 0 for others.</summary>
    private static int GroupsLength(ReadOnlySpan<byte> text, int start)
    {
        var (at, digits, groups) = (start, 0, 0);
        while (true)
        {
            var end = PhoneText.DigitsEnd(text, at);
            if (end - at is < 2 or > 5) return 0;
            (digits, groups, at) = (digits + end - at, groups + 1, end);
            if (Bytes.At(text, at) != ' ' || !Bytes.IsDigit(Bytes.At(text, at + 1))) break;
            at++;
        }
        if (digits is not (10 or 11) && !(digits == GermanMobileDigits && (IsGermanMobile(text, start) || IsFree(text, start, at))) || groups < 3) return 0;
        return Bytes.At(text, at) is 0 or (byte)'.' or (byte)',' or (byte)';' or (byte)')' or (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'<' or (byte)'"' ? at - start : 0;
    }

    private static bool IsGermanMobile(ReadOnlySpan<byte> text, int start) => text[start + 1] == '1' && Bytes.At(text, start + 2) is (byte)'5' or (byte)'6' or (byte)'7';

    /// <summary>A number that costs the caller nothing, <c>0800 5566 7013</c>, and no times of a day: <c>0800 1200 1600</c>.</summary>
    private static bool IsFree(ReadOnlySpan<byte> text, int start, int end)
    {
        if (!Bytes.StartsWithAt(text, start, "0800 "u8)) return false;
        for (var at = start + 5; at < end; at = PhoneText.DigitsEnd(text, at) + 1)
            if (PhoneText.DigitsEnd(text, at) != at + 4 || text[at] > '2' || text[at + 2] > '5') return true;
        return false;
    }

    /// <summary>An area, a blank and the number, in a cell of a table or at the end of a clause. Where it ends; 0 for others.</summary>
    private static int TwoPartsEnd(ReadOnlySpan<byte> text, int start, int area)
    {
        if (Bytes.At(text, area) != ' ') return 0;
        var end = PhoneText.DigitsEnd(text, area + 1);
        var (before, digits) = (text[start - 1], end - area - 1);
        if (before != ' ') return digits is >= 5 and <= 8 && EndsCell(Bytes.At(text, end), before) ? end : 0;
        return area - start <= 5 && digits is >= 6 and <= 8 && start > 1 && (Bytes.IsLetter(text[start - 2]) || text[start - 2] is (byte)',' or (byte)':') && EndsClause(text, end) ? end : 0;
    }

    /// <summary>An area, a number and a telephone of the house: <c>0751 88417-236</c>. Where it ends; 0 for others.</summary>
    private static int ExtensionEnd(ReadOnlySpan<byte> text, int start, int area)
    {
        if (Bytes.At(text, area) != ' ' || area - start is < 3 or > 5) return 0;
        var number = PhoneText.DigitsEnd(text, area + 1);
        if (number - area - 1 is < 4 or > 7 || Bytes.At(text, number) != '-') return 0;
        var end = PhoneText.DigitsEnd(text, number + 1);
        return end - number - 1 is >= 1 and <= 4 && end - start - 2 is >= 9 and <= 13 && !GoesOn(text, end) ? end : 0;
    }

    /// <summary><c>;0171 4480263;</c></summary>
    private static bool EndsCell(byte after, byte before) => after == before || after is 0 or (byte)'\r' or (byte)'\n' or (byte)'<' or (byte)';' or (byte)',';

    /// <summary><c>Giulia Ferrari 030 2718814.</c></summary>
    private static bool EndsClause(ReadOnlySpan<byte> text, int end)
    {
        if (Bytes.IsDigit(Bytes.At(text, end + 1))) return false;
        return Bytes.At(text, end) is 0 or (byte)'.' or (byte)',' or (byte)';' or (byte)':' or (byte)')' or (byte)'%' or (byte)'"' or (byte)'<' or (byte)'\r' or (byte)'\n';
    }

    /// <summary>An area and a number behind a dash or a slash: <c>0413-274 916</c>, <c>06131 / 55 02 17</c>. Where it ends; 0 for others.</summary>
    private static int JoinedEnd(ReadOnlySpan<byte> text, int start, int area)
    {
        const int Longest = 14;
        var sign = Bytes.SkipBlanks(text, area);
        if (Bytes.At(text, sign) is not ((byte)'-' or (byte)'/')) return 0;
        var number = Bytes.SkipBlanks(text, sign + 1);
        if (number - area > 3) return 0;
        var (end, digits) = (number, 0);
        for (var i = number; i < text.Length && i - number < Longest; i++)
        {
            if (Bytes.IsDigit(text[i])) (digits, end) = (digits + 1, i + 1);
            // 02574 / 88 19 - 40
            else if (digits >= 4 && Bytes.StartsWithAt(text, i, " - "u8) && Bytes.IsDigit(Bytes.At(text, i + 3))) i += 2;
            else if (text[i] is not ((byte)' ' or (byte)'-') || !Bytes.IsDigit(Bytes.At(text, i + 1)) || i == number) break;
        }
        return digits is >= 5 and <= 9 && digits + area - start is >= 9 and <= 13 && !GoesOn(text, end) ? end : 0;
    }

    /// <summary>Whether what follows makes of it something else: a time, a path, a version.</summary>
    private static bool GoesOn(ReadOnlySpan<byte> text, int end)
    {
        var after = Bytes.At(text, end);
        if (Bytes.IsLetterOrDigit(after) || after is (byte)':' or (byte)'-' or (byte)'/' or (byte)'_') return true;
        return after == '.' && Bytes.IsDigit(Bytes.At(text, end + 1));
    }
}
