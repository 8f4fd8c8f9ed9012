using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Api;

/// <summary>A finished task.</summary>
/// <param name="ExitStatus"><c>OK</c>, <c>WARNINGS: n</c>, or the error's text.</param>
/// <param name="Duration">How long it was waited for.</param>
/// <param name="Log">The last lines of its log, at most 200.</param>
public sealed record PveTaskResult(Upid Upid, string ExitStatus, TimeSpan Duration, ImmutableArray<string> Log)
{
    /// <summary>Warnings are success: the work was done.</summary>
    public bool IsSuccess => ExitStatus == "OK" || HasWarnings;

    public bool HasWarnings => ExitStatus.StartsWith("WARNINGS", StringComparison.Ordinal);
}

/// <summary>A task that is still running.</summary>
/// <param name="Elapsed">Since it is waited for.</param>
/// <param name="NewLines">What its log has gained since the last report.</param>
public sealed record PveTaskProgress(Upid Upid, TimeSpan Elapsed, ImmutableArray<string> NewLines);

/// <summary>What <c>/version</c> says.</summary>
/// <param name="Version">For example <c>9.2.11</c>.</param>
/// <param name="Release">For example <c>9.2</c>.</param>
/// <param name="RepoId">The commit it was built from.</param>
public sealed record PveVersion(string Version, string Release, string RepoId)
{
    /// <summary>The first number of the version; 0 where it has none.</summary>
    public int Major => int.TryParse(Version.Split('.', '-')[0], System.Globalization.CultureInfo.InvariantCulture, out var major) ? major : 0;

    public override string ToString() => Version;
}
