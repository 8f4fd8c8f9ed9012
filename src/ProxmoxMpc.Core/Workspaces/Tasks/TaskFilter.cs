using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Which tasks are wanted. What is left open filters nothing.</summary>
public sealed record TaskFilter
{
    public ImmutableArray<int> VmIds { get; init; } = [];

    /// <summary>Whether a node's tasks are wanted; null: of all nodes.</summary>
    public Func<string, bool>? Node { get; init; }

    /// <summary>Whether a type is wanted; null: all.</summary>
    public Func<string, bool>? Type { get; init; }

    /// <summary>A part of the type, where the server can sort out by it already.</summary>
    public string? TypePart { get; init; }

    /// <summary>A part of the user's or token's name.</summary>
    public string? User { get; init; }

    public ImmutableArray<TaskOutcome> Outcomes { get; init; } = [];

    /// <summary>Begun then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Begun then or earlier.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many, the latest first; 0: all that the nodes remember.</summary>
    public int Limit { get; init; } = 50;

    internal bool OnlyRunning => Outcomes is [TaskOutcome.Running];

    internal bool Accepts(TaskInfo task) =>
        (VmIds.IsEmpty || task.VmId is { } vmid && VmIds.Contains(vmid))
        && (Node is null || Node(task.Node))
        && (Type is null || Type(task.Type))
        && (User is null || task.User.Contains(User, StringComparison.OrdinalIgnoreCase))
        && (Outcomes.IsEmpty || Outcomes.Contains(task.Outcome))
        && (Since is null || task.StartTime >= Since)
        && (Until is null || task.StartTime <= Until);
}
