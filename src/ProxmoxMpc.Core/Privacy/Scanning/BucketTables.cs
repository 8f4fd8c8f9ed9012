namespace ProxmoxMpc.Core.Privacy;

/// <summary>The tables of buckets while they are filled: each text goes where least more is let through.</summary>
internal sealed class BucketTables
{
    private readonly int _count;
    private readonly double[] _weights;

    /// <param name="count">How many buckets there are: a multiple of eight.</param>
    public BucketTables(int count)
        : this(count, new double[count * Buckets.Depth], new ByteSets[count / ByteSets.Count * Buckets.Depth])
    {
        for (var i = 0; i < Sets.Length; i++) Sets[i] = new ByteSets();
    }

    private BucketTables(int count, double[] weights, ByteSets[] sets) => (_count, _weights, Sets) = (count, weights, sets);

    /// <summary>Four tables for the first eight buckets, four for the next ones, and so on.</summary>
    public ByteSets[] Sets { get; }

    /// <summary>Tables that can be filled on without changing these.</summary>
    public BucketTables Copy() => new(_count, [.. _weights], Array.ConvertAll(Sets, set => set.Copy()));

    /// <summary>Whether a text of four bytes and more is let through already.</summary>
    public bool LetsThrough(ReadOnlySpan<byte> text)
    {
        if (text.Length < Buckets.Depth) return false;
        for (var first = 0; first < Sets.Length; first += Buckets.Depth)
        {
            var buckets = 0xFF;
            for (var column = 0; column < Buckets.Depth; column++) buckets &= Sets[first + column].Exact[text[column]];
            if (buckets != 0) return true;
        }
        return false;
    }

    public void Add(in Buckets.Head head)
    {
        var text = head.Text;
        var (chosen, least) = (0, double.MaxValue);
        for (var bucket = 0; bucket < _count && least > 0; bucket++)
        {
            var weights = Weights(bucket);
            var more = 1.0;
            for (var column = 0; column < Buckets.Depth; column++) more *= Widened(weights[column], bucket, text, column);
            more -= weights[0] * weights[1] * weights[2] * weights[3];
            if (more < least) (chosen, least) = (bucket, more);
        }
        for (var column = 0; column < Buckets.Depth; column++)
        {
            var table = Table(chosen, column);
            Weights(chosen)[column] = Widened(Weights(chosen)[column], chosen, text, column);
            if (column >= text.Length) table.AddAll(chosen % ByteSets.Count);
            else if (head.IgnoreCase && Bytes.IsLower(text[column])) table.AddBoth(chosen % ByteSets.Count, text[column]);
            else table.Add(chosen % ByteSets.Count, text[column]);
        }
    }

    /// <summary>The share of all bytes that a bucket's column lets through which takes a text in as well.</summary>
    private double Widened(double share, int bucket, byte[] text, int column)
    {
        if (column >= text.Length) return 1;
        var isIn = (Table(bucket, column).Exact[text[column]] >> (bucket % ByteSets.Count) & 1) != 0;
        return isIn ? share : Math.Min(1, share + Buckets.Frequencies[text[column]]);
    }

    private Span<double> Weights(int bucket) => _weights.AsSpan(bucket * Buckets.Depth, Buckets.Depth);

    private ByteSets Table(int bucket, int column) => Sets[(bucket / ByteSets.Count * Buckets.Depth) + column];
}
