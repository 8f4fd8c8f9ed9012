using System.Runtime.CompilerServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>How names begin, for the look that is taken at every byte. MACs that are written as a word are such names, too.</summary>
internal sealed class NameHeads
{
    /// <summary>Without any names.</summary>
    public static readonly NameHeads None = new([]);

    private const int BucketCount = 16;

    // The first two bytes in lower case.
    private readonly ulong[] _pairs = new ulong[65536 / 64];

    public NameHeads(IEnumerable<byte[]> lowerNames)
    {
        var names = lowerNames.Concat([[.. "enx"u8], [.. "wlx"u8], [.. "bc2411"u8]]).ToList();
        foreach (var name in names)
        {
            var pair = name[0] | (name[1] << 8);
            _pairs[pair >> 6] |= 1UL << (pair & 63);
        }
        Tables = Buckets.Of(names.ConvertAll(name => new Buckets.Head(name, true)), BucketCount);
    }

    public ByteSets[] Tables { get; }

    /// <summary>Whether a name may begin with two bytes, in any case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBegin(byte first, byte second)
    {
        var pair = Bytes.ToLower(first) | (Bytes.ToLower(second) << 8);
        return (_pairs[pair >> 6] & (1UL << (pair & 63))) != 0;
    }
}
