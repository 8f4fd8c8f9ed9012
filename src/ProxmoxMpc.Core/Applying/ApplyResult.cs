using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>How a step ended.</summary>
public enum StepOutcome
{
    Done,

    /// <summary>It failed; what it had done until then stands in the message.</summary>
    Failed,

    /// <summary>Its answer was lost and the server could not be asked what became of it.</summary>
    Unknown,

    /// <summary>Not begun: an earlier step of the same guest failed, or the run was stopped.</summary>
    Skipped,
}

/// <summary>What became of a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Empty where all went well; else why not, in the server's words.</param>
/// <param name="Hint">What to do about it, or null.</param>
/// <param name="Upid">The Proxmox task that did it, or null where none was needed.</param>
public sealed record StepResult(PlanStep Step, StepOutcome Outcome, string Message, string? Hint = null, string? Upid = null)
{
    /// <summary>Whether it was done on a copy of the server only.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>The archive that a backup has made.</summary>
    public string? Archive { get; init; }

    public int Number => Step.Number;
    public PlanAction Action => Step.Action;
    public string Guest => Step.Guest;
    public int VmId => Step.VmId;
}

/// <summary>Where an apply is.</summary>
/// <param name="Step">One of the steps that run.</param>
/// <param name="Done">Steps that have ended.</param>
/// <param name="Total">All steps.</param>
/// <param name="TaskLine">The last line of the running task's log, or null.</param>
/// <param name="IsOver">Whether the step has just ended.</param>
public sealed record ApplyProgress(PlanStep Step, int Done, int Total, string? TaskLine, bool IsOver = false);

/// <summary>What an apply did.</summary>
public sealed record ApplyResult(ImmutableArray<StepResult> Steps)
{
    /// <summary>What became of the steps beside guests.</summary>
    public ImmutableArray<ObjectStepResult> Objects { get => field.IsDefault ? [] : field; init; } = [];

    public bool Succeeded => Outcomes.All(outcome => outcome == StepOutcome.Done);
    public int Done => Outcomes.Count(outcome => outcome == StepOutcome.Done);
    public int Failed => Outcomes.Count(outcome => outcome is StepOutcome.Failed or StepOutcome.Unknown);
    public int Skipped => Outcomes.Count(outcome => outcome == StepOutcome.Skipped);

    private IEnumerable<StepOutcome> Outcomes => Steps.Select(step => step.Outcome).Concat(Objects.Select(step => step.Outcome));

    /// <summary>Guests of which at least one step was begun, and which therefore have to be read again.</summary>
    public IEnumerable<int> TouchedGuests => Steps.Where(step => step.Outcome != StepOutcome.Skipped).Select(step => step.VmId).Distinct().Order();
}
