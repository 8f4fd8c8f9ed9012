using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// A keyed permutation of the MAC addresses. Proxmox's own prefix stays (it is public and says "virtual"); of other vendors' the
/// bits "local" and "multicast" stay, and one vendor stays one. Addresses of protocols are left alone.
/// </summary>
internal sealed class MacPseudonyms(PseudonymKey key)
{
    /// <summary>The first three octets of what Proxmox gives its guests.</summary>
    public const uint Proxmox = 0xBC2411;

    // Deciding on a variant asks for all, then each is asked for in its spellings.
    private const int MostMapped = 1 << 16;

    private readonly byte[] _key = key.For("mac");
    private readonly ConcurrentDictionary<(ulong Mac, int Variant), ulong> _mapped = new();
    private readonly ConcurrentDictionary<(uint Vendor, int Variant), uint> _vendors = new();
    private int _count;

    // Every interface of Calico has it.
    private const ulong Calico = 0xeeeeeeeeeeee;

    // What people write where they mean any.
    private const ulong Example = 0xaabbccddeeff;

    public static bool IsKept(ulong mac) => mac is 0xffffffffffff or Calico or Example || (mac >> 24) is 0 or 0x00005e or 0x01005e or 0x0180c2 || (mac >> 32) == 0x3333 || (mac >> 24) == 0x01000c;

    /// <summary>
    /// Whether a MAC is that of a standby group of routers (HSRP, version 1 and 2) or of a pair of Nexus switches (vPC), which is the same everywhere but for its number.
    /// </summary>
    public static bool IsStandby(ulong mac) => mac >> 8 is 0x00000c07ac or 0x002304eebe || mac >> 12 == 0x00000c9ff;

    public ulong Map(ulong mac, int variant)
    {
        if (IsKept(mac)) return mac;
        if (_mapped.TryGetValue((mac, variant), out var known)) return known;
        var made = MapNew(mac, variant);
        if (_count < MostMapped && _mapped.TryAdd((mac, variant), made)) Interlocked.Increment(ref _count);
        return made;
    }

    private ulong MapNew(ulong mac, int variant)
    {
        var vendor = (uint)(mac >> 24);
        var device = Permute((uint)mac & 0xffffff, 12, vendor | ((ulong)(uint)variant << 32), inverse: false);
        return ((ulong)_vendors.GetOrAdd((vendor, variant), id => Vendor(id.Vendor, id.Variant, inverse: false)) << 24) | device;
    }

    public ulong Invert(ulong mac, int variant)
    {
        if (IsKept(mac)) return mac;
        var vendor = Vendor((uint)(mac >> 24), variant, inverse: true);
        return ((ulong)vendor << 24) | Permute((uint)mac & 0xffffff, 12, vendor | ((ulong)(uint)variant << 32), inverse: true);
    }

    private uint Vendor(uint vendor, int variant, bool inverse)
    {
        if (vendor == Proxmox) return vendor;
        // The bits 16 and 17 (the lowest ones of the first octet) are taken out and put back.
        var fixedBits = vendor & 0x030000;
        do
        {
            var free = ((vendor >> 18) << 16) | (vendor & 0xffff);
            free = Permute(free, 11, 0xFFFFFFFF00000000UL | fixedBits | (uint)variant, inverse);
            vendor = ((free >> 16) << 18) | fixedBits | (free & 0xffff);
        }
        while (vendor == Proxmox || IsKept((ulong)vendor << 24) || (vendor >> 8) == 0x3333);
        return vendor;
    }

    /// <summary>A Feistel network of six rounds over two halves of some bits each.</summary>
    private uint Permute(uint value, int half, ulong tweak, bool inverse)
    {
        var mask = (1u << half) - 1;
        uint left = value >> half, right = value & mask;
        for (var round = 0; round < 6; round++)
        {
            if (inverse) (left, right) = (right ^ (Round(left, 5 - round, tweak) & mask), left);
            else (left, right) = (right, left ^ (Round(right, round, tweak) & mask));
        }
        return (left << half) | right;
    }

    private uint Round(uint value, int round, ulong tweak)
    {
        Span<byte> input = stackalloc byte[13], hash = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(input, tweak);
        BinaryPrimitives.WriteUInt32LittleEndian(input[8..], value);
        input[12] = (byte)round;
        HMACSHA256.HashData(_key, input, hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash);
    }
}
