using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Addresses to numbers and back, in the spelling that a text uses.</summary>
internal static class AddressText
{
    // In a text of JSON within another one there are four.
    private const int MostBackslashes = 4;

    /// <summary>The length of a dot as regular expressions have it, <c>\.</c>, and as JSON has those, <c>\\.</c>; 0 where none stands.</summary>
    public static int RegexDot(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < MostBackslashes && text[end] == '\\') end++;
        return end > at && Bytes.At(text, end) == '.' ? end + 1 - at : 0;
    }

    /// <summary>Four numbers with a separator between them.</summary>
    public static bool TryParseIpv4(ReadOnlySpan<byte> text, byte separator, out uint address)
    {
        address = 0;
        var parts = 1;
        var number = 0;
        var digits = 0;
        foreach (var b in text)
        {
            if (b == separator)
            {
                if (digits == 0 || ++parts > 4) return false;
                address = (address << 8) | (uint)number;
                number = digits = 0;
            }
            else
            {
                if (!Bytes.IsDigit(b) || ++digits > 3) return false;
                number = (number * 10) + b - '0';
                if (number > 255) return false;
            }
        }
        address = (address << 8) | (uint)number;
        return parts == 4 && digits > 0;
    }

    public static string Ipv4(uint address, char separator = '.') =>
        string.Create(CultureInfo.InvariantCulture, $"{address >> 24}{separator}{(address >> 16) & 255}{separator}{(address >> 8) & 255}{separator}{address & 255}");

    /// <inheritdoc cref="Ipv4"/>
    public static byte[] Ipv4Bytes(uint address, byte separator)
    {
        Span<byte> text = stackalloc byte[15];
        var length = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            var number = (address >> shift) & 255;
            if (number >= 100) text[length++] = (byte)('0' + (number / 100));
            if (number >= 10) text[length++] = (byte)('0' + (number / 10 % 10));
            text[length++] = (byte)('0' + (number % 10));
            if (shift > 0) text[length++] = separator;
        }
        return text[..length].ToArray();
    }

    public static bool TryParseIpv6(ReadOnlySpan<byte> text, out UInt128 address)
    {
        address = 0;
        // As the kernel lists them, without colons.
        if (text.Length == 32 && !text.Contains((byte)':')) return UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address);
        if (text.Length > 45 || !IPAddress.TryParse(Encoding.ASCII.GetString(text), out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6) return false;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        address = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    /// <summary>Prints an address as a model is printed: compressed or not, with leading zeros or not, in its case, with a dotted tail.</summary>
    public static string Ipv6(UInt128 address, ReadOnlySpan<byte> model, int attempt)
    {
        if (model.Length == 32 && !model.Contains((byte)':')) return address.ToString("x32", CultureInfo.InvariantCulture);
        var compressed = model.IndexOf("::"u8) >= 0;
        var padded = HasLeadingZero(model);
        var upper = model.ContainsAnyInRange((byte)'A', (byte)'F');
        // Spellings that nobody would choose are told apart by other such spellings.
        if (attempt > 0) (compressed, padded, upper) = ((attempt & 1) == 0, (attempt & 2) != 0, (attempt & 4) != 0);
        var dotted = model.Contains((byte)'.');
        var groups = new ushort[8];
        for (var i = 0; i < 8; i++) groups[i] = (ushort)(address >> (112 - (16 * i)));
        var count = dotted ? 6 : 8;
        var (gap, length) = compressed ? LongestZeros(groups.AsSpan(0, count)) : (-1, 0);
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (i == gap)
            {
                text.Append("::");
                i += length - 1;
                continue;
            }
            if (text.Length > 0 && text[^1] != ':') text.Append(':');
            text.Append(groups[i].ToString(padded ? "x4" : "x", CultureInfo.InvariantCulture));
        }
        if (dotted) text.Append(text[^1] == ':' ? "" : ":").Append(Ipv4((uint)address));
        return upper ? text.ToString().ToUpperInvariant() : text.ToString();
    }

    /// <summary>Twelve hex digits, whatever stands between them.</summary>
    public static bool TryParseMac(ReadOnlySpan<byte> text, out ulong mac)
    {
        mac = 0;
        var digits = 0;
        foreach (var b in text)
        {
            if (!Bytes.IsHex(b)) continue;
            mac = (mac << 4) | (uint)Bytes.HexValue(b);
            digits++;
        }
        return digits == 12;
    }

    /// <summary>The value without escapes (<c>%3A</c> for a colon, <c>&amp;#46;</c> or <c>\.</c> for a dot), and the escape that it used.</summary>
    public static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> spelled, out byte[]? escape)
    {
        escape = null;
        if (spelled.IndexOfAny("%\\&="u8) < 0) return spelled;
        var plain = new List<byte>(spelled.Length);
        for (var i = 0; i < spelled.Length;)
        {
            var colon = Bytes.Separator(spelled, i, (byte)':');
            var dot = colon == 0 ? Bytes.Separator(spelled, i, (byte)'.') : 0;
            if (dot == 0) dot = RegexDot(spelled, i);
            var length = Math.Max(colon, dot);
            if (length > 1) escape ??= spelled.Slice(i, length).ToArray();
            plain.Add(colon > 0 ? (byte)':' : dot > 0 ? (byte)'.' : spelled[i]);
            i += Math.Max(length, 1);
        }
        return plain.ToArray();
    }

    /// <summary>Puts hex digits in the place of a model's, in its case; the case of a model with both is repeated, and varied with the attempt.</summary>
    public static byte[] HexLike(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> model, int attempt)
    {
        var result = model.ToArray();
        var hasUpper = model.ContainsAnyInRange((byte)'A', (byte)'F');
        var hasLower = model.ContainsAnyInRange((byte)'a', (byte)'f');
        for (int i = 0, next = 0; i < result.Length; i++)
        {
            if (!Bytes.IsHex(result[i])) continue;
            var digit = digits[next++];
            var upper = attempt == 0 ? hasUpper && (!hasLower || Bytes.IsUpper(result[i])) : (attempt >> (next % 10) & 1) != 0;
            result[i] = (byte)(upper ? digit & (digit >= 'a' ? ~0x20 : 0xff) : digit);
        }
        return result;
    }

    private static bool HasLeadingZero(ReadOnlySpan<byte> model)
    {
        for (var i = 0; i + 1 < model.Length; i++)
            if (model[i] == '0' && Bytes.IsHex(model[i + 1]) && (i == 0 || model[i - 1] == ':')) return true;
        return false;
    }

    private static (int Start, int Length) LongestZeros(ReadOnlySpan<ushort> groups)
    {
        var (start, length) = (-1, 0);
        for (var i = 0; i < groups.Length; i++)
        {
            var end = i;
            while (end < groups.Length && groups[end] == 0) end++;
            if (end - i > length) (start, length) = (i, end - i);
            i = Math.Max(i, end - 1);
        }
        return (start, length);
    }
}
