using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Every detector that is woken by an anchor or a run. What stands in one group has one file or folder.</summary>
internal static class DetectorTable
{
    public static ImmutableArray<Detector> All { get; } = [.. SecretDetectors.All, .. StructureDetectors.All];
}
