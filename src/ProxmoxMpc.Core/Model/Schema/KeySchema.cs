using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>A config key, or an indexed family of them (<c>net0</c> … <c>net31</c>).</summary>
public sealed record KeySchema
{
    private FrozenDictionary<string, AttributeSchema>? _byName;
    private AttributeSchema[]? _all;
    private AttributeSchema? _defaultPart;
    private string[]? _names;
    private ConcurrentDictionary<string, string[]>? _paths;

    /// <summary>The key, or the family's name without the index.</summary>
    public required string Name { get; init; }

    /// <summary>Lowest index of a family; null for a single key.</summary>
    public int? FirstIndex { get; init; }

    public int? LastIndex { get; init; }

    /// <summary>The value itself where the key has no parts; null for a property string.</summary>
    public AttributeSchema? Scalar { get; init; }

    /// <summary>The parts of a property string; empty for a plain value.</summary>
    public ImmutableArray<AttributeSchema> Parts { get; init; } = [];

    /// <summary>Part names that stand for a value of another part, as <c>virtio=MAC</c> means model=virtio,macaddr=MAC.</summary>
    public ImmutableArray<string> ModelAliases { get; init; } = [];

    /// <summary>Its being there means something even if every part has its default (a NIC, a disk, a watchdog).</summary>
    public bool IsDevice { get; init; }

    /// <summary>The default part is a volume id, shown as <c>storage</c> and <c>volume</c>.</summary>
    public bool IsVolume { get; init; }

    /// <summary>How a running guest takes a device that was not there.</summary>
    public ChangeEffect Added { get; init; } = ChangeEffect.Restart;

    /// <summary>How a running guest gives the device up.</summary>
    public ChangeEffect Removed { get; init; } = ChangeEffect.Restart;

    /// <summary>The <c>hotplug</c> feature that adding and removing need where they are <see cref="ChangeEffect.HotPlug"/>.</summary>
    public string? HotPlugFeature { get; init; }

    /// <summary>
    /// The privilege on <c>/vms/{vmid}</c> that a change needs; null: only root changes it. A drive that holds a CD needs
    /// <c>VM.Config.CDROM</c> instead, one for cloud-init also <c>VM.Config.Cloudinit</c>.
    /// </summary>
    public string? Privilege { get; init; }

    public bool IsFamily => FirstIndex is not null;
    public bool IsPropertyString => Scalar is null;

    /// <summary>The part whose name may be left out, or null.</summary>
    public AttributeSchema? DefaultPart => _defaultPart ??= Parts.FirstOrDefault(part => part.IsDefaultKey);

    /// <summary>The key, or every key of the family.</summary>
    internal string[] AllNames => _names ??= IsFamily
        ? [.. Enumerable.Range(FirstIndex!.Value, LastIndex!.Value - FirstIndex.Value + 1).Select(index => Name + index.ToString(CultureInfo.InvariantCulture))]
        : [Name];

    /// <summary>The scalar or the parts. Asked for by every guest for every key: made once.</summary>
    internal AttributeSchema[] All => _all ??= Scalar is { } scalar ? [scalar] : [.. Parts];

    /// <summary>The paths of <see cref="All"/> in the key of that name, made once for each key that there can be.</summary>
    internal string[] PathsOf(string name)
    {
        var made = _paths ??= new(StringComparer.Ordinal);
        if (made.TryGetValue(name, out var known)) return known;
        var paths = Array.ConvertAll(All, attribute => IsPropertyString ? AttributePath.Of(name, attribute.Name) : name);
        if (AllNames.Contains(name)) made.TryAdd(name, paths);
        return paths;
    }

    /// <summary>
    /// The part that a property string calls by that name or alias, or null for one that this version does not know.
    /// Derived parts are not found here: <c>volume=</c> in a string is an alias of the whole volume id.
    /// </summary>
    public AttributeSchema? Part(string name)
    {
        _byName ??= Parts.Where(part => !part.IsDerived).SelectMany(part => part.Aliases.Prepend(part.Name).Select(alias => (alias, part)))
            .ToFrozenDictionary(pair => pair.alias, pair => pair.part, StringComparer.Ordinal);
        return _byName.GetValueOrDefault(name);
    }

    /// <summary>The part at that place of an attribute path; derived parts come first.</summary>
    public AttributeSchema? Attribute(string name)
    {
        foreach (var part in Parts)
            if (part.IsDerived && part.Name == name) return part;
        return Part(name);
    }

    public bool Equals(KeySchema? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
}
