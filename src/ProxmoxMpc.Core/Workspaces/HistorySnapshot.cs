using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A point to return to: the code, the base and the server as they were.</summary>
public sealed record Snapshot
{
    /// <summary>Sorts by time; given by <see cref="HistoryStore.Write"/>, empty before.</summary>
    public string Id { get; init; } = "";

    public required DateTimeOffset Created { get; init; }

    /// <summary>What was done, in lower case: <c>sync</c>, <c>apply</c>, <c>rollback</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>One line for people.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The code's files: relative path to text.</summary>
    public IReadOnlyDictionary<string, string> Code { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The base, ordered by vmid.</summary>
    public ImmutableArray<BaseGuest> Base { get; init; } = [];

    /// <summary>The server as it was read, or null.</summary>
    public Inventory? Server { get; init; }

    /// <summary>The plan that was applied, as its own JSON.</summary>
    public JsonElement? Plan { get; init; }

    /// <summary>What came of it, as its own JSON.</summary>
    public JsonElement? Result { get; init; }
}
