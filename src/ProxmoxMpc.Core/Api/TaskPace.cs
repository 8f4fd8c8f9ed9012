namespace ProxmoxMpc.Core.Api;

/// <summary>
/// How long tasks of a type took lately. Who waits for the next one asks when it should be over, and neither often before nor
/// long after.
/// </summary>
internal sealed class TaskPace
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    private sealed record Known(TimeSpan Expected);

    /// <summary>How long to wait before a task is asked after again.</summary>
    /// <param name="elapsed">How long it has run.</param>
    /// <param name="before">The pause before this one; zero: this is the first.</param>
    public TimeSpan Pause(string type, TimeSpan elapsed, TimeSpan before)
    {
        if (Expected(type) is not { } expected) return before == TimeSpan.Zero ? FirstPause : Min(before * 1.5, LongestPause);
        // On the way there somebody may be watching its log.
        if (elapsed < expected) return Min(expected - elapsed, LongestPause) is var left && left > ShortestPause ? left : ShortestPause;
        // It is due: close looks first, and rarer ones the longer it takes.
        var late = elapsed - expected;
        return Max(ShortestPause, Min(Max(expected * 0.04, late * 0.5), LongestPause));
    }

    /// <summary>Whether tasks of a type take so long that it is pointless to look as soon as one has begun.</summary>
    public bool IsLong(string type) => Expected(type) > FirstPause;

    /// <summary>A task has ended.</summary>
    /// <param name="elapsed">When that was seen.</param>
    public void Learn(string type, TimeSpan elapsed)
    {
        lock (_gate) _known[type] = new(_known.TryGetValue(type, out var known) && elapsed <= known.Expected * 1.02 ? elapsed * 0.97 : elapsed);
    }

    private TimeSpan? Expected(string type)
    {
        lock (_gate) return _known.GetValueOrDefault(type)?.Expected;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
