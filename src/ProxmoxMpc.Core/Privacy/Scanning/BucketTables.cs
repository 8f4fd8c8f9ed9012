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

    /// <summary>How much is let through, roughly: the share of all places.</summary>
    public double Through
    {
        get
        {
            var through = 0.0;
            for (var bucket = 0; bucket < _count; bucket++)
            {
                var share = 1.0;
                foreach (var weight in Weights(bucket)) share *= weight;
                through += share;
            }
            return through;
        }
    }

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
        Span<double> wider = stackalloc double[Buckets.Depth], best = stackalloc double[Buckets.Depth];
        var (chosen, least) = (0, double.MaxValue);
        for (var bucket = 0; bucket < _count; bucket++)
        {
            var (before, after) = (1.0, 1.0);
            for (var column = 0; column < Buckets.Depth; column++)
            {
                var weight = Weights(bucket)[column];
                before *= weight;
                wider[column] = weight;
                if (column >= text.Length) wider[column] = 1;
                else if ((Table(bucket, column).Exact[text[column]] >> (bucket % ByteSets.Count) & 1) == 0) wider[column] += Buckets.FrequencyOf(text[column]);
                after *= Math.Min(1, wider[column]);
            }
            if (after - before >= least) continue;
            (chosen, least) = (bucket, after - before);
            wider.CopyTo(best);
        }
        for (var column = 0; column < Buckets.Depth; column++)
        {
            var table = Table(chosen, column);
            Weights(chosen)[column] = Math.Min(1, best[column]);
            if (column >= text.Length) table.AddAll(chosen % ByteSets.Count);
            else if (head.IgnoreCase && Bytes.IsLower(text[column])) table.AddBoth(chosen % ByteSets.Count, text[column]);
            else table.Add(chosen % ByteSets.Count, text[column]);
        }
    }

    private Span<double> Weights(int bucket) => _weights.AsSpan(bucket * Buckets.Depth, Buckets.Depth);

    private ByteSets Table(int bucket, int column) => Sets[(bucket / ByteSets.Count * Buckets.Depth) + column];
}
