namespace ProxmoxMpc.Core.Applying;

/// <summary>Why a step was not begun, for people.</summary>
internal static class SkipReason
{
    /// <summary>Another one failed, and nothing was to be begun after that.</summary>
    public static string Stopped(int step) => FormattableString.Invariant($"Not begun: step {step} failed, and the run was to stop at the first failure.");

    /// <summary>What it needs was to be made by another one.</summary>
    public static string Needs(int step) => FormattableString.Invariant($"It needs step {step}, which was not done.");
}
