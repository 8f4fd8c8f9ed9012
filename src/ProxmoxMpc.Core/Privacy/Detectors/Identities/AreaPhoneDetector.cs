using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Telephone numbers with an area in brackets that begins with no zero, and those behind the label of a signature: <c>(415) 555-0138</c>, <c>(22) 418 77 03</c>,
/// <c>O: 303-555-0127</c>
/// </summary>
internal sealed class AreaPhoneDetector : Detector
{
    public override PrivacyRule Rule => PhoneDetector.PhoneRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Enumerable.Range(2, 8).Select(digit => new Anchor($"({digit}")), .. Enumerable.Range(2, 8).Select(digit => new Anchor($"&#40;{digit}")),
        .. from label in "OMT" from digit in Enumerable.Range(2, 8) select new Anchor($"{label}: {digit}", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '&')
        {
            found.Replace(at, EntityLength(text, at), PrivacyKind.Phone);
        }
        else if (text[at] != '(')
        {
            var start = at + length - 1;
            if (PhoneText.IsNorthAmerican(text, start)) found.Replace(start, PhoneText.NorthAmericanLength, PrivacyKind.Phone);
        }
        else if (!Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)))
        {
            found.Replace(at, ShortAreaLength(text, at) is > 0 and var local ? local : LongAreaLength(text, at), PrivacyKind.Phone);
        }
    }

    /// <summary>An area of two digits, and seven or eight more in groups: <c>(22) 418 77 03</c>, <c>(11) 4123-5678</c>. The length; 0 for others.</summary>
    private static int ShortAreaLength(ReadOnlySpan<byte> text, int at)
    {
        if (at + 12 > text.Length || text[at + 3] != ')' || text[at + 4] != ' ' || !Bytes.IsDigit(text[at + 2])) return 0;
        var (end, digits, groups) = (at + 5, 0, 0);
        while (true)
        {
            var next = PhoneText.DigitsEnd(text, end);
            if (next - end is < 2 or > 4) return 0;
            (digits, groups, end) = (digits + next - end, groups + 1, next);
            if (Bytes.At(text, end) is not ((byte)' ' or (byte)'-') || !Bytes.IsDigit(Bytes.At(text, end + 1))) break;
            end++;
        }
        if (digits is not (7 or 8) || groups is not (2 or 3) || Bytes.IsLetterOrDigit(Bytes.At(text, end))) return 0;
        return Bytes.At(text, end) is (byte)'%' or (byte)':' or (byte)'/' ? 0 : end - at;
    }

    /// <summary>As a page writes its brackets: <c>&amp;#40;802&amp;#41; 555-0193</c>.</summary>
    private static int EntityLength(ReadOnlySpan<byte> text, int at)
    {
        var number = at + 14;
        if (!Bytes.StartsWithAt(text, at + 8, "&#41; "u8) || PhoneText.DigitsEnd(text, at + 5) != at + 8) return 0;
        return PhoneText.DigitsEnd(text, number) == number + 3 && Bytes.At(text, number + 3) == '-' && PhoneText.DigitsEnd(text, number + 4) == number + 8 ? number + 8 - at : 0;
    }

    /// <summary>North America's: <c>(415) 555-0138</c>. The length with an extension; 0 for others.</summary>
    private static int LongAreaLength(ReadOnlySpan<byte> text, int at)
    {
        const int NumberLength = 8;
        if (at + 14 > text.Length || text[at + 4] != ')') return 0;
        var number = at + (text[at + 5] == ' ' ? 6 : 5);
        var end = number + NumberLength;
        if (end > text.Length || text[number + 3] is not ((byte)'-' or (byte)'.' or (byte)' ') || Bytes.IsDigit(Bytes.At(text, end))) return 0;
        for (var i = number; i < end; i++)
            if (i != number + 3 && !Bytes.IsDigit(text[i])) return 0;
        return PhoneText.ExtensionEnd(text, end) - at;
    }
}
