using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What a new workspace shall stand on.</summary>
public sealed record InitializeOptions
{
    public required string Directory { get; init; }

    /// <summary>The embedded Lab instead of a server.</summary>
    public bool Lab { get; init; }

    /// <summary>A Lab state to begin with; it is copied. Null: the demo cluster.</summary>
    public string? LabState { get; init; }

    /// <summary>For example <c>https://pve1.example.org:8006</c>.</summary>
    public Uri? Server { get; init; }

    /// <summary><c>user@realm!name</c>.</summary>
    public string? TokenId { get; init; }

    public SecretReference? Secret { get; init; }

    /// <summary>SHA-256 of the server's certificate as Proxmox's GUI shows it; null: the certificate must come from an authority that this machine trusts.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Pins whatever certificate the server shows now.</summary>
    public bool TrustOnFirstUse { get; init; }

    /// <summary>Does not ask the server whether address and token are right.</summary>
    public bool SkipConnectionTest { get; init; }
}

/// <summary>What came of an initialisation.</summary>
/// <param name="Workspace">Its directory.</param>
/// <param name="Server">The server's address, or <c>Lab</c>.</param>
/// <param name="Fingerprint">The certificate that was pinned; null: none.</param>
/// <param name="Version">Proxmox's version where the server was asked.</param>
public sealed record InitializeResult(string Workspace, string Server, string? Fingerprint, string? Version);

/// <summary>The verb that makes a directory a workspace.</summary>
public static class Initialize
{
    private const int DefaultPort = 8006;
    private const string LabFile = ".proxmox/lab.json";

    /// <summary>Makes the workspace. The server is asked first, so that nothing is left behind where address, certificate or token are wrong.</summary>
    public static async Task<InitializeResult> RunAsync(InitializeOptions options, SessionOptions? session, CancellationToken ct) =>
        options.Lab ? ForLab(options) : await ForServerAsync(options, session, ct);

    private static InitializeResult ForLab(InitializeOptions options)
    {
        var state = options.LabState is null ? null : File.ReadAllText(options.LabState);
        var workspace = Workspace.Create(options.Directory, new WorkspaceConfig { IsLab = true, LabState = LabFile });
        if (state is not null) workspace.Files.Write(new(LabFile, state), FileOwnership.Source);
        return new(workspace.Root, "Lab", null, null);
    }

    private static async Task<InitializeResult> ForServerAsync(InitializeOptions options, SessionOptions? session, CancellationToken ct)
    {
        var server = WithPort(options.Server ?? throw new PmpcException("PmpcServerMissing", PmpcErrorKind.InvalidArgument, "A workspace needs a server or the Lab."));
        if (options.TokenId is not { } tokenId || options.Secret is not { } secret)
            throw new PmpcException("PmpcTokenMissing", PmpcErrorKind.InvalidArgument, "A server needs a token id and the place of its secret.",
                "Make a token under Datacenter > Permissions > API Tokens, or with: pveum user token add USER@REALM NAME");
        var fingerprint = options.Fingerprint;
        if (fingerprint is not null && !PveCertificate.TryParse(fingerprint, out fingerprint))
            throw new PmpcException("PmpcFingerprintInvalid", PmpcErrorKind.InvalidArgument, $"'{options.Fingerprint}' is no SHA-256 fingerprint.", "It has 32 pairs of hex digits with colons between; Proxmox shows it under the node's Certificates.");
        if (fingerprint is null && options.TrustOnFirstUse) fingerprint = (await PveCertificate.ProbeAsync(server, ct)).Fingerprint;

        PveVersion? version = null;
        if (!options.SkipConnectionTest)
        {
            var token = await SecretSource.ReadAsync(secret, session?.Vault, ct);
            using var client = new PveClient(new(server, tokenId, token) { Fingerprint = fingerprint }, session?.Transport, session?.Time);
            version = await client.GetVersionAsync(ct);
        }
        var workspace = Workspace.Create(options.Directory, new WorkspaceConfig { Endpoints = [server], TokenId = tokenId, Secret = secret, Fingerprint = fingerprint });
        return new(workspace.Root, server.ToString(), fingerprint, version?.Version);
    }

    /// <summary>Proxmox listens on 8006; nobody who leaves the port out means 443.</summary>
    private static Uri WithPort(Uri server)
    {
        if (server.Scheme != Uri.UriSchemeHttps)
            throw new PmpcException("PmpcServerNotHttps", PmpcErrorKind.InvalidArgument, $"'{server}' is no https address.", "Give it as https://host:8006.", server);
        return server.IsDefaultPort && !server.OriginalString.Contains(":443", StringComparison.Ordinal) ? new UriBuilder(server) { Port = DefaultPort }.Uri : server;
    }
}
