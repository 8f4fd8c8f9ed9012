using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>Config keys to set and to remove, as one request takes them.</summary>
public sealed record ConfigChange(ImmutableSortedDictionary<string, string> Set, ImmutableArray<string> Remove)
{
    public bool IsEmpty => Set.IsEmpty && Remove.IsEmpty;

    /// <summary>Whether protection would forbid it: a VM's volume that goes, anything about a container's.</summary>
    public bool Touches(GuestKind kind) => (kind == GuestKind.Qemu ? Remove : Remove.Concat(Set.Keys)).Any(key => GuestSchema.For(kind).FindKey(key) is { IsVolume: true });

    /// <summary>The part of it that is about the key.</summary>
    public ConfigChange Only(string key) => new(Set.RemoveRange(Set.Keys.Where(other => other != key)), [.. Remove.Where(other => other == key)]);

    /// <summary>All of it but what is about the key.</summary>
    public ConfigChange Without(string key) => new(Set.Remove(key), Remove.Remove(key));

    /// <summary>
    /// Turns attribute changes into keys: of a property string only the changed parts differ, the rest (a MAC address, the
    /// volume id, parts this version does not know) stays as the server has it.
    /// </summary>
    /// <param name="kind">The kind of guest.</param>
    /// <param name="current">The server's config; empty for a new guest.</param>
    /// <param name="target">Every attribute as it shall be.</param>
    /// <param name="paths">The paths to change; those outside the config are ignored.</param>
    /// <param name="isClone">Whether the config is one that a clone got of its original: what changes of it is spelled as if it were new, as the provider does.</param>
    public static ConfigChange Build(GuestKind kind, GuestConfig current, AttributeMap target, IEnumerable<string> paths, bool isClone = false)
    {
        var schema = GuestSchema.For(kind);
        var set = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var remove = ImmutableArray.CreateBuilder<string>();
        foreach (var group in paths.Where(path => !AttributePath.IsOutsideConfig(path)).GroupBy(path => AttributePath.Split(path).Key, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var raw = current.Get(group.Key);
            var value = Value(kind, schema, current, group.Key, target, [.. group], isClone);
            if (value is null)
            {
                if (raw is not null) remove.Add(group.Key);
            }
            else if (value != raw) set[group.Key] = value;
        }
        return new(set.ToImmutable(), remove.ToImmutable());
    }

    private static string? Value(GuestKind kind, GuestSchema schema, GuestConfig current, string name, AttributeMap target, IReadOnlyList<string> paths, bool isClone)
    {
        var raw = current.Get(name);
        var key = schema.FindKey(name);
        if (key is null) return target.Get(name);
        if (key.Scalar is { } scalar)
        {
            // Some keys stay once they are there: Proxmox takes their default but not their removal.
            return (target.Get(name) ?? (scalar.IsKept && raw is not null ? scalar.Default : null)) is { } value ? AttributeValue.Wire(scalar, value) : null;
        }

        var wanted = target.Where(pair => AttributePath.Split(pair.Key) is var (k, part) && k == name && part is not null).Select(pair => pair.Key).ToArray();
        if (wanted.Length == 0 && (key.IsDevice || raw is null || CoversAll(key, raw, paths)))
            return isClone && key.Name == "agent" && raw is not null ? NewKeyText.Of(kind, key, PropertyString.Empty) : null;
        if (key.IsVolume && (raw is null || IsExchanged(name, key, raw, target))) return VolumeRequest.Text(kind, name, key, current, target);

        if (key.Name == "smbios1") return SmbiosText.Of(name, key, raw, target);

        var text = raw is null ? PropertyString.Empty : PropertyString.Parse(raw, key);
        foreach (var path in raw is null ? wanted : paths)
        {
            var part = AttributePath.Split(path).Part!;
            var definition = key.Attribute(part);
            if (definition is { IsDerived: true } || (key.IsVolume && part is "size" or "volume" or "storage" or "format")) continue;
            var value = target.Get(path);
            text = text.With(part, value is null || definition is null ? value : AttributeValue.Wire(definition, value));
        }
        foreach (var part in key.Parts.Where(part => IsNeverLeftOut(key, part) && text[part.Name] is null))
            text = text.With(part.Name, AttributeValue.Wire(part, target.Get(AttributePath.Of(name, part.Name)) ?? part.Default!));
        // The firewall of a container's interface the provider says only where it changes a clone's.
        if (isClone && kind == GuestKind.Lxc && key.Name == "net" && text["firewall"] is null) text = text.With("firewall", "0");
        var printed = raw is null || isClone ? NewKeyText.Of(kind, key, text) : text.ToString(key);
        return printed.Length == 0 ? null : printed;
    }

    /// <summary>
    /// Parts that have to be said even where they are at their default: those that Proxmox demands, the CPU's model beside its
    /// other options, and what a device is ("action=reset" is a watchdog of the default model).
    /// </summary>
    private static bool IsNeverLeftOut(KeySchema key, AttributeSchema part) =>
        part.Default is not null && (part.IsRequired || (part.IsDefaultKey && (part.KeepsDefault || (key.IsDevice && !key.IsVolume))));

    /// <summary>Whether the paths are all that the raw value says, so that setting them all to nothing removes the key.</summary>
    private static bool CoversAll(KeySchema key, string raw, IReadOnlyList<string> paths) =>
        PropertyString.Parse(raw, key).ToAttributes(key).Keys.All(part => paths.Any(path => AttributePath.Split(path).Part == part));

    /// <summary>
    /// Whether something else shall be in the drive: another image, another device or directory of the node. A volume that
    /// a storage keeps is grown and moved by requests of its own and never named in a change.
    /// </summary>
    private static bool IsExchanged(string name, KeySchema key, string raw, AttributeMap target)
    {
        var before = PropertyString.Parse(raw, key).ToAttributes(key);
        string? Part(string part) => target.Get(AttributePath.Of(name, part));
        if (Part("media") == "cdrom") return true;
        return (before.GetValueOrDefault("storage") is null || Part("storage") is null)
            && (before.GetValueOrDefault("storage"), before.GetValueOrDefault("volume")) != (Part("storage"), Part("volume"));
    }
}
