using System.Globalization;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Lab.Schema;

/// <summary>Checks parameters as PVE::JSONSchema does: same order of rules, same words, all errors together.</summary>
internal static partial class SchemaValidator
{
    /// <summary>Validates a request's parameters against the endpoint.</summary>
    /// <exception cref="LabException">400 with one reason per parameter.</exception>
    public static void Validate(EndpointSpec endpoint, IReadOnlyDictionary<string, string> values, IReadOnlySet<string> arrays, IReadOnlySet<string>? objects = null, IReadOnlySet<string>? booleans = null)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var spec in endpoint.Parameters.Single)
        {
            if (!values.ContainsKey(spec.Name))
                CheckValue(spec, null, spec.Name, errors);
        }
        if (endpoint is { HasTypes: true, Method: "POST" } && values.TryGetValue("type", out string? chosen))
        {
            foreach (string needed in ExtraRules.RequiredOf(chosen).Where(n => !values.ContainsKey(n)))
                AddError(errors, $"oneOf[{chosen}].{needed}", "property is missing and it is not optional");
        }
        // Where each type has keys of its own, nothing is known without the type.
        bool untyped = endpoint.HasTypes && !values.ContainsKey("type");
        foreach (var (key, value) in values)
        {
            if (untyped && endpoint.Parameters.Find(key) is { Optional: true } && key is not ("digest" or "delete"))
            {
                AddError(errors, key, "property is not defined in schema and the schema does not allow additional properties");
                continue;
            }
            if (endpoint.Parameters.Find(key) is not { } spec)
            {
                if (!endpoint.Open)
                    AddError(errors, key, "property is not defined in schema and the schema does not allow additional properties");
                continue;
            }
            if (spec is { Type: "array", Format: { } itemFormat } && value.Length > 0 && objects?.Contains(key) != true && booleans?.Contains(key) != true)
            {
                // The items of a list are checked one by one, and named by their place.
                var items = value.Split('\0');
                for (int i = 0; i < items.Length; i++)
                {
                    if (RefuseFormat(itemFormat, items[i], $"{key}[{i}]") is { } reason)
                        AddError(errors, $"{key}[{i}]", "invalid format - " + reason);
                }
            }
            else if (objects?.Contains(key) == true)
                AddError(errors, key, $"type check ('{spec.Type}') failed" + (spec.Type == "array" ? "" : " - got HASH"));
            else if (booleans?.Contains(key) == true && spec.Type != "boolean")
                AddError(errors, key, $"type check ('{spec.Type}') failed" + (spec.Type == "array" ? "" : " - got JSON::PP::Boolean"));
            else if (spec.Type == "array" && value.Length == 0)
                AddError(errors, key, "type check ('array') failed");
            else if (arrays.Contains(key) && spec.Type != "array" && spec.Format?.EndsWith("-list", StringComparison.Ordinal) != true)
                AddError(errors, key, $"type check ('{spec.Type}') failed - got ARRAY");
            else
                CheckValue(spec, value, spec.OneOf && values.TryGetValue("type", out string? type) ? $"oneOf[{type}].{key}" : key, errors);
            if (spec.Requires is { } required && !values.ContainsKey(required))
                AddError(errors, required, $"missing property required by '{key}'");
        }
        if (errors.Count > 0)
            throw LabException.Parameters(errors);
    }

    public static void CheckValue(ParameterSpec spec, string? value, string path, IDictionary<string, string> errors)
    {
        if (spec.Alias is not null)
            return;
        if (value is null)
        {
            if (!spec.Optional)
                AddError(errors, path, "property is missing and it is not optional");
            return;
        }
        if (Refuse(spec, value, path) is { } reason)
            AddError(errors, path, reason);
    }

    public static void AddError(IDictionary<string, string> errors, string path, string reason) =>
        errors[path] = errors.TryGetValue(path, out string? earlier) ? earlier + "\\n" + reason : reason;

    private static string? Refuse(ParameterSpec spec, string value, string path)
    {
        bool typeOk = spec.Type switch
        {
            "boolean" => value is "0" or "1",
            "integer" => Integer().IsMatch(value),
            "number" => Number().IsMatch(value),
            _ => true,
        };
        if (!typeOk)
            return $"type check ('{spec.Type}') failed - got '{value}'";
        if (spec.Type == "array")
            return spec.Format is null ? null : value.Split('\0').Select(v => FormatChecks.Refuse(spec.Format, v)).FirstOrDefault(r => r is not null) is { } bad ? $"invalid format - {bad}\n" : null;
        if (spec.Format is { } format && RefuseFormat(format, value, path) is { } reason)
            return "invalid format - " + reason;
        if (spec.Pattern is { } pattern && !pattern.IsMatch(value))
            return "value does not match the regex pattern";
        // Perl counts characters, not UTF-16 units.
        if (spec.MaxLength is { } longest && CodePoints(value) > longest)
            return $"value may only be {longest} characters long";
        if (spec.MinLength is { } shortest && CodePoints(value) < shortest)
            return $"value must be at least {shortest} characters long";
        if (Number().IsMatch(value) && double.TryParse(value.TrimEnd('\n'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            if (number > spec.Maximum)
                return string.Create(CultureInfo.InvariantCulture, $"value must have a maximum value of {spec.Maximum}");
            if (number < spec.Minimum)
                return string.Create(CultureInfo.InvariantCulture, $"value must have a minimum value of {spec.Minimum}");
        }
        if (spec.Enum is { } allowed && !allowed.Contains(value))
            return $"value '{value}' does not have a value in the enumeration '{string.Join(", ", allowed)}'";
        return null;
    }

    private static string? RefuseFormat(string format, string value, string path)
    {
        if (ApiTable.Default.Formats.TryGetValue(format, out var properties))
        {
            try
            {
                PropertyString.Parse(properties, value, path);
                return null;
            }
            catch (FormatException refusal)
            {
                return refusal.Message;
            }
        }
        return FormatChecks.Refuse(format, value) is { } reason ? reason + "\n" : null;
    }

    private static int CodePoints(string text) => text.Length - text.Count(char.IsLowSurrogate);

    [GeneratedRegex(@"\A[+-]?[0-9]+\n?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A[+-]?([0-9]+\.[0-9]+|[0-9]+\.|\.[0-9]+|[0-9]+)([eE][+-]?[0-9]+)?\n?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
