using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Telephone numbers: international ones, those with an area in brackets, and any after a word that says so.</summary>
internal sealed class PhoneDetector : Detector
{
    // How far behind the word a number begins.
    private const int Reach = 12;

    private static readonly string[] Words =
    [
        "phone", "phone:", "mobile", "cell", "cel.", "fax", "hotline", "whatsapp", "gsm", "tel:", "tel.", "tel ", "tlf", "kom.", "puh.",
        "lokal ", "lokalnr",
        "officephone", "mobilephone", "homephone", "telephonenumber", "telefon", "telefonnummer", "fon", "mobil", "handy", "rufnummer", "durchwahl", "anrufen: ", "ruf ", "ruf: ",
        "rufnr.", "telefonnr.", "tel.-nr.", "tel.nr.", "handynr.", "mobilnr.",
        "móvil", "movil", "celular", "teléfono", "telefono", "portable", "téléphone", "tél.", "tél ", "tél:", "komórka",
        "volat ", "volejte ", "zavolat ", "dzwonić ", "zadzwoń ", "appeler ", "appelez ", "llamar ", "llama al ", "ring på ", "ring meg på ", "ring mig på ", "ring oss på ", "nås på ", "treffes på ", "ring til ", "ring ", "soita ",
    ];

    /// <summary>The rule, for others and the sweep find some by their form alone.</summary>
    public static PrivacyRule PhoneRule { get; } = PrivacyRule.Standard("phone", PrivacyKind.Phone, "Telephone numbers");

    public override PrivacyRule Rule => PhoneRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Words.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)),
        .. Enumerable.Range(1, 9).Select(digit => new Anchor($"+{digit}")), new("(+"), new("(0"), .. Enumerable.Range(1, 9).Select(digit => new Anchor($"%2B{digit}")),
        .. Enumerable.Range(1, 9).Select(digit => new Anchor($"00{digit}", WordStart: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '%')
        {
            // ?to=%2B34611222333
            var number = EncodedEnd(text, at + 3) - at - 3;
            if (number > 0) found.Replace(at + 3, number, PrivacyKind.Phone);
            return;
        }
        var isTold = Bytes.IsLetter(text[at]);
        var start = isTold ? SkipLabel(text, at, length) : at;
        if (isTold && PhoneText.PlainEnd(text, start) is > 0 and var plain && IsSure(text.Slice(at, length), plain - start))
        {
            found.Replace(start, plain - start, PrivacyKind.Phone);
            return;
        }
        if (isTold ? !IsLocal(text, start) : !BeginsNumber(text, at)) return;
        if (PhoneText.NumberEnd(text, start, isTold) is > 0 and var end) found.Replace(start, PhoneText.ExtensionEnd(text, end) - start, PrivacyKind.Phone);
    }

    /// <summary><c>%2B34611222333</c>, <c>%2B44 1382 555 213</c>, <c>%2B44%201382%20555213</c>: where the digits end; the start for none.</summary>
    private static int EncodedEnd(ReadOnlySpan<byte> text, int start)
    {
        var (end, digits) = (start, 0);
        for (var i = start; i < text.Length;)
        {
            if (Bytes.IsDigit(text[i])) (digits, end, i) = (digits + 1, i + 1, i + 1);
            else if (i == end && Bytes.StartsWithAt(text, i, "%20"u8) && Bytes.IsDigit(Bytes.At(text, i + 3))) i += 3;
            else if (i == end && text[i] is (byte)' ' or (byte)'-' or (byte)'+' && Bytes.IsDigit(Bytes.At(text, i + 1))) i++;
            else break;
        }
        return digits is >= 9 and <= 15 && !Bytes.IsLetter(Bytes.At(text, end)) ? end : start;
    }

    /// <summary>Whether a word means a telephone and nothing else, so that any digits behind it are its number. What is also a word of other languages takes eight, as in the north.</summary>
    private static bool IsSure(ReadOnlySpan<byte> word, int digits)
    {
        word = word.TrimEnd(" .:"u8);
        return SureWords.Contains(word) || digits == NordicDigits && Bytes.StartsWithIgnoreCase(word, 0, "ring"u8);
    }

    private const int NordicDigits = 8;

    private static readonly WordSet SureWords = WordSet.Of(
        "phone mobile tel tlf telefon telefonnummer mobil rufnummer officephone mobilephone homephone telephonenumber móvil movil celular teléfono telefono téléphone tél komórka whatsapp hotline llamar volat");

    /// <summary>Where a number begins behind a word, over tags and signs.</summary>
    private static int SkipLabel(ReadOnlySpan<byte> text, int at, int length)
    {
        var start = at + length;
        // <a href="tel:…">what people read</a>
        if (text[..at].EndsWith("href=\""u8) && text[at..Math.Min(text.Length, at + 60)].IndexOf((byte)'>') is > 0 and var open) start = at + open + 1;
        if (PhoneText.NoBreakLength(text, start) is > 0 and var blank) start += blank;
        while (MarkupText.TagAt(text, Bytes.SkipBlanks(text, start)) is > 0 and var tag) start = Bytes.SkipBlanks(text, start) + tag;
        while (start < text.Length && start < at + length + Reach && text[start] is (byte)' ' or (byte)':' or (byte)'=' or (byte)'"' or (byte)'.' or (byte)'\t') start++;
        return start;
    }

    /// <summary>Whether a number begins as people dial it in their country.</summary>
    private static bool IsLocal(ReadOnlySpan<byte> text, int start) => Bytes.At(text, start) is (byte)'0' or (byte)'(' || PhoneText.IsGrouped(text, start);

    /// <summary>Whether an address stands on a line that a change has added: <c>+192.168.178.20 web-01</c>.</summary>
    private static bool IsQuad(ReadOnlySpan<byte> text, int start)
    {
        const int LongestQuad = 15;
        var end = start;
        while (end - start <= LongestQuad && (Bytes.IsDigit(Bytes.At(text, end)) || Bytes.At(text, end) == '.')) end++;
        return AddressText.TryParseIpv4(text[start..end], (byte)'.', out _);
    }

    /// <summary>Whether a number may begin there that no word tells.</summary>
    private static bool BeginsNumber(ReadOnlySpan<byte> text, int at)
    {
        var before = Bytes.At(text, at - 1);
        if (Bytes.IsLetterOrDigit(before) || before is (byte)'.' or (byte)'~' or (byte)'/' or (byte)')') return false;
        if (text[at] == '+' && before is 0 or (byte)'\n' && IsQuad(text, at + 1)) return false;
        // +124 00000000: an offset in a dump, and what stands there.
        if (text[at] == '+' && Bytes.StartsWithAt(text, at + 4, " 00000000"u8)) return false;
        // (089) 5550-1202: an area in brackets.
        if (text[at] == '(' && text[at + 1] == '0') return text[at..Math.Min(text.Length, at + 8)].Contains((byte)')');
        // 0049 89 …: blanks tell it from a number.
        return text[at] != '0' || Bytes.At(text, at + 4) == ' ' && Bytes.IsDigit(Bytes.At(text, at + 5)) && before is not ((byte)':' or (byte)'-');
    }
}
