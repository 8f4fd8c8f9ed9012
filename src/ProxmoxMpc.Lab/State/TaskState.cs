using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.State;

/// <summary>A worker: what it will do when its time is over, and what came of it.</summary>
internal sealed class TaskState
{
    public required string Upid { get; init; }
    public required string Node { get; init; }
    public required int Pid { get; init; }
    public required long PStart { get; init; }
    public required long StartTime { get; init; }
    public required string Type { get; init; }
    public required string Id { get; init; }

    /// <summary>The user without the token's name.</summary>
    public required string User { get; init; }

    public string? TokenId { get; init; }

    /// <summary>The name of the action and its arguments: data, so that another process can finish what this one began.</summary>
    public required string Action { get; init; }

    public JsonObject Arguments { get; init; } = [];

    /// <summary>The guest whose lock the worker holds; such workers run one after the other.</summary>
    public int? Holds { get; init; }

    public DateTimeOffset EndsAt { get; set; }

    /// <summary>OK, WARNINGS: n or the error's text; null while it runs.</summary>
    public string? Result { get; set; }

    public long EndTime { get; set; }

    public List<string> Log { get; } = [];

    public bool IsRunning => Result is null;

    public string AuthId => TokenId is null ? User : $"{User}!{TokenId}";
}
