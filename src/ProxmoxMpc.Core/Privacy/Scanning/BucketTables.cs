namespace ProxmoxMpc.Core.Privacy;

/// <summary>The tables of buckets while they are filled: each text goes where least more is let through.</summary>
internal sealed class BucketTables
{
    private readonly int _count, _depth;
    private readonly double[] _weights;

    /// <param name="count">How many buckets there are: a multiple of eight.</param>
    /// <param name="depth">How many bytes of a text are looked at.</param>
    public BucketTables(int count, int depth)
        : this(count, depth, new double[count * depth], new ByteSets[count / ByteSets.Count * depth])
    {
        for (var i = 0; i < Sets.Length; i++) Sets[i] = new ByteSets();
    }

    private BucketTables(int count, int depth, double[] weights, ByteSets[] sets) => (_count, _depth, _weights, Sets) = (count, depth, weights, sets);

    /// <summary>A table for each byte that is looked at of the first eight buckets, then of the next ones, and so on.</summary>
    public ByteSets[] Sets { get; }

    /// <summary>Tables that can be filled on without changing these.</summary>
    public BucketTables Copy() => new(_count, _depth, [.. _weights], Array.ConvertAll(Sets, set => set.Copy()));

    /// <summary>Whether a text that is long enough is let through already.</summary>
    public bool LetsThrough(ReadOnlySpan<byte> text)
    {
        if (text.Length < _depth) return false;
        for (var first = 0; first < Sets.Length; first += _depth)
        {
            var buckets = 0xFF;
            for (var column = 0; column < _depth; column++) buckets &= Sets[first + column].Exact[text[column]];
            if (buckets != 0) return true;
        }
        return false;
    }

    public void Add(Buckets.Head head) => Add(head, _count);

    /// <inheritdoc cref="Add(Buckets.Head)"/>
    /// <param name="among">The first so many buckets are chosen from.</param>
    public void Add(Buckets.Head head, int among)
    {
        var text = head.Text;
        var (chosen, least) = (0, double.MaxValue);
        for (var bucket = 0; bucket < among && least > 0; bucket++)
        {
            var weights = Weights(bucket);
            var more = 1.0;
            for (var column = 0; column < _depth; column++) more *= Widened(weights[column], bucket, text, column);
            more -= Product(weights);
            if (more < least) (chosen, least) = (bucket, more);
        }
        for (var column = 0; column < _depth; column++)
        {
            var table = Table(chosen, column);
            Weights(chosen)[column] = Widened(Weights(chosen)[column], chosen, text, column);
            if (column >= text.Length) table.AddAll(chosen % ByteSets.Count);
            else if (head.IgnoreCase && Bytes.IsLower(text[column])) table.AddBoth(chosen % ByteSets.Count, text[column]);
            else table.Add(chosen % ByteSets.Count, text[column]);
        }
    }

    private static double Product(ReadOnlySpan<double> weights)
    {
        var product = 1.0;
        foreach (var weight in weights) product *= weight;
        return product;
    }

    /// <summary>The share of all bytes that a bucket's column lets through which takes a text in as well.</summary>
    private double Widened(double share, int bucket, byte[] text, int column)
    {
        if (column >= text.Length) return 1;
        var isIn = (Table(bucket, column).Exact[text[column]] >> (bucket % ByteSets.Count) & 1) != 0;
        return isIn ? share : Math.Min(1, share + Buckets.Frequencies[text[column]]);
    }

    private Span<double> Weights(int bucket) => _weights.AsSpan(bucket * _depth, _depth);

    private ByteSets Table(int bucket, int column) => Sets[(bucket / ByteSets.Count * _depth) + column];
}
