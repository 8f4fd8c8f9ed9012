using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Web;
using ProxmoxMpc.Core.Api;

namespace ProxmoxMpc.Tests.Unit.Api;

/// <summary>A request as it would have gone over the wire.</summary>
internal sealed record SentRequest(string Method, string Path, IReadOnlyDictionary<string, string> Parameters, string? Body, IReadOnlyDictionary<string, string> Headers, bool HasLength)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>Answers requests with what a test recorded for them, and remembers what was asked.</summary>
internal sealed class FakePve : HttpMessageHandler
{
    internal const string Secret = "12345678-1234-1234-1234-123456789abc";

    private readonly ConcurrentDictionary<string, Func<SentRequest, CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    internal ConcurrentQueue<SentRequest> Sent { get; } = new();

    internal static PveConnection Connection { get; } = new(new Uri("https://pve1.example.org:8006"), "root@pam!iac", Secret);

    internal PveClient Client(TimeProvider? time = null, Func<PveConnection, PveConnection>? change = null) => new((change ?? (same => same))(Connection), this, time);

    /// <summary>The answer's <c>data</c>, as JSON.</summary>
    internal FakePve On(string request, string data) => On(request, _ => Data(data));

    internal FakePve On(string request, Func<SentRequest, HttpResponseMessage> answer) => On(request, (sent, _) => Task.FromResult(answer(sent)));

    internal FakePve On(string request, Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers[request] = answer;
        return this;
    }

    internal FakePve Fails(string request, int status, string reason, string? body = null) => On(request, _ => Error(status, reason, body));

    internal static HttpResponseMessage Data(string data) => Json(200, "OK", $$"""{"data":{{data}}}""");

    /// <summary>An error of PVE 9 with its body, or with an empty one where <paramref name="body"/> is null.</summary>
    internal static HttpResponseMessage Error(int status, string reason, string? body = null) =>
        body is null ? new((HttpStatusCode)status) { ReasonPhrase = reason, Content = new ByteArrayContent([]) } : Json(status, reason, body);

    internal static HttpResponseMessage Json(int status, string reason, string body) =>
        new((HttpStatusCode)status) { ReasonPhrase = reason, Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(ct);
        var pairs = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        if (body is not null) pairs.Add(HttpUtility.ParseQueryString(body));
        var path = Uri.UnescapeDataString(request.RequestUri.AbsolutePath["/api2/json".Length..]);
        var sent = new SentRequest(request.Method.Method, path, pairs.AllKeys.ToDictionary(key => key!, key => pairs[key]!), body,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value)), request.Content?.Headers.ContentLength is not null);
        Sent.Enqueue(sent);
        return _answers.TryGetValue($"{sent}?{string.Join('&', sent.Parameters.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"))}", out var exact) ? await exact(sent, ct)
            : _answers.TryGetValue(sent.ToString(), out var answer) ? await answer(sent, ct)
            : Error(501, "Method not implemented", """{"data":null,"message":"Method not implemented"}""");
    }
}
