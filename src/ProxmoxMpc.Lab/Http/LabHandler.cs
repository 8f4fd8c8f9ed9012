using System.Net;

namespace ProxmoxMpc.Lab.Http;

/// <summary>The in-process transport: an <see cref="HttpClient"/> with this handler talks to the Lab as to a pveproxy.</summary>
internal sealed class LabHandler(LabCluster cluster) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = Flatten(request.Headers).ToList();
        ReadOnlyMemory<byte> body = default;
        bool chunked = request.Headers.TransferEncodingChunked == true;
        if (request.Content is { } content)
        {
            // Without a known length the socket handler would send chunks, and pveproxy refuses those.
            chunked |= content.Headers.ContentLength is null;
            body = await content.ReadAsByteArrayAsync(cancellationToken);
            headers.AddRange(Flatten(content.Headers));
        }
        var uri = request.RequestUri ?? throw new InvalidOperationException("the request has no URI");
        var answer = await cluster.HandleAsync(
            new LabRequest(request.Method.Method, uri.AbsolutePath, uri.Query.TrimStart('?'), headers, body, chunked), cancellationToken);
        if (answer.Abort)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            ReasonPhrase = answer.Reason,
            RequestMessage = request,
            Version = HttpVersion.Version11,
            Content = new ReadOnlyMemoryContent(answer.Body),
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }
        response.Headers.ConnectionClose = answer.CloseConnection;
        return response;
    }

    private static IEnumerable<KeyValuePair<string, string>> Flatten(System.Net.Http.Headers.HttpHeaders headers) =>
        headers.NonValidated.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()));
}
