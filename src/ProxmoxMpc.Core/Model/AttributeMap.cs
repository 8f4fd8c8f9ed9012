using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// Attribute path to canonical value, sorted, compared by value. What is absent is unset or at Proxmox's default.
/// Paths are those of <see cref="Schema.AttributePath"/>.
/// </summary>
public sealed class AttributeMap : IReadOnlyDictionary<string, string>, IEquatable<AttributeMap>
{
    private readonly KeyValuePair<string, string>[] _values;

    private AttributeMap(KeyValuePair<string, string>[] values) => _values = values;

    public static AttributeMap Empty { get; } = new(SortedPairs.None);

    /// <summary>Makes a map of the pairs; the last of equal paths wins.</summary>
    public static AttributeMap From(IEnumerable<KeyValuePair<string, string>> pairs) => new(SortedPairs.Of(pairs));

    /// <summary>Paths and values, sorted by path.</summary>
    internal ReadOnlySpan<KeyValuePair<string, string>> Pairs => _values;

    public int Count => _values.Length;
    public IEnumerable<string> Keys => _values.Select(pair => pair.Key);
    public IEnumerable<string> Values => _values.Select(pair => pair.Value);
    public string this[string path] => Get(path) ?? throw new KeyNotFoundException($"There is no attribute '{path}'.");

    /// <summary>The value, or null where unset or at its default.</summary>
    public string? Get(string path) => SortedPairs.IndexOf(_values, path) is >= 0 and var at ? _values[at].Value : null;

    /// <summary>The same map with the path set, or removed where <paramref name="value"/> is null.</summary>
    public AttributeMap With(string path, string? value) =>
        SortedPairs.With(_values, path, value) is var changed && ReferenceEquals(changed, _values) ? this : new(changed);

    /// <summary>The paths at which the two maps differ, sorted.</summary>
    public IEnumerable<string> DifferingFrom(AttributeMap other) =>
        Keys.Union(other.Keys, StringComparer.Ordinal).Where(path => Get(path) != other.Get(path)).Order(StringComparer.Ordinal);

    /// <summary>Whether a path begins so.</summary>
    internal bool HasAny(string beginning)
    {
        var at = SortedPairs.IndexOf(_values, beginning);
        if (at < 0) at = ~at;
        return at < _values.Length && _values[at].Key.StartsWith(beginning, StringComparison.Ordinal);
    }

    public bool ContainsKey(string path) => SortedPairs.IndexOf(_values, path) >= 0;
    public bool TryGetValue(string path, [MaybeNullWhen(false)] out string value) => (value = Get(path)) is not null;
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public bool Equals(AttributeMap? other) => other is not null && SortedPairs.Same(_values, other._values);
    public override bool Equals(object? obj) => Equals(obj as AttributeMap);
    public override int GetHashCode() => SortedPairs.Hash(_values);
}
