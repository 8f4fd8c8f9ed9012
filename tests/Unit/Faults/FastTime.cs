namespace ProxmoxMpc.Tests.Unit.Faults;

/// <summary>A clock that runs many times as fast as the world: waits of minutes take a blink, and every time limit with them.</summary>
internal sealed class FastTime(int factor) : TimeProvider
{
    private readonly DateTimeOffset _begun = System.GetUtcNow();
    private readonly long _stamp = System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _begun + System.GetElapsedTime(_stamp) * factor;

    public override long GetTimestamp() => _stamp + (System.GetTimestamp() - _stamp) * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Scaled(dueTime), Scaled(period));

    private TimeSpan Scaled(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / factor;
}
