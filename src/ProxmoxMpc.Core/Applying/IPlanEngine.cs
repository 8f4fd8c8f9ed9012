using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>Carries out plans, one way or another, and journals every step before and after.</summary>
public interface IPlanEngine
{
    /// <summary>Does the steps of a plan.</summary>
    /// <param name="runId">The run that they belong to in the journal.</param>
    /// <param name="ended">Told of each result as it comes, one after the other.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was done is in the journal.</exception>
    Task<ApplyResult> RunAsync(Plan plan, long runId, IProgress<ApplyProgress>? progress, Action<StepResult>? ended, CancellationToken ct);
}
