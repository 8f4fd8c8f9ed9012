using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that makes a directory a workspace.</summary>
public static class Initialize
{
    private const int DefaultPort = 8006;

    /// <summary>Makes the workspace. The servers are asked first, so that nothing is left behind where address, certificate or credential are wrong.</summary>
    public static async Task<InitializeResult> RunAsync(InitializeOptions options, SessionOptions? session, CancellationToken ct) =>
        options.Lab ? ForLab(options) : await ForServerAsync(options, session, ct);

    private static InitializeResult ForLab(InitializeOptions options)
    {
        var workspace = Workspace.Create(options.Directory, Styled(new() { IsLab = true, LabState = options.LabState is { } state ? Named(options.Directory, state) : null }, options));
        return new(workspace.Root, "Lab", null, null);
    }

    // A state in the workspace goes where the workspace goes; one elsewhere is named in full. Config files are for every system: '/'.
    private static string Named(string directory, string state)
    {
        var (root, file) = (Path.GetFullPath(directory), Path.GetFullPath(state));
        if (!File.Exists(file))
            throw new PmpcException("PmpcLabStateNotFound", PmpcErrorKind.NotFound, $"There is no file '{file}' with a Lab's state.",
                "Give the path of one that exists; without it the workspace gets the demo cluster.", file);
        return (WorkspacePath.IsInside(root, file) && file != root ? Path.GetRelativePath(root, file) : file).Replace(Path.DirectorySeparatorChar, '/');
    }

    private static async Task<InitializeResult> ForServerAsync(InitializeOptions options, SessionOptions? session, CancellationToken ct)
    {
        var endpoints = await PinnedAsync(options, ct);
        if (options.TokenId is null == options.UserName is null)
            throw new PmpcException("PmpcIdentityMissing", PmpcErrorKind.InvalidArgument, "A server needs to know who asks: a token or a user, one of them.",
                "Make a token under Datacenter > Permissions > API Tokens (or with: pveum user token add USER@REALM NAME), or name a user: root@pam.");
        if (options is { TokenId: not null, Secret: null })
            throw new PmpcException("PmpcTokenMissing", PmpcErrorKind.InvalidArgument, "A token needs the place of its secret.", "Proxmox showed it once, when the token was made.");
        var config = Styled(new()
        {
            // One certificate for one server stands where it has always stood.
            Endpoints = endpoints is [var only] ? [only with { Fingerprint = null }] : endpoints,
            Fingerprint = endpoints is [var one] ? one.Fingerprint : null,
            TokenId = options.TokenId,
            UserName = options.UserName,
            Secret = options.Secret,
            Totp = options.Totp,
        }, options);
        var (version, problems) = options.SkipConnectionTest ? (null, []) : await TestAsync(config, session, ct);
        var workspace = Workspace.Create(options.Directory, config);
        return new(workspace.Root, endpoints[0].Address.ToString(), endpoints[0].Fingerprint, version?.Version) { Identity = config.Identity, Endpoints = endpoints, Problems = problems };
    }

    private static WorkspaceConfig Styled(WorkspaceConfig config, InitializeOptions options) => StyleChange.Of(config, options.Layout, options.FileNames, options.Attributes, options.DynamicInventory);

    private static async Task<ImmutableArray<PveEndpoint>> PinnedAsync(InitializeOptions options, CancellationToken ct)
    {
        var servers = options.Servers.Select(WithPort).ToArray();
        if (servers.Length == 0) throw new PmpcException("PmpcServerMissing", PmpcErrorKind.InvalidArgument, "A workspace needs a server or the Lab.");
        var pins = options.Fingerprints.Select(text => PveCertificate.TryParse(text, out var pin) ? pin
            : throw new PmpcException("PmpcFingerprintInvalid", PmpcErrorKind.InvalidArgument, $"'{text}' is no SHA-256 fingerprint.", "It has 32 pairs of hex digits with colons between; Proxmox shows it under the node's Certificates.")).ToArray();
        if (servers.Distinct().Count() != servers.Length)
            throw new PmpcException("PmpcServerRepeated", PmpcErrorKind.InvalidArgument, "A server is given twice.", "Name each node of the cluster once.");
        if (pins.Length > 1 && pins.Length != servers.Length)
            throw new PmpcException("PmpcFingerprintInvalid", PmpcErrorKind.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"There are {servers.Length} servers and {pins.Length} fingerprints."), "Give one for all, or one for each server in the servers' order.");
        if (pins.Length == 0 && options.TrustOnFirstUse)
            return [.. await Task.WhenAll(servers.Select(async server => new PveEndpoint(server, (await PveCertificate.ProbeAsync(server, ct)).Fingerprint)))];
        return [.. servers.Select((server, index) => new PveEndpoint(server, pins.Length == 0 ? null : pins.Length == 1 ? pins[0] : pins[index]))];
    }

    /// <summary>Asks every server. That one does not answer is told, where another does; whatever else is wrong ends it.</summary>
    private static async Task<(PveVersion?, ImmutableArray<string>)> TestAsync(WorkspaceConfig config, SessionOptions? options, CancellationToken ct)
    {
        using var client = await Session.ConnectAsync(config, "The new workspace", options, ct);
        // With failover: it gets the ticket wherever it is to be had.
        var version = await client.GetVersionAsync(ct);
        if (client.Endpoints.Length == 1) return (version, []);
        var problems = await Task.WhenAll(client.Endpoints.Select(async endpoint =>
        {
            try
            {
                await client.GetVersionAsync(endpoint, ct);
                return null;
            }
            catch (PveApiException e) when (e.Kind is PmpcErrorKind.Connection or PmpcErrorKind.Timeout && e.Id != "PmpcUnexpectedAnswer")
            {
                return e.Message;
            }
        }));
        return (version, [.. problems.OfType<string>()]);
    }

    /// <summary>Proxmox listens on 8006; nobody who leaves the port out means 443.</summary>
    private static Uri WithPort(Uri server)
    {
        if (server.Scheme != Uri.UriSchemeHttps)
            throw new PmpcException("PmpcServerNotHttps", PmpcErrorKind.InvalidArgument, $"'{server}' is no https address.", "Give it as https://host:8006.", server);
        return server.IsDefaultPort && !server.OriginalString.Contains(":443", StringComparison.Ordinal) ? new UriBuilder(server) { Port = DefaultPort }.Uri : server;
    }
}
