using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// As <see cref="Ipv4Pseudonyms"/> for IPv6. The first eight bits stay (global, ULA, link-local), the first bit after them flips
/// always; zero hextets of the subnet stay zero. The interface id has a permutation of its own, so that it is the same in every
/// network: one made of a MAC follows the MAC's pseudonym, a short one (<c>::1</c>) stays. An embedded IPv4 address follows IPv4.
/// </summary>
internal sealed class Ipv6Pseudonyms(PseudonymKey key, Ipv4Pseudonyms v4, MacPseudonyms macs)
{
    // Documentation, and public resolvers.
    private static readonly (UInt128 Prefix, int Length)[] Kept = [(Parse("2001:db8::"), 32), (Parse("3fff::"), 20), (Parse("2001:4860:4860::"), 48), (Parse("2606:4700:4700::"), 48), (Parse("2620:fe::"), 48)];

    private static readonly UInt128 Mapped = Parse("::ffff:0:0"), Nat64 = Parse("64:ff9b::");

    private readonly byte[] _key = key.For("ipv6");
    private readonly ConcurrentDictionary<(UInt128 Prefix, int Place), byte[]> _tables = new();

    /// <summary>Whether an address says nothing about anybody: loopback, unspecified, multicast, documentation, resolvers.</summary>
    public static bool IsKept(UInt128 address)
    {
        if (IsEmbedded(address)) return Ipv4Pseudonyms.IsKept((uint)address);
        if (address >> 120 is var first && (first == 0xff || first == 0)) return true;
        foreach (var (prefix, length) in Kept)
            if ((address ^ prefix) >> (128 - length) == 0) return true;
        // fe80::1 is everybody's gateway; fe80::17:1 tells how somebody numbers networks.
        return address >> 118 == 0x3fa && (ulong)address < 1UL << 16;
    }

    /// <summary>Whether a network is one that a registry has set aside, and nobody's: 2002::/16 of 6to4, 2000::/3 of all that is global.</summary>
    public static bool IsRegistered(UInt128 address, int length)
    {
        foreach (var network in Registered)
            if (network == (address, length)) return true;
        return false;
    }

    // As IANA lists them; those of which the addresses stay, too, are above.
    private static readonly (UInt128 Prefix, int Length)[] Registered =
    [
        (Parse("2002::"), 16), (Parse("2000::"), 3), (Parse("2001::"), 32), (Parse("2001::"), 23), (Parse("2001:2::"), 48), (Parse("2001:3::"), 32), (Parse("2001:4:112::"), 48),
        (Parse("2001:10::"), 28), (Parse("2001:20::"), 28), (Parse("2001:30::"), 28), (Parse("2620:4f:8000::"), 48), (Parse("fc00::"), 7), (Parse("fd00::"), 8),
    ];

    public UInt128 Map(UInt128 address, int variant, int v4Variant, int macVariant) => Walk(address, variant, v4Variant, macVariant, inverse: false);

    public UInt128 Invert(UInt128 address, int variant, int v4Variant, int macVariant) => Walk(address, variant, v4Variant, macVariant, inverse: true);

    /// <summary>Whether an address holds one of IPv4.</summary>
    public static bool IsEmbedded(UInt128 address) => (address ^ Mapped) >> 32 == 0 || (address ^ Nat64) >> 32 == 0;

    private UInt128 Walk(UInt128 address, int variant, int v4Variant, int macVariant, bool inverse)
    {
        if (IsKept(address)) return address;
        if (IsEmbedded(address)) return (address & ~(UInt128)uint.MaxValue) | (inverse ? v4.Invert((uint)address, v4Variant) : v4.Map((uint)address, v4Variant));
        var network = address >> 118 == 0x3fa ? address >> 64 << 64 : Bits(address, 0, 64, variant, inverse);
        return network | Interface((ulong)address, variant, macVariant, inverse);
    }

