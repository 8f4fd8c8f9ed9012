using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Model;

/// <summary>Sets of attribute paths, of which most guests have the same few.</summary>
internal static class SharedPaths
{
    private const int Most = 4096;

    private static readonly ConcurrentDictionary<string, ImmutableSortedSet<string>> Known = new(StringComparer.Ordinal);

    /// <summary>The set of these paths, in ordinal order.</summary>
    internal static ImmutableSortedSet<string> Of(IEnumerable<string> paths)
    {
        var ordered = paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var name = string.Join('\n', ordered);
        if (Known.TryGetValue(name, out var known)) return known;
        var made = ImmutableSortedSet.Create(StringComparer.Ordinal, ordered);
        return Known.Count < Most ? Known.GetOrAdd(name, made) : made;
    }
}
