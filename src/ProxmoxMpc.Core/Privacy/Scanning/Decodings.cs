using System.Buffers;
using System.Buffers.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>A line in the forms that it may be meant in.</summary>
internal static class Decodings
{
    /// <summary>A shorter run of base64 is a word.</summary>
    public const int ShortestBase64 = 16;

    private const int OnStack = 256;

    /// <summary>Whether something in a text may be an escape.</summary>
    public static int NextSign(ReadOnlySpan<byte> text, int from)
    {
        var next = text[from..].IndexOfAny("%\\&="u8);
        return next < 0 ? text.Length : from + next;
    }

    /// <summary>Writes a text without its escapes.</summary>
    /// <param name="plain">The caller's buffer, which grows where it is too short.</param>
    /// <returns>How many bytes that are; 0 where there are no escapes.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, ref byte[] plain)
    {
        var at = NextSign(text, 0);
        var (escape, value) = (0, (byte)0);
        while (at < text.Length && (escape = EscapeAt(text, at, out value)) == 0) at = NextSign(text, at + 1);
        if (escape == 0) return 0;
        if (plain.Length < text.Length) plain = new byte[Math.Max(text.Length, plain.Length * 2)];
        var (length, copied) = (0, 0);
        while (at < text.Length)
        {
            escape = EscapeAt(text, at, out value);
            if (escape > 0)
            {
                text[copied..at].CopyTo(plain.AsSpan(length));
                length += at - copied;
                plain[length++] = value;
                copied = at + escape;
            }
            at = NextSign(text, at + Math.Max(1, escape));
        }
        text[copied..].CopyTo(plain.AsSpan(length));
        return length + text.Length - copied;
    }

    /// <summary>What a run of base64 holds; null where that is no text.</summary>
    public static byte[]? Decoded(ReadOnlySpan<byte> run)
    {
        run = run.TrimEnd((byte)'=');
        if (run.Length % 4 == 1) run = run[..^1];
        // Both alphabets count as one run, but what has signs of the other one is no base64.
        if (run.ContainsAny("-_="u8)) return null;
        // The last characters of an address may be those that are filled up.
        var length = (run.Length + 3) / 4 * 4;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        try
        {
            // Most runs are paths and words, which hold no text: those make no garbage.
            var filled = rented is null ? stackalloc byte[OnStack] : rented;
            filled = filled[..length];
            run.CopyTo(filled);
            filled[run.Length..].Fill((byte)'=');
            return Base64.DecodeFromUtf8InPlace(filled, out var written) == OperationStatus.Done && IsText(filled[..written]) ? filled[..written].ToArray() : null;
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool IsText(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
            if (b < 32 && !Bytes.IsBlank(b)) return false;
        return text.Length > 0;
    }

    /// <summary>The length of the escape at a place, and the printable ASCII character, or the blank, that it stands for; 0 where there is none.</summary>
    private static int EscapeAt(ReadOnlySpan<byte> text, int at, out byte value)
    {
        var length = 0;
        var meant = -1;
        switch (text[at])
        {
            case (byte)'\\' when Bytes.At(text, at + 1) is (byte)'n' or (byte)'t' or (byte)'r':
                (length, meant) = (2, ' ');
                break;
            case (byte)'\\' when Bytes.StartsWithAt(text, at, "\\u00"u8):
                (length, meant) = (6, HexAt(text, at + 4));
                break;
            case (byte)'\\' when Bytes.StartsWithAt(text, at, "\\x"u8):
                (length, meant) = (4, HexAt(text, at + 2));
                break;
            case (byte)'%':
                (length, meant) = (3, HexAt(text, at + 1));
                // A percent sign that was encoded once more.
                if (meant == '%') (length, meant) = (5, HexAt(text, at + 3));
                break;
            case (byte)'=':
                (length, meant) = (3, HexAt(text, at + 1));
                break;
            case (byte)'&':
                (length, meant) = Entity(text, at);
                break;
        }
        value = (byte)Math.Max(0, meant);
        // What stands for itself is no escape.
        return meant is >= 32 and < 127 && meant != text[at] ? length : 0;
    }

    private static int HexAt(ReadOnlySpan<byte> text, int at) =>
        at + 1 < text.Length && Bytes.IsHex(text[at]) && Bytes.IsHex(text[at + 1]) ? (Bytes.HexValue(text[at]) << 4) | Bytes.HexValue(text[at + 1]) : -1;

    private static (int Length, int Value) Entity(ReadOnlySpan<byte> text, int at)
    {
        if (!Bytes.StartsWithAt(text, at, "&#"u8)) return (0, -1);
        var end = at + 2;
        var hex = Bytes.At(text, end) is (byte)'x' or (byte)'X';
        if (hex) end++;
        var number = 0;
        while (end < text.Length && end < at + 9 && (hex ? Bytes.IsHex(text[end]) : Bytes.IsDigit(text[end]))) number = (number * (hex ? 16 : 10)) + Bytes.HexValue(text[end++]);
        return Bytes.At(text, end) == ';' ? (end + 1 - at, number) : (0, -1);
    }
}
