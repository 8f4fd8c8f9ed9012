using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>How to reach a workspace's server where it is not simply HTTPS with a stored token.</summary>
public sealed record SessionOptions
{
    /// <summary>Another transport, such as the Lab's; null: HTTPS.</summary>
    public HttpMessageHandler? Transport { get; init; }

    /// <summary>The clock of waits and retries; null: the system's.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>A token for this session alone, with its secret; null: the workspace's.</summary>
    public (string TokenId, string Secret)? Token { get; init; }

    /// <summary>Hears what the client did about a difficulty, such as turning to another node; null: nobody wants to know.</summary>
    public IProgress<PveNotice>? Notices { get; init; }

    /// <summary>Reads a secret from a vault; null: there are no vaults here.</summary>
    public Func<string, string, CancellationToken, Task<string?>>? Vault { get; init; }

    /// <summary>Asks somebody for a user's password. Null, or its answer null: nobody is there.</summary>
    public Func<string, CancellationToken, Task<string?>>? AskPassword { get; init; }

    /// <summary>Asks somebody for a user's one-time code. Null, or its answer null: nobody is there.</summary>
    public Func<string, CancellationToken, Task<string?>>? AskCode { get; init; }

    /// <summary>Keeps logins from one session to the next; null: each logs in anew.</summary>
    public LoginMemory? Logins { get; init; }
}

/// <summary>A workspace with a connection to its server. What is on it talks to the cluster.</summary>
public sealed class Session : IDisposable
{
    private Session(Workspace workspace, PveClient client)
    {
        Workspace = workspace;
        Client = client;
    }

    public Workspace Workspace { get; }
    public PveClient Client { get; }

    /// <summary>Opens a session. Nothing is sent yet.</summary>
    /// <exception cref="PmpcException">The config names no server, token or user, or a secret cannot be read or asked for.</exception>
    public static async Task<Session> OpenAsync(Workspace workspace, SessionOptions? options, CancellationToken ct) =>
        new(workspace, await ConnectAsync(workspace.Config, workspace.ConfigPath, options, ct));

    /// <summary>The client of settings that need not be a workspace's yet.</summary>
    /// <param name="where">Where the settings stand, for messages.</param>
    internal static async Task<PveClient> ConnectAsync(WorkspaceConfig config, string where, SessionOptions? options, CancellationToken ct)
    {
        var pinned = EndpointsOf(config, where, options);
        return ClientOf(config, pinned, options?.Token is { } token ? new PveToken(token.TokenId, token.Secret) : await SessionCredential.OfAsync(config, pinned, options, ct), options);
    }

    /// <summary>A client that shows nobody's credential, and so needs no secret.</summary>
    internal static PveClient ConnectOpenly(WorkspaceConfig config, string where, SessionOptions? options)
    {
        var pinned = EndpointsOf(config, where, options);
        return ClientOf(config, pinned, new PveNobody(options?.Token?.TokenId ?? config.Identity ?? ""), options);
    }

    private static PveEndpoint[] EndpointsOf(WorkspaceConfig config, string where, SessionOptions? options)
    {
        if (options?.Token is null && config.Identity is null) throw Missing("tokenId' or 'userName");
        PveEndpoint[] pinned = config.Endpoints.Length > 0 ? [.. config.PinnedEndpoints] : config.IsLab ? [new(new Uri("https://lab.invalid:8006"))] : throw Missing("endpoints");
        // A transport of one's own shows no certificate.
        return options?.Transport is null ? pinned : [.. pinned.Select(endpoint => endpoint with { Fingerprint = null })];

        PmpcException Missing(string key) => new("PmpcConfigIncomplete", PmpcErrorKind.Workspace,
            $"{where} has no '{key}'.", "Run Initialize-PmpcWorkspace again in a new directory, or add the key by hand.");
    }

    private static PveClient ClientOf(WorkspaceConfig config, PveEndpoint[] pinned, PveCredential credential, SessionOptions? options) => new(
        new(pinned[0].Address, credential)
        {
            Fingerprint = pinned[0].Fingerprint,
            Others = [.. pinned.Skip(1)],
            Notices = options?.Notices,
            Concurrency = config.Concurrency,
            Timeout = TimeSpan.FromSeconds(config.TimeoutSeconds),
        }, options?.Transport, options?.Time);

    public void Dispose() => Client.Dispose();
}
