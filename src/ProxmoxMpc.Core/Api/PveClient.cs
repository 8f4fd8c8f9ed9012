using System.Collections.Immutable;
using System.Net.Http;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// The API of one Proxmox VE cluster. At most <see cref="PveConnection.Concurrency"/> requests are under way at a time, fewer
/// where the server cannot keep up; reads that met a passing failure are repeated, and asked of the next endpoint where one is
/// dead. A write is sent again only where it surely changed nothing: no connection, a ticket that was refused at the door, a
/// lock that was not got. Methods throw <see cref="PveApiException"/>, and <see cref="OperationCanceledException"/> where the
/// caller cancels.
/// </summary>
public sealed class PveClient : IDisposable
{
    private const int ReadRepeats = 2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(300);

    // What failed slowly will fail slowly again: a hanging node must not cost three time limits.
    private static readonly TimeSpan SlowFailure = TimeSpan.FromSeconds(5);

    // 1 + 2 + 4 + 8 + 15 s, beside the 10 s that Proxmox itself waits for a lock each time.
    private const int LockRepeats = 5;
    private static readonly TimeSpan FirstLockDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLockDelay = TimeSpan.FromSeconds(15);

    private readonly PveEndpoints _endpoints;
    private readonly PveTickets? _tickets;
    private readonly PveProof _proof;
    private readonly PveSlots _slots;

    /// <param name="handler">Answers instead of the network, for tests and the Lab; it stays the caller's to dispose.</param>
    public PveClient(PveConnection connection, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        connection.Validate(overNetwork: handler is null);
        Connection = connection;
        Time = time ?? TimeProvider.System;
        _endpoints = new(connection, handler, Time);
        _slots = new(connection.Concurrency, Time);
        _tickets = connection.Credential is PvePassword password ? new(password, _endpoints, Whole, Time) : null;
        _proof = connection.Credential is PveToken token ? new TokenProof(token) : new NoProof(connection.Credential.Who);
    }

    /// <summary>Tells whoever listens to this session of a difficulty.</summary>
    internal void Tell(PveNotice notice) => _endpoints.Tell(notice);

    /// <summary>The endpoint that is asked now.</summary>
    public Uri Server => _endpoints.Current.Address;

    /// <summary>Who asks: <c>user@realm!name</c> or <c>user@realm</c>.</summary>
    public string Identity => Connection.Credential.Identity;

    /// <summary>When the ticket at hand ends; null where there is none, as with a token. It is renewed long before.</summary>
    public DateTimeOffset? TicketEnds => _tickets?.Current is { } ticket ? ticket.Issued + TicketProof.Lifetime : null;

    // Not public: what goes down a pipeline is printed with all its properties.
    internal PveConnection Connection { get; }

    internal TimeProvider Time { get; }

    internal TaskPace Pace { get; } = new();

    /// <summary>How many requests may be under way at present.</summary>
    internal int Slots => _slots.Limit;

    /// <summary>Reads; <paramref name="path"/> is without <c>/api2/json</c>. Returns the answer's <c>data</c>.</summary>
    public Task<JsonElement> GetAsync(string path, IEnumerable<KeyValuePair<string, string>>? query, CancellationToken ct) =>
        ReadUtf8Async(path, query, Data, ct);

    /// <summary>Creates or acts; the parameters go as a form. Returns the answer's <c>data</c>, a UPID where a task was started.</summary>
    public Task<JsonElement> PostAsync(string path, IEnumerable<KeyValuePair<string, string>>? parameters, CancellationToken ct) =>
        WriteAsync(HttpMethod.Post, path, parameters, Data, ct);

    /// <summary>Changes; otherwise like <see cref="PostAsync"/>.</summary>
    public Task<JsonElement> PutAsync(string path, IEnumerable<KeyValuePair<string, string>>? parameters, CancellationToken ct) =>
        WriteAsync(HttpMethod.Put, path, parameters, Data, ct);

