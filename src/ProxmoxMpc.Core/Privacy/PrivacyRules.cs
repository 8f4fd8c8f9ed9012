using System.Collections.Immutable;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Everything that is looked for.</summary>
public static class PrivacyRules
{
    public static ImmutableArray<PrivacyRule> All { get; } = [.. DetectorTable.All.Select(detector => detector.Rule).Concat(SweepRules.Rules).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
}
