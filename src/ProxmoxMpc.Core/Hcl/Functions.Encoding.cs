using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ProxmoxMpc.Core.Hcl;

internal static partial class Functions
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private static Dictionary<string, Entry> EncodingTable() => new()
    {
        ["jsonencode"] = new(1, 1, arguments => ToJson(arguments[0]) is { } json ? HclValue.Of(json) : null),
        ["jsondecode"] = Text(FromJson),
        ["base64encode"] = Text(text => HclValue.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))),
        ["base64decode"] = Text(FromBase64),
        ["urlencode"] = Text(text => HclValue.Of(UrlEncode(text))),
        ["md5"] = Text(text => Hash(MD5.HashData, text)),
        ["sha1"] = Text(text => Hash(SHA1.HashData, text)),
        ["sha256"] = Text(text => Hash(SHA256.HashData, text)),
        ["sha512"] = Text(text => Hash(SHA512.HashData, text)),
    };

    private static HclValue Hash(Func<byte[], byte[]> hash, string text) => HclValue.Of(Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(text))));

    private static HclValue? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return null;
        try
        {
            return HclValue.Of(StrictUtf8.GetString(bytes, 0, length));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string UrlEncode(string text)
    {
        var result = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~') result.Append(c);
            else if (c == ' ') result.Append('+');
            else result.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return result.ToString();
    }

    /// <summary>JSON as Go writes it: members sorted, and &lt;, &gt; and &amp; escaped. Null if something in it is not known.</summary>
    private static string? ToJson(HclValue value)
    {
        switch (value)
        {
            case HclValue.Null: return "null";
            case HclValue.String text: return JsonString(text.Value);
            case HclValue.List list:
                var items = list.Items.Select(ToJson).ToList();
                return items.Contains(null) ? null : $"[{string.Join(',', items)}]";
            case HclValue.Object members:
                var pairs = members.ByKey().Select(member => ToJson(member.Value) is { } json ? $"{JsonString(member.Key)}:{json}" : null).ToList();
                return pairs.Contains(null) ? null : $"{{{string.Join(',', pairs)}}}";
            default: return Conversions.ToText(value);
        }
    }

    private static string JsonString(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text)
        {
            switch (c)
            {
                case '"' or '\\': result.Append('\\').Append(c); break;
                case '\n': result.Append("\\n"); break;
                case '\r': result.Append("\\r"); break;
                case '\t': result.Append("\\t"); break;
                case '\b': result.Append("\\b"); break;
                case '\f': result.Append("\\f"); break;
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029': result.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
                default: result.Append(c); break;
            }
        }
        return result.Append('"').ToString();
    }

    private static HclValue? FromJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return FromJson(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HclValue? FromJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null: return new HclValue.Null();
            case JsonValueKind.True: return HclValue.Of(true);
            case JsonValueKind.False: return HclValue.Of(false);
            case JsonValueKind.String: return HclValue.Of(element.GetString()!);
            case JsonValueKind.Number: return Numbers.TryParse(element.GetRawText(), out var number) ? HclValue.Of(number) : null;
            case JsonValueKind.Array:
                var items = element.EnumerateArray().Select(FromJson).ToList();
                return items.Contains(null) ? null : HclValue.Of(items!);
            default:
                var members = new OrderedDictionary<string, HclValue>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    if (FromJson(member.Value) is not { } value) return null;
                    members[member.Name] = value;
                }
                return HclValue.Of(members);
        }
    }
}
