using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Sends a request once to one endpoint and reads the answer: TLS, time limit, JSON. Everything that fails is a <see cref="PveApiException"/>.</summary>
internal sealed class PveTransport : IDisposable
{
    private const int LargestAnswer = 256 * 1024 * 1024;

    // A node that is off costs a connection's time limit, which is short where another can be asked.
    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestConnectingOfMany = TimeSpan.FromSeconds(5);

    private readonly PveConnection _connection;
    private readonly Uri _server;
    private readonly TimeProvider _time;
    private readonly ServerTrust _trust;
    private readonly HttpClient _http;

    internal PveTransport(PveEndpoint endpoint, PveConnection connection, HttpMessageHandler? handler, TimeProvider time)
    {
        _server = endpoint.Address;
        _connection = connection;
        _time = time;
        _trust = new(endpoint.Fingerprint);
        _http = new(handler ?? NetworkHandler(), disposeHandler: handler is null)
        {
            // Every request has its own limit, measured by the time provider.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>What <paramref name="read"/> makes of the whole answer (<c>data</c> with <c>total</c>, <c>changes</c> … beside it).</summary>
    internal async Task<T> SendAsync<T>(PveRequest request, PveProof proof, PveBodyReading<T> read, CancellationToken ct)
    {
        var begun = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(_connection.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var message = request.ToMessage(_server, proof);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token);
            using var body = await PveBody.ReadAsync(response.Content, LargestAnswer, both.Token);
            return Read(request, proof, response, body.Bytes, read);
        }
        catch (PveApiException e)
        {
            _ = Timed(e, begun);
            throw;
        }
        catch (Exception e) when (ct.IsCancellationRequested && e is (OperationCanceledException or HttpRequestException or IOException))
        {
            throw new OperationCanceledException(ct);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw Timed(TransportErrors.Timeout(_server, request.Method.Method, request.Path, _connection.Timeout, request.IsWrite), begun);
        }
        catch (OperationCanceledException e)
        {
            // The connection's own, shorter limit.
            throw Timed(TransportErrors.Unreachable(_server, request.Method.Method, request.Path, e), begun);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            throw Timed(TransportErrors.From(e, _server, request.Method.Method, request.Path, request.IsWrite, _trust), begun);
        }
    }

    private PveApiException Timed(PveApiException failure, long begun)
    {
        failure.Took = _time.GetElapsedTime(begun);
        return failure;
    }

    private T Read<T>(PveRequest request, PveProof proof, HttpResponseMessage response, ReadOnlySpan<byte> body, PveBodyReading<T> read)
    {
        if (response.IsSuccessStatusCode)
        {
            try
            {
                return read(body);
            }
            catch (JsonException)
            {
                throw Foreign(request, response, body);
            }
        }
        var status = (int)response.StatusCode;
        var answer = ParseError(body);
        // A proxy's or a portal's page tells nothing about Proxmox; PVE's own errors are JSON or empty.
        if (answer is null && LooksLikePage(response, body) && status is < 300 or >= 400) throw Foreign(request, response, body);
        throw ResponseErrors.From(_server, request, proof, status, response.ReasonPhrase, answer);
    }

    private static JsonElement? ParseError(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.Trim(" \t\r\n"u8).IsEmpty ? null : PveBody.Parse(body);
        }
        catch (JsonException)
        {
            // The status line has to do.
            return null;
        }
    }

    private static bool LooksLikePage(HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml" || body.TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    private PveApiException Foreign(PveRequest request, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var kind = body.IsEmpty ? "nothing" : LooksLikePage(response, body) ? "a web page" : "something else";
        var status = (int)response.StatusCode;
        return new("PmpcUnexpectedAnswer", PmpcErrorKind.Connection,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_server.Authority} answered {request} with {kind} instead of Proxmox's JSON (status {status})."),
            "Something else answers at that address: a proxy, a login page of the network, or another service. Proxmox VE answers on https, port 8006.")
        { Status = status, Reason = ReasonText.Repair(response.ReasonPhrase ?? ""), Method = request.Method.Method, Path = request.Path, MayHaveHappened = request.IsWrite };
    }

    private SocketsHttpHandler NetworkHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.GZip | System.Net.DecompressionMethods.Deflate,
        MaxConnectionsPerServer = _connection.Concurrency,
        ConnectTimeout = Shorter(_connection.Timeout, _connection.Others.IsEmpty ? LongestConnecting : LongestConnectingOfMany),
        // pveproxy drops what was idle for 5 s; a write that meets such a drop would be uncertain. The pool looks every second, so this is
        // at most 4.5 s; and more than the longest pause between two looks at a task, which else would cost a handshake each.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(3.5),
        // Nobody at the other end reads trace headers.
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => _trust.Accept(certificate, chain, errors),
        },
    };

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    public void Dispose() => _http.Dispose();
}
