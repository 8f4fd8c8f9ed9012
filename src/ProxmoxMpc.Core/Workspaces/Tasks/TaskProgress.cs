using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Api;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>How far a task is.</summary>
/// <param name="Upid">The task.</param>
/// <param name="Elapsed">Since it is waited for.</param>
/// <param name="Percent">Where its log tells; null otherwise.</param>
/// <param name="LastLine">The last line of its log; null while it has none.</param>
/// <param name="NewLines">What the log has gained since the last report.</param>
public sealed record TaskProgress(string Upid, TimeSpan Elapsed, int? Percent, string? LastLine, IReadOnlyList<string> NewLines);

/// <summary>Reads from the lines of a log how far the task is.</summary>
internal sealed partial class TaskProgressReader(IProgress<TaskProgress> to) : IProgress<PveTaskProgress>
{
    private int? _percent;
    private string? _last;

    public void Report(PveTaskProgress value)
    {
        foreach (var line in value.NewLines)
        {
            _percent = PercentOf(line) ?? _percent;
            if (line.Length > 0) _last = line;
        }
        to.Report(new(value.Upid.Text, value.Elapsed, _percent, _last, value.NewLines));
    }

    /// <summary>
    /// The part done that a line of vzdump (<c>INFO:  12% (3.9 GiB of 32.0 GiB) in 3s</c>), of a disk copy
    /// (<c>transferred 1.0 GiB of 8.0 GiB (12.50%)</c>) or of a download (<c>12% 104 MB</c>) tells, 0 to 100.
    /// </summary>
    internal static int? PercentOf(string line) =>
        Percentage().Matches(line) is { Count: > 0 } found && double.TryParse(found[0].Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100
            ? (int)percent : null;

    [GeneratedRegex(@"(?<![\d.,])(\d{1,3}(?:\.\d+)?)\s?%", RegexOptions.CultureInvariant)]
    private static partial Regex Percentage();
}
