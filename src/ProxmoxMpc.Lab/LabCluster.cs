using System.Security.Cryptography;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Http;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab;

/// <summary>
/// An embedded Proxmox VE 9: a cluster whose whole state is one JSON document, with the API, the messages and the habits of the real one.
/// Safe for concurrent use; several processes may share one state file.
/// </summary>
public sealed class LabCluster : IDisposable
{
    // Another process has the state file for the length of one small write.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly StateFile? _file;
    private readonly Authenticator _authenticator = new();
    private LabState _state;
    private DateTimeOffset _nextBroadcast;

    private LabCluster(LabState state, StateFile? file, TimeProvider time)
    {
        _state = state;
        _file = file;
        _time = time;
        Adopt(state);
    }

    /// <summary>The demo cluster, in memory: three nodes and a dozen guests.</summary>
    public static LabCluster Demo(TimeProvider? time = null) => FromJson(ApiTable.ReadResource("ProxmoxMpc.Lab.demo.json"), time);

    /// <summary>A hand-written or saved state, in memory. Missing parts get defaults.</summary>
    /// <exception cref="FormatException">Not such a document.</exception>
    public static LabCluster FromJson(string json, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        return new LabCluster(StateReader.Read(json, time.GetUtcNow()), null, time);
    }

    /// <summary>A state file, created with the demo cluster when it is absent. Every change is written at once (temporary file and rename, mode 0600).</summary>
    /// <exception cref="FormatException">The file is not a Lab state.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static LabCluster Open(string stateFile, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var file = new StateFile(stateFile);
        string json = file.ReadOrCreate(() => StateWriter.Write(StateReader.Read(ApiTable.ReadResource("ProxmoxMpc.Lab.demo.json"), time.GetUtcNow())));
        return new LabCluster(StateReader.Read(json, time.GetUtcNow()), file, time);
    }

    /// <summary>The state as JSON, as <see cref="Open"/> would save it.</summary>
    public string ToJson()
    {
        lock (_gate)
        {
            Refresh();
            return StateWriter.Write(_state);
        }
    }

    /// <summary>An in-process transport with real reason phrases: every answer a pveproxy would give.</summary>
    public HttpMessageHandler CreateHandler() => new LabHandler(this);

    /// <summary>A token <c>root@pam!lab</c> without privilege separation; its secret exists in this process only.</summary>
    public (string TokenId, string Secret) IssueEmbeddedToken()
    {
        lock (_gate)
        {
            _authenticator.Embedded ??= ("root@pam", "lab", NewSecret());
            return ("root@pam!lab", _authenticator.Embedded.Value.Secret);
        }
    }

    /// <summary>A lasting token; only a salted hash of its secret is kept.</summary>
    /// <exception cref="ArgumentException">No such user, or the token exists.</exception>
    public Task<(string TokenId, string Secret)> CreateTokenAsync(string userid, string tokenName, bool privsep, CancellationToken ct) => HoldingAsync(() =>
    {
        string secret = NewSecret();
        if (!_state.Users.TryGetValue(userid, out var user))
            throw new ArgumentException($"no such user ('{userid}')", nameof(userid));
        if (!user.Tokens.TryAdd(tokenName, new TokenState { PrivSep = privsep, Secret = Secrets.Hash(secret) }))
            throw new ArgumentException($"Token already exists: {userid}!{tokenName}", nameof(tokenName));
        Save();
        return ($"{userid}!{tokenName}", secret);
    }, ct);

    /// <summary>Answers one request; never throws for what the request contains. Waits where Proxmox would (locks, latency, proxy limit).</summary>
    public async Task<LabResponse> HandleAsync(LabRequest request, CancellationToken ct)
    {
        if (AdminCall.IsFor(request))
            return await AdministerAsync(request, ct);
        var dispatch = new Dispatch(request);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var (answer, delay) = Step(dispatch);
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, _time, ct);
            if (answer is not null)
                return answer;
        }
    }

    public void Dispose() => _file?.Dispose();

    private Task<LabResponse> AdministerAsync(LabRequest request, CancellationToken ct) => HoldingAsync(() =>
    {
        var (answer, wrote) = AdminCall.Run(_state, _authenticator, request, _time.GetUtcNow());
        if (wrote)
            Save();
        return answer;
    }, ct);

    /// <summary>Does it when nobody else, in this process or another, has the state.</summary>
    private async Task<T> HoldingAsync<T>(Func<T> work, CancellationToken ct)
    {
        while (true)
        {
            lock (_gate)
            {
                using var held = _file?.TryLock();
                if (_file is null || held is not null)
                {
                    Refresh();
                    return work();
                }
            }
            await Task.Delay(Patience, ct);
        }
    }

    // One attempt under the lock: an answer, or how long to wait before the next attempt.
    private (LabResponse? Answer, TimeSpan Delay) Step(Dispatch dispatch)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            Refresh();
            var needsFile = _file is not null && (dispatch.MayWrite || HasDueTask(now) || _state.Faults.Count > 0);
            using var held = needsFile ? _file!.TryLock() : null;
            if (needsFile && held is null)
                return (null, Patience);
            if (held is not null)
                Refresh();
            var faults = new FaultInjector(_state);
            var tasks = new TaskEngine(_state, faults);
            Broadcast(now);
            tasks.Advance(now);
            var result = dispatch.Run(_state, tasks, faults, _authenticator, now);
            if (dispatch.Wrote || tasks.Changed || faults.Changed)
                Save();
            return result;
        }
    }

    private bool HasDueTask(DateTimeOffset now) => _state.Tasks.Exists(t => t.IsRunning && t.EndsAt <= now);

    private void Refresh()
    {
        if (_file?.ReadIfChanged() is { } json)
        {
            _state = StateReader.Read(json, _time.GetUtcNow());
            Adopt(_state);
        }
    }

    private void Save() => _file?.Write(StateWriter.Write(_state));

    // Guests that were there before us have been broadcast long ago.
    private void Adopt(LabState state)
    {
        _authenticator.Key = state.AuthKey ?? _authenticator.Key;
        foreach (var guest in state.Guests.Values)
            guest.Broadcast = Guests.GuestStatistics.Measure(state, guest, _time.GetUtcNow());
        _nextBroadcast = _time.GetUtcNow() + TimeSpan.FromSeconds(Math.Max(0, state.Options.ResourceLagSeconds));
    }

    // pvestatd reports every ten seconds. Nothing changes between two requests but by tasks,
    // so the state before this request is what the last tick saw.
    private void Broadcast(DateTimeOffset now)
    {
        double interval = _state.Options.ResourceLagSeconds;
        if (interval <= 0 || now < _nextBroadcast)
            return;
        foreach (var guest in _state.Guests.Values)
            guest.Broadcast = Guests.GuestStatistics.Measure(_state, guest, now);
        _nextBroadcast = now + TimeSpan.FromSeconds(interval);
    }

    private static string NewSecret() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
}
