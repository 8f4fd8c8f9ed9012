using System.Collections.Concurrent;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Addresses in any spelling to their pseudonyms in the same spelling. Of many equally good permutations the first one is taken that
/// maps no address of the inputs onto another address of the inputs; that depends on the set of learnt addresses only, not on their order,
/// and once pseudonyms are out (in the map) it does not change any more.
/// </summary>
internal sealed class AddressPseudonyms
{
    private const int MostVariants = 64;

    private readonly Lock _gate = new();
    private readonly PseudonymMap _map;
    private readonly Ipv4Pseudonyms _v4;
    private readonly Ipv6Pseudonyms _v6;
    private readonly MacPseudonyms _macs;
    private readonly ConcurrentDictionary<uint, byte> _v4Seen = new();
    private readonly ConcurrentDictionary<UInt128, byte> _v6Seen = new();
    private readonly ConcurrentDictionary<ulong, byte> _macsSeen = new();

    public AddressPseudonyms(PseudonymKey key, PseudonymMap map)
    {
        _map = map;
        _v4 = new Ipv4Pseudonyms(key);
        _macs = new MacPseudonyms(key);
        _v6 = new Ipv6Pseudonyms(key, _v4, _macs);
    }

    private int V4Variant => _map.Variant("ipv4") ?? Decide("ipv4", _v4Seen, (address, variant) => _v4.Map(address, variant));

    private int MacVariant => _map.Variant("mac") ?? Decide("mac", _macsSeen, (mac, variant) => _macs.Map(mac, variant));

    private int V6Variant => _map.Variant("ipv6") ?? Decide("ipv6", _v6Seen, (address, variant) => _v6.Map(address, variant, V4Variant, MacVariant));

    /// <summary>An address of the inputs, met while learning.</summary>
    public void Note(PrivacyKind kind, ReadOnlySpan<byte> spelled)
    {
        var plain = Plain(spelled, out _).AsSpan();
        if (plain.IndexOf((byte)'/') is >= 0 and var slash) plain = plain[..slash];
        switch (kind)
        {
            case PrivacyKind.Ipv4 when AddressText.TryParseIpv4(plain, (byte)'.', out var address):
                _v4Seen.TryAdd(address, 0);
                break;
            case PrivacyKind.Ipv6 when AddressText.TryParseIpv6(plain, out var address):
                _v6Seen.TryAdd(address, 0);
                break;
            case PrivacyKind.Mac when AddressText.TryParseMac(plain, out var mac):
                _macsSeen.TryAdd(mac, 0);
                break;
        }
    }

    /// <summary>Whether an address is one of the inputs'.</summary>
    public bool IsNoted(PrivacyKind kind, ReadOnlySpan<byte> spelled)
    {
        var plain = Plain(spelled, out _).AsSpan();
        if (plain.IndexOf((byte)'/') is >= 0 and var slash) plain = plain[..slash];
        return kind switch
        {
            PrivacyKind.Ipv4 => AddressText.TryParseIpv4(plain, (byte)'.', out var v4) && _v4Seen.ContainsKey(v4),
            PrivacyKind.Ipv6 => AddressText.TryParseIpv6(plain, out var v6) && _v6Seen.ContainsKey(v6),
            _ => AddressText.TryParseMac(plain, out var mac) && _macsSeen.ContainsKey(mac),
        };
    }

    /// <summary>The pseudonym of a spelled address; null where it stays.</summary>
    public byte[]? Make(PrivacyKind kind, byte[] spelled, int attempt)
    {
        var plain = Plain(spelled, out var escape);
        var made = kind switch
        {
            PrivacyKind.Ipv4 => MakeIpv4(plain, invert: false),
            PrivacyKind.Ipv6 => MakeIpv6(plain, attempt, invert: false),
            _ => MakeMac(plain, attempt, invert: false),
        };
        return made is null || made.AsSpan().SequenceEqual(plain) ? null : Escaped(made, escape);
    }

    /// <summary>What an address of the output stands for, also where it was never met as such: a neighbour that an answer proposes.</summary>
    public byte[]? Invert(PrivacyKind kind, byte[] spelled)
    {
        var plain = Plain(spelled, out var escape);
        var made = kind switch
        {
            PrivacyKind.Ipv4 => MakeIpv4(plain, invert: true),
            PrivacyKind.Ipv6 => MakeIpv6(plain, 0, invert: true),
            _ => MakeMac(plain, 0, invert: true),
        };
        return made is null ? null : Escaped(made, escape);
    }

