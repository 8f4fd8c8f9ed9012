using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// A keyed, prefix-preserving permutation of the IPv4 addresses (as Crypto-PAn: whether a bit flips depends on the bits before
/// it), which keeps public knowledge: the class of an address, and the addresses that everybody has or knows. The last octet
/// stays, and the lower half of the third, so that gateways, broadcasts, ranges and networks of /20 and longer keep their role; of what
/// is not kept, the first bit always flips, so that no address stands for itself.
/// </summary>
internal sealed class Ipv4Pseudonyms(PseudonymKey key)
{
    // A private class is permuted within itself, the rest is left alone: this host, loopback, multicast and masks,
    // documentation, public resolvers, the metadata service of clouds.
    private static readonly Region[] Regions =
    [
        new("10.0.0.0", 8), new("172.16.0.0", 12), new("192.168.0.0", 16), new("100.64.0.0", 10), new("169.254.0.0", 16),
        new("0.0.0.0", 8, true), new("127.0.0.0", 8, true), new("224.0.0.0", 3, true),
        new("192.0.2.0", 24, true), new("198.51.100.0", 24, true), new("203.0.113.0", 24, true),
        new("8.8.8.0", 24, true), new("8.8.4.0", 24, true), new("1.1.1.0", 24, true), new("1.0.0.0", 24, true), new("9.9.9.0", 24, true),
        new("169.254.169.0", 24, true),
    ];

    private readonly byte[] _key = key.For("ipv4");
    private readonly ConcurrentDictionary<ulong, byte[]> _tables = new();

    // By the first octet, which leaves one region or none for nearly every address.
    private static readonly Region[][] RegionsOfOctet = [.. Enumerable.Range(0, 256).Select(octet => Regions.Where(region => ((uint)octet ^ (region.Prefix >> 24)) >> Math.Max(0, 8 - region.Length) == 0).ToArray())];

    // Bits from there on stay.
    private const int KeptDepth = 20;

    // The regions' prefixes as a tree: for each node its two children; the node 0, which has none, where there is none. A prefix with a child is mixed: the subtree below it holds a region as a part.
    private static readonly int[] Tree = MakeTree();

    private const int Root = 1;

    /// <summary>Whether an address says nothing about anybody.</summary>
    public static bool IsKept(uint address)
    {
        foreach (ref readonly var region in RegionsOfOctet[address >> 24].AsSpan())
            if (region.Kept && region.Contains(address)) return true;
        return false;
    }

    public static bool IsPrivate(uint address)
    {
        foreach (ref readonly var region in RegionsOfOctet[address >> 24].AsSpan())
            if (!region.Kept && region.Contains(address)) return true;
        return false;
    }

    public uint Map(uint address, int variant) => Walk(address, variant, inverse: false);

    public uint Invert(uint address, int variant) => Walk(address, variant, inverse: true);

    private uint Walk(uint address, int variant, bool inverse)
    {
        if (IsKept(address)) return address;
        var isPrivate = IsPrivate(address);
        uint plain = 0, result = 0;
        var parentMixed = true;
        var (node, octet) = (Root, -1);
        byte[] table = [];
        for (var depth = 0; depth < 32; depth++)
        {
            // Below that nothing flips any more.
            if (!parentMixed && depth >= KeptDepth) return result | (address & (uint.MaxValue >> depth));
            var bit = (address >> (31 - depth)) & 1;
            // Below a prefix that holds no part of a region there is none either.
            var mixed = parentMixed && (Tree[2 * node] | Tree[(2 * node) + 1]) != 0;
            var flip = mixed ? 0u : 1u;
            if (!parentMixed)
            {
                if (octet != depth >> 3)
                {
                    octet = depth >> 3;
                    table = Table(plain & ~(uint)(0xFFFFFFFFUL >> (octet * 8)), octet, variant);
                }
                flip = Flip(plain, depth, table, isPrivate);
            }
            parentMixed = mixed;
            var plainBit = inverse ? bit ^ flip : bit;
            if (mixed) node = Tree[(2 * node) + (int)plainBit];
            plain |= plainBit << (31 - depth);
            result |= (bit ^ flip) << (31 - depth);
        }
        return result;
    }

    private static uint Flip(uint prefix, int depth, byte[] table, bool isPrivate)
    {
        var inOctet = depth & 7;
        var bits = inOctet == 0 ? 0 : (prefix >> (32 - depth)) & ((1u << inOctet) - 1);
        // The third octets 0 and 255 stay in private networks: network and broadcast of a /16.
        if (isPrivate && depth >= 16 && (bits == 0 || bits == (1u << inOctet) - 1)) return 0;
        var node = (1u << inOctet) | bits;
        return (uint)(table[node >> 3] >> (int)(node & 7)) & 1;
    }

    private static int[] MakeTree()
    {
        var tree = new List<int> { 0, 0, 0, 0 };
        foreach (var region in Regions)
        {
            var node = Root;
            for (var depth = 0; depth < region.Length; depth++)
            {
                var child = (2 * node) + (int)((region.Prefix >> (31 - depth)) & 1);
                if (tree[child] == 0)
                {
                    tree[child] = tree.Count / 2;
                    tree.AddRange([0, 0]);
                }
                node = tree[child];
            }
        }
        return [.. tree];
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
