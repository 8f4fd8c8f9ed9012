namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Reads numbers of telephones in the groups in which countries write them.</summary>
internal static class PhoneText
{
    public const int NorthAmericanLength = 12;

    private const int FewestDigits = 9, MostDigits = 15;

    public static int DigitsEnd(ReadOnlySpan<byte> text, int at)
    {
        while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        return at;
    }

    /// <summary>Where a number ends with its extension: <c>+1 (212) 555-0147 x318</c>.</summary>
    public static int ExtensionEnd(ReadOnlySpan<byte> text, int at)
    {
        const int Longest = 6;
        if (!Bytes.StartsWithAt(text, at, " x"u8)) return at;
        var end = DigitsEnd(text, at + 2);
        return end > at + 2 && end - at - 2 <= Longest && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) ? end : at;
    }

    /// <summary>A number in groups of any length with signs between them: where it ends; 0 where it has too few digits, or too many.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="isTold">Whether a word says that it is one: then one digit less will do, for Norway and Denmark have eight.</param>
    public static int NumberEnd(ReadOnlySpan<byte> text, int start, bool isTold)
    {
        var (end, digits, groups) = (start, 0, 0);
        for (var i = start; i < text.Length; i++)
        {
            if (NoBreakLength(text, i) is > 0 and var blank)
            {
                if (!Bytes.IsDigit(Bytes.At(text, i + blank))) break;
                i += blank - 1;
            }
            else if (Bytes.IsDigit(text[i]))
            {
                if (i == start || !Bytes.IsDigit(text[i - 1])) groups++;
                digits++;
                end = i + 1;
            }
            else if (!IsBetween(text[i]) || i > start && text[i] == ' ' && text[i - 1] == ' ' || EndsNumber(text, i, digits))
            {
                break;
            }
        }
        if (digits < (isTold && groups >= 3 ? FewestDigits - 1 : FewestDigits) || digits > MostDigits) return 0;
        var after = Bytes.At(text, end);
        // tel 0223-614 208:: of user.cfg
        return Bytes.IsLetterOrDigit(after) || after == '=' || after == ':' && text[start] != '+' && Bytes.At(text, end + 1) != ':' ? 0 : end;
    }

    /// <summary>The length of a blank at which no line may be broken, as pages and mails write it: <c>&amp;nbsp;</c>, <c>=C2=A0</c>; 0 for others.</summary>
    public static int NoBreakLength(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at) switch
    {
        (byte)'&' => Bytes.StartsWithAt(text, at, "&nbsp;"u8) || Bytes.StartsWithAt(text, at, "&#160;"u8) || Bytes.StartsWithAt(text, at, "&#xA0;"u8) ? 6 : 0,
        (byte)'=' => Bytes.StartsWithAt(text, at, "=C2=A0"u8) ? 6 : 0,
        0xC2 => Bytes.At(text, at + 1) == 0xA0 ? 2 : 0,
        0xE2 => Bytes.StartsWithAt(text, at, "\u202F"u8) ? 3 : 0,
        _ => 0,
    };

    /// <summary>
    /// Where a number without any sign ends of which a word says that it is one: eight digits to twelve, as they have from Norway to Spain; 0 for others. A date has eight, too.
    /// </summary>
    public static int PlainEnd(ReadOnlySpan<byte> text, int at)
    {
        const int Fewest = 8, Most = 12;
        var end = DigitsEnd(text, at);
        if (end - at is < Fewest or > Most || text[at] is (byte)'0' or (byte)'1' || end - at == Fewest && text[at] == '2' && text[at + 1] == '0') return 0;
        var after = Bytes.At(text, end);
        if (Bytes.IsLetterOrDigit(after) || after is (byte)'_' or (byte)'=' or (byte)'/' or (byte)'%' or (byte)'@' or (byte)'#') return 0;
        return after is (byte)'.' or (byte)'-' or (byte)':' or (byte)',' && Bytes.IsLetterOrDigit(Bytes.At(text, end + 1)) ? 0 : end;
    }

    /// <summary>Whether nothing more of a number follows that has so many digits: another one behind a slash, or when somebody answers, in brackets.</summary>
    private static bool EndsNumber(ReadOnlySpan<byte> text, int at, int digits) =>
        digits >= FewestDigits && Bytes.StartsWithAt(text, at, " ("u8) || digits > FewestDigits && IsOr(text, at);

    /// <summary>Another number behind a slash: <c>+33 2 97 41 08 66 / 06 77 19 04 55</c></summary>
    private static bool IsOr(ReadOnlySpan<byte> text, int at) => Bytes.StartsWithAt(text, at, " / "u8);

    private static bool IsBetween(byte b) => b is (byte)' ' or (byte)'-' or (byte)'/' or (byte)'(' or (byte)')' or (byte)'+' or (byte)'.';

    /// <summary>Whether it is one of North America: three digits, three and four, with one sign between them: <c>303-555-0127</c>.</summary>
    public static bool IsNorthAmerican(ReadOnlySpan<byte> text, int at)
    {
        var end = at + NorthAmericanLength;
        if (end > text.Length || text[at + 3] is not ((byte)'-' or (byte)'.' or (byte)' ') || text[at + 7] != text[at + 3]) return false;
        if (Bytes.IsLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) is (byte)'.' or (byte)'-' && Bytes.IsLetterOrDigit(Bytes.At(text, end + 1))) return false;
        return DigitsEnd(text, at) == at + 3 && DigitsEnd(text, at + 4) == at + 7 && DigitsEnd(text, at + 8) == end;
    }

    /// <summary>Whether there are groups of two to four digits with a blank or a dash between each two, at least three: <c>600 555 019</c>.</summary>
    public static bool IsGrouped(ReadOnlySpan<byte> text, int at)
    {
        if (IsNorthAmerican(text, at)) return true;
        for (var groups = 1; ; groups++)
        {
            var end = DigitsEnd(text, at);
            if (end - at is < 2 or > 4) return false;
            var between = NoBreakLength(text, end) is > 0 and var blank ? blank : 1;
            if (between == 1 && Bytes.At(text, end) is not ((byte)' ' or (byte)'-') || !Bytes.IsDigit(Bytes.At(text, end + between))) return groups >= 3;
            at = end + between;
        }
    }
}
