using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>
/// The one table: every config key of a kind of guest, with its parts, types, defaults, effects, Terraform attribute and
/// cmdlet parameter. Parsing, comparing, HCL in both directions, planning, validation and help read it.
/// </summary>
public sealed class GuestSchema
{
    private static readonly GuestSchema Qemu = new(GuestKind.Qemu, QemuKeys.All);
    private static readonly GuestSchema Lxc = new(GuestKind.Lxc, LxcKeys.All);

    private readonly FrozenDictionary<string, KeySchema> _single;
    private readonly FrozenDictionary<string, KeySchema>.AlternateLookup<ReadOnlySpan<char>> _byFamily;

    // Paths that were asked for. There are only so many: a key of the schema, or one of a family, and one of its parts.
    private readonly ConcurrentDictionary<string, (KeySchema Key, AttributeSchema? Attribute)> _paths = new(StringComparer.Ordinal);

    private GuestSchema(GuestKind kind, IEnumerable<KeySchema> keys)
    {
        Kind = kind;
        Keys = [.. keys];
        _single = Keys.Where(key => !key.IsFamily).ToFrozenDictionary(key => key.Name, StringComparer.Ordinal);
        _byFamily = Keys.Where(key => key.IsFamily).ToFrozenDictionary(key => key.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public GuestKind Kind { get; }

    public ImmutableArray<KeySchema> Keys { get; }

    /// <summary>The schema of that kind of guest.</summary>
    public static GuestSchema For(GuestKind kind) => kind == GuestKind.Qemu ? Qemu : Lxc;

    /// <summary>The schema of a config key such as <c>cores</c> or <c>net0</c>; null for one that this version does not know.</summary>
    public KeySchema? FindKey(string key)
    {
        if (_single.TryGetValue(key, out var single)) return single;
        return IndexStart(key) is > 0 and var start && _byFamily.TryGetValue(key.AsSpan(0, start), out var family)
            && int.TryParse(key.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index >= family.FirstIndex && index <= family.LastIndex
                ? family
                : null;
    }

    /// <summary>The schema of an attribute path such as <c>cores</c>, <c>memory.current</c> or <c>net0.bridge</c>; null where unknown.</summary>
    public AttributeSchema? Find(string path)
    {
        var (key, part) = AttributePath.Split(path);
        var schema = FindKey(key);
        return part is null ? schema?.Scalar : schema?.Attribute(part);
    }

    /// <summary>Key and attribute of a path; the attribute is null where the key has none of that name, and all where there is no such key.</summary>
    internal (KeySchema Key, AttributeSchema? Attribute)? Look(string path)
    {
        if (_paths.TryGetValue(path, out var known)) return known;
        var (name, part) = AttributePath.Split(path);
        if (FindKey(name) is not { } key) return null;
        var found = (key, part is null ? key.Scalar : key.Attribute(part));
        if (found.Item2 is not null) _paths.TryAdd(path, found);
        return found;
    }

    /// <summary>
    /// The keys and parts of a config that this version does not know, as paths, sorted. They are carried like any other
    /// and never interpreted.
    /// </summary>
    public IEnumerable<string> Unknown(GuestConfig config) => config.SelectMany(entry => FindKey(entry.Key) switch
    {
        null => [entry.Key],
        { IsPropertyString: true } key => PropertyString.Parse(entry.Value, key).Names.Where(name => key.Part(name) is null).Select(name => AttributePath.Of(entry.Key, name)),
        _ => Enumerable.Empty<string>(),
    }).Order(StringComparer.Ordinal);

    /// <summary>The families of a VM's drives: disks, CD-ROMs and the drive of cloud-init.</summary>
    public static ImmutableArray<string> DriveFamilies { get; } = ["ide", "sata", "scsi", "virtio"];

    /// <summary>Splits <c>net12</c> into <c>net</c> and 12; null where the key does not end in a plain number.</summary>
    public static (string Family, int Index)? SplitIndex(string key)
    {
        var start = IndexStart(key);
        return start > 0 && int.TryParse(key.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (key[..start], index) : null;
    }

    /// <summary>Where the number at the end begins; 0 where there is none.</summary>
    private static int IndexStart(string key)
    {
        var start = key.Length;
        while (start > 0 && char.IsAsciiDigit(key[start - 1])) start--;
        return start == key.Length || (key[start] == '0' && key.Length - start > 1) ? 0 : start;
    }
}
