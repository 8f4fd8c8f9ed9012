using System.Text;
using System.Text.Json;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Lab.Http;

/// <summary>A request after pveproxy's own checks: format, path below /api2/FORMAT, parameters, credentials.</summary>
internal sealed class ApiRequest
{
    private const int MaxBody = 512 * 1024;
    private const int MaxHeaders = 64;

    private ApiRequest(string method, string format, string[] segments)
    {
        Method = method;
        Format = format;
        Segments = segments;
    }

    public string Method { get; }

    /// <summary>json, extjs, html or text.</summary>
    public string Format { get; }

    public string[] Segments { get; }

    public string RelativePath => "/" + string.Join('/', Segments);

    public Dictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Parameters that came as arrays: of JSON, or a key of a form several times.</summary>
    public HashSet<string> Arrays { get; } = new(StringComparer.Ordinal);

    /// <summary>Parameters that came as JSON objects, which no type takes.</summary>
    public HashSet<string> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Parameters that came as JSON true or false, which only a boolean takes.</summary>
    public HashSet<string> Booleans { get; } = new(StringComparer.Ordinal);

    /// <summary>Parameters that came as JSON null.</summary>
    public HashSet<string> Nulls { get; } = new(StringComparer.Ordinal);

    public string? Cookie { get; private set; }

    public string? Authorization { get; private set; }

    public string? Csrf { get; private set; }

    public bool AcceptsGzip { get; private set; }

    /// <summary>The raw body of an upload.</summary>
    public ReadOnlyMemory<byte> Upload { get; private set; }

    /// <exception cref="LabException">What pveproxy refuses before it looks for a handler.</exception>
    public static ApiRequest Parse(LabRequest request)
    {
        if (request.Method is not ("GET" or "POST" or "PUT" or "DELETE"))
            throw LabException.AtTheDoor(501, $"method '{request.Method}' not available");
        if (request.Headers.Count > MaxHeaders)
            throw LabException.AtTheDoor(501, $"too many http header lines (> {MaxHeaders})");
        if (request.ChunkedBody || Header(request, "Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true)
            throw LabException.AtTheDoor(501, "chunked transfer encoding not supported");
        string path = Uri.UnescapeDataString(request.Path);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || parts[0] != "api2")
            throw LabException.AtTheDoor(501, $"no such file '{path}'");
        if (parts[1] is not ("json" or "extjs" or "html" or "text" or "htmljs" or "png" or "spiceconfig"))
            throw LabException.AtTheDoor(501, $"no such uri {path}");
        var result = new ApiRequest(request.Method, parts[1], parts[2..])
        {
            Authorization = Header(request, "Authorization"),
            Csrf = Header(request, "CSRFPreventionToken"),
            Cookie = TicketCookie(Header(request, "Cookie")),
            AcceptsGzip = Header(request, "Accept-Encoding")?.Contains("gzip", StringComparison.OrdinalIgnoreCase) == true,
        };
        if (request.Method is "GET" or "DELETE" && request.Body.Length > 0)
            throw LabException.AtTheDoor(501, $"Unexpected content for method '{request.Method}'");
        bool upload = result.Segments is ["nodes", _, "storage", _, "upload"];
        if (request.Body.Length > MaxBody && !upload)
            throw LabException.AtTheDoor(501, "for data too large");
        if (request.Method is "POST" or "PUT")
            result.ReadBody(request, upload);
        result.ReadForm(request.Query ?? "");
        result.Parameters.Remove("_dc");
        return result;
    }

    private void ReadBody(LabRequest request, bool upload)
    {
        string type = Header(request, "Content-Type") ?? "";
        string media = type.Split(';')[0].Trim().ToLowerInvariant();
        switch (media)
        {
            case "" or "application/x-www-form-urlencoded":
                ReadForm(Encoding.UTF8.GetString(request.Body.Span));
                break;
            case "application/json":
                ReadJson(request.Body);
                break;
            case "multipart/form-data" when upload:
                Upload = request.Body;
                MultipartForm.Read(type, request.Body, Parameters);
                break;
            default:
                throw LabException.AtTheDoor(506, $"upload 'Content-Type '{type}' not implemented");
        }
    }

    // The query wins over the body; a key that comes twice is an array of both values.
    private void ReadForm(string text)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        var repeated = new HashSet<string>(StringComparer.Ordinal);
        foreach (string pair in text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int eq = pair.IndexOf('=', StringComparison.Ordinal);
            string key = Decode(eq < 0 ? pair : pair[..eq]), value = eq < 0 ? "" : Decode(pair[(eq + 1)..]);
            if (own.TryGetValue(key, out string? earlier))
                repeated.Add(key);
            own[key] = earlier is null ? value : $"{earlier}\0{value}";
        }
        foreach (var (key, value) in own)
        {
            Parameters[key] = value;
            if (repeated.Contains(key))
                Arrays.Add(key);
            else
                Arrays.Remove(key);
        }
    }

    private void ReadJson(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw LabException.AtTheDoor(500, "malformed JSON string, neither tag, array, object, number, string or atom");
        }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw LabException.AtTheDoor(500, "malformed JSON string, an object was expected");
            foreach (var property in document.RootElement.EnumerateObject())
            {
                switch (property.Value.ValueKind)
                {
                    case JsonValueKind.Null:
                        Nulls.Add(property.Name);
                        break;
                    case JsonValueKind.Array:
                        Arrays.Add(property.Name);
                        Parameters[property.Name] = string.Join('\0', property.Value.EnumerateArray().Select(Scalar));
                        break;
                    case JsonValueKind.True or JsonValueKind.False:
                        Booleans.Add(property.Name);
                        goto default;
                    case JsonValueKind.Object:
                        Objects.Add(property.Name);
                        goto default;
                    default:
                        Parameters[property.Name] = Scalar(property.Value);
                        break;
                }
            }
        }
    }

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => value.GetRawText(),
    };

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string? TicketCookie(string? header)
    {
        foreach (string cookie in header?.Split(';', StringSplitOptions.TrimEntries) ?? [])
        {
            if (cookie.StartsWith("PVEAuthCookie=", StringComparison.Ordinal))
                return Uri.UnescapeDataString(cookie["PVEAuthCookie=".Length..]);
        }
        return null;
    }

    private static string? Header(LabRequest request, string name) =>
        request.Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
