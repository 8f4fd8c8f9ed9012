using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;

namespace ProxmoxMpc.Core.Applying.Objects;

/// <summary>What became of a step about something beside nodes and guests.</summary>
/// <param name="Message">Empty where all went well; else why not, in the server's words.</param>
/// <param name="Hint">What to do about it, or null.</param>
/// <param name="Upid">The Proxmox task that did it, or null where none was needed.</param>
public sealed record ObjectStepResult(ObjectStep Step, StepOutcome Outcome, string Message, string? Hint = null, string? Upid = null)
{
    /// <summary>Whether requests went out, so that what the server has now may be its doing.</summary>
    public bool WasSent { get; init; }

    public int Number => Step.Number;
    public PlanAction Action => Step.Action;
    public ObjectKind Kind => Step.Kind;
    public string Name => Step.Name;
}

/// <summary>Where an apply is beside guests.</summary>
/// <param name="Done">Steps beside guests that have ended.</param>
/// <param name="Total">All steps beside guests.</param>
/// <param name="TaskLine">The last line of the running task's log, or null.</param>
/// <param name="IsOver">Whether the step has just ended.</param>
public sealed record ObjectProgress(ObjectStep Step, int Done, int Total, string? TaskLine, bool IsOver = false);
