using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api.Objects;

/// <summary>
/// Collects objects, and of which kinds and scopes everything was read. A read that failed leaves a gap, and its kind and
/// scope incomplete.
/// </summary>
internal sealed class ObjectSink(PveClient client, SharedReads shared)
{
    private readonly ConcurrentDictionary<ObjectKey, ClusterObject> _objects = new();
    private readonly ConcurrentDictionary<(ObjectKind, ObjectScope), bool> _complete = new();
    private readonly ConcurrentDictionary<Gap, bool> _gaps = new();

    internal PveClient Client => client;
    internal SharedReads Shared => shared;

    internal void Add(ObjectKind kind, ObjectScope scope, string name, GuestConfig settings)
    {
        var key = new ObjectKey(kind, scope, name);
        _objects[key] = ClusterObject.Of(key, settings);
    }

    /// <summary>Says that everything of the kind in the scope was read, unless a gap says otherwise.</summary>
    internal void Complete(ObjectKind kind, ObjectScope scope) => _complete.TryAdd((kind, scope), true);

    internal void Gap(ObjectKind kind, ObjectScope scope, string reason) => _gaps.TryAdd(new(GapScope.Object, ObjectGaps.Name(kind, scope), reason), true);

    /// <summary>Whether an object is not there where everything else of its kind was read.</summary>
    internal bool IsMissing(ObjectKey key) => !_objects.ContainsKey(key) && _complete.ContainsKey((key.Kind, key.Scope)) && !_gaps.Keys.Any(gap => gap.Name == ObjectGaps.Name(key.Kind, key.Scope));

    /// <summary>Asks for a list and hands out its entries; a failure is a gap of each of the kinds.</summary>
    internal Task ListAsync(ObjectScope scope, ImmutableArray<ObjectKind> kinds, string path, IEnumerable<KeyValuePair<string, string>>? query, Func<JsonElement, Task> each, CancellationToken ct) =>
        TryAsync(scope, kinds, async () =>
        {
            // What the inventory needed, too, is at hand; everything else is not kept, for there may be thousands of lists.
            var answer = query is null && shared.Find(path) is { } asked ? (await asked).GetProperty("data") : await client.GetAsync(path, query, ct);
            foreach (var entry in answer.Entries()) await each(entry);
        });

    /// <summary>The same where an entry becomes an object by itself.</summary>
    internal Task ListAsync(ObjectScope scope, ObjectKind kind, string path, Action<JsonElement> each, CancellationToken ct) =>
        ListAsync(scope, [kind], path, null, entry =>
        {
            each(entry);
            return Task.CompletedTask;
        }, ct);

    /// <summary>Reads; then the kinds are complete in the scope, or under a gap.</summary>
    internal async Task TryAsync(ObjectScope scope, ImmutableArray<ObjectKind> kinds, Func<Task> read)
    {
        try
        {
            await read();
            foreach (var kind in kinds) Complete(kind, scope);
        }
        catch (PmpcException e) when (!GapLog.IsFatal(e))
        {
            foreach (var kind in kinds) Gap(kind, scope, e.Message);
        }
    }

    internal ObjectReading ToReading()
    {
        var open = _gaps.Keys.Select(gap => gap.Name).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. _objects.Values.OrderBy(item => item.Key)],
            [.. _complete.Keys.Where(part => !open.Contains(ObjectGaps.Name(part.Item1, part.Item2)))],
            [.. _gaps.Keys.OrderBy(gap => gap.Name, StringComparer.Ordinal).ThenBy(gap => gap.Reason, StringComparer.Ordinal)]);
    }
}
