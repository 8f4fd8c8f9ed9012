using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>A request that carries out part of a step. An answer that is a task's id (<c>UPID:…</c>) is a task to wait for before the next.</summary>
/// <param name="Method"><c>POST</c>, <c>PUT</c> or <c>DELETE</c>.</param>
/// <param name="Path">From <c>/</c>, below <c>/api2/json</c>, its segments escaped.</param>
/// <param name="Parameters">As Proxmox takes them; of a DELETE they are the query.</param>
public sealed record ObjectRequest(string Method, string Path, ImmutableSortedDictionary<string, string> Parameters)
{
    /// <summary>Between the items of a list of which each is sent as a parameter of its own.</summary>
    internal const char ItemSeparator = '\0';

    /// <summary>What is sent: the parameters, a list of several items as one parameter each (names may repeat).</summary>
    internal IEnumerable<KeyValuePair<string, string>> Fields => Parameters.SelectMany(pair => pair.Value.Split(ItemSeparator).Select(item => KeyValuePair.Create(pair.Key, item)));

    public bool Equals(ObjectRequest? other) => other is not null && Method == other.Method && Path == other.Path && Parameters.SequenceEqual(other.Parameters);

    public override int GetHashCode() => HashCode.Combine(Method, Path, Parameters.Count);

    public override string ToString() => $"{Method} {Path}{string.Concat(Parameters.Select(pair => $" {pair.Key}={pair.Value}"))}";
}

/// <summary>What makes of one resource on the server what the code wants.</summary>
/// <param name="Requests">In the order in which they go out; none: there is nothing to do.</param>
/// <param name="Refusal">Why it is left alone, and what to do instead; null: it can be done.</param>
public sealed record ObjectWork(ImmutableArray<ObjectRequest> Requests, Consequence Consequence, string? Refusal = null)
{
    /// <summary>Nothing to do.</summary>
    public static ObjectWork None { get; } = new([], Consequence.Live);

    /// <summary>Work that is not taken on.</summary>
    public static ObjectWork Refused(string reason) => new([], Consequence.Live, reason);
}
