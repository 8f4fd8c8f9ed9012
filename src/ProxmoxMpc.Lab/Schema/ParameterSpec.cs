using System.Text.RegularExpressions;

namespace ProxmoxMpc.Lab.Schema;

/// <summary>One parameter of an endpoint or one key of a property string, as the API viewer describes it.</summary>
internal sealed record ParameterSpec(string Name, string Type, bool Optional)
{
    /// <summary>The value may be given without "key=" in a property string.</summary>
    public bool DefaultKey { get; init; }

    /// <summary>Name of a plain format or of a property-string format; "-list" and "-opt" variants included.</summary>
    public string? Format { get; init; }

    /// <summary>Anchored at both ends, as PVE::JSONSchema anchors it.</summary>
    public Regex? Pattern { get; init; }

    public double? Minimum { get; init; }
    public double? Maximum { get; init; }
    public int? MinLength { get; init; }
    public int? MaxLength { get; init; }
    public IReadOnlyList<string>? Enum { get; init; }

    /// <summary>Another parameter that must be present when this one is.</summary>
    public string? Requires { get; init; }

    public string? Default { get; init; }

    /// <summary>This key is another name of that key (net: "virtio" means "macaddr").</summary>
    public string? Alias { get; init; }

    /// <summary>Where the alias itself is remembered as a value (net: "model=virtio").</summary>
    public string? KeyAlias { get; init; }

    /// <summary>For "net[0..31]": the part before the bracket, the lowest and the highest index; null for a single key.</summary>
    public (string Prefix, int First, int Last)? Family { get; init; }

    /// <summary>Belongs to one of several types of an object: a refusal names it "oneOf[TYPE].NAME".</summary>
    public bool OneOf { get; init; }

    public bool IsNumeric => Type is "integer" or "number" or "boolean";
}

/// <summary>A property string: its keys, and whether Proxmox adds rules in code ("checked").</summary>
internal sealed record PropertyFormat(string Name, bool Checked, IReadOnlyDictionary<string, ParameterSpec> Keys)
{
    public string? DefaultKey { get; } = Keys.Values.FirstOrDefault(k => k.DefaultKey)?.Name;
}

/// <summary>The parameters of an endpoint: single keys by name, indexed families by prefix.</summary>
internal sealed class ParameterSet
{
    private readonly Dictionary<string, ParameterSpec> _single = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ParameterSpec> _families = new(StringComparer.Ordinal);

    public IEnumerable<ParameterSpec> Single => _single.Values;

    public IEnumerable<ParameterSpec> All => _single.Values.Concat(_families.Values);

    public void Add(ParameterSpec spec)
    {
        if (spec.Family is { } family)
            _families[family.Prefix] = spec;
        else
            _single[spec.Name] = spec;
    }

    /// <summary>The spec of a key such as "cores" or "net3"; null when the endpoint does not know it.</summary>
    public ParameterSpec? Find(string key)
    {
        if (_single.TryGetValue(key, out var spec))
            return spec;
        int end = key.Length;
        while (end > 0 && char.IsAsciiDigit(key[end - 1]))
            end--;
        if (end == key.Length || end == 0 || !_families.TryGetValue(key[..end], out spec))
            return null;
        // "net01" is no key of PVE, it counts 0..31 without leading zeros.
        string digits = key[end..];
        return (digits.Length == 1 || digits[0] != '0') && digits.Length < 4 && int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) is var index
            && index >= spec.Family!.Value.First && index <= spec.Family.Value.Last ? spec : null;
    }
}
