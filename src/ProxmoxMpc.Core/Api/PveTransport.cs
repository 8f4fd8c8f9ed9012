using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Sends a request once and reads the answer: TLS, time limit, JSON. Everything that fails is a <see cref="PveApiException"/>.</summary>
internal sealed class PveTransport : IDisposable
{
    private const long LargestAnswer = 256L * 1024 * 1024;

    private readonly PveConnection _connection;
    private readonly TimeProvider _time;
    private readonly ServerTrust _trust;
    private readonly HttpClient _http;

    internal PveTransport(PveConnection connection, HttpMessageHandler? handler, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _trust = new(connection.Fingerprint);
        _http = new(handler ?? NetworkHandler(), disposeHandler: handler is null)
        {
            // Every request has its own limit, measured by the time provider.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    /// <summary>The whole answer (<c>data</c> with <c>total</c>, <c>changes</c> … beside it).</summary>
    internal async Task<JsonElement> SendAsync(PveRequest request, CancellationToken ct)
    {
        var begun = _time.GetTimestamp();
        try
        {
            return await SendWithinLimitAsync(request, ct);
        }
        catch (PveApiException e)
        {
            e.Took = _time.GetElapsedTime(begun);
            throw;
        }
    }

    private async Task<JsonElement> SendWithinLimitAsync(PveRequest request, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(_connection.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var message = request.ToMessage(_connection);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseContentRead, both.Token);
            return Read(request, response, await response.Content.ReadAsByteArrayAsync(both.Token));
        }
        catch (Exception e) when (ct.IsCancellationRequested && e is (OperationCanceledException or HttpRequestException or IOException))
        {
            throw new OperationCanceledException(ct);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw TransportErrors.Timeout(_connection.Server, request.Method.Method, request.Path, _connection.Timeout, request.IsWrite);
        }
        catch (OperationCanceledException e)
        {
            // The connection's own, shorter limit.
            throw TransportErrors.Unreachable(_connection.Server, request.Method.Method, request.Path, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            throw TransportErrors.From(e, _connection.Server, request.Method.Method, request.Path, request.IsWrite, _trust);
        }
    }

    private JsonElement Read(PveRequest request, HttpResponseMessage response, byte[] bytes)
    {
        var status = (int)response.StatusCode;
        var answer = Parse(bytes);
        if (response.IsSuccessStatusCode)
            return answer is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("data", out _) ? body : throw Foreign(request, response, bytes);
        // A proxy's or a portal's page tells nothing about Proxmox; PVE's own errors are JSON or empty.
        if (answer is null && LooksLikePage(response, bytes) && status is < 300 or >= 400) throw Foreign(request, response, bytes);
        throw ResponseErrors.From(_connection.Server, request, status, response.ReasonPhrase, answer);
    }

    private static JsonElement? Parse(byte[] bytes)
    {
        if (bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty) return null;
        // Old configs hold Latin-1 here and there; one bad letter must not make a guest unreadable.
        if (!Utf8.IsValid(bytes)) bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool LooksLikePage(HttpResponseMessage response, byte[] bytes) =>
        response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml" || bytes.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    private PveApiException Foreign(PveRequest request, HttpResponseMessage response, byte[] bytes)
    {
        var kind = bytes.Length == 0 ? "nothing" : LooksLikePage(response, bytes) ? "a web page" : "something else";
        var status = (int)response.StatusCode;
        return new("PmpcUnexpectedAnswer", PmpcErrorKind.Connection,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_connection.Server.Authority} answered {request} with {kind} instead of Proxmox's JSON (status {status})."),
            "Something else answers at that address: a proxy, a login page of the network, or another service. Proxmox VE answers on https, port 8006.")
        { Status = status, Reason = ReasonText.Repair(response.ReasonPhrase ?? ""), Method = request.Method.Method, Path = request.Path };
    }

    private SocketsHttpHandler NetworkHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.GZip | System.Net.DecompressionMethods.Deflate,
        MaxConnectionsPerServer = _connection.Concurrency,
        ConnectTimeout = _connection.Timeout < TimeSpan.FromSeconds(15) ? _connection.Timeout : TimeSpan.FromSeconds(15),
        // pveproxy drops idle connections after seconds; a write that meets such a drop would be uncertain.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => _trust.Accept(certificate, chain, errors),
        },
    };

    public void Dispose() => _http.Dispose();
}
