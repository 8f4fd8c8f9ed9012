using System.Runtime.CompilerServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Works on the pieces of a stream side by side, and hands out the results in order.</summary>
internal static class PiecePump
{
    /// <param name="parallelism">How many pieces are worked on at once.</param>
    /// <param name="work">Works on a piece, which it must not keep; called by several threads.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TResult>(Stream input, int parallelism, Func<Piece, TResult> work, [EnumeratorCancellation] CancellationToken cancellation)
        where TResult : class?
    {
        var reader = new PieceReader(input);
        if (parallelism <= 1)
        {
            // Whoever waits must not be held up, and nothing is handed from thread to thread but once.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } piece)
            {
                using (piece) yield return work(piece);
            }
            yield break;
        }
        var running = new Queue<Task<TResult>>();
        using var slots = new SemaphoreSlim(parallelism);
        try
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } piece)
            {
                running.Enqueue(Task.Run(() => RunAsync(work, piece, slots), CancellationToken.None));
                // One more waits for its turn, so that nobody is idle while a result is written and the next piece read.
                if (running.Count > parallelism) yield return await running.Dequeue().ConfigureAwait(false);
            }
            while (running.Count > 0) yield return await running.Dequeue().ConfigureAwait(false);
        }
        finally
        {
            // What still runs uses memory of the pool: it must be over before anybody goes on.
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    private static async Task<TResult> RunAsync<TResult>(Func<Piece, TResult> work, Piece piece, SemaphoreSlim slots)
    {
        using (piece)
        {
            await slots.WaitAsync().ConfigureAwait(false);
            try
            {
                return work(piece);
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
