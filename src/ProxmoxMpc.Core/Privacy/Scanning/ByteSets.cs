namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Eight sets of bytes as tables: for each byte the sets that it is in, and the same by the two halves of a byte, which is what every
/// processor can look up many at a time. By halves a set that is no product of halves comes out too large.
/// </summary>
internal sealed class ByteSets
{
    /// <summary>So many sets have room.</summary>
    public const int Count = 8;

    private readonly byte[] _exact, _low, _high;

    public ByteSets()
        : this(new byte[256], new byte[16], new byte[16])
    {
    }

    private ByteSets(byte[] exact, byte[] low, byte[] high) => (_exact, _low, _high) = (exact, low, high);

    public ReadOnlySpan<byte> Exact => _exact;

    public ReadOnlySpan<byte> Low => _low;

    public ReadOnlySpan<byte> High => _high;

    public ByteSets Copy() => new([.. _exact], [.. _low], [.. _high]);

    public void Add(int set, byte value)
    {
        _exact[value] |= (byte)(1 << set);
        _low[value & 15] |= (byte)(1 << set);
        _high[value >> 4] |= (byte)(1 << set);
    }

    /// <summary>A letter in both cases.</summary>
    public void AddBoth(int set, byte lower)
    {
        Add(set, lower);
        Add(set, (byte)(lower - 32));
    }

    /// <summary>All bytes with these upper halves, and lower ones from the first to the last.</summary>
    public void Add(int set, ReadOnlySpan<byte> highs, int firstLow, int lastLow)
    {
        foreach (var high in highs)
            for (var low = firstLow; low <= lastLow; low++) Add(set, (byte)((high << 4) | low));
    }

    public void AddAll(int set)
    {
        for (var value = 0; value < 256; value++) Add(set, (byte)value);
    }
}
