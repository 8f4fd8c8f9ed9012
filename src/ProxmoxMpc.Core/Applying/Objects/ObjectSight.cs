using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;

namespace ProxmoxMpc.Core.Applying.Objects;

/// <summary>A resource as the server has it at this moment.</summary>
/// <param name="Seen">The mark of it, as in <see cref="ObjectStep.Seen"/>.</param>
/// <param name="IsThere">Whether the server has it.</param>
/// <param name="View">It as the code would say it; null: it is not there, or the code cannot say it.</param>
public sealed record ObjectSight(string Seen, bool IsThere, AttributeMap? View)
{
    /// <summary>Whether changes wait beside it that are not in force: of a node's network.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>Whether what the step wants is so, and in force.</summary>
    internal bool IsReached(ObjectStep step) => !IsWaiting && IsWritten(step);

    /// <summary>Whether what the step wants is written down.</summary>
    internal bool IsWritten(ObjectStep step) => step.Action switch
    {
        PlanAction.Delete => View is null && (!IsThere || step.Changes.Length > 0),
        PlanAction.Create when View is null => IsThere,
        _ => View is not null && !Differing(step).Any(),
    };

    /// <summary>The attributes that are not as the step wants them.</summary>
    internal IEnumerable<PlanChange> Differing(ObjectStep step) => step.Changes.Where(change => View?.Get(change.Path) != change.After);
}
