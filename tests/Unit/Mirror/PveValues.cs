using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>What PVE::JSONSchema says of a value: type, range, pattern, choice, format, and the parts of a property string.</summary>
/// <param name="named">The property strings that have a name.</param>
internal sealed class PveValues(JsonElement named)
{
    private static readonly string[] Words = ["0", "1", "on", "off", "yes", "no", "true", "false"];

    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Unknown => _unknown;

    /// <summary>Why the value is refused; null where it is taken.</summary>
    public string? Refuse(JsonElement spec, string value) => Refuse(spec, value, isPart: false);

    private string? Refuse(JsonElement spec, string value, bool isPart)
    {
        switch (spec.Type())
        {
            // Inside of property strings many words are booleans, outside only these two.
            case "boolean": return (isPart ? Words.Contains(value.ToLowerInvariant()) : value is "0" or "1") ? null : "no boolean";
            case "integer" when !Regex.IsMatch(value, @"^[+-]?\d+$", RegexOptions.CultureInvariant): return "no integer";
            case "number" when !Regex.IsMatch(value, @"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$", RegexOptions.CultureInvariant): return "no number";
        }
        if (spec.TryGetProperty("format", out var format) && (format.ValueKind == JsonValueKind.Object ? RefuseParts(format, value) : RefuseFormat(format.GetString()!, value)) is { } why) return why;
        if (spec.Text("pattern") is { } pattern && !Regex.IsMatch(value, $@"^(?:{Perl(pattern)})$", RegexOptions.CultureInvariant)) return $"does not match {pattern}";
        var length = value.Length - value.Count(char.IsLowSurrogate);
        if (spec.Text("maxLength") is { } longest && length > Number(longest)) return $"longer than {longest}";
        if (spec.Text("minLength") is { } shortest && length < Number(shortest)) return $"shorter than {shortest}";
        if (decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            if (spec.Text("minimum") is { } least && number < Number(least)) return $"less than {least}";
            if (spec.Text("maximum") is { } most && number > Number(most)) return $"more than {most}";
        }
        return spec.TryGetProperty("enum", out var choices) && choices.EnumerateArray().All(choice => choice.ToString() != value) ? $"none of {choices}" : null;
    }

    private string? RefuseFormat(string format, string value)
    {
        if (named.TryGetProperty(format, out var parts)) return RefuseParts(parts.GetProperty("properties"), value);
        if (format.EndsWith("-list", StringComparison.Ordinal)) return value.Split([',', ';', ' ', '\0'], StringSplitOptions.RemoveEmptyEntries).Select(item => RefuseFormat(format[..^5], item)).FirstOrDefault(why => why is not null);
        if (PveFormats.Refuse(format, value) is var (known, why))
        {
            if (!known) _unknown.Add(format);
            return why;
        }
        return null;
    }

    /// <summary>A property string, as parse_property_string reads it.</summary>
    private string? RefuseParts(JsonElement parts, string text)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in text.Split(',').Where(item => item.Trim().Length > 0))
        {
            var at = item.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? parts.EnumerateObject().Where(one => one.Value.Text("default_key") == "1").Select(one => one.Name).FirstOrDefault() : item[..at];
            if (name is null) return $"'{item}' has no key, and there is no default key";
            var value = at < 0 ? item : item[(at + 1)..];
            if (value.Length == 0) return $"'{item}' has no value";
            if (!parts.TryGetProperty(name, out var spec)) return $"there is no part {name}";
            if (spec.Text("keyAlias") is { } key)
            {
                if (!given.TryAdd(key, name)) return $"{key} twice";
            }
            var meant = spec.Text("alias") is { } alias ? alias : name;
            if (!given.TryAdd(meant, value)) return $"{meant} twice";
        }
        foreach (var (name, value) in given)
            if (Refuse(parts.GetProperty(name), value, isPart: true) is { } why) return $"{name}={value}: {why}";
        if (parts.EnumerateObject().Where(one => one.Value.Text("alias") is null && one.Value.Text("optional") is not "1" && !given.ContainsKey(one.Name)).Select(one => one.Name).FirstOrDefault() is { } needed) return $"{needed} is missing";
        var unmet = given.Keys.Select(name => parts.GetProperty(name).Text("requires")).FirstOrDefault(other => other is not null && !given.ContainsKey(other));
        return unmet is null ? null : $"{unmet} is missing, which another part needs";
    }

    /// <summary>Perl prints the flags of an expression in front of it, <c>(?^i:…)</c>, and <c>{,8}</c> begins at nothing.</summary>
    private static string Perl(string pattern) => Regex.Replace(pattern.Replace("\\_", "_", StringComparison.Ordinal).Replace("{,", "{0,", StringComparison.Ordinal), @"\(\?\^([a-z]*):", match => match.Groups[1].Value.Replace("u", "", StringComparison.Ordinal).Replace("a", "", StringComparison.Ordinal) is { Length: > 0 } flags ? $"(?{flags}:" : "(?:");

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
