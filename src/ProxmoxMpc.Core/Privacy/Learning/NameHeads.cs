using System.Runtime.CompilerServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>How names begin, for the look that is taken at every byte. MACs that are written as a word are such names, too. Immutable.</summary>
internal sealed class NameHeads
{
    /// <summary>Without any names.</summary>
    public static readonly NameHeads None = new([]);

    private const int BucketCount = 16;

    // The first two bytes in lower case.
    private readonly ulong[] _pairs;
    private readonly BucketTables _tables;

    public NameHeads(IEnumerable<byte[]> lowerNames)
        : this(new ulong[65536 / 64], new BucketTables(BucketCount, Buckets.Depth), lowerNames.Concat([[.. "enx"u8], [.. "wlx"u8], [.. "bc2411"u8]]))
    {
    }

    private NameHeads(ulong[] pairs, BucketTables tables, IEnumerable<byte[]> lowerNames)
    {
        (_pairs, _tables) = (pairs, tables);
        var heads = new List<Buckets.Head>();
        foreach (var name in lowerNames)
        {
            var pair = name[0] | (name[1] << 8);
            _pairs[pair >> 6] |= 1UL << (pair & 63);
            if (!_tables.LetsThrough(name)) heads.Add(new(name, true));
        }
        foreach (var head in Buckets.Distinct(heads))
            if (!_tables.LetsThrough(head.Text)) _tables.Add(head);
        Tables = _tables.Sets;
    }

    public ByteSets[] Tables { get; }

    /// <summary>How more names begin, too.</summary>
    public NameHeads With(IReadOnlyCollection<byte[]> lowerNames) => lowerNames.Count == 0 ? this : new([.. _pairs], _tables.Copy(), lowerNames);

    /// <summary>Whether a name may begin with two bytes, in any case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBegin(byte first, byte second)
    {
        var pair = Bytes.ToLower(first) | (Bytes.ToLower(second) << 8);
        return (_pairs[pair >> 6] & (1UL << (pair & 63))) != 0;
    }
}
