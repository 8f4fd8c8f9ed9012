using System.Globalization;

namespace ProxmoxMpc.Tests.Unit;

/// <summary>Property tests are short in the suite; PMPC_LONG_RUN=N makes them N times as long.</summary>
internal static class LongRun
{
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("PMPC_LONG_RUN"), NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor > 0 ? factor : 1;

    public static int Iterations(int usually) => usually * Factor;
}
