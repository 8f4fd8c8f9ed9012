using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Telephone numbers: international ones, and any after a word that says so.</summary>
internal sealed class PhoneDetector : Detector
{
    private const int FewestDigits = 9, MostDigits = 15;

    /// <summary>The rule, for the sweep finds some by their form alone.</summary>
    public static PrivacyRule PhoneRule { get; } = PrivacyRule.Standard("phone", PrivacyKind.Phone, "Telephone numbers");

    public override PrivacyRule Rule => PhoneRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new(",,0"), .. Enumerable.Range(1, 9).Select(digit => new Anchor($"+{digit}")), .. new[] { "phone", "tel:", "tel.", "tel ", "telefon", "mobile", "mobil", "fax", "handy", "fon", "móvil", "movil", "cell", "gsm", "portable", "celular", "teléfono", "telefono", "komórka", "tlf", "tél.", "tél ", "tél:", "téléphone", "volat ", "volejte ", "zavolat ", "dzwonić ", "zadzwoń ", "appeler ", "appelez ", "llamar ", "llama al ", "anrufen: ", "hotline", "whatsapp", "phone:", "rufnummer", "durchwahl", "telefonnummer", "kom.", "ring på ", "ring til ", "soita ", "puh.", "cel." }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)), new("(+"), new("(0"), .. Enumerable.Range(2, 8).Select(digit => new Anchor($"({digit}")), .. from before in new[] { " 0", ";0", ",0" } from digit in Enumerable.Range(1, 9) select new Anchor($"{before}{digit}"), .. Enumerable.Range(1, 9).Select(digit => new Anchor($"00{digit}", WordStart: true)), .. from label in "OMT" from digit in Enumerable.Range(2, 8) select new Anchor($"{label}: {digit}", WordStart: true)];

    /// <summary>An area and a number behind a dash or a slash: <c>0413-274 916</c>, <c>06131 / 55 02 17</c>. A date begins otherwise.</summary>
    private static void National(ReadOnlySpan<byte> text, int start, Findings found)
    {
        // 04 75 52 18 90 and 06.33.40.17.88: five pairs.
        if (start + 14 <= text.Length && text[start + 2] is var between && between is (byte)' ' or (byte)'.' or (byte)'-' && text[start + 5] == between && !Bytes.IsDigit(Bytes.At(text, start + 14)) && !(Bytes.At(text, start + 14) == between && Bytes.IsDigit(Bytes.At(text, start + 15))))
        {
            var pairs = true;
            for (var i = 0; i < 14 && pairs; i++) pairs = i % 3 == 2 ? text[start + i] == between : Bytes.IsDigit(text[start + i]);
            if (pairs)
            {
                found.Replace(start, 14, PrivacyKind.Phone);
                return;
            }
        }
        var area = start;
        while (Bytes.IsDigit(Bytes.At(text, area))) area++;
        if (area - start is < 3 or > 6) return;
        // 044 555 22 99
        if (Groups(text, start) is > 0 and var whole)
        {
            found.Replace(start, whole, PrivacyKind.Phone);
            return;
        }
        // A cell of a table: 0171 4480263
        if (text[start - 1] != ' ' && Bytes.At(text, area) == ' ' && DigitsEnd(text, area + 1) is var cell && cell - area - 1 is >= 5 and <= 8 && (Bytes.At(text, cell) == text[start - 1] || Bytes.At(text, cell) is 0 or (byte)'\r' or (byte)'\n' or (byte)'<' or (byte)';' or (byte)','))
        {
            found.Replace(start, cell - start, PrivacyKind.Phone);
            return;
        }
        // Giulia Ferrari 030 2718814. – behind a word, and nothing behind it.
        if (area - start is 3 or 4 or 5 && Bytes.At(text, area) == ' ' && start > 1 && text[start - 1] == ' ' && Bytes.IsLetter(text[start - 2]) && DigitsEnd(text, area + 1) is var told && told - area - 1 is 6 or 7 or 8 && Bytes.At(text, told) is 0 or (byte)'.' or (byte)',' or (byte)';' or (byte)')' or (byte)'%' or (byte)'"' or (byte)'<' or (byte)'\r' or (byte)'\n' && !Bytes.IsDigit(Bytes.At(text, told + 1)))
        {
            found.Replace(start, told - start, PrivacyKind.Phone);
            return;
        }
        var number = Bytes.SkipBlanks(text, area);
        if (Bytes.At(text, number) is not ((byte)'-' or (byte)'/')) return;
        number = Bytes.SkipBlanks(text, number + 1);
        if (number - area > 3) return;
        var (end, digits) = (number, 0);
        for (var i = number; i < text.Length && i - number < 14; i++)
        {
            if (Bytes.IsDigit(text[i])) (digits, end) = (digits + 1, i + 1);
            else if (text[i] is not ((byte)' ' or (byte)'-') || !Bytes.IsDigit(Bytes.At(text, i + 1)) || i == number) break;
        }
        if (digits is < 5 or > 9 || digits + area - start is < 9 or > 13 || Bytes.IsLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) is (byte)':' or (byte)'-' or (byte)'/' or (byte)'_' || Bytes.At(text, end) == '.' && Bytes.IsDigit(Bytes.At(text, end + 1))) return;
        found.Replace(start, end - start, PrivacyKind.Phone);
    }

    /// <summary>Where a number ends with its extension: <c>+1 (212) 555-0147 x318</c>.</summary>
    private static int ExtensionEnd(ReadOnlySpan<byte> text, int at)
    {
        const int Longest = 6;
        if (!Bytes.StartsWithAt(text, at, " x"u8)) return at;
        var end = DigitsEnd(text, at + 2);
        return end > at + 2 && end - at - 2 <= Longest && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) ? end : at;
    }

    private static int DigitsEnd(ReadOnlySpan<byte> text, int at)
    {
        while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        return at;
    }

    /// <summary>Ten digits in three or more groups with one blank between each two, the first of them of three or more: their length; 0 for others.</summary>
    private static int Groups(ReadOnlySpan<byte> text, int start)
    {
        var (at, digits, groups) = (start, 0, 0);
        while (true)
        {
            var from = at;
            while (Bytes.IsDigit(Bytes.At(text, at))) at++;
            if (at - from is < 2 or > 5) return 0;
            (digits, groups) = (digits + at - from, groups + 1);
            if (Bytes.At(text, at) != ' ' || !Bytes.IsDigit(Bytes.At(text, at + 1))) break;
            at++;
        }
        return digits == 10 && groups >= 3 && Bytes.At(text, at) is 0 or (byte)'.' or (byte)',' or (byte)';' or (byte)')' or (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'<' or (byte)'"' ? at - start : 0;
    }

    /// <summary>An area of two digits in brackets, and seven or eight more in groups: <c>(22) 418 77 03</c>, <c>(11) 4123-5678</c>. The length; 0 for others.</summary>
    private static int InArea(ReadOnlySpan<byte> text, int at)
    {
        if (at + 12 > text.Length || text[at + 3] != ')' || text[at + 4] != ' ' || !Bytes.IsDigit(text[at + 2]) || Bytes.IsLetterOrDigit(Bytes.At(text, at - 1))) return 0;
        var (end, digits, groups) = (at + 5, 0, 0);
        while (true)
        {
            var next = DigitsEnd(text, end);
            if (next - end is < 2 or > 4) return 0;
            (digits, groups, end) = (digits + next - end, groups + 1, next);
            if (Bytes.At(text, end) is not ((byte)' ' or (byte)'-') || !Bytes.IsDigit(Bytes.At(text, end + 1))) break;
            end++;
        }
        return digits is 7 or 8 && groups is 2 or 3 && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) && Bytes.At(text, end) is not ((byte)'%' or (byte)':' or (byte)'/') ? end - at : 0;
    }

    /// <summary>North America's: three digits, three and four, with one sign between them.</summary>
    private static bool IsNorthAmerican(ReadOnlySpan<byte> text, int at)
    {
        if (at + 12 > text.Length || Bytes.At(text, at + 3) is not ((byte)'-' or (byte)'.' or (byte)' ') || text[at + 7] != text[at + 3] || Bytes.IsLetterOrDigit(Bytes.At(text, at + 12)) || Bytes.At(text, at + 12) is (byte)'.' or (byte)'-' && Bytes.IsLetterOrDigit(Bytes.At(text, at + 13))) return false;
        return DigitsEnd(text, at) == at + 3 && DigitsEnd(text, at + 4) == at + 7 && DigitsEnd(text, at + 8) == at + 12;
    }

    /// <summary>Groups of two to four digits with a blank or a dash between each two, at least three: <c>600 555 019</c>.</summary>
    private static bool IsGrouped(ReadOnlySpan<byte> text, int at)
    {
        if (IsNorthAmerican(text, at)) return true;
        for (var groups = 1; ; groups++)
        {
            var start = at;
            while (Bytes.IsDigit(Bytes.At(text, at))) at++;
            if (at - start is < 2 or > 4) return false;
            if (Bytes.At(text, at) is not ((byte)' ' or (byte)'-') || !Bytes.IsDigit(Bytes.At(text, at + 1))) return groups >= 3;
            at++;
        }
    }

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at;
        if (text[at] == '(' && text[at + 1] is >= (byte)'2' and <= (byte)'9')
        {
            if (InArea(text, at) is > 0 and var local)
            {
                found.Replace(at, local, PrivacyKind.Phone);
                return;
            }
            // (415) 555-0138
            if (at + 14 > text.Length || text[at + 4] != ')' || Bytes.IsLetterOrDigit(Bytes.At(text, at - 1))) return;
            var area = at + (text[at + 5] == ' ' ? 6 : 5);
            if (area + 8 > text.Length || text[area + 3] is not ((byte)'-' or (byte)'.' or (byte)' ') || Bytes.IsDigit(Bytes.At(text, area + 8))) return;
            for (var i = 0; i < 8; i++)
                if (i != 3 && !Bytes.IsDigit(text[area + i])) return;
            found.Replace(at, ExtensionEnd(text, area + 8) - at, PrivacyKind.Phone);
            return;
        }
        if (length == 3 && text[at + 1] == ',')
        {
            // The third field of an account's line: Jane Doe,,08821 7340-24,
            var stop = at + 2;
            while (Bytes.IsDigit(Bytes.At(text, stop)) || Bytes.At(text, stop) is (byte)' ' or (byte)'-' or (byte)'/') stop++;
            if (stop - at is >= 9 and <= 20 && Bytes.At(text, stop) is (byte)',' or (byte)':') found.Replace(at + 2, stop - at - 2, PrivacyKind.Phone);
            return;
        }
        if (text[at] is (byte)' ' or (byte)';' or (byte)',' or (byte)'\t')
        {
            National(text, at + 1, found);
            return;
        }
        if (length == 4 && text[at + 1] == ':' && text[at + 2] == ' ')
        {
            // O: 303-555-0127, below a name
            if (IsNorthAmerican(text, at + 3)) found.Replace(at + 3, 12, PrivacyKind.Phone);
            return;
        }
        if (Bytes.IsLetter(text[at]))
        {
            start = at + length;
            // <a href="tel:…">what people read</a>
            if (text[..at].EndsWith("href=\""u8) && text[at..Math.Min(text.Length, at + 60)].IndexOf((byte)'>') is > 0 and var open) start = at + open + 1;
            while (MarkupText.TagAt(text, Bytes.SkipBlanks(text, start)) is > 0 and var tag) start = Bytes.SkipBlanks(text, start) + tag;
            while (start < text.Length && start < at + length + 12 && text[start] is (byte)' ' or (byte)':' or (byte)'=' or (byte)'"' or (byte)'.' or (byte)'\t') start++;
            if (Bytes.At(text, start) is not ((byte)'0' or (byte)'(') && !IsGrouped(text, start)) return;
        }
        else if (Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) || Bytes.At(text, at - 1) is (byte)'.' or (byte)'~' or (byte)'/' or (byte)')')
        {
            return;
        }
        // (089) 5550-1202: an area in brackets. 0049 89 …: blanks tell it from a number.
        if (text[at] == '(' && text[at + 1] == '0' && Bytes.At(text, at + text[at..Math.Min(text.Length, at + 8)].IndexOf((byte)')')) != ')') return;
        if (text[at] == '0' && (Bytes.At(text, at + 4) != ' ' || !Bytes.IsDigit(Bytes.At(text, at + 5)) || Bytes.At(text, at - 1) is (byte)':' or (byte)'-')) return;
        var (end, digits, groups) = (start, 0, 0);
        for (var i = start; i < text.Length; i++)
        {
            if (Bytes.IsDigit(text[i]))
            {
                if (i == start || !Bytes.IsDigit(text[i - 1])) groups++;
                digits++;
                end = i + 1;
            }
            else if (text[i] is not ((byte)' ' or (byte)'-' or (byte)'/' or (byte)'(' or (byte)')' or (byte)'+' or (byte)'.') || (i > start && text[i] == text[i - 1] && text[i] == ' '))
            {
                break;
            }
        }
        // Norway and Denmark have eight.
        if (digits < (Bytes.IsLetter(text[at]) && groups >= 3 ? FewestDigits - 1 : FewestDigits) || digits > MostDigits || Bytes.IsLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) == '=' || (Bytes.At(text, end) == ':' && text[start] != '+')) return;
        found.Replace(start, ExtensionEnd(text, end) - start, PrivacyKind.Phone);
    }
}
