using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>Config keys to set and to remove, as one request takes them.</summary>
public sealed record ConfigChange(ImmutableSortedDictionary<string, string> Set, ImmutableArray<string> Remove)
{
    private const long GiB = 1L << 30;

    public bool IsEmpty => Set.IsEmpty && Remove.IsEmpty;

    /// <summary>
    /// Turns attribute changes into keys: of a property string only the changed parts differ, the rest (a MAC address, the
    /// volume id, parts this version does not know) stays as the server has it.
    /// </summary>
    /// <param name="kind">The kind of guest.</param>
    /// <param name="current">The server's config; empty for a new guest.</param>
    /// <param name="target">Every attribute as it shall be.</param>
    /// <param name="paths">The paths to change; those outside the config are ignored.</param>
    public static ConfigChange Build(GuestKind kind, GuestConfig current, AttributeMap target, IEnumerable<string> paths)
    {
        var schema = GuestSchema.For(kind);
        var set = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var remove = ImmutableArray.CreateBuilder<string>();
        foreach (var group in paths.Where(path => !AttributePath.IsOutsideConfig(path)).GroupBy(path => AttributePath.Split(path).Key, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var raw = current.Get(group.Key);
            var value = Value(schema, group.Key, raw, target, [.. group]);
            if (value is null)
            {
                if (raw is not null) remove.Add(group.Key);
            }
            else if (value != raw) set[group.Key] = value;
        }
        return new(set.ToImmutable(), remove.ToImmutable());
    }

    private static string? Value(GuestSchema schema, string name, string? raw, AttributeMap target, IReadOnlyList<string> paths)
    {
        var key = schema.FindKey(name);
        if (key is null) return target.Get(name);
        if (key.Scalar is { } scalar) return target.Get(name) is { } value ? Wire(scalar, value) : null;

        var wanted = target.Where(pair => AttributePath.Split(pair.Key) is var (k, part) && k == name && part is not null).ToArray();
        if (wanted.Length == 0 && (key.IsDevice || raw is null || CoversAll(key, raw, paths))) return null;
        // An image in a drive is exchanged by writing the whole value; a disk's volume is never named in a change.
        if (key.IsVolume && (raw is null || target.Get(AttributePath.Of(name, "media")) == "cdrom")) return NewVolume(name, key, target);

        var text = raw is null ? PropertyString.Empty : PropertyString.Parse(raw, key);
        foreach (var path in paths)
        {
            var part = AttributePath.Split(path).Part!;
            var definition = key.Attribute(part);
            if (definition is { IsDerived: true } || (key.IsVolume && part is "size" or "volume" or "storage" or "format")) continue;
            var value = target.Get(path);
            // The part that may stand without its name cannot be left out while others remain.
            if (value is null && definition is { IsDefaultKey: true }) value = definition.Default;
            text = text.With(part, value is null || definition is null ? value : Wire(definition, value));
        }
        var printed = text.ToString(key);
        return printed.Length == 0 ? null : printed;
    }

    /// <summary>Whether the paths are all that the raw value says, so that setting them all to nothing removes the key.</summary>
    private static bool CoversAll(KeySchema key, string raw, IReadOnlyList<string> paths) =>
        PropertyString.Parse(raw, key).ToAttributes(key).Keys.All(part => paths.Any(path => AttributePath.Split(path).Part == part));

    private static string NewVolume(string name, KeySchema key, AttributeMap target)
    {
        string? Part(string part) => target.Get(AttributePath.Of(name, part));
        var storage = Part("storage");
        var volume = Part("volume");
        string first;
        if (Part("media") == "cdrom" || storage is null) first = VolumeId.Join(storage, volume ?? "none");
        else
        {
            // Proxmox allocates whole GiB from a plain number; firmware and TPM volumes have a size of their own.
            var bytes = DiskSize.TryParse(Part("size")) ?? GiB;
            first = string.Create(CultureInfo.InvariantCulture, $"{storage}:{Math.Max(1, (bytes + GiB - 1) / GiB)}");
        }
        var text = PropertyString.Empty.With(key.DefaultPart!.Name, first);
        foreach (var part in key.Parts.Where(part => !part.IsDefaultKey && !part.IsDerived && part.Name is not ("size" or "volume")).OrderBy(part => part.Name, StringComparer.Ordinal))
        {
            if (Part(part.Name) is { } value) text = text.With(part.Name, Wire(part, value));
        }
        return text.ToString(key);
    }

    /// <summary>A canonical value as Proxmox takes it.</summary>
    private static string Wire(AttributeSchema schema, string canonical) => schema.Type switch
    {
        // Percent-encoded inside the value, blanks as %20, before the form encodes it once more.
        AttributeType.UrlEncoded => Uri.EscapeDataString(canonical),
        AttributeType.List when schema.Name == "nameserver" => canonical.Replace(';', ' '),
        AttributeType.Set when schema.Name == "hotplug" => canonical.Replace(';', ','),
        _ => canonical,
    };
}
