namespace ProxmoxMpc.Bench.Sync;

/// <summary>What one measured run says about itself.</summary>
internal sealed record RunFigures
{
    public double Seconds { get; init; }
    public double ProcessorSeconds { get; init; }
    public int Requests { get; init; }

    /// <summary>Bytes of bodies on the wire; only the bare loop counts them.</summary>
    public long Bytes { get; init; }

    public int Rows { get; init; }
    public int Files { get; init; }
    public int Guests { get; init; }
    public int Gaps { get; init; }

    /// <summary>The most memory that the process ever held (resident).</summary>
    public long PeakBytes { get; init; }

    public long AllocatedBytes { get; init; }
}
