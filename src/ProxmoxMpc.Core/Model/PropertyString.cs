using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// A value of the form <c>value,key=value,…</c>, as Proxmox packs several settings into one key. Parts keep their order and
/// spelling, known or not, so that printing gives back what was parsed.
/// </summary>
public sealed class PropertyString
{
    // One after the other, half a dozen readers look at the same values of a guest.
    private const int Recent = 32;

    [ThreadStatic]
    private static (string Raw, KeySchema Schema, PropertyString Parsed)[]? t_recent;

    private readonly ImmutableArray<(string Name, string Value)> _parts;

    private PropertyString(ImmutableArray<(string, string)> parts) => _parts = parts;

    /// <summary>An empty one to build on.</summary>
    public static PropertyString Empty { get; } = new([]);

    /// <summary>
    /// Parses by Proxmox's rules: a part without <c>=</c> is the default part's value, <c>virtio=MAC</c> names model and
    /// MAC at once, aliases mean the part they stand for. Never fails: what it cannot place it keeps under an empty name.
    /// </summary>
    public static PropertyString Parse(string raw, KeySchema schema)
    {
        ref var last = ref (t_recent ??= new (string, KeySchema, PropertyString)[Recent])[(uint)RuntimeHelpers.GetHashCode(raw) % Recent];
        if (!ReferenceEquals(last.Raw, raw) || !ReferenceEquals(last.Schema, schema)) last = (raw, schema, ParseAnew(raw, schema));
        return last.Parsed;
    }

    private static PropertyString ParseAnew(string raw, KeySchema schema)
    {
        var parts = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var text in raw.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = text.IndexOf('=');
            if (equals <= 0)
            {
                parts.Add((schema.DefaultPart?.Name ?? "", text));
                continue;
            }
            var name = text[..equals];
            var value = text[(equals + 1)..];
            if (schema.ModelAliases.Contains(name))
            {
                parts.Add(("model", name));
                parts.Add(("macaddr", value));
            }
            else parts.Add((schema.Part(name)?.Name ?? name, value));
        }
        return new(parts.ToImmutable());
    }

    /// <summary>The names of the parts, in the order in which they stand; the empty name where there is no telling.</summary>
    public IEnumerable<string> Names => _parts.Select(part => part.Name);

    /// <summary>The raw value of a part, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _parts)
                if (key == name) return value;
            return null;
        }
    }

    /// <summary>The same with a part set in place or appended, or removed where the value is null.</summary>
    public PropertyString With(string name, string? value)
    {
        var index = -1;
        for (var i = 0; i < _parts.Length && index < 0; i++)
            if (_parts[i].Name == name) index = i;
        if (value is null) return index < 0 ? this : new(_parts.RemoveAt(index));
        return new(index < 0 ? _parts.Add((name, value)) : _parts.SetItem(index, (name, value)));
    }

    /// <summary>
    /// The parts by name in canonical form, defaults left out; of a volume also <c>storage</c> and <c>volume</c> instead of
    /// the volume id.
    /// </summary>
    public IReadOnlyDictionary<string, string> ToAttributes(KeySchema schema)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in _parts)
        {
            var part = schema.Part(name);
            if (part is { IsDefaultKey: true } && schema.IsVolume)
            {
                var (storage, volume) = VolumeId.Split(value);
                if (storage is not null) found["storage"] = storage;
                // A volume that is only wanted has a storage and no name yet.
                if (volume.Length > 0) found["volume"] = volume;
            }
            else if (part is null) found[name] = value;
            else if (AttributeValue.Canonical(part, value, keepDefault: part.IsDefaultKey && schema.IsDevice) is { } canonical) found[part.Name] = canonical;
        }
        // A device without its main part has the default one: "action=reset" is a watchdog i6300esb.
        if (schema is { IsDevice: true, IsVolume: false, DefaultPart: { Default: { } standard } main } && found.Count > 0) found.TryAdd(main.Name, standard);
        return found;
    }

    /// <summary>One part as <see cref="ToAttributes"/> has it, without making the others.</summary>
    internal string? Attribute(KeySchema schema, string name)
    {
        if (schema is { IsDevice: true, IsVolume: false, DefaultPart: { Default: not null } main } && main.Name == name) return ToAttributes(schema).GetValueOrDefault(name);
        for (var i = _parts.Length - 1; i >= 0; i--)
        {
            var part = schema.Part(_parts[i].Name);
            if (part is { IsDefaultKey: true } && schema.IsVolume)
            {
                if (name is not ("storage" or "volume")) continue;
                var (storage, volume) = VolumeId.Split(_parts[i].Value);
                if ((name == "storage" ? storage : volume.Length > 0 ? volume : null) is { } found) return found;
            }
            else if ((part?.Name ?? _parts[i].Name) != name) continue;
            else if (part is null) return _parts[i].Value;
            else if (AttributeValue.Canonical(part, _parts[i].Value, keepDefault: part.IsDefaultKey && schema.IsDevice) is { } canonical) return canonical;
        }
        return null;
    }

    /// <summary>Prints it for a request: the default part first and without its name where the schema has one.</summary>
    public string ToString(KeySchema schema)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _parts.OrderBy(part => part.Name == schema.DefaultPart?.Name ? 0 : 1))
        {
            if (name == "macaddr" && schema.ModelAliases.Length > 0 && this["model"] is not null) continue;
            if (text.Length > 0) text.Append(',');
            if (name == "model" && schema.ModelAliases.Length > 0)
            {
                text.Append(value);
                if (this["macaddr"] is { } mac) text.Append('=').Append(mac);
            }
            else if (name.Length == 0 || (name == schema.DefaultPart?.Name && CanStandAlone(schema, value))) text.Append(value);
            else text.Append(name).Append('=').Append(value);
        }
        return text.ToString();
    }

    /// <summary>The parts in the order in which they stand, each with its name.</summary>
    internal string ToNamedString() => string.Join(',', _parts.Select(part => part.Name.Length == 0 ? part.Value : $"{part.Name}={part.Value}"));

    // Perl takes the text "0" for nothing at all: "startup: 0" is refused where "order=0" is not. And the Terraform provider
    // reads no order that stands there without its name.
    private static bool CanStandAlone(KeySchema schema, string value) => !value.Contains('=') && schema.Name != "startup";
}

/// <summary>Volume ids: <c>storage:volume</c>, or a path or word that belongs to no storage.</summary>
public static class VolumeId
{
    /// <summary>Storage and rest; the storage is null for <c>none</c>, <c>cdrom</c> and paths of the node.</summary>
    public static (string? Storage, string Volume) Split(string volumeId)
    {
        var colon = volumeId.IndexOf(':');
        return colon <= 0 || volumeId[0] == '/' ? (null, volumeId) : (volumeId[..colon], volumeId[(colon + 1)..]);
    }

    /// <summary>Puts the two together again.</summary>
    public static string Join(string? storage, string volume) => storage is null ? volume : $"{storage}:{volume}";
}
