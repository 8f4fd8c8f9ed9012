using System.Management.Automation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell;

/// <summary>
/// Base of all cmdlets: turns failures into error records in one place, and lets asynchronous work of the core report to
/// the pipeline while it runs.
/// </summary>
public abstract class PmpcCmdlet : PSCmdlet
{
    private PipelinePump? _pump;

    /// <summary>Whether the user asked what would happen: by -WhatIf, or by the preference where the switch is not given.</summary>
    protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? given is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("WhatIfPreference") is SwitchParameter { IsPresent: true } or true;

    /// <summary>Called once before the first item.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Called for each item of the pipeline, or once without one.</summary>
    protected abstract void Process();

    /// <summary>Called once after the last item.</summary>
    protected virtual void End()
    {
    }

    protected sealed override void BeginProcessing() => Guard(Begin, alwaysFatal: true);

    protected sealed override void ProcessRecord() => Guard(Process, alwaysFatal: false);

    protected sealed override void EndProcessing() => Guard(End, alwaysFatal: false);

    /// <summary>
    /// Runs asynchronous work of the core on the pool and waits for it. While it runs, <see cref="OnPipeline{T}"/> and
    /// <see cref="Ask{T}"/> bring its reports and questions to the pipeline's thread. Ctrl+C cancels the token.
    /// </summary>
    protected T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        using var pump = new PipelinePump();
        var outer = _pump;
        _pump = pump;
        try
        {
            return pump.Run(work, PipelineStopToken);
        }
        finally
        {
            _pump = outer;
        }
    }

    /// <inheritdoc cref="Await{T}"/>
    protected void Await(Func<CancellationToken, Task> work) => Await(async token =>
    {
        await work(token);
        return true;
    });

    /// <summary>Items of the core as they come; each is handed out on the pipeline's thread.</summary>
    protected IEnumerable<T> Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> work) =>
        work(PipelineStopToken).ToBlockingEnumerable(PipelineStopToken);

    /// <summary>A receiver of reports that may be called from any thread; the action runs on the pipeline's, in order.</summary>
    protected IProgress<T> OnPipeline<T>(Action<T> action) => new Reporter<T>(this, action);

    /// <summary>From work under <see cref="Await{T}"/>: has a question (<c>ShouldProcess</c>, <c>ShouldContinue</c>) asked on the pipeline's thread.</summary>
    protected Task<T> Ask<T>(Func<T> question) => _pump?.Ask(() =>
    {
        HideProgress();
        return question();
    }) ?? throw new InvalidOperationException("Questions can be asked only while work is awaited.");

    /// <summary>Called before something is asked or said in the middle of work: what shows that it goes on must not stand over a question.</summary>
    private protected virtual void HideProgress()
    {
    }

    private void Guard(Action action, bool alwaysFatal)
    {
        try
        {
            action();
        }
        catch (PmpcException exception)
        {
            var record = ErrorRecords.From(exception);
            if (alwaysFatal || ErrorRecords.IsFatal(exception.Kind)) ThrowTerminatingError(record);
            WriteError(record);
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (exception.GetType().Assembly != typeof(PSCmdlet).Assembly)
        {
            // The engine's own exceptions are its flow of control (a stopped pipeline, -ErrorAction Stop, Select-Object -First).
            ThrowTerminatingError(ErrorRecords.FromUnexpected(exception));
        }
    }

    private sealed class Reporter<T>(PmpcCmdlet cmdlet, Action<T> action) : IProgress<T>
    {
        public void Report(T value) => cmdlet._pump?.Post(() => action(value));
    }
}
