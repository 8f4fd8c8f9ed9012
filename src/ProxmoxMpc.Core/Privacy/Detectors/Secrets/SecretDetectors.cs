using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The detectors of what opens something.</summary>
internal static class SecretDetectors
{
    public static ImmutableArray<Detector> All { get; } =
    [
        new KnownPrefixDetector(),
    ];
}
