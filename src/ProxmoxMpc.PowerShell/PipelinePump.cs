using System.Collections.Concurrent;

namespace ProxmoxMpc.PowerShell;

/// <summary>
/// Lets work on other threads have things done on the pipeline's thread, the only one from which a cmdlet may write:
/// the work runs on the pool, the pipeline's thread waits for it and does meanwhile what it is asked to.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    // After Ctrl+C the work gets this long to wind down; then the prompt comes back and the work ends on its own.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(700);

    private readonly BlockingCollection<Action> _requests = [];

    /// <summary>Asks for an action on the pipeline's thread and does not wait for it. After the end of the work it is dropped.</summary>
    public void Post(Action action)
    {
        try
        {
            _requests.Add(action);
        }
        catch (InvalidOperationException) when (_requests.IsAddingCompleted)
        {
            // A report that comes after the result (or after Ctrl+C) has no reader any more.
        }
    }

    /// <summary>Has the function called on the pipeline's thread and gives its result to the asking thread.</summary>
    public Task<TResult> Ask<TResult>(Func<TResult> question)
    {
        var answer = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _requests.Add(() =>
            {
                try
                {
                    answer.SetResult(question());
                }
                catch (Exception exception)
                {
                    answer.SetException(exception);
                    throw;
                }
            });
        }
        catch (InvalidOperationException) when (_requests.IsAddingCompleted)
        {
            answer.SetCanceled();
        }
        return answer.Task;
    }

    /// <summary>Runs the work to its end. Throws what it throws, or what an action on the pipeline's thread throws (after cancelling the work).</summary>
    public T Run<T>(Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var token = cancellation.Token;
        var task = Task.Run(() => work(token), CancellationToken.None);
        _ = task.ContinueWith(_ => _requests.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            foreach (var request in _requests.GetConsumingEnumerable(stop)) request();
        }
        catch
        {
            cancellation.Cancel();
            // WaitAny neither throws the task's exception nor waits for longer: the reason to stop is what the caller shall see.
            Task.WaitAny([task], s_patience);
            throw;
        }
        return task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        // Work that was given up may still post; a completed collection takes that, a disposed one would not.
        if (!_requests.IsAddingCompleted) _requests.CompleteAdding();
    }
}
