using System.Net.Http;
using System.Text.Json;
using Polly;
using Polly.Retry;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// The API of one Proxmox VE cluster. At most <see cref="PveConnection.Concurrency"/> requests are under way at a time;
/// reads that met a passing failure are repeated, writes never are. Methods throw <see cref="PveApiException"/>, and
/// <see cref="OperationCanceledException"/> where the caller cancels.
/// </summary>
public sealed class PveClient : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(300);

    // What failed slowly will fail slowly again: a hanging node must not cost three time limits.
    private static readonly TimeSpan SlowFailure = TimeSpan.FromSeconds(5);

    private readonly PveTransport _transport;
    private readonly SemaphoreSlim _slots;
    private readonly ResiliencePipeline _reads;

    /// <param name="handler">Answers instead of the network, for tests and the Lab; it stays the caller's to dispose.</param>
    public PveClient(PveConnection connection, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        connection.Validate(overNetwork: handler is null);
        Connection = connection;
        Time = time ?? TimeProvider.System;
        _transport = new(connection, handler, Time);
        _slots = new(connection.Concurrency);
        _reads = new ResiliencePipelineBuilder { TimeProvider = Time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            Delay = FirstDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is PveApiException failure && IsPassing(failure)
                && failure.Took < SlowFailure),
        }).Build();
    }

    /// <summary>Where the cluster is.</summary>
    public Uri Server => Connection.Server;

    /// <summary>Who asks: <c>user@realm!name</c>.</summary>
    public string TokenId => Connection.TokenId;

    // Not public: what goes down a pipeline is printed with all its properties.
    internal PveConnection Connection { get; }

    internal TimeProvider Time { get; }

    /// <summary>Reads; <paramref name="path"/> is without <c>/api2/json</c>. Returns the answer's <c>data</c>.</summary>
    public async Task<JsonElement> GetAsync(string path, IEnumerable<KeyValuePair<string, string>>? query, CancellationToken ct) =>
        (await ReadAsync(path, query, ct)).GetProperty("data");

    /// <summary>Creates or acts; the parameters go as a form. Returns the answer's <c>data</c>, a UPID where a task was started.</summary>
    public Task<JsonElement> PostAsync(string path, IEnumerable<KeyValuePair<string, string>>? parameters, CancellationToken ct) =>
        WriteAsync(HttpMethod.Post, path, parameters, ct);

    /// <summary>Changes; otherwise like <see cref="PostAsync"/>.</summary>
    public Task<JsonElement> PutAsync(string path, IEnumerable<KeyValuePair<string, string>>? parameters, CancellationToken ct) =>
        WriteAsync(HttpMethod.Put, path, parameters, ct);

    /// <summary>Removes; the parameters go in the query, for Proxmox refuses a DELETE with a body.</summary>
    public Task<JsonElement> DeleteAsync(string path, IEnumerable<KeyValuePair<string, string>>? parameters, CancellationToken ct) =>
        WriteAsync(HttpMethod.Delete, path, parameters, ct);

    /// <summary>
    /// Waits until the task has ended, asking the node that runs it. Throws <see cref="PveTaskException"/> with its exit
    /// status and the end of its log where it failed. Cancelling ends the wait, not the task.
    /// </summary>
    public Task<PveTaskResult> WaitForTaskAsync(Upid upid, IProgress<PveTaskProgress>? progress, CancellationToken ct) =>
        new TaskWaiter(this, upid, progress).WaitAsync(ct);

    /// <summary>What the server runs; also the cheapest proof that address, certificate and token are right.</summary>
    public async Task<PveVersion> GetVersionAsync(CancellationToken ct)
    {
        var answer = await GetAsync("/version", null, ct);
        return new(answer.Text("version") ?? "", answer.Text("release") ?? "", answer.Text("repoid") ?? "");
    }

    /// <summary>Reads the whole answer, with what stands beside <c>data</c>.</summary>
    internal Task<JsonElement> ReadAsync(string path, IEnumerable<KeyValuePair<string, string>>? query, CancellationToken ct) =>
        ReadUtf8Async(path, query, Whole, ct);

    /// <summary>
    /// Reads without making a document of the answer: for lists of thousands and thousands of small answers. Slots, repeats and
    /// errors are those of <see cref="GetAsync"/>.
    /// </summary>
    internal async Task<T> ReadUtf8Async<T>(string path, IEnumerable<KeyValuePair<string, string>>? query, PveBodyReading<T> read, CancellationToken ct)
    {
        var request = new PveRequest(HttpMethod.Get, path, query, Connection);
        return await _reads.ExecuteAsync(async token => await SendAsync(request, read, token), ct);
    }

    private static JsonElement Whole(ReadOnlySpan<byte> json) => PveBody.Parse(json) is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("data", out _)
        ? body
        : throw new JsonException("The answer has no data.");


    private async Task<JsonElement> WriteAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? parameters, CancellationToken ct) =>
        (await SendAsync(new PveRequest(method, path, parameters, Connection), Whole, ct)).GetProperty("data");

    private async Task<T> SendAsync<T>(PveRequest request, PveBodyReading<T> read, CancellationToken ct)
    {
        await _slots.WaitAsync(ct);
        try
        {
            return await _transport.SendAsync(request, read, ct);
        }
        finally
        {
            _slots.Release();
        }
    }

    private static bool IsPassing(PveApiException failure) => failure.Id is "PmpcNodeUnreachable" or "PmpcConnectionLost";

    public void Dispose()
    {
        _transport.Dispose();
        _slots.Dispose();
    }
}
