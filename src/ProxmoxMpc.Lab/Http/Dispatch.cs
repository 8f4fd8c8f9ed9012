using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Handlers;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Http;

/// <summary>One request on its way through the server: route, authentication, permission, schema, handler; in Proxmox's order.</summary>
internal sealed class Dispatch(LabRequest raw)
{
    private ApiRequest? _request;
    private bool _parsed;
    private bool _faultsDrawn;
    private LabResponse? _instead;
    private DateTimeOffset? _lockSince;
    private (string Upid, DateTimeOffset Until, string FailurePrefix)? _waiting;

    public bool MayWrite => raw.Method is not "GET";

    /// <summary>True when the last attempt may have changed the state.</summary>
    public bool Wrote { get; private set; }

    /// <summary>An answer with a delay before it is sent; or no answer and a delay before the next attempt.</summary>
    public (LabResponse? Answer, TimeSpan Delay) Run(LabState state, TaskEngine tasks, FaultInjector faults, Authenticator authenticator, DateTimeOffset now)
    {
        Wrote = false;
        if (_waiting is { } waiting)
            return Await(waiting, tasks, now);
        try
        {
            if (!_parsed)
            {
                _parsed = true;
                _request = ApiRequest.Parse(raw);
            }
            var request = _request!;
            if (!_faultsDrawn)
            {
                _faultsDrawn = true;
                if (Inject(state, faults, request) is { } injected && (injected.Answer is not null || injected.Delay > TimeSpan.Zero))
                    return injected;
            }
            var answer = Handle(state, tasks, authenticator, request, now);
            if (answer is null)
                return Await(_waiting!.Value, tasks, now);
            return (_instead ?? answer, TimeSpan.Zero);
        }
        catch (GuestBusyException busy)
        {
            return Wait(state, busy, now);
        }
        catch (LabException refusal)
        {
            var delay = refusal.Status == 401 ? TimeSpan.FromSeconds(state.Options.AuthDelaySeconds) : TimeSpan.Zero;
            return (Responses.Failure(_request, refusal), delay);
        }
    }

    private LabResponse? Handle(LabState state, TaskEngine tasks, Authenticator authenticator, ApiRequest request, DateTimeOffset now)
    {
        var captured = new Dictionary<string, string>(StringComparer.Ordinal);
        string method = request.Method;
        var endpoint = ApiTable.Default.Route(method, request.Segments, captured);
        var handler = endpoint is null ? null : HandlerTable.Default.Find(endpoint.Method, endpoint.Path);
        if (endpoint is null || handler is null)
            throw LabException.NotImplemented($"Method '{method} {request.RelativePath}' not implemented");

        var caller = endpoint.User == "world" && request.Cookie is null && request.Authorization is null
            ? Caller.None
            : endpoint.User == "world" ? TryAuthenticate(authenticator, state, request, now) : authenticator.Authenticate(state, method, request.Cookie, request.Authorization, request.Csrf, now);

        var parameters = new Dictionary<string, string>(request.Parameters, StringComparer.Ordinal);
        foreach (var (key, value) in captured)
        {
            if (parameters.TryGetValue(key, out string? other) && other != value)
                throw LabException.Parameter(key, "duplicate parameter (already defined in URI) with conflicting values!");
            parameters[key] = value;
        }
        if (caller.IsToken && !endpoint.AllowToken)
            throw LabException.Forbidden($"URI '{request.RelativePath}' not available with API token, need proper ticket.\n");
        var permissions = new Permissions(state) { IsEmbedded = c => authenticator.Embedded is { } own && own.UserId == c.UserId && own.Name == c.TokenName };
        new PermissionCheck(state, permissions, caller, parameters).Run(endpoint);
        if (endpoint.Proxied && parameters.TryGetValue("node", out string? node) && Proxy(state, node) is { } elsewhere)
            return elsewhere;
        // A description of null is an empty one, and so are tags.
        foreach (string text in (string[])["description", "tags"])
        {
            if (request.Nulls.Contains(text) && endpoint.Path.EndsWith("/{vmid}/config", StringComparison.Ordinal))
                parameters.TryAdd(text, "");
        }
        SchemaValidator.Validate(endpoint, parameters, request.Arrays, request.Objects, request.Booleans);
        CheckNulls(request, endpoint);

        Wrote = method != "GET";
        var call = new Call(state, endpoint, parameters, caller, permissions, tasks, authenticator, now);
        var data = handler(call);
        if (call.WaitFor is { } wait)
        {
            _waiting = (wait.Upid, now + wait.AtMost, wait.FailurePrefix);
            return null;
        }
        return Responses.Success(request, data, call.Extras);
    }

    private static Caller TryAuthenticate(Authenticator authenticator, LabState state, ApiRequest request, DateTimeOffset now)
    {
        try
        {
            return authenticator.Authenticate(state, "GET", request.Cookie, request.Authorization, request.Csrf, now);
        }
        catch (LabException)
        {
            // Open to the world: bad credentials are as good as none.
            return Caller.None;
        }
    }

