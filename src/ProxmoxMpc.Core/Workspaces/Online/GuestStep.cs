using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>One thing that is about to be done to one guest on the server. It was made by asking the server, so what cannot work is known before.</summary>
public sealed record GuestStep
{
    public required GuestRef Guest { get; init; }

    /// <summary>What will be done, for people: <c>Start</c>, <c>Migrate to pve2</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Why there is nothing to do; null where there is.</summary>
    public string? AlreadySo { get; init; }

    /// <summary>Whether a guest stops or data goes.</summary>
    public bool IsDisruptive { get; init; }

    /// <summary>What somebody should know before.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The requests that do it, one after the other; each is waited for.</summary>
    internal ImmutableArray<GuestRequest> Requests { get; init; } = [];

    /// <summary>What has to be true before the last request is sent, where HA carries out the one before; null: nothing.</summary>
    internal GuestExpectation? Between { get; init; }

    /// <summary>What has to be true in the end, where the end of the task does not mean it yet.</summary>
    internal GuestExpectation? Expected { get; init; }

    /// <summary>The vmid of the copy that it made; null before, and for what makes none.</summary>
    public int? CopyVmId { get; init; }

    /// <summary>The name of the snapshot that it is about; null otherwise.</summary>
    internal string? SnapshotName { get; init; }

    public override string ToString() => $"{Action}: {Guest}";
}

/// <summary>A write about a guest.</summary>
/// <param name="Method">POST or DELETE.</param>
/// <param name="Rest">The path under the guest.</param>
internal sealed record GuestRequest(HttpMethod Method, string Rest, ImmutableArray<KeyValuePair<string, string>> Parameters)
{
    internal static GuestRequest Post(string rest, params IEnumerable<(string Name, string? Value)> parameters) => new(HttpMethod.Post, rest, Given(parameters));

    internal static GuestRequest Delete(string rest, params IEnumerable<(string Name, string? Value)> parameters) => new(HttpMethod.Delete, rest, Given(parameters));

    private static ImmutableArray<KeyValuePair<string, string>> Given(IEnumerable<(string Name, string? Value)> parameters) =>
        [.. parameters.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!))];
}

/// <summary>A state of a guest that is waited for after its task.</summary>
/// <param name="Status"><c>running</c> or <c>stopped</c>; null: either.</param>
/// <param name="Node">The node that it shall be on; null: any.</param>
/// <param name="NotPid">The process that it must have left; null: none.</param>
/// <param name="Patience">How long to wait for it.</param>
/// <param name="OnlyAfterHa">Whether the task's own end is enough unless it only told HA what to do.</param>
internal sealed record GuestExpectation(string? Status, string? Node, long? NotPid, TimeSpan Patience, bool OnlyAfterHa);

/// <summary>How one step is going.</summary>
/// <param name="Percent">Where the task's log tells; null otherwise.</param>
/// <param name="Text">The last line of the log, or what is waited for.</param>
public sealed record GuestProgress(GuestStep Step, int Index, int Done, int Total, int? Percent, string Text);

/// <summary>What came of one step, or of a guest for which there could be none.</summary>
public sealed record GuestOutcome
{
    /// <summary>Null where the guest was not found.</summary>
    public GuestRef? Guest { get; init; }

    public GuestStep? Step { get; init; }

    /// <summary>Null where it went well.</summary>
    public PmpcException? Failure { get; init; }

    /// <summary>The last task that was begun for it; null where there was none.</summary>
    public TaskInfo? Task { get; init; }

    /// <summary>For people: why nothing had to be done, or what happened.</summary>
    public string? Note { get; init; }

    /// <summary>The guest or snapshot as it is afterwards, where it was asked for.</summary>
    public object? Result { get; init; }
}
