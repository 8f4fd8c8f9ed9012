using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.State;

/// <summary>Between JSON and the texts of which Proxmox's files consist.</summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A scalar as text: true is "1", a number keeps its digits, null and structures are null.</summary>
    public static string? Text(JsonNode? node) => node is not JsonValue value ? null : value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };

    public static bool Flag(JsonNode? node, bool fallback = false) => Text(node) is { } text ? text is not ("0" or "" or "false" or "no" or "off") : fallback;

    public static double? Number(JsonNode? node) => double.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    public static long? Long(JsonNode? node) => Number(node) is { } number ? (long)number : null;

    /// <summary>A text as Proxmox would send it for a numeric key: a JSON number when it is one.</summary>
    public static JsonNode Numeric(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return JsonValue.Create(whole);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(text);
    }

    public static SortedDictionary<string, string> Map(JsonNode? node)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in node as JsonObject ?? [])
        {
            if (Text(value) is { } text)
                map[key] = text;
        }
        return map;
    }

    public static JsonObject Object(IEnumerable<KeyValuePair<string, string>> map)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map)
            result[key] = value;
        return result;
    }

    public static List<string> List(JsonNode? node) => node switch
    {
        JsonArray array => [.. array.Select(Text).OfType<string>()],
        JsonValue value when Text(value) is { Length: > 0 } text => [.. Schema.TextRules.SplitList(text)],
        _ => [],
    };

    public static JsonArray Array(IEnumerable<string> items) => new([.. items.Select(i => (JsonNode)JsonValue.Create(i))]);

    public static SortedDictionary<string, SortedDictionary<string, string>> Sections(JsonNode? node)
    {
        var sections = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (key, value) in node as JsonObject ?? [])
            sections[key] = Map(value);
        return sections;
    }

    public static JsonObject Sections(IEnumerable<KeyValuePair<string, SortedDictionary<string, string>>> sections)
    {
        var result = new JsonObject();
        foreach (var (key, value) in sections)
            result[key] = Object(value);
        return result;
    }
}
