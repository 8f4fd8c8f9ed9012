using System.Diagnostics;
using System.Net.Http.Headers;

namespace ProxmoxMpc.Bench.Sync;

/// <summary>The baseline: a plain <see cref="HttpClient"/> that asks the same questions at the same concurrency and throws the answers away.</summary>
internal static class BareLoop
{
    /// <summary>Fetches every path of the list.</summary>
    /// <param name="paths">With their queries, as they were sent.</param>
    public static async Task<RunFigures> RunAsync(Uri server, string secret, IReadOnlyList<string> paths, int concurrency)
    {
        using var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = concurrency,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
        using var http = new HttpClient(handler) { BaseAddress = server };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"PVEAPIToken={SampleCluster.TokenId}={secret}");
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        long bytes = 0;
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (path, ct) =>
        {
            using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var buffer = new byte[16 * 1024];
            for (int read; (read = await body.ReadAsync(buffer, ct)) > 0;) Interlocked.Add(ref bytes, read);
        });
        return new() { Seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds, Requests = paths.Count, Bytes = bytes, PeakBytes = Process.GetCurrentProcess().PeakWorkingSet64 };
    }
}
