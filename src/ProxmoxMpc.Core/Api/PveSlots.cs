namespace ProxmoxMpc.Core.Api;

/// <summary>How many requests may be under way: halved when the server cannot keep up, one more after each round of good answers.</summary>
internal sealed class PveSlots
{
    // What fails together is one sign of trouble, not eight.
    private static readonly TimeSpan BetweenCuts = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly int _most;
    private readonly TimeProvider _time;
    private int _limit;
    private int _used;
    private int _good;
    private long? _lastCut;

    internal PveSlots(int most, TimeProvider time) => (_most, _limit, _time) = (most, most, time);

    /// <summary>The present bound.</summary>
    internal int Limit
    {
        get { lock (_gate) return _limit; }
    }

    /// <summary>Waits for a slot; each one that was got is given back by <see cref="Leave"/>.</summary>
    internal Task EnterAsync(CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return Task.FromCanceled(ct);
        TaskCompletionSource waiter;
        lock (_gate)
        {
            if (_used < _limit)
            {
                _used++;
                return Task.CompletedTask;
            }
            waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiter);
        }
        return WaitAsync(waiter, ct);
    }

    private static async Task WaitAsync(TaskCompletionSource waiter, CancellationToken ct)
    {
        await using var cancelling = ct.Register(() => waiter.TrySetCanceled(ct));
        await waiter.Task;
    }

    /// <param name="isCongested">Whether the request ended in a way that an overloaded server ends requests.</param>
    internal void Leave(bool isCongested)
    {
        lock (_gate)
        {
            _used--;
            if (isCongested) Cut();
            else if (_limit < _most && ++_good >= _limit) (_limit, _good) = (_limit + 1, 0);
            // One who was cancelled in the queue takes no slot.
            while (_used < _limit && _waiting.TryDequeue(out var next))
                if (next.TrySetResult()) _used++;
        }
    }

    private void Cut()
    {
        _good = 0;
        if (_lastCut is { } last && _time.GetElapsedTime(last) < BetweenCuts) return;
        _lastCut = _time.GetTimestamp();
        _limit = Math.Max(1, _limit / 2);
    }
}
