using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Http;

/// <summary>Makes the answers: the envelope of each format, status lines, headers.</summary>
internal static class Responses
{
    private const int CompressFrom = 1024;

    public static LabResponse Success(ApiRequest request, JsonNode? data, JsonObject extras)
    {
        var body = new JsonObject { ["data"] = data };
        foreach (var (key, value) in extras)
            body[key] = value?.DeepClone();
        if (request.Format == "extjs")
            body["success"] = 1;
        return Make(200, "OK", body, request);
    }

    public static LabResponse Failure(ApiRequest? request, LabException error)
    {
        string reason = FirstLine(error.Message);
        if (error.EmptyBody || request is null)
            return new LabResponse(error.Status, reason, Headers(null, 0, null), ReadOnlyMemory<byte>.Empty, true);
        var body = new JsonObject { ["data"] = null, ["message"] = error.Message };
        if (error.Errors is not null)
            body["errors"] = JsonText.Object(error.Errors);
        if (request.Format != "extjs")
            return Make(error.Status, reason, body, request);
        body["success"] = 0;
        body["status"] = error.Status;
        return Make(200, "OK", body, request);
    }

    /// <summary>A status of the proxy itself (595, 596 ...): no body.</summary>
    public static LabResponse Proxy(int status, string reason) => new(status, reason, Headers(null, 0, null), ReadOnlyMemory<byte>.Empty, true);

    public static LabResponse Reset() => new(0, "", [], ReadOnlyMemory<byte>.Empty, true, Abort: true);

    private static LabResponse Make(int status, string reason, JsonObject body, ApiRequest request)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body.ToJsonString(JsonText.Compact));
        string? encoding = null;
        if (request.AcceptsGzip && bytes.Length > CompressFrom)
        {
            using var buffer = new MemoryStream();
            using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(bytes);
            bytes = buffer.ToArray();
            encoding = "gzip";
        }
        return new LabResponse(status, reason, Headers("application/json;charset=UTF-8", bytes.Length, encoding), bytes, status >= 400);
    }

    private static List<KeyValuePair<string, string>> Headers(string? type, int length, string? encoding)
    {
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Cache-Control", "max-age=0"),
            new("Pragma", "no-cache"),
            new("Server", "pve-api-daemon/3.0"),
            new("Content-Length", length.ToString(CultureInfo.InvariantCulture)),
        };
        if (type is not null)
            headers.Add(new("Content-Type", type));
        if (encoding is not null)
            headers.Add(new("Content-Encoding", encoding));
        return headers;
    }

    // A status line takes one line, and no control characters.
    private static string FirstLine(string message)
    {
        int end = message.AsSpan().IndexOfAny('\n', '\r');
        return new string([.. (end < 0 ? message : message[..end]).Where(c => !char.IsControl(c))]);
    }
}
