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
    /// <exception cref="PmpcException">The config names no server or token, or the secret cannot be read.</exception>
    public static async Task<Session> OpenAsync(Workspace workspace, SessionOptions? options, CancellationToken ct)
    {
        var config = workspace.Config;
        var (tokenId, secret) = options?.Token ?? (config.TokenId ?? throw Missing("tokenId"), await ReadSecretAsync(config, options, ct));
        var fingerprint = options?.Transport is null ? config.Fingerprint : null;
        var server = config.Endpoints.Length > 0 ? config.Endpoints[0] : config.IsLab ? new Uri("https://lab.invalid:8006") : throw Missing("endpoints");
        var connection = new PveConnection(server, tokenId, secret)
        {
            Fingerprint = fingerprint,
            // Where a certificate is pinned the other addresses have to show the same one: nothing is sent to one that does not.
            Others = [.. config.Endpoints.Skip(1).Select(address => new PveEndpoint(address, fingerprint))],
            Notices = options?.Notices,
            Concurrency = config.Concurrency,
            Timeout = TimeSpan.FromSeconds(config.TimeoutSeconds),
        };
        return new(workspace, new PveClient(connection, options?.Transport, options?.Time));

        PmpcException Missing(string key) => new("PmpcConfigIncomplete", PmpcErrorKind.Workspace,
            $"{workspace.ConfigPath} has no '{key}'.", "Run Initialize-PmpcWorkspace again in a new directory, or add the key by hand.");
    }

    public void Dispose() => Client.Dispose();

    private static Task<string> ReadSecretAsync(WorkspaceConfig config, SessionOptions? options, CancellationToken ct) =>
        SecretSource.ReadAsync(config.Secret ?? throw new PmpcException("PmpcSecretUnknown", PmpcErrorKind.Workspace,
            "The workspace's config does not say where the token's secret is.", "Name it under 'secret': an environment variable, a file of your profile, or a vault."), options?.Vault, ct);
}
