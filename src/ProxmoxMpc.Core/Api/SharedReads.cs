using System.Collections.Concurrent;
using System.Text.Json;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Answers that one look at the cluster needs in two places: the inventory and the objects beside it. Each is asked for once.
/// </summary>
public sealed class SharedReads(PveClient client)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<JsonElement>>> _answers = new(StringComparer.Ordinal);

    /// <summary>The whole answer, of now or of the first time that it was asked for; a failure is shared as well.</summary>
    internal Task<JsonElement> ReadAsync(string path, CancellationToken ct) =>
        _answers.GetOrAdd(path, asked => new(() => client.ReadAsync(asked, null, ct))).Value;

    /// <summary>The answer where it was asked for before, else null.</summary>
    internal Task<JsonElement>? Find(string path) => _answers.TryGetValue(path, out var asked) ? asked.Value : null;

    /// <summary>Its <c>data</c>.</summary>
    internal async Task<JsonElement> GetAsync(string path, CancellationToken ct) => (await ReadAsync(path, ct)).GetProperty("data");
}
