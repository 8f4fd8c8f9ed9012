using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// A guest's whole config as Proxmox returns it: key to raw value, sorted, compared by value. Keys that this product
/// does not know are in it like any other, so that nothing is lost.
/// </summary>
public sealed class GuestConfig : IReadOnlyDictionary<string, string>, IEquatable<GuestConfig>
{
    private readonly KeyValuePair<string, string>[] _values;

    private GuestConfig(KeyValuePair<string, string>[] values) => _values = values;

    /// <summary>A config without keys.</summary>
    public static GuestConfig Empty { get; } = new(SortedPairs.None);

    /// <summary>Makes a config of the pairs; the last of equal keys wins.</summary>
    public static GuestConfig From(IEnumerable<KeyValuePair<string, string>> pairs) => new(SortedPairs.Of(pairs));

    /// <summary>Makes a config of the pairs given one by one.</summary>
    public static GuestConfig Of(params (string Key, string Value)[] pairs) =>
        From(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));

    public int Count => _values.Length;
    public IEnumerable<string> Keys => _values.Select(pair => pair.Key);
    public IEnumerable<string> Values => _values.Select(pair => pair.Value);
    public string this[string key] => Get(key) ?? throw new KeyNotFoundException($"The config has no key '{key}'.");

    /// <summary>The value, or null where the key is unset.</summary>
    public string? Get(string key) => SortedPairs.IndexOf(_values, key) is >= 0 and var at ? _values[at].Value : null;

    /// <summary>The same config with the key set, or removed where <paramref name="value"/> is null.</summary>
    public GuestConfig With(string key, string? value) => new(SortedPairs.With(_values, key, value));

    public bool ContainsKey(string key) => SortedPairs.IndexOf(_values, key) >= 0;
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => (value = Get(key)) is not null;
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public bool Equals(GuestConfig? other) => other is not null && SortedPairs.Same(_values, other._values);
    public override bool Equals(object? obj) => Equals(obj as GuestConfig);
    public override int GetHashCode() => SortedPairs.Hash(_values);
}
