using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// A guest's whole config as Proxmox returns it: key to raw value, sorted, compared by value. Keys that this product
/// does not know are in it like any other, so that nothing is lost.
/// </summary>
public sealed class GuestConfig : IReadOnlyDictionary<string, string>, IEquatable<GuestConfig>
{
    private readonly ImmutableSortedDictionary<string, string> _values;

    private GuestConfig(ImmutableSortedDictionary<string, string> values) => _values = values;

    /// <summary>A config without keys.</summary>
    public static GuestConfig Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>Makes a config of the pairs; the last of equal keys wins.</summary>
    public static GuestConfig From(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs) builder[key] = value;
        return new(builder.ToImmutable());
    }

    /// <summary>Makes a config of the pairs given one by one.</summary>
    public static GuestConfig Of(params (string Key, string Value)[] pairs) =>
        From(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));

    public int Count => _values.Count;
    public IEnumerable<string> Keys => _values.Keys;
    public IEnumerable<string> Values => _values.Values;
    public string this[string key] => _values[key];

    /// <summary>The value, or null where the key is unset.</summary>
    public string? Get(string key) => _values.GetValueOrDefault(key);

    /// <summary>The same config with the key set, or removed where <paramref name="value"/> is null.</summary>
    public GuestConfig With(string key, string? value) => new(value is null ? _values.Remove(key) : _values.SetItem(key, value));

    public bool ContainsKey(string key) => _values.ContainsKey(key);
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _values.TryGetValue(key, out value);
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(GuestConfig? other) =>
        other is not null && _values.Count == other._values.Count && _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as GuestConfig);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (key, value) in _values)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }
        return hash.ToHashCode();
    }
}
