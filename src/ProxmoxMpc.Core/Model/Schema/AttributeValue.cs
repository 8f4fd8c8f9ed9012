using System.Globalization;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>Brings a value into the one form in which equal values are equal strings.</summary>
public static class AttributeValue
{
    private static readonly string[] HotPlugFeatures = ["network", "disk", "usb", "memory", "cpu", "cloudinit"];

    private static readonly char[] SetSeparators = [';', ',', ' ', '\t', '\n'];

    /// <summary>
    /// The canonical form, or null where it says no more than the default does. A value that does not fit its type comes
    /// back as it is: it was the server that stored it.
    /// </summary>
    public static string? Canonical(AttributeSchema schema, string raw, bool keepDefault = false)
    {
        var value = Normalize(schema, raw);
        if (value.Length == 0 && schema.Type is not AttributeType.Choice) return null;
        return !keepDefault && !schema.KeepsDefault && schema.Default is not null && value == Normalize(schema, schema.Default) ? null : value;
    }

    /// <summary>The canonical form, defaults included.</summary>
    public static string Normalize(AttributeSchema schema, string raw) => schema.Type switch
    {
        AttributeType.Boolean => Boolean(raw) switch { true => "1", false => "0", null => raw },
        AttributeType.Integer or AttributeType.Number => Number(raw),
        AttributeType.Size => DiskSize.TryParse(raw) is { } bytes ? DiskSize.Format(bytes) : raw,
        AttributeType.Mac => raw.ToUpperInvariant(),
        AttributeType.Uuid => raw.ToLowerInvariant(),
        AttributeType.Ranges => NumberRanges.Normalize(raw),
        // "1" is Proxmox's word for the default features, "0" for none.
        AttributeType.Set when schema.Name == "hotplug" && raw is "1" => Normalize(schema, schema.Default!),
        // Only tags are without case: a datacenter has to ask for tags that tell "Web" from "web".
        AttributeType.Set => string.Join(';', Items(schema.Name == "tags" ? raw.ToLowerInvariant() : raw).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
        AttributeType.List => string.Join(';', Items(raw)),
        // A VM's loses its trailing line ends when stored, a container's gets one.
        AttributeType.Description => raw.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd(),
        AttributeType.UrlEncoded => string.Join('\n', Uri.UnescapeDataString(raw).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        // Proxmox leaves a single blank behind where an option was set to nothing.
        _ => raw == " " ? "" : raw,
    };

    /// <summary>The items of a set or list, whatever separated them.</summary>
    public static string[] Items(string raw) => raw.Split(SetSeparators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True for 1, on, yes, true; false for 0, off, no, false; null for anything else.</summary>
    public static bool? Boolean(string raw) => raw.ToLowerInvariant() switch
    {
        "1" or "on" or "yes" or "true" => true,
        "0" or "off" or "no" or "false" => false,
        _ => null,
    };

    /// <summary>A canonical value as Proxmox takes it in a request.</summary>
    public static string Wire(AttributeSchema schema, string canonical) => schema.Type switch
    {
        // Percent-encoded inside the value, blanks as %20, before the form encodes it once more.
        AttributeType.UrlEncoded => Uri.EscapeDataString(canonical),
        AttributeType.List when schema.Name is "nameserver" or "searchdomain" => canonical.Replace(';', ' '),
        // In the order in which Proxmox names them, and people after it.
        AttributeType.Set when schema.Name == "hotplug" => string.Join(',', Items(canonical).OrderBy(feature => Array.IndexOf(HotPlugFeatures, feature))),
        AttributeType.Set when schema.Name == "mount" => string.Join(';', Items(canonical).OrderDescending(StringComparer.Ordinal)),
        AttributeType.Ranges when schema.Name == "affinity" => canonical.Replace(';', ','),
        _ => canonical,
    };

    /// <summary>Whether the text is a whole number as it is written canonically: digits alone, none of them a needless zero.</summary>
    internal static bool IsPlainNumber(ReadOnlySpan<char> text) => text.Length is > 0 and < 19 && (text[0] != '0' || text.Length == 1) && !text.ContainsAnyExceptInRange('0', '9');

    private static string Number(string raw)
    {
        if (IsPlainNumber(raw)) return raw;
        if (!decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return raw;
        return number.ToString("0.############################", CultureInfo.InvariantCulture);
    }
}
