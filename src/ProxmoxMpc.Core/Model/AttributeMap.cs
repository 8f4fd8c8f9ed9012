using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// Attribute path to canonical value, sorted, compared by value. What is absent is unset or at Proxmox's default.
/// Paths are those of <see cref="Schema.AttributePath"/>.
/// </summary>
public sealed class AttributeMap : IReadOnlyDictionary<string, string>, IEquatable<AttributeMap>
{
    private readonly ImmutableSortedDictionary<string, string> _values;

    private AttributeMap(ImmutableSortedDictionary<string, string> values) => _values = values;

    public static AttributeMap Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>Makes a map of the pairs; the last of equal paths wins.</summary>
    public static AttributeMap From(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (path, value) in pairs) builder[path] = value;
        return new(builder.ToImmutable());
    }

    public int Count => _values.Count;
    public IEnumerable<string> Keys => _values.Keys;
    public IEnumerable<string> Values => _values.Values;
    public string this[string path] => _values[path];

    /// <summary>The value, or null where unset or at its default.</summary>
    public string? Get(string path) => _values.GetValueOrDefault(path);

    /// <summary>The same map with the path set, or removed where <paramref name="value"/> is null.</summary>
    public AttributeMap With(string path, string? value) => new(value is null ? _values.Remove(path) : _values.SetItem(path, value));

    /// <summary>The paths at which the two maps differ, sorted.</summary>
    public IEnumerable<string> DifferingFrom(AttributeMap other) =>
        Keys.Union(other.Keys, StringComparer.Ordinal).Where(path => Get(path) != other.Get(path)).Order(StringComparer.Ordinal);

    public bool ContainsKey(string path) => _values.ContainsKey(path);
    public bool TryGetValue(string path, [MaybeNullWhen(false)] out string value) => _values.TryGetValue(path, out value);
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public bool Equals(AttributeMap? other) => other is not null && _values.Count == other._values.Count && _values.SequenceEqual(other._values);
    public override bool Equals(object? obj) => Equals(obj as AttributeMap);
    public override int GetHashCode() => _values.Count == 0 ? 0 : HashCode.Combine(_values.Count, _values.Keys.First());
}
