namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// A text of quoted-printable as it is meant: without the soft line breaks (an equals sign at the end of a line), which may stand in the middle of
/// any value, and with the bytes that <c>=C3</c> stands for. It knows where each of its bytes came from.
/// </summary>
internal sealed class QuotedPrintable
{
    // A mailer breaks lines at 76 characters; what is shorter was written so.
    private const int ShortestLine = 60;

    // Where each byte of the plain text begins in the encoded one; the last one is its end.
    private readonly int[] _places;

    private QuotedPrintable(byte[] text, int[] places) => (Text, _places) = (text, places);

    /// <summary>The plain text.</summary>
    public byte[] Text { get; }

    /// <summary>Null where a text is not quoted-printable.</summary>
    public static QuotedPrintable? In(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'=')) return null;
        var isTold = IsTold(text);
        if (!IsEncoded(text, isTold)) return null;
        var plain = new byte[text.Length];
        var places = new int[text.Length + 1];
        var (length, line) = (0, 0);
        for (var i = 0; i < text.Length;)
        {
            places[length] = i;
            if (text[i] == '=' && BreakAt(text, i) is > 0 and var feed && IsSoft(text, line, i, feed, isTold))
            {
                i += feed;
                line = i;
                continue;
            }
            if (text[i] == '=' && (isTold && Bytes.StartsWithAt(text, i, "=20"u8) || IsEscape(text, i, length > 0 && i - places[length - 1] == 3 && plain[length - 1] >= 0x80)))
            {
                plain[length++] = (byte)((Bytes.HexValue(text[i + 1]) << 4) | Bytes.HexValue(text[i + 2]));
                i += 3;
                continue;
            }
            if (text[i] == '\n') line = i + 1;
            plain[length++] = text[i++];
        }
        places[length] = text.Length;
        return new QuotedPrintable(plain[..length], places[..(length + 1)]);
    }

    /// <summary>The part of the encoded text that a part of the plain one came from.</summary>
    public (int Start, int End) PlaceOf(ReadOnlySpan<byte> text, int start, int end)
    {
        if (end <= start) return (_places[start], _places[start]);
        var last = _places[end - 1];
        return (_places[start], last + (text[last] == '=' && Text[end - 1] != '=' || text[last] == '=' && Bytes.StartsWithAt(text, last, "=3D"u8) ? 3 : 1));
    }

    /// <summary>Writes a replacement so that a reader of mail sees it, and behind it the soft breaks that stood within what it replaces.</summary>
    public static void Write(ReadOnlySpan<byte> replaced, ReadOnlySpan<byte> replacement, OutputBuffer output)
    {
        while (replacement.IndexOf((byte)'=') is >= 0 and var sign)
        {
            output.Append(replacement[..sign]);
            output.Append("=3D"u8);
            replacement = replacement[(sign + 1)..];
        }
        output.Append(replacement);
        for (var i = 0; i < replaced.Length; i++)
            if (replaced[i] == '=' && BreakAt(replaced, i) is > 0 and var feed) output.Append(replaced.Slice(i, feed));
    }

    /// <summary>The length of a soft break; 0 where none stands.</summary>
    private static int BreakAt(ReadOnlySpan<byte> text, int at) =>
        Bytes.At(text, at + 1) == '\n' ? 2 : Bytes.At(text, at + 1) == '\r' && Bytes.At(text, at + 2) == '\n' ? 3 : 0;

    /// <summary>Whether a header says so: then people's programs may have broken a line anywhere, but no word of Base64 is one.</summary>
    private static bool IsTold(ReadOnlySpan<byte> text) =>
        text.IndexOf("ransfer-Encoding: quoted-printable"u8) >= 0 || text.IndexOf("ransfer-encoding: quoted-printable"u8) >= 0;

    private static bool IsSoft(ReadOnlySpan<byte> text, int line, int at, int feed, bool isTold) =>
        at - line >= ShortestLine
        || isTold && Bytes.At(text, at - 1) != '=' && (text[line..at].Contains((byte)' ') || HasEscape(text[line..at])) || GoesOnEncoded(text, at, feed);

    /// <summary>
    /// Whether the next line shows that a short one was broken, too: an escape is in it. Base64 that ends with its equals sign has no escapes below it.
    /// </summary>
    private static bool GoesOnEncoded(ReadOnlySpan<byte> text, int at, int feed)
    {
        if (Bytes.At(text, at - 1) == '=') return false;
        // A name with a dot in it is no end of Base64: https://pve1.fir=
        var word = at;
        while (word > 0 && !Bytes.IsBlank(text[word - 1]) && at - word < ShortestLine) word--;
        if (text[word..at].IndexOf("://"u8) >= 0 && text[word..at].Contains((byte)'.') && Bytes.IsAsciiLetterOrDigit(Bytes.At(text, at + feed))) return true;
        var next = text[(at + feed)..];
        return HasEscape(next.IndexOf((byte)'\n') is >= 0 and var end ? next[..end] : next);
    }

    /// <summary>Whether an escape is in a line, which no Base64 has.</summary>
    private static bool HasEscape(ReadOnlySpan<byte> line)
    {
        for (var i = 0; i + 2 < line.Length && line[i..].IndexOf((byte)'=') is >= 0 and var sign; i += sign + 1)
            if (IsEscape(line, i + sign, isBehindLetter: false)) return true;
        return false;
    }

    /// <summary>Whether a byte is written there: =3D, a letter beyond ASCII; client-ip=88.198.41.7 is a value.</summary>
    private static bool IsEscape(ReadOnlySpan<byte> text, int at, bool isBehindLetter)
    {
        if (at + 2 >= text.Length || !IsHex(text[at + 1]) || !IsHex(text[at + 2])) return false;
        var b = (Bytes.HexValue(text[at + 1]) << 4) | Bytes.HexValue(text[at + 2]);
        if (b >= 0xC0) return true;
        if (b >= 0x80) return isBehindLetter;
        if (b < 0x20 ? b is not (0x09 or 0x0A or 0x0D) : Bytes.IsAsciiLetterOrDigit((byte)b)) return false;
        return !Bytes.IsDigit(text[at + 2]) || !Bytes.IsDigit(Bytes.At(text, at + 3)) && !(Bytes.At(text, at + 3) == '.' && Bytes.IsDigit(Bytes.At(text, at + 4)));
    }

    // Only capitals, as the standard has it.
    private static bool IsHex(byte b) => Bytes.IsDigit(b) || b is >= (byte)'A' and <= (byte)'F';

    private static bool IsEncoded(ReadOnlySpan<byte> text, bool isTold) => HasSoftBreak(text, isTold) && (HasOutsideOfWords(text, "uoted-printable"u8) || HasOutsideOfWords(text, "UOTED-PRINTABLE"u8)
        || HasOutsideOfWords(text, "=3D"u8) || HasOutsideOfWords(text, "=C3=B"u8) || HasOutsideOfWords(text, "=C3=A"u8) || HasOutsideOfWords(text, "=E2=80"u8));

    /// <summary>Whether a line is broken. A key in Base64 may end with an equals sign as well, but mostly earlier, and no escape follows.</summary>
    private static bool HasSoftBreak(ReadOnlySpan<byte> text, bool isTold)
    {
        for (var at = 0; text[at..].IndexOf("=\n"u8) is >= 0 and var next || (next = text[at..].IndexOf("=\r\n"u8)) >= 0; at += next + 2)
            if (IsSoft(text, Bytes.LineStart(text, at + next), at + next, BreakAt(text, at + next), isTold)) return true;
        return false;
    }

    /// <summary>Whether a mark stands somewhere but in a header's word, which is encoded by itself: <c>=?utf-8?Q?Tom=C3=A1=C5=A1?=</c>.</summary>
    private static bool HasOutsideOfWords(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark)
    {
        for (var at = 0; text[at..].IndexOf(mark) is >= 0 and var next; at += next + mark.Length)
            if (text[Bytes.LineStart(text, at + next)..(at + next)].IndexOf("=?"u8) < 0) return true;
        return false;
    }
}