    private byte[]? MakeIpv4(ReadOnlySpan<byte> text, bool invert)
    {
        uint Other(uint address) => invert ? _v4.Invert(address, V4Variant) : _v4.Map(address, V4Variant);
        if (text.EndsWith(".in-addr.arpa"u8)) return Reversed(text[..^13], Other);
        var slash = text.IndexOf((byte)'/');
        var bare = slash < 0 ? text : text[..slash];
        if (AddressText.TryParseIpv4(bare, (byte)'-', out var dashed)) return Encoding.ASCII.GetBytes(AddressText.Ipv4(Other(dashed), '-'));
        if (!AddressText.TryParseIpv4(bare, (byte)'.', out var address)) return null;
        var other = Other(address);
        if (slash >= 0)
        {
            // A network's address, or its broadcast, stays one.
            var length = int.Parse(text[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            var host = length >= 32 ? 0 : 0xFFFFFFFFu >> length;
            if ((address & host) == 0) other &= ~host;
            else if ((address & host) == host) other |= host;
        }
        return [.. Encoding.ASCII.GetBytes(AddressText.Ipv4(other)), .. slash < 0 ? default : text[slash..]];
    }

    private static byte[]? Reversed(ReadOnlySpan<byte> labels, Func<uint, uint> other)
    {
        var parts = Encoding.ASCII.GetString(labels).Split('.').Reverse().ToArray();
        var text = string.Join('.', parts.Concat(Enumerable.Repeat("0", 4 - parts.Length)));
        if (!AddressText.TryParseIpv4(Encoding.ASCII.GetBytes(text), (byte)'.', out var address)) return null;
        return Encoding.ASCII.GetBytes(string.Join('.', AddressText.Ipv4(other(address)).Split('.').Take(parts.Length).Reverse()) + ".in-addr.arpa");
    }

    private byte[]? MakeIpv6(ReadOnlySpan<byte> text, int attempt, bool invert)
    {
        UInt128 Other(UInt128 address) => invert ? _v6.Invert(address, V6Variant, V4Variant, MacVariant) : _v6.Map(address, V6Variant, V4Variant, MacVariant);
        if (text.EndsWith(".ip6.arpa"u8)) return ReversedV6(text[..^9], Other);
        var slash = text.IndexOf((byte)'/');
        var bare = slash < 0 ? text : text[..slash];
        if (!AddressText.TryParseIpv6(bare, out var address) || Ipv6Pseudonyms.IsKept(address)) return null;
        var other = Other(address);
        if (slash >= 0)
        {
            var length = int.Parse(text[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            var host = length >= 128 ? 0 : UInt128.MaxValue >> length;
            if ((address & host) == 0) other &= ~host;
        }
        return [.. Encoding.ASCII.GetBytes(AddressText.Ipv6(other, bare, attempt)), .. slash < 0 ? default : text[slash..]];
    }

    private static byte[]? ReversedV6(ReadOnlySpan<byte> nibbles, Func<UInt128, UInt128> other)
    {
        UInt128 address = 0;
        var count = 0;
        for (var i = nibbles.Length - 1; i >= 0; i -= 2, count++) address |= (UInt128)(uint)Bytes.HexValue(nibbles[i]) << (124 - (4 * count));
        if (count > 32) return null;
        address = other(address);
        var made = new byte[(count * 2) - 1];
        for (var i = 0; i < count; i++)
        {
            made[made.Length - 1 - (2 * i)] = "0123456789abcdef"u8[(int)(address >> (124 - (4 * i))) & 15];
            if (i > 0) made[made.Length - (2 * i)] = (byte)'.';
        }
        return [.. made, .. ".ip6.arpa"u8];
    }

    private byte[]? MakeMac(ReadOnlySpan<byte> text, int attempt, bool invert)
    {
        var isEui64 = text.Length == 23;
        var bare = isEui64 ? [.. text[..8], .. text[14..]] : text;
        if (!AddressText.TryParseMac(bare, out var mac) || MacPseudonyms.IsKept(mac)) return null;
        var other = (invert ? _macs.Invert(mac, MacVariant) : _macs.Map(mac, MacVariant)).ToString("x12", System.Globalization.CultureInfo.InvariantCulture);
        return AddressText.HexLike(Encoding.ASCII.GetBytes(isEui64 ? $"{other[..6]}fffe{other[6..]}" : other), text, attempt);
    }

    /// <summary>The value without escapes (<c>%3A</c> for a colon), and the escape that it used.</summary>
    private static byte[] Plain(ReadOnlySpan<byte> spelled, out byte[]? escape)
    {
        escape = null;
        if (spelled.IndexOfAny("%\\&="u8) < 0) return spelled.ToArray();
        var plain = new List<byte>(spelled.Length);
        for (var i = 0; i < spelled.Length;)
        {
            var length = Bytes.Separator(spelled, i, (byte)':');
            if (length > 1) escape ??= spelled.Slice(i, length).ToArray();
            plain.Add(length > 0 ? (byte)':' : spelled[i]);
            i += Math.Max(length, 1);
        }
        return [.. plain];
    }

    private static byte[] Escaped(byte[] plain, byte[]? escape) =>
        escape is null ? plain : [.. plain.SelectMany(b => b == ':' ? escape : [b])];

    private int Decide<T>(string family, ConcurrentDictionary<T, byte> seen, Func<T, int, T> map)
        where T : notnull
    {
        lock (_gate)
        {
            var (best, fewest) = (0, int.MaxValue);
            for (var variant = 0; variant < MostVariants && fewest > 0; variant++)
            {
                var hits = seen.Keys.Count(value => map(value, variant) is var other && !other.Equals(value) && seen.ContainsKey(other));
                if (hits < fewest) (best, fewest) = (variant, hits);
            }
            return _map.DecideVariant(family, best);
        }
    }
}