    // JSON null reaches Perl as undef: as good as absent, but fatal where a machine's configuration is written from it.
    private static void CheckNulls(ApiRequest request, EndpointSpec endpoint)
    {
        if (!endpoint.Path.StartsWith("/nodes/{node}/qemu", StringComparison.Ordinal))
            return;
        var keys = ApiTable.Default.GuestKeys("qemu");
        if (request.Nulls.FirstOrDefault(n => n is not ("description" or "tags") && keys.Find(n) is not null) is { } key)
            throw LabException.Die($"unable to parse value of '{key}' - got undefined value");
    }

    private static LabResponse? Proxy(LabState state, string node)
    {
        if (node == "localhost")
            return null;
        if (!state.Nodes.TryGetValue(node, out var target))
        {
            // Nobody answers at the resolver's address: not the name is at fault.
            bool deaf = state.Nodes.TryGetValue(state.LocalNode, out var local) && local.Dns.GetValueOrDefault("dns1", "127.0.0.1") == "127.0.0.1";
            throw LabException.Die($"hostname lookup '{node}' failed - failed to get address info for: {node}: {(deaf ? "Temporary failure in name resolution" : "Name or service not known")}");
        }
        return target.Online ? null : Responses.Proxy(595, "No route to host");
    }

    private (LabResponse? Answer, TimeSpan Delay) Wait(LabState state, GuestBusyException busy, DateTimeOffset now)
    {
        _lockSince ??= now;
        var limit = _lockSince.Value + TimeSpan.FromSeconds(state.Options.LockTimeoutSeconds);
        if (now >= limit)
        {
            string file = state.Guests.TryGetValue(busy.VmId, out var guest) && !guest.IsQemu ? $"/run/lock/lxc/pve-config-{busy.VmId}.lock" : $"/var/lock/qemu-server/lock-{busy.VmId}.conf";
            return (Responses.Failure(_request, LabException.Die($"can't lock file '{file}' - got timeout")), TimeSpan.Zero);
        }
        return (null, Positive((busy.Until < limit ? busy.Until : limit) - now));
    }

    private (LabResponse? Answer, TimeSpan Delay) Await((string Upid, DateTimeOffset Until, string FailurePrefix) waiting, TaskEngine tasks, DateTimeOffset now)
    {
        var task = tasks.Find(waiting.Upid);
        if (task is { IsRunning: true } && now < waiting.Until)
            return (null, Positive((task.EndsAt < waiting.Until ? task.EndsAt : waiting.Until) - now));
        if (task is { IsRunning: true })
            return (Responses.Success(_request!, JsonValue.Create(waiting.Upid), []), TimeSpan.Zero);
        string result = task?.Result ?? "OK";
        return result == "OK" || result.StartsWith("WARNINGS: ", StringComparison.Ordinal)
            ? (Responses.Success(_request!, null, []), TimeSpan.Zero)
            : (Responses.Failure(_request, LabException.Die(waiting.FailurePrefix + result)), TimeSpan.Zero);
    }

    // Latency beyond the proxy's limit: the client sees a 596, the work is done all the same.
    private (LabResponse? Answer, TimeSpan Delay) Inject(LabState state, FaultInjector faults, ApiRequest request)
    {
        string? node = request.Segments is ["nodes", var name, ..] ? name : null;
        var delay = TimeSpan.FromSeconds(state.Options.LatencySeconds);
        foreach (var rule in faults.ForRequest(request.Method, request.RelativePath, node))
        {
            switch (rule.Kind)
            {
                case "latency":
                    delay += TimeSpan.FromSeconds(rule.Seconds);
                    break;
                case "reset":
                    return (Responses.Reset(), delay);
                case "resetAfter":
                    _instead = Responses.Reset();
                    break;
                case "offline":
                    return (Responses.Proxy(595, rule.Message ?? "No route to host"), delay);
                case "lockTimeout":
                    string vmid = request.Segments is ["nodes", _, _, var id, ..] ? id : "100";
                    return (Responses.Failure(request, LabException.Die(rule.Message ?? $"can't lock file '/var/lock/qemu-server/lock-{vmid}.conf' - got timeout")), delay);
                case "status":
                    string message = rule.Message ?? "injected failure";
                    return (rule.Status is 401 or >= 595 ? Responses.Proxy(rule.Status, message) : Responses.Failure(request, LabException.WithBody(rule.Status, message)), delay);
            }
        }
        var limit = TimeSpan.FromSeconds(state.Options.ProxyTimeoutSeconds);
        if (delay <= limit)
            return (null, delay);
        _instead = Responses.Proxy(596, "Connection timed out");
        return (null, limit);
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.FromMilliseconds(1) ? span : TimeSpan.FromMilliseconds(1);
}
