using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// A keyed, prefix-preserving permutation of the IPv4 addresses (as Crypto-PAn: whether a bit flips depends on the bits before
/// it), which keeps public knowledge: the class of an address, and the addresses that everybody has or knows. The last octet
/// stays, and the lower half of the third, so that gateways, broadcasts, ranges and networks of /20 and longer keep their role; of what
/// is not kept, the first bit always flips, so that no address stands for itself. Where a bit flips otherwise than the key says, because a pseudonym
/// would be an address of the inputs, <see cref="Choose"/> has said so.
/// </summary>
internal sealed class Ipv4Pseudonyms(PseudonymKey key)
{
    public const int Bits = 32;

    // Bits from there on stay, but for chosen ones.
    private const int KeptDepth = 20;

    // A private class is permuted within itself, the rest is left alone: this host, loopback, multicast and masks,
    // documentation, public resolvers, the metadata service of clouds.
    private static readonly Region[] Regions =
    [
        new("10.0.0.0", 8), new("172.16.0.0", 12), new("192.168.0.0", 16), new("100.64.0.0", 10), new("169.254.0.0", 16),
        new("0.0.0.0", 8, true), new("127.0.0.0", 8, true), new("224.0.0.0", 3, true),
        new("192.0.2.0", 24, true), new("198.51.100.0", 24, true), new("203.0.113.0", 24, true),
        new("8.8.8.0", 24, true), new("8.8.4.0", 24, true), new("1.1.1.0", 24, true), new("1.0.0.0", 24, true), new("9.9.9.0", 24, true),
        new("149.112.112.0", 24, true), new("208.67.222.0", 24, true), new("208.67.220.0", 24, true), new("94.140.14.0", 24, true), new("94.140.15.0", 24, true), new("80.67.169.0", 24, true), new("64.6.64.0", 24, true), new("77.88.8.0", 24, true), new("76.76.2.0", 24, true), new("84.200.69.0", 24, true), new("84.200.70.0", 24, true),
        new("169.254.169.0", 24, true),
    ];

    private readonly byte[] _key = key.For("ipv4");
    private readonly ConcurrentDictionary<ulong, byte[]> _tables = new();
    private readonly ConcurrentDictionary<ulong, uint> _chosen = new();

    // At which depths anything was chosen.
    private uint _chosenDepths;

    // By the first octet, which leaves one region or none for nearly every address.
    private static readonly Region[][] RegionsOfOctet = [.. Enumerable.Range(0, 256).Select(octet => Regions.Where(region => ((uint)octet ^ (region.Prefix >> 24)) >> Math.Max(0, 8 - region.Length) == 0).ToArray())];

    // Of less than an octet by the bits with a one before them.
    private static readonly bool[] MixedHeads = [.. Enumerable.Range(0, 256).Select(head => head > 0 && IsMixedWith(Regions, (uint)head << (31 - BitOperations.Log2((uint)head)) << 1, BitOperations.Log2((uint)head)))];

    /// <summary>Whether an address says nothing about anybody.</summary>
    public static bool IsKept(uint address)
    {
        foreach (var region in RegionsOfOctet[address >> 24])
            if (region.Kept && region.Contains(address)) return true;
        return false;
    }

    public static bool IsPrivate(uint address)
    {
        foreach (var region in RegionsOfOctet[address >> 24])
            if (!region.Kept && region.Contains(address)) return true;
        return false;
    }

    public uint Map(uint address, int variant) => Walk(address, variant, inverse: false);

    public uint Invert(uint address, int variant) => Walk(address, variant, inverse: true);

    /// <summary>Makes the bit behind a prefix flip (1), or not (0), whatever the key says.</summary>
    public void Choose(uint prefix, int depth, uint flip)
    {
        _chosen[Place(prefix, depth)] = flip;
        Interlocked.Or(ref _chosenDepths, 1u << depth);
    }

    private static ulong Place(uint prefix, int depth) => ((ulong)(uint)depth << Bits) | prefix;

    /// <summary>Whether the bit behind a prefix has no choice: below it lies a class of addresses that stays one.</summary>
    public static bool IsFixed(uint prefix, int depth) => IsMixed(prefix, depth);

    /// <summary>Whether the bit behind a prefix is the first one of a class that can flip.</summary>
    public static bool IsFirst(uint prefix, int depth) => depth > 0 && IsMixed(Prefix(prefix, depth - 1), depth - 1) && !IsMixed(prefix, depth);

    /// <summary>Whether the bit behind a prefix belongs to the third octets 0 and 255 of a private network: network and broadcast of a /16.</summary>
    public static bool IsEdge(uint prefix, int depth) => depth >> 3 == 2 && IsPrivate(prefix) && IsEdgePath(prefix, depth);

