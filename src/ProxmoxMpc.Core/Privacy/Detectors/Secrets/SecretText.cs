namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Where a value stands in the text.</summary>
internal readonly record struct Extent(int Start, int End)
{
    public int Length => End - Start;

    public bool IsEmpty => End <= Start;
}

/// <summary>Reading around secrets: quotes in all their encodings, runs of a class of characters, forms.</summary>
internal static class SecretText
{
    private static readonly byte[][] Quotes = [.. new[] { "\\\\\\\"", "\\\"", "\"\"\"", "'''", "\"", "'", "&quot;", "&#34;", "&#39;", "&apos;", "\\u0022", "\\u0027", "%22", "%27", "`" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>The quote that stands at a place, however it is encoded; empty where none stands.</summary>
    public static ReadOnlySpan<byte> QuoteAt(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) is not ((byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'&' or (byte)'%' or (byte)'`')) return default;
        foreach (var quote in Quotes)
            if (Bytes.StartsWithAt(text, at, quote)) return quote;
        return default;
    }

    /// <summary>What stands between a quote at <paramref name="at"/> and its partner on the same line; null where the partner is missing.</summary>
    public static Extent? Quoted(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> quote)
    {
        var start = at + quote.Length;
        var limit = Bytes.LineEnd(text, start);
        for (var i = start; i < limit; i++)
        {
            if (text[i] == '\\' && quote is [(byte)'"'] or [(byte)'`']) { i++; continue; }
            // HCL: Zwerg${"$"}Tanne
            if (text[i] == '$' && quote is [(byte)'"'] && Bytes.StartsWithAt(text, i, "${\""u8) && text[(i + 3)..limit].IndexOf("\"}"u8) is >= 0 and var filled)
            {
                i += filled + 4;
                continue;
            }
            if (!Bytes.StartsWithAt(text, i, quote)) continue;
            var after = i + quote.Length;
            // A doubled quote stands for itself in CSV and YAML; one before a letter is an apostrophe.
            if (quote.Length == 1 && Bytes.StartsWithAt(text, after, quote) && i > start) { i++; continue; }
            if (quote is [(byte)'\''] && after < limit && Bytes.IsLetter(text[after])) continue;
            // 'it'\''s': how a shell spells the quote itself.
            if (quote is [(byte)'\''] && Bytes.StartsWithAt(text, after, "\\''"u8) && after + 3 < limit)
            {
                i = after + 2;
                continue;
            }
            if (quote is [(byte)'\''] && i > start && text[i - 1] == ' ' && after < limit && Bytes.IsLetterOrDigit(text[after])) continue;
            return new Extent(start, i);
        }
        return null;
    }

    /// <summary>Whether a text begins with the Base64 of <c>{"schema_version":"1"}</c>.</summary>
    public static bool IsSchemaVersion(ReadOnlySpan<byte> text) => text.StartsWith("eyJzY2hlbWFfdmVyc2lvbiI6Ij"u8) && Base64End(text, 0) <= 36;

    /// <summary>Where the run of Base64 characters ends that begins at a place; <c>%2B</c>, <c>%2F</c> and <c>%3D</c>, doubly encoded or not, and what JSON makes of them (<c>\/</c>, <c>\u002B</c>) belong to it.</summary>
    public static int Base64End(ReadOnlySpan<byte> text, int at)
    {
        var i = at;
        while (i < text.Length)
        {
            if (Bytes.IsAsciiLetterOrDigit(text[i]) || text[i] is (byte)'+' or (byte)'/') i++;
            else if (EncodedBase64(text, i) is > 0 and var length) i += length;
            else break;
        }
        while (i < text.Length && text[i] == '=' && i - at >= 2) i++;
        return i;
    }

    private static int EncodedBase64(ReadOnlySpan<byte> text, int at)
    {
        if (text[at] == '\\')
        {
            if (Bytes.At(text, at + 1) == '/') return 2;
            if (!Bytes.StartsWithAt(text, at, "\\u00"u8) || at + 5 >= text.Length) return 0;
            var sign = (byte)(text[at + 5] & ~0x20);
            return (text[at + 4] == '2' && sign is (byte)'B' or (byte)'F') || (text[at + 4] == '3' && sign is (byte)'D') ? 6 : 0;
        }
        if (text[at] != '%') return 0;
        var hex = Bytes.StartsWithAt(text, at, "%25"u8) ? at + 3 : at + 1;
        if (hex + 1 >= text.Length) return 0;
        var second = (byte)(text[hex + 1] & ~0x20);
        return (text[hex] == '2' && second is (byte)'B' or (byte)'F') || (text[hex] == '3' && second is (byte)'D') ? hex + 2 - at : 0;
    }

    /// <summary>Where the word ends that begins at a place: at a blank, a quote, an escape, a bracket or a comma.</summary>
    public static int WordEnd(ReadOnlySpan<byte> text, int at)
    {
        var i = at;
        while (i < text.Length && !Bytes.IsBlank(text[i]) && text[i] is not ((byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'<' or (byte)'>' or (byte)',' or (byte)';' or (byte)')' or (byte)']' or (byte)'}' or (byte)'`'))
        {
            i++;
            // Ab<>9: no element begins so.
            if (i > at && Bytes.StartsWithAt(text, i, "<>"u8) && Bytes.IsLetterOrDigit(Bytes.At(text, i + 2))) i += 2;
        }
        return i;
    }

    /// <summary>Whether a value is a UUID and nothing else.</summary>
    public static bool IsWholeUuid(ReadOnlySpan<byte> value) => value.Length == 36 && IsUuid(value, 0);

    public static bool IsUuid(ReadOnlySpan<byte> text, int at)
    {
        if (at < 0 || at + 36 > text.Length) return false;
        for (var i = 0; i < 36; i++)
            if (i is 8 or 13 or 18 or 23 ? text[at + i] != '-' : !Bytes.IsHex(text[at + i])) return false;
        return at + 36 == text.Length || !Bytes.IsHex(text[at + 36]);
    }

    public static int HexEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && Bytes.IsHex(text[at])) at++;
        return at;
    }

    /// <summary>Whether letters and digits are mixed as no word mixes them.</summary>
    public static bool LooksRandom(ReadOnlySpan<byte> value)
    {
        int letters = 0, digits = 0, changes = 0;
        var last = 0;
        foreach (var b in value)
        {
            var kind = Bytes.IsDigit(b) ? 1 : Bytes.IsUpper(b) ? 2 : Bytes.IsLetter(b) ? 3 : 4;
            if (kind == 1) digits++;
            else if (kind < 4) letters++;
            if (last != 0 && kind != last) changes++;
            last = kind;
        }
        return letters >= 4 && digits >= 1 && changes * 6 >= value.Length;
    }
}
