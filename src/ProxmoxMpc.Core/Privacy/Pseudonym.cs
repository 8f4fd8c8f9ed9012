namespace ProxmoxMpc.Core.Privacy;

/// <summary>A value and what stands for it, both in the spelling of the text.</summary>
public sealed record Pseudonym(PrivacyKind Kind, string Original, string Replacement)
{
    private long _count;

    /// <summary>How often it was replaced so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    internal void Counted(long times) => Interlocked.Add(ref _count, times);

    /// <summary>Without the values, which have no place in a log.</summary>
    public override string ToString() => $"{Kind} pseudonym, used {Count} times";
}
