using System.Collections.Immutable;
using System.Net.Http;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// The endpoints of one cluster. One is asked until it fails; then the next one is, and stays it: there is no way back
/// merely because an earlier one has recovered. What failed is left alone for a while.
/// </summary>
internal sealed class PveEndpoints : IDisposable
{
    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(60);

    // Once may be a keep-alive connection that the server had just closed.
    private const int BreaksUntilDead = 2;

    private readonly Lock _gate = new();
    private readonly ImmutableArray<Place> _places;
    private readonly PveConnection _connection;
    private readonly TimeProvider _time;
    private int _current;

    internal PveEndpoints(PveConnection connection, HttpMessageHandler? handler, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _places = [.. connection.Endpoints.Select(endpoint => new Place(endpoint, new PveTransport(endpoint, connection, handler, time)))];
    }

    /// <summary>The one that is asked now.</summary>
    internal PveEndpoint Current
    {
        get { lock (_gate) return _places[_current].Endpoint; }
    }

    /// <summary>
    /// Sends a request to the endpoint of the day; where that surely never got it, or (a read only) does not answer, to the next.
    /// </summary>
    internal async Task<T> SendAsync<T>(PveRequest request, PveProof proof, PveBodyReading<T> read, CancellationToken ct)
    {
        List<PveApiException>? failures = null;
        HashSet<Place>? tried = null;
        while (true)
        {
            var place = Choose(tried);
            try
            {
                var answer = await place.Transport.SendAsync(request, proof, read, ct);
                Heard(place);
                return answer;
            }
            catch (PveApiException e)
            {
                if (!Judge(place, request, e)) throw;
                (failures ??= []).Add(e);
                (tried ??= []).Add(place);
                if (tried.Count == _places.Length) throw TransportErrors.NoneLeft(failures);
            }
        }
    }

    /// <summary>Asks one endpoint alone, whatever is known of it.</summary>
    internal Task<T> SendToAsync<T>(PveEndpoint endpoint, PveRequest request, PveProof proof, PveBodyReading<T> read, CancellationToken ct) =>
        _places.First(place => place.Endpoint == endpoint).Transport.SendAsync(request, proof, read, ct);

    internal void Tell(PveNotice notice) => _connection.Notices?.Report(notice);

    /// <summary>Has an endpoint asked first from now on: it is known to answer.</summary>
    internal void Prefer(PveEndpoint endpoint)
    {
        lock (_gate) _current = Math.Max(0, _connection.Endpoints.IndexOf(endpoint));
    }

    private Place Choose(HashSet<Place>? tried)
    {
        lock (_gate)
        {
            if (tried is null && !IsDead(_places[_current])) return _places[_current];
            var order = Enumerable.Range(0, _places.Length).Select(step => (_current + step) % _places.Length).Where(index => tried?.Contains(_places[index]) != true).ToArray();
            // Where all are dead, one of them may have come back.
            var alive = Array.FindIndex(order, index => !IsDead(_places[index]));
            if (alive >= 0) _current = order[alive];
            return _places[order[Math.Max(alive, 0)]];
        }
    }

    private bool IsDead(Place place) => place.DeadSince is { } since && _time.GetElapsedTime(since) < LeftAlone;

    private void Heard(Place place)
    {
        lock (_gate) (place.DeadSince, place.Breaks) = (null, 0);
    }

    /// <summary>Learns from a failure; returns whether another endpoint may be asked for the same.</summary>
    private bool Judge(Place place, PveRequest request, PveApiException failure)
    {
        // A code is good for one attempt; whether this one was spent, nobody knows. A password may be sent again.
        var mayRepeat = failure.IsUnsent || !request.IsWrite && !request.IsCode && failure.Id == "PmpcTimeout" && !request.IsForNode;
        var isSilent = failure is { Status: 0, Kind: PmpcErrorKind.Timeout, InnerException: null } && !request.IsForNode;
        var broke = failure.Status == 0 && (failure.Id == "PmpcConnectionLost" || failure is { Id: "PmpcWriteUncertain", InnerException: not null });
        if (failure.Status != 0) Heard(place);
        else if (failure.IsUnsent || isSilent || broke && Breaks(place) >= BreaksUntilDead) Leave(place, failure);
        return mayRepeat && _places.Length > 1;
    }

    private int Breaks(Place place)
    {
        lock (_gate) return ++place.Breaks;
    }

    private void Leave(Place place, PveApiException failure)
    {
        PveEndpoint? next;
        lock (_gate)
        {
            var wasDead = IsDead(place);
            place.DeadSince = _time.GetTimestamp();
            next = wasDead ? null : _places.FirstOrDefault(other => other != place && !IsDead(other))?.Endpoint;
        }
        if (next is not null) Tell(new($"{failure.Message} {next} is asked instead.", IsWarning: true));
    }

    public void Dispose()
    {
        foreach (var place in _places) place.Transport.Dispose();
    }

    private sealed class Place(PveEndpoint endpoint, PveTransport transport)
    {
        internal PveEndpoint Endpoint => endpoint;
        internal PveTransport Transport => transport;

        /// <summary>The timestamp of its last failure; null: it answers.</summary>
        internal long? DeadSince { get; set; }

        /// <summary>Connections that broke since it answered last.</summary>
        internal int Breaks { get; set; }
    }
}
