using System.Text;

namespace ProxmoxMpc.Lab.Schema;

/// <summary>Reads and prints property strings ("local:4,format=qcow2,ssd=1") by their format.</summary>
internal static class PropertyString
{
    /// <summary>Parses and checks; the message of a refusal is what Proxmox prints after "invalid format - ".</summary>
    /// <exception cref="FormatException">Not of this format.</exception>
    public static Dictionary<string, string> Parse(PropertyFormat format, string text, string path = "")
    {
        var values = Split(format, text);
        var errors = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var spec in format.Keys.Values)
            SchemaValidator.CheckValue(spec, values.GetValueOrDefault(spec.Name), path.Length == 0 ? spec.Name : $"{path}.{spec.Name}", errors);
        foreach (var (key, _) in values)
        {
            if (!format.Keys.TryGetValue(key, out var spec))
                SchemaValidator.AddError(errors, path.Length == 0 ? key : $"{path}.{key}", "property is not defined in schema and the schema does not allow additional properties");
            else if (spec.Requires is { } required && !values.ContainsKey(required))
                SchemaValidator.AddError(errors, path.Length == 0 ? required : $"{path}.{required}", $"missing property required by '{(path.Length == 0 ? key : $"{path}.{key}")}'");
        }
        if (errors.Count > 0)
            throw new FormatException("format error\n" + string.Concat(errors.Select(e => $"{e.Key}: {e.Value}\n")));
        if (format.Checked && ExtraRules.Refuse(format.Name, values) is { } reason)
            throw new FormatException(reason + "\n");
        return values;
    }

    /// <summary>Parses without checking values; null when the text has not the form at all. For stored values, which may be older than the rules.</summary>
    public static Dictionary<string, string>? TryParse(PropertyFormat format, string text)
    {
        try
        {
            return Split(format, text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Prints as Proxmox re-prints: default key first and bare, required keys, then the others, each sorted; sizes in their largest unit.</summary>
    public static string Print(PropertyFormat format, IReadOnlyDictionary<string, string> values)
    {
        var result = new StringBuilder();
        var done = new HashSet<string>(StringComparer.Ordinal);
        // A net device prints as MODEL=MAC: the key alias stands for both.
        if (format.Keys.Values.FirstOrDefault(k => k.KeyAlias is not null) is { } aliased
            && values.TryGetValue(aliased.KeyAlias!, out string? model) && values.TryGetValue(aliased.Alias!, out string? target))
        {
            Append(result, model, target);
            done.Add(aliased.KeyAlias!);
            done.Add(aliased.Alias!);
        }
        if (format.DefaultKey is { } first && !done.Contains(first) && values.TryGetValue(first, out string? bare))
        {
            result.Append(bare);
            done.Add(first);
        }
        foreach (string key in values.Keys.Where(k => !done.Contains(k)).OrderBy(k => format.Keys.TryGetValue(k, out var s) && s.Optional).ThenBy(k => k, StringComparer.Ordinal))
        {
            string value = values[key];
            if (format.Keys.GetValueOrDefault(key)?.Format == "disk-size" && TextRules.ParseSize(value) is { } bytes)
                value = TextRules.FormatSize(bytes);
            Append(result, key, value);
        }
        return result.ToString();
    }

    private static void Append(StringBuilder result, string key, string value)
    {
        if (result.Length > 0)
            result.Append(',');
        result.Append(key).Append('=').Append(value);
    }

    private static Dictionary<string, string> Split(PropertyFormat format, string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        bool sawDefault = false;
        foreach (string part in text.Split(','))
        {
            if (string.IsNullOrWhiteSpace(part))
                continue;
            int eq = part.IndexOf('=', StringComparison.Ordinal);
            if (eq > 0 && eq < part.Length - 1)
            {
                string key = part[..eq], value = part[(eq + 1)..];
                if (values.ContainsKey(key))
                    throw new FormatException($"duplicate key in comma-separated list property: {key}\n");
                format.Keys.TryGetValue(key, out var spec);
                if (spec?.Alias is { } alias)
                {
                    if (spec.KeyAlias is { } keyAlias && !values.TryAdd(keyAlias, key))
                        throw new FormatException($"key alias '{keyAlias}' is already defined\n");
                    if (values.ContainsKey(alias))
                        throw new FormatException($"key '{alias}' is already defined (via alias)\n");
                    format.Keys.TryGetValue(key = alias, out spec);
                }
                // An unknown key is no fault of the form: the check of the whole object names it.
                values[key] = spec?.Type == "boolean" ? TextRules.ParseBoolean(value) ?? value : value;
            }
            else if (eq < 0)
            {
                if (format.DefaultKey is not { } key)
                    throw new FormatException("value without key, but schema does not define a default key\n");
                if (sawDefault || values.ContainsKey(key))
                    throw new FormatException($"duplicate key in comma-separated list property: {key}\n");
                sawDefault = true;
                values[key] = format.Keys[key].Type == "boolean" ? TextRules.ParseBoolean(part) ?? part : part;
            }
            else
            {
                throw new FormatException("missing key in comma-separated list property\n");
            }
        }
        return values;
    }
}
