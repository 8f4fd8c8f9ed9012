using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>A resource beside guests in the three states, each as the code would say it.</summary>
/// <param name="Name">Kind and name, for people.</param>
/// <param name="Base">What code and server agreed on when they last met; null: they never did.</param>
/// <param name="Code">What the code wants; null: nothing.</param>
/// <param name="Server">What the server has; null: it is not there.</param>
public sealed record ObjectStates(ObjectKey Key, string Name, AttributeMap? Base, AttributeMap? Code, AttributeMap? Server)
{
    /// <summary>The file of the code; null where the code has it no more.</summary>
    public string? File { get; init; }

    /// <summary>Whether the code has an opinion about an attribute.</summary>
    public Func<string, bool> HasOpinion { get; init; } = _ => true;

    /// <summary>Why nothing can be done about it, whatever the code says; null: something can.</summary>
    public string? Refusal { get; init; }

    /// <summary>The work that brings the server to what the code wants, but for the attributes given, which stay as the server has them.</summary>
    public Func<IReadOnlyCollection<string>, ObjectWork> Work { get; init; } = _ => ObjectWork.None;

    /// <summary>A mark of what the server has.</summary>
    public string? Seen { get; init; }
}

/// <summary>What is to be done beside guests, and what is left alone.</summary>
/// <param name="Steps">In order; with those that are refused.</param>
/// <param name="Drift">What only the server moved.</param>
/// <param name="Conflicts">What both moved.</param>
public sealed record ObjectPlan(System.Collections.Immutable.ImmutableArray<ObjectStep> Steps, System.Collections.Immutable.ImmutableArray<ObjectDifference> Drift, System.Collections.Immutable.ImmutableArray<ObjectDifference> Conflicts)
{
    public static ObjectPlan Empty { get; } = new([], [], []);
}