    /// <summary>Whether the bits of a prefix's last octet are all zeros, or all ones.</summary>
    public static bool IsEdgePath(uint prefix, int depth)
    {
        var inOctet = depth & 7;
        var bits = PathInOctet(prefix, depth);
        return bits == 0 || bits == (1u << inOctet) - 1;
    }

    /// <summary>The first bits of an address.</summary>
    public static uint Prefix(uint address, int length) => length == 0 ? 0 : address & (uint.MaxValue << (Bits - length));

    /// <summary>Whether the bit behind a prefix flips.</summary>
    public uint FlipAt(uint prefix, int depth, int variant)
    {
        if (IsMixed(prefix, depth)) return 0;
        var octet = new Octet(-1, []);
        return Flip(prefix, depth, variant, depth == 0 || IsMixed(Prefix(prefix, depth - 1), depth - 1), IsPrivate(prefix), ref octet);
    }

    private uint Walk(uint address, int variant, bool inverse)
    {
        if (IsKept(address)) return address;
        var isPrivate = IsPrivate(address);
        uint plain = 0, result = 0;
        var parentMixed = true;
        var octet = new Octet(-1, []);
        for (var depth = 0; depth < Bits; depth++)
        {
            // Nothing flips any more.
            if (!parentMixed && depth >= KeptDepth && Volatile.Read(ref _chosenDepths) >> depth == 0) return result | (address & (uint.MaxValue >> depth));
            var bit = (address >> (31 - depth)) & 1;
            // Below a prefix that holds no part of a region there is none either.
            var mixed = parentMixed && IsMixed(plain, depth);
            uint flip = mixed ? 0u : Flip(plain, depth, variant, parentMixed, isPrivate, ref octet);
            parentMixed = mixed;
            var plainBit = inverse ? bit ^ flip : bit;
            plain |= plainBit << (31 - depth);
            result |= (bit ^ flip) << (31 - depth);
        }
        return result;
    }

    /// <summary>Whether the subtree below a prefix holds a region as a part.</summary>
    private static bool IsMixed(uint prefix, int depth) =>
        depth < 8 ? MixedHeads[(1u << depth) | (uint)((ulong)prefix >> (Bits - depth))] : IsMixedWith(RegionsOfOctet[prefix >> 24], prefix, depth);

    private static bool IsMixedWith(Region[] regions, uint prefix, int depth)
    {
        foreach (var region in regions)
            if (region.Length > depth && (ulong)(region.Prefix ^ prefix) >> (Bits - depth) == 0) return true;
        return false;
    }

    private uint Flip(uint prefix, int depth, int variant, bool isFirst, bool isPrivate, ref Octet octet)
    {
        if ((Volatile.Read(ref _chosenDepths) >> depth & 1) != 0 && _chosen.TryGetValue(Place(prefix, depth), out var chosen)) return chosen;
        if (isFirst) return 1;
        if (depth >= KeptDepth || isPrivate && depth >> 3 == 2 && IsEdgePath(prefix, depth)) return 0;
        if (octet.Index != depth >> 3) octet = new Octet(depth >> 3, Table(Prefix(prefix, depth & ~7), depth >> 3, variant));
        var node = (1u << (depth & 7)) | PathInOctet(prefix, depth);
        return (uint)(octet.Table[node >> 3] >> (int)(node & 7)) & 1;
    }

    /// <summary>What the key says of the bits of an octet, behind the octets before it.</summary>
    private readonly record struct Octet(int Index, byte[] Table);

    private static uint PathInOctet(uint prefix, int depth)
    {
        var inOctet = depth & 7;
        return inOctet == 0 ? 0 : (prefix >> (24 - ((depth >> 3) * 8))) >> (8 - inOctet) & ((1u << inOctet) - 1);
    }

    // One hash decides all 255 nodes of an octet's subtree.
    private byte[] Table(uint prefix, int octet, int variant)
    {
        var id = ((ulong)(uint)variant << 40) | ((ulong)(uint)octet << 32) | prefix;
        if (_tables.TryGetValue(id, out var table)) return table;
        Span<byte> input = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(input, id);
        return _tables.GetOrAdd(id, HMACSHA256.HashData(_key, input));
    }

    private readonly struct Region(string prefix, int length, bool kept = false)
    {
        public uint Prefix { get; } = BinaryPrimitives.ReadUInt32BigEndian(System.Net.IPAddress.Parse(prefix).GetAddressBytes());

        public int Length { get; } = length;

        public bool Kept { get; } = kept;

        public bool Contains(uint address) => (address ^ Prefix) >> (32 - Length) == 0;
    }
}
