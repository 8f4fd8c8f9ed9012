using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Tests.Unit.Model;

/// <summary>Whole configs out of the schema: every key and every part has its turn.</summary>
internal sealed class RandomConfig
{
    private readonly Random _random;
    private readonly SchemaValues _values;
    private readonly GuestSchema _schema;
    private readonly Dictionary<string, string> _config = new(StringComparer.Ordinal);

    public RandomConfig(GuestKind kind, int seed)
    {
        _random = new(seed);
        _values = new(_random);
        _schema = GuestSchema.For(kind);
    }

    /// <summary>Whether some values hold a part that only a newer Proxmox would know.</summary>
    public bool WithUnknownParts { get; init; } = true;

    /// <summary>Any config that parses, without regard to whether its keys go together.</summary>
    /// <param name="density">How many of the keys and parts have a value, in per cent.</param>
    public static GuestConfig Any(GuestKind kind, int seed, int density = 50)
    {
        var making = new RandomConfig(kind, seed);
        foreach (var key in making._schema.Keys)
        {
            if (making._random.Next(100) >= density) continue;
            foreach (var name in making.Names(key)) making._config[name] = making.Text(key, density);
        }
        making._config["future9"] = "x=${y},z";
        return GuestConfig.From(making._config);
    }

    /// <summary>One value of the key, required parts included.</summary>
    public string Text(KeySchema key, int density = 50)
    {
        if (key.Scalar is { } scalar) return _values.Of(scalar, key.Name, isPart: false);
        var parts = key.Parts.Where(part => !part.IsDerived).ToArray();
        var chosen = parts.Where(part => part.IsRequired || _random.Next(100) < density).ToList();
        if (chosen.Count == 0) chosen.Add(parts[_random.Next(parts.Length)]);
        foreach (var part in chosen.ToArray())
            if (part.Requires is { } needed && chosen.All(one => one.Name != needed)) chosen.Add(key.Part(needed)!);
        var texts = chosen.Select(part => $"{part.Name}={(part.Type == AttributeType.Volume ? Volume(key) : _values.Of(part, key.Name, isPart: true))}").ToArray();
        _random.Shuffle(texts);
        return string.Join(',', WithUnknownParts && _random.Next(8) == 0 ? [.. texts, "spin=7"] : texts);
    }

    private string Volume(KeySchema key) => key.Name switch
    {
        "rootfs" or "mp" => _values.One("local-lvm:vm-100-disk-3", "local:100/vm-100-disk-1.raw", "/mnt/host"),
        _ => _values.One("local-lvm:vm-100-disk-3", "local:100/vm-100-disk-1.qcow2", "local:iso/debian 13.iso", "none", "/dev/disk/by-id/ata-X"),
    };

    public string One(params string[] choices) => _values.One(choices);

    /// <summary>The key, or a few of its family.</summary>
    public IEnumerable<string> Names(KeySchema key) => key.IsFamily
        ? Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => key.Name + _random.Next(key.FirstIndex!.Value, key.LastIndex!.Value + 1).ToString(CultureInfo.InvariantCulture)).Distinct()
        : [key.Name];
}
