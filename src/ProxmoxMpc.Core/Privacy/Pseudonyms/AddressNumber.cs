using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>The number that a text means as an address, in any of its spellings: alone, with the length of its network, with dashes, as a reverse name.</summary>
internal static class AddressNumber
{
    private const int MostNibbles = 32;

    public static bool TryRead(PrivacyKind kind, ReadOnlySpan<byte> text, out UInt128 number)
    {
        number = 0;
        if (kind is not (PrivacyKind.Ipv4 or PrivacyKind.Ipv6))
        {
            var isMac = TryReadMac(text, out var mac);
            number = mac;
            return isMac;
        }
        if (kind == PrivacyKind.Ipv6 && IsReversedV6(text)) return TryReadReversedV6(text[..^9], out number, out _);
        if (text.IndexOf((byte)'/') is >= 0 and var slash) text = text[..slash];
        if (kind == PrivacyKind.Ipv4 && IsHead(text)) text = (byte[])[.. text, (byte)'0'];
        if (kind == PrivacyKind.Ipv6) return AddressText.TryParseIpv6(text, out number);
        var isV4 = IsReversedV4(text) ? TryReadReversedV4(text[..^13], out var v4, out _) : AddressText.TryParseIpv4(text, (byte)'.', out v4) || AddressText.TryParseIpv4(text, (byte)'-', out v4) || TryReadPrefix(text, out v4) || TryReadDecimal(text, out v4);
        number = v4;
        return isV4;
    }

    /// <summary>The first three octets of all addresses of a network, as Samba and MySQL have them: <c>10.0.0.</c></summary>
    public static bool IsHead(ReadOnlySpan<byte> text) => text.Length > 0 && text[^1] == '.' && text.Count((byte)'.') == 3;

    public static bool IsReversedV4(ReadOnlySpan<byte> text) => text.Length > 13 && Bytes.StartsWithIgnoreCase(text, text.Length - 13, ".in-addr.arpa"u8);

    public static bool IsReversedV6(ReadOnlySpan<byte> text) => text.Length > 9 && Bytes.StartsWithIgnoreCase(text, text.Length - 9, ".ip6.arpa"u8);

    /// <summary>Labels of a reverse name, last octet first; what is left out is zero.</summary>
    public static bool TryReadReversedV4(ReadOnlySpan<byte> labels, out uint address, out int count)
    {
        var parts = Encoding.ASCII.GetString(labels).Split('.').Reverse().ToArray();
        count = parts.Length;
        address = 0;
        return count <= 4 && AddressText.TryParseIpv4(Encoding.ASCII.GetBytes(string.Join('.', parts.Concat(Enumerable.Repeat("0", 4 - count)))), (byte)'.', out address);
    }

    /// <summary>An address as the number that it is: <c>3232265503</c>.</summary>
    public static bool TryReadDecimal(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        return text.Length is 9 or 10 && System.Buffers.Text.Utf8Parser.TryParse(text, out address, out var read) && read == text.Length;
    }

    /// <summary>The first two or three numbers of an address; what is left out is zero.</summary>
    public static bool TryReadPrefix(ReadOnlySpan<byte> text, out uint network)
    {
        network = 0;
        return text.Count((byte)'.') switch
        {
            1 => AddressText.TryParseIpv4([.. text, .. ".0.0"u8], (byte)'.', out network),
            2 => AddressText.TryParseIpv4([.. text, .. ".0"u8], (byte)'.', out network),
            _ => false,
        };
    }

    /// <summary>Nibbles of a reverse name, the last one first; what is left out is zero.</summary>
    public static bool TryReadReversedV6(ReadOnlySpan<byte> nibbles, out UInt128 address, out int count)
    {
        (address, count) = (0, 0);
        for (var i = nibbles.Length - 1; i >= 0; i -= 2, count++)
        {
            if (count == MostNibbles) return false;
            address |= (UInt128)(uint)Bytes.HexValue(nibbles[i]) << (124 - (4 * count));
        }
        return true;
    }

    /// <summary>A MAC, also in the middle of which <c>ff:fe</c> stands.</summary>
    public static bool TryReadMac(ReadOnlySpan<byte> text, out ulong mac) => AddressText.TryParseMac(IsEui64(text) ? [.. text[..8], .. text[14..]] : IsShortMac(text) ? WithZeros(text) : text, out mac);

    /// <summary>
    /// The twelve digits of a MAC, in lower case; null where they do not tell that they are one, being numbers or letters only, or where they are found by their form, and where it stays.
    /// </summary>
    public static string? MacDigits(ReadOnlySpan<byte> spelled)
    {
        if (!TryReadMac(AddressText.Plain(spelled, out _), out var mac) || MacPseudonyms.IsKept(mac) || mac >> 24 == MacPseudonyms.Proxmox) return null;
        var digits = mac.ToString("x12", CultureInfo.InvariantCulture);
        return digits.AsSpan().ContainsAnyInRange('0', '9') && digits.AsSpan().ContainsAnyInRange('a', 'f') ? digits : null;
    }

    /// <summary>Whether a MAC has lost leading zeros: <c>bc:24:11:e:5a:71</c>.</summary>
    public static bool IsShortMac(ReadOnlySpan<byte> text) => text.Length is >= 11 and < 17 && text.Count((byte)':') == 5;

    /// <summary>A MAC with the leading zeros that it has lost.</summary>
    public static byte[] WithZeros(ReadOnlySpan<byte> text)
    {
        var padded = new List<byte>(17);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != ':' && (i == 0 || text[i - 1] == ':') && (i + 1 == text.Length || text[i + 1] == ':')) padded.Add((byte)'0');
            padded.Add(text[i]);
        }
        return [.. padded];
    }

    /// <summary>A MAC without the leading zeros of its octets.</summary>
    public static byte[] WithoutZeros(ReadOnlySpan<byte> text)
    {
        var bare = new List<byte>(17);
        for (var i = 0; i < text.Length; i++)
            if (text[i] != '0' || i % 3 != 0) bare.Add(text[i]);
        return [.. bare];
    }

    public static bool IsEui64(ReadOnlySpan<byte> text) => text.Length == 23;
}