    /// <summary>Removes; the parameters go in the query, for Proxmox refuses a DELETE with a body.</summary>
    public Task<JsonElement> DeleteAsync(string path, IEnumerable<KeyValuePair<string, string>>? parameters, CancellationToken ct) =>
        WriteAsync(HttpMethod.Delete, path, parameters, Data, ct);

    /// <summary>Any request; a name that comes several times is a list. Returns the answer's <c>data</c>.</summary>
    internal Task<JsonElement> CallAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken ct) =>
        RepeatingAsync(method, path, parameters, Data, ct, mayRepeatNames: true);

    /// <summary>Any write, of whose answer only what <paramref name="read"/> makes of it is wanted.</summary>
    internal Task<T> WriteAsync<T>(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? parameters, PveBodyReading<T> read, CancellationToken ct) =>
        RepeatingAsync(method, path, parameters, read, ct);

    /// <summary>
    /// Waits until the task has ended, asking the node that runs it. Throws <see cref="PveTaskException"/> with its exit
    /// status and the end of its log where it failed. Cancelling ends the wait, not the task.
    /// </summary>
    public Task<PveTaskResult> WaitForTaskAsync(Upid upid, IProgress<PveTaskProgress>? progress, CancellationToken ct) =>
        new TaskWaiter(this, upid, progress).WaitAsync(ct);

    /// <summary>The same for somebody who wants to know no more of a task that went well than that it did.</summary>
    internal Task<PveTaskResult> FollowTaskAsync(Upid upid, IProgress<PveTaskProgress>? progress, CancellationToken ct) =>
        new TaskWaiter(this, upid, progress, wantsLog: false).WaitAsync(ct);

    /// <summary>What the server runs; also the cheapest proof that address, certificate and credentials are right.</summary>
    public async Task<PveVersion> GetVersionAsync(CancellationToken ct) => VersionOf((await GetAsync("/version", null, ct)));

    /// <summary>What one endpoint of the connection runs; it alone is asked, once.</summary>
    public async Task<PveVersion> GetVersionAsync(PveEndpoint endpoint, CancellationToken ct) => VersionOf(await GetFromAsync(endpoint, "/version", ct));

    /// <summary>Reads from one endpoint of the connection; it alone is asked, once.</summary>
    internal async Task<JsonElement> GetFromAsync(PveEndpoint endpoint, string path, CancellationToken ct)
    {
        var request = new PveRequest(HttpMethod.Get, path, null);
        return (await AsOneselfAsync((proof, token) => _endpoints.SendToAsync(endpoint, request, proof, Whole, token), ct)).GetProperty("data");
    }

    /// <summary>Reads from one endpoint what Proxmox tells anybody; neither token nor ticket is sent.</summary>
    internal async Task<JsonElement> GetOpenlyAsync(PveEndpoint endpoint, string path, CancellationToken ct) =>
        (await _endpoints.SendToAsync(endpoint, new(HttpMethod.Get, path, null), new NoProof(Connection.Credential.Who), Whole, ct)).GetProperty("data");

    /// <summary>Gets the ticket that the next request would get, from an endpoint that is known to answer. A token needs none.</summary>
    internal async Task LoginAsync(PveEndpoint alive, CancellationToken ct)
    {
        _endpoints.Prefer(alive);
        if (_tickets is not null) await _tickets.GetAsync(null, ct);
    }

    /// <summary>The endpoints of the connection, in its order.</summary>
    public ImmutableArray<PveEndpoint> Endpoints => Connection.Endpoints;

    /// <summary>Reads the whole answer, with what stands beside <c>data</c>.</summary>
    internal Task<JsonElement> ReadAsync(string path, IEnumerable<KeyValuePair<string, string>>? query, CancellationToken ct) =>
        ReadUtf8Async(path, query, Whole, ct);

    /// <summary>
    /// Reads without making a document of the answer: for lists of thousands and thousands of small answers. Slots, repeats and
    /// errors are those of <see cref="GetAsync"/>.
    /// </summary>
    internal Task<T> ReadUtf8Async<T>(string path, IEnumerable<KeyValuePair<string, string>>? query, PveBodyReading<T> read, CancellationToken ct) =>
        RepeatingAsync(HttpMethod.Get, path, query, read, ct);

    /// <summary>The <c>data</c> of an answer.</summary>
    internal static JsonElement Data(ReadOnlySpan<byte> json) => Whole(json).GetProperty("data");

    private static JsonElement Whole(ReadOnlySpan<byte> json) => PveBody.Parse(json) is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("data", out _)
        ? body
        : throw new JsonException("The answer has no data.");

    private static PveVersion VersionOf(JsonElement data) => new(data.Text("version") ?? "", data.Text("release") ?? "", data.Text("repoid") ?? "");

    // The few layers of a request are few on purpose: each is compiled anew in every process, and together they are most of what a request costs.
    private async Task<T> RepeatingAsync<T>(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? parameters, PveBodyReading<T> read, CancellationToken ct, bool mayRepeatNames = false)
    {
        var request = new PveRequest(method, path, parameters, mayRepeatNames);
        for (var repeats = 0; ; repeats++)
        {
            TimeSpan pause;
            try
            {
                return await SendAsync(request, read, ct);
            }
            catch (PveApiException failure) when (PauseAfter(request, failure, repeats) is { } after)
            {
                pause = after;
                if (request.IsWrite) Connection.Notices?.Report(new($"{failure.Message.TrimEnd()} It is tried again.", IsWarning: false));
            }
            await Task.Delay(pause, Time, ct);
        }
    }

    /// <summary>How long to wait before a request is sent once more; null where it is not.</summary>
    private static TimeSpan? PauseAfter(PveRequest request, PveApiException failure, int repeats)
    {
        if (request.IsWrite)
        {
            var longer = FirstLockDelay * (1 << repeats);
            return repeats < LockRepeats && failure is { IsPassingLock: true, MayHaveHappened: false } ? longer < LongestLockDelay ? longer : LongestLockDelay : null;
        }
        // Many reads that failed together must not come back together.
        return repeats < ReadRepeats && IsPassing(failure) && failure.Took < SlowFailure ? FirstDelay * (1 << repeats) * (0.5 + Random.Shared.NextDouble()) : null;
    }

    private Task<T> SendAsync<T>(PveRequest request, PveBodyReading<T> read, CancellationToken ct) => _tickets is null
        ? InSlotAsync(request, _proof, read, ct)
        : AsOneselfAsync((proof, token) => InSlotAsync(request, proof, read, token), ct);

    private Task<T> AsOneselfAsync<T>(Func<PveProof, CancellationToken, Task<T>> send, CancellationToken ct) =>
        _tickets is null ? send(_proof, ct) : WithTicketAsync(_tickets, send, ct);

    private static async Task<T> WithTicketAsync<T>(PveTickets tickets, Func<PveProof, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        var ticket = await tickets.GetAsync(null, ct);
        try
        {
            return await send(ticket, ct);
        }
        catch (PveApiException e) when (e.Status == 401)
        {
            // Refused at the door, before anything was done: with another ticket even a write may be sent again.
            return await send(await tickets.GetAsync(ticket, ct), ct);
        }
    }

    private async Task<T> InSlotAsync<T>(PveRequest request, PveProof proof, PveBodyReading<T> read, CancellationToken ct)
    {
        await _slots.EnterAsync(ct);
        var isCongested = false;
        try
        {
            return await _endpoints.SendAsync(request, proof, read, ct);
        }
        catch (PveApiException e)
        {
            isCongested = e.IsCongestion;
            throw;
        }
        finally
        {
            _slots.Leave(isCongested);
        }
    }

    private static bool IsPassing(PveApiException failure) => failure.Id is "PmpcNodeUnreachable" or "PmpcConnectionLost";

    public void Dispose()
    {
        _endpoints.Dispose();
        _tickets?.Dispose();
    }
}