    private UInt128 Interface(ulong id, int variant, int macVariant, bool inverse)
    {
        if ((id >> 24 & 0xffff) != 0xfffe) return Bits(id, 64, 128, variant, inverse);
        var mac = ((id >> 16) & 0xffffff000000 | (id & 0xffffff)) ^ 0x020000000000;
        var other = (inverse ? macs.Invert(mac, macVariant) : macs.Map(mac, macVariant)) ^ 0x020000000000;
        return ((other & 0xffffff000000) << 16) | 0xfffe000000 | (other & 0xffffff);
    }

    private UInt128 Bits(UInt128 address, int from, int to, int variant, bool inverse)
    {
        UInt128 plain = 0, result = 0;
        var parentMixed = true;
        for (var depth = from; depth < to; depth++)
        {
            var shift = 127 - depth;
            var bit = (address >> shift) & 1;
            UInt128 flip = 0;
            if (from == 0)
            {
                var mixed = depth < 8 || IsMixed(plain, depth);
                if (!mixed) flip = parentMixed ? 1u : NetworkFlip(plain, depth, variant);
                parentMixed = mixed;
            }
            else
            {
                flip = InterfaceFlip(plain, depth, variant);
            }
            plain |= (inverse ? bit ^ flip : bit) << shift;
            result |= (bit ^ flip) << shift;
        }
        return result;
    }

    private static bool IsMixed(UInt128 prefix, int depth)
    {
        foreach (var (kept, length) in Kept)
            if (length > depth && (kept ^ prefix) >> (128 - depth) == 0) return true;
        return false;
    }

    private uint NetworkFlip(UInt128 prefix, int depth, int variant)
    {
        if (depth >= 32)
        {
            var inHextet = depth & 15;
            // The subnet's zeros and last digits stay: ::/48 stays a /48, :1: stays small.
            if (inHextet >= 12 || IsZeroPath(prefix, depth - inHextet, depth)) return 0;
        }
        return Flip(prefix, depth, variant);
    }

    private uint InterfaceFlip(UInt128 prefix, int depth, int variant)
    {
        // The bits that hold ff:fe in an id made of a MAC stay, so that no other id becomes one.
        if (depth >= 112 || depth is >= 88 and < 104 || IsZeroPath(prefix, 64, depth)) return 0;
        // One bit always flips, so that no link-local address stands for itself.
        return depth == 104 ? 1 : Flip(prefix, depth, variant);
    }

    private static bool IsZeroPath(UInt128 prefix, int from, int depth) => depth == from || ((prefix >> (128 - depth)) & (((UInt128)1 << (depth - from)) - 1)) == 0;

    private uint Flip(UInt128 prefix, int depth, int variant)
    {
        var octet = depth >> 3;
        var inOctet = depth & 7;
        var node = inOctet == 0 ? 1u : (1u << inOctet) | ((uint)(prefix >> (128 - depth)) & ((1u << inOctet) - 1));
        var above = octet == 0 ? 0 : prefix >> (128 - (octet * 8)) << (128 - (octet * 8));
        return (uint)(Table(above, octet | (variant << 8))[node >> 3] >> (int)(node & 7)) & 1;
    }

    private byte[] Table(UInt128 prefix, int place)
    {
        if (_tables.TryGetValue((prefix, place), out var table)) return table;
        // A long session meets more prefixes than are worth remembering.
        if (_tables.Count > 1 << 16) _tables.Clear();
        Span<byte> input = stackalloc byte[20];
        BinaryPrimitives.WriteUInt128LittleEndian(input, prefix);
        BinaryPrimitives.WriteInt32LittleEndian(input[16..], place);
        return _tables.GetOrAdd((prefix, place), HMACSHA256.HashData(_key, input));
    }

    private static UInt128 Parse(string text) => BinaryPrimitives.ReadUInt128BigEndian(IPAddress.Parse(text).GetAddressBytes());
}
