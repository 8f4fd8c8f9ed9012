using System.Collections.Concurrent;
using System.Net;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>A request as it would go over the wire.</summary>
/// <param name="RawPath">Below <c>/api2/json</c>, still escaped.</param>
/// <param name="Query">The parameters of the address.</param>
/// <param name="Form">The parameters of the body; null where there is no body.</param>
/// <param name="ContentType">The body's type; null where it says none.</param>
/// <param name="Length">The body's length as the header says it; null where it does not.</param>
/// <param name="Bytes">The body's length.</param>
/// <param name="HasToken">Whether it is a token that asks, and not somebody who has logged in.</param>
internal sealed record WireRequest(string Method, string RawPath, KeyValuePair<string, string>[] Query, KeyValuePair<string, string>[]? Form, string? ContentType, long? Length, int Bytes, bool HasToken)
{
    public string Path => Uri.UnescapeDataString(RawPath);

    /// <summary>All parameters, as PVE's handler would see them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parameters => [.. Query, .. Form ?? []];

    public override string ToString() => $"{Method} {RawPath} {string.Join('&', Parameters.Select(pair => $"{pair.Key}={pair.Value}"))}";
}

/// <summary>Passes everything on and remembers it; what <paramref name="instead"/> answers is not passed on.</summary>
internal sealed class RecordingHandler(HttpMessageHandler inner, ConcurrentQueue<WireRequest> sent, Func<WireRequest, HttpResponseMessage?>? instead = null) : DelegatingHandler(inner)
{
    private const string Prefix = "/api2/json";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var address = request.RequestUri!;
        Assert.StartsWith(Prefix + "/", address.AbsolutePath, StringComparison.Ordinal);
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(ct);
        var wire = new WireRequest(request.Method.Method, address.AbsolutePath[Prefix.Length..], Pairs(address.Query.TrimStart('?')),
            body is { Length: > 0 } ? Pairs(System.Text.Encoding.ASCII.GetString(body)) : null, request.Content?.Headers.ContentType?.ToString(),
            request.Content?.Headers.ContentLength, body?.Length ?? 0, request.Headers.Authorization is not null || request.Headers.Contains("Authorization"));
        sent.Enqueue(wire);
        return instead?.Invoke(wire) ?? await base.SendAsync(request, ct);
    }

    /// <summary>As PVE splits them: at '&amp;' and ';', and a value at its first '='.</summary>
    private static KeyValuePair<string, string>[] Pairs(string text) =>
    [
        .. text.Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .Select(parts => KeyValuePair.Create(Decode(parts[0]), parts.Length > 1 ? Decode(parts[1]) : "")),
    ];

    private static string Decode(string text) => WebUtility.UrlDecode(text);
}
