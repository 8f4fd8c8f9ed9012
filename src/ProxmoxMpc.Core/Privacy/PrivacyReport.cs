using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>How often values of a kind were replaced, and how many different ones.</summary>
public sealed record PrivacyCount(PrivacyKind Kind, long Replaced, int Distinct);

/// <summary>What a session has replaced so far, without the values.</summary>
public sealed record PrivacyReport(ImmutableArray<PrivacyCount> Counts, long BytesRead)
{
    public long Replaced => Counts.Sum(count => count.Replaced);

    public int Distinct => Counts.Sum(count => count.Distinct);
}
