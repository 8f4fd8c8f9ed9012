namespace ProxmoxMpc.Core.Model;

/// <summary>
/// Names with values in one sorted array: what configs and attribute maps are made of. Of ten thousand guests there are some
/// thirty thousand of them, and a tree would take five times the room.
/// </summary>
internal static class SortedPairs
{
    internal static readonly KeyValuePair<string, string>[] None = [];

    private static readonly Comparison<KeyValuePair<string, string>> ByName = (x, y) => string.CompareOrdinal(x.Key, y.Key);

    /// <summary>Sorted by name, ordinally; the last of equal names wins.</summary>
    internal static KeyValuePair<string, string>[] Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var given = pairs.ToArray();
        if (given.Length == 0) return None;
        foreach (ref var pair in given.AsSpan()) pair = new(TextPool.Names.Get(pair.Key), TextPool.Values.Get(pair.Value));
        if (IsSorted(given)) return given;
        var once = given.AsSpan().ToArray();
        Array.Sort(once, ByName);
        if (IsSorted(once)) return once;
        // A name stands twice: by place, too, for the last must win.
        var order = new int[given.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((x, y) => string.CompareOrdinal(given[x].Key, given[y].Key) is not 0 and var names ? names : x - y);
        var sorted = new KeyValuePair<string, string>[given.Length];
        for (var i = 0; i < order.Length; i++) sorted[i] = given[order[i]];
        var kept = 0;
        for (var i = 0; i < sorted.Length; i++)
            if (i + 1 == sorted.Length || sorted[i].Key != sorted[i + 1].Key) sorted[kept++] = sorted[i];
        return kept == sorted.Length ? sorted : sorted[..kept];
    }

    /// <summary>The place of the name; where there is none, the complement of the place where it belongs.</summary>
    internal static int IndexOf(KeyValuePair<string, string>[] pairs, string name)
    {
        var (low, high) = (0, pairs.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(pairs[middle].Key, name);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    /// <summary>The same with the name set, or without it where the value is null.</summary>
    internal static KeyValuePair<string, string>[] With(KeyValuePair<string, string>[] pairs, string name, string? value)
    {
        var at = IndexOf(pairs, name);
        if (value is null) return at < 0 ? pairs : [.. pairs.AsSpan(0, at), .. pairs.AsSpan(at + 1)];
        if (at < 0) return [.. pairs.AsSpan(0, ~at), new(name, value), .. pairs.AsSpan(~at)];
        if (pairs[at].Value == value) return pairs;
        var changed = pairs.AsSpan().ToArray();
        changed[at] = new(pairs[at].Key, value);
        return changed;
    }

    internal static bool Same(KeyValuePair<string, string>[] x, KeyValuePair<string, string>[] y)
    {
        if (ReferenceEquals(x, y)) return true;
        if (x.Length != y.Length) return false;
        for (var i = 0; i < x.Length; i++)
            if (x[i].Key != y[i].Key || x[i].Value != y[i].Value) return false;
        return true;
    }

    internal static int Hash(KeyValuePair<string, string>[] pairs)
    {
        var hash = new HashCode();
        foreach (var (key, value) in pairs)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }
        return hash.ToHashCode();
    }

    private static bool IsSorted(KeyValuePair<string, string>[] pairs)
    {
        for (var i = 1; i < pairs.Length; i++)
            if (string.CompareOrdinal(pairs[i - 1].Key, pairs[i].Key) >= 0) return false;
        return true;
    }
}
