using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Tests.Unit.Model;

/// <summary>Proxmox's own schema of a kind of guest's config, and how our table differs from it.</summary>
internal sealed class SchemaFacts
{
    private static readonly Dictionary<string, AttributeType> TypeOfFormat = new(StringComparer.Ordinal)
    {
        ["disk-size"] = AttributeType.Size, ["urlencoded"] = AttributeType.UrlEncoded, ["mac-addr"] = AttributeType.Mac,
    };

    private readonly SortedDictionary<string, JsonElement> _keys = new(StringComparer.Ordinal);

    private SchemaFacts(JsonElement keys)
    {
        foreach (var key in keys.EnumerateObject()) _keys[key.Name] = key.Value.Clone();
    }

    public static SchemaFacts Of(GuestKind kind)
    {
        using var formats = JsonDocument.Parse(File.ReadAllText(SharedData.Path("data/pve-formats.json")));
        return new(formats.RootElement.GetProperty("guest_config").GetProperty(kind.ApiName()));
    }

    /// <summary>What Proxmox has and the table lacks or says differently.</summary>
    public List<string> Missing(GuestSchema schema)
    {
        var problems = new List<string>();
        foreach (var (name, facts) in _keys)
        {
            var open = name.IndexOf('[', StringComparison.Ordinal);
            var key = schema.FindKey(open < 0 ? name : name[..open] + "0");
            if (key is null) problems.Add($"{name}: missing");
            else if (NameOf(key) != name) problems.Add($"{name}: is {NameOf(key)}");
            else if (Parts(facts) is { } parts)
            {
                foreach (var part in parts.EnumerateObject()) ComparePart(name, key, part, problems);
            }
            else if (key.Scalar is { } scalar) Compare(name, scalar, facts, isPart: false, problems);
            else if (name != "startup") problems.Add($"{name}: has parts");
        }
        return problems;
    }

    /// <summary>What the table has and Proxmox does not know.</summary>
    public List<string> Surplus(GuestSchema schema)
    {
        var problems = new List<string>();
        foreach (var key in schema.Keys)
        {
            if (!_keys.TryGetValue(NameOf(key), out var facts))
            {
                problems.Add($"{NameOf(key)}: Proxmox does not know it");
                continue;
            }
            // Its format is a parser in the code, not a list of parts.
            if (key.Name == "startup") continue;
            var parts = Parts(facts);
            foreach (var part in key.Parts.Where(part => !part.IsDerived))
            {
                foreach (var name in part.Aliases.Prepend(part.Name))
                    if (parts is null || !parts.Value.TryGetProperty(name, out _)) problems.Add($"{key.Name}.{name}: Proxmox does not know it");
            }
            foreach (var alias in key.ModelAliases)
                if (parts is null || !parts.Value.TryGetProperty(alias, out var named) || !named.TryGetProperty("keyAlias", out _)) problems.Add($"{key.Name}.{alias}: no model of Proxmox");
        }
        return problems;
    }

    private static JsonElement? Parts(JsonElement facts) =>
        facts.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.Object ? format : null;

    private static string NameOf(KeySchema key) => key.IsFamily ? $"{key.Name}[{key.FirstIndex}..{key.LastIndex}]" : key.Name;

    private static void ComparePart(string name, KeySchema key, JsonProperty part, List<string> problems)
    {
        var path = $"{name}.{part.Name}";
        if (part.Value.TryGetProperty("keyAlias", out _))
        {
            if (!key.ModelAliases.Contains(part.Name)) problems.Add($"{path}: missing model");
        }
        else if (key.Part(part.Name) is not { } ours) problems.Add($"{path}: missing");
        else if (part.Value.TryGetProperty("alias", out var alias))
        {
            if (ours.Name != alias.GetString() || !ours.Aliases.Contains(part.Name)) problems.Add($"{path}: is {ours.Name}, not an alias of {alias}");
        }
        else if (ours.Name != part.Name) problems.Add($"{path}: is an alias of {ours.Name}");
        else Compare(path, ours, part.Value, isPart: true, problems);
    }

    private static void Compare(string path, AttributeSchema ours, JsonElement theirs, bool isPart, List<string> problems)
    {
        var type = Text(theirs, "type") ?? "string";
        if (TypeOf(ours) != type) problems.Add($"{path}: {ours.Type} is not {type}");
        var format = Text(theirs, "format");
        var implied = format is not null && TypeOfFormat.TryGetValue(format, out var wanted) ? wanted : (AttributeType?)null;
        if (implied is { } needed ? ours.Type != needed : ours.Format != format) problems.Add($"{path}: format {ours.Format ?? ours.Type.ToString()} is not {format ?? "none"}");
        string[] choices = theirs.TryGetProperty("enum", out var list) ? [.. list.EnumerateArray().Select(choice => choice.ToString())] : [];
        if (!choices.Order(StringComparer.Ordinal).SequenceEqual(ours.Choices.Order(StringComparer.Ordinal))) problems.Add($"{path}: choices {string.Join(' ', ours.Choices)} are not {string.Join(' ', choices)}");
        if (Number(theirs, "minimum") != ours.Minimum) problems.Add($"{path}: minimum {ours.Minimum} is not {Number(theirs, "minimum")}");
        if (Number(theirs, "maximum") != ours.Maximum) problems.Add($"{path}: maximum {ours.Maximum} is not {Number(theirs, "maximum")}");
        if (Number(theirs, "maxLength") != ours.MaxLength) problems.Add($"{path}: length {ours.MaxLength} is not {Number(theirs, "maxLength")}");
        if (theirs.TryGetProperty("default_key", out _) != ours.IsDefaultKey) problems.Add($"{path}: default key");
        if (Pattern(theirs) != ours.Pattern) problems.Add($"{path}: pattern {ours.Pattern} is not {Pattern(theirs)}");
        if (isPart && theirs.TryGetProperty("optional", out _) == ours.IsRequired) problems.Add($"{path}: required {ours.IsRequired}");
        if (Text(theirs, "requires") != ours.Requires) problems.Add($"{path}: requires {ours.Requires}");
        Default(path, ours, theirs, problems);
    }

    private static void Default(string path, AttributeSchema ours, JsonElement theirs, List<string> problems)
    {
        var stated = theirs.TryGetProperty("default", out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
        // Two defaults are sentences about the server instead of values.
        if (stated is not null && (stated.Contains("cgroup", StringComparison.Ordinal) || stated.Contains("autogenerated", StringComparison.Ordinal))) stated = null;
        if (ours.IsImplied ? stated is not null || ours.Default is null : stated != ours.Default) problems.Add($"{path}: default {ours.Default}{(ours.IsImplied ? " (implied)" : "")} is not {stated}");
    }

    private static string TypeOf(AttributeSchema ours) => ours.Type switch
    {
        AttributeType.Boolean => "boolean",
        AttributeType.Integer => "integer",
        AttributeType.Number => "number",
        _ => "string",
    };

    /// <summary>Perl's flags in a group and its <c>{,n}</c> are spelled otherwise in .NET.</summary>
    private static string? Pattern(JsonElement theirs) => Text(theirs, "pattern")?
        .Replace("(?^u:", "(?:", StringComparison.Ordinal).Replace("(?^:", "(?:", StringComparison.Ordinal).Replace("{,", "{0,", StringComparison.Ordinal);

    private static string? Text(JsonElement facts, string name) =>
        facts.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? Number(JsonElement facts, string name) => facts.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDecimal()
        : null;
}
