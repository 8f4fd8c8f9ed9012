using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Where a cluster is and who asks. Its text never shows a secret.</summary>
/// <param name="Server">The endpoint that is asked first: <c>https://pve1.example.org:8006</c>.</param>
public sealed record PveConnection(Uri Server, [property: JsonIgnore] PveCredential Credential)
{
    /// <summary>A connection by API token.</summary>
    public PveConnection(Uri server, string tokenId, string secret)
        : this(server, new PveToken(tokenId, secret))
    {
    }

    /// <summary>SHA-256 of the server's certificate as the PVE GUI shows it (<c>AA:BB:…</c>); null: the certificate must chain to a trusted CA.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Other addresses of the same cluster, asked in this order when the one before does not answer. Each has a certificate of its own.</summary>
    public ImmutableArray<PveEndpoint> Others { get; init; } = [];

    /// <summary>The longest that one request may take, the wait for a free slot not counted.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests under way at the same time; pveproxy has three workers. Fewer where the server shows that it cannot keep up.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Hears what the client did about a difficulty; null: nobody wants to know.</summary>
    [JsonIgnore]
    public IProgress<PveNotice>? Notices { get; init; }

    [JsonIgnore]
    internal ImmutableArray<PveEndpoint> Endpoints => [new(Server, Fingerprint), .. Others];

    public override string ToString() => $"{Credential.Identity} on {Server}";

    /// <summary>Throws a <see cref="PmpcException"/> (<c>PmpcInvalidConnection</c>) where a part cannot be right.</summary>
    internal void Validate(bool overNetwork)
    {
        foreach (var endpoint in Endpoints) Validate(endpoint, overNetwork);
        if (Credential.Check() is { } wrong) throw Invalid(wrong.Problem, wrong.Hint);
        if (Timeout <= TimeSpan.Zero) throw Invalid("The time limit of a request must be longer than zero.", null);
        if (Concurrency < 1) throw Invalid("At least one request must be allowed at a time.", null);
    }

    private void Validate(PveEndpoint endpoint, bool overNetwork)
    {
        var (address, fingerprint) = endpoint;
        if (!address.IsAbsoluteUri || address.Host.Length == 0)
            throw Invalid("The server must be a full address.", "For example https://pve1.example.org:8006.");
        if (address.UserInfo.Length > 0)
            throw Invalid("The server's address must not contain a user or a password.", "Give them apart.");
        if (overNetwork && address.Scheme != Uri.UriSchemeHttps)
            throw Invalid($"The server's address must begin with https://, not {address.Scheme}://.", "Proxmox VE answers on https, port 8006; without TLS the secret would be readable on the way.");
        if (fingerprint is not null && !PveCertificate.TryParse(fingerprint, out _))
            throw Invalid($"'{fingerprint}' is not a certificate fingerprint.", "It is 32 bytes in hex, for example as shown under Node > System > Certificates: AA:BB:….");
    }

    private PmpcException Invalid(string message, string? hint) => new("PmpcInvalidConnection", PmpcErrorKind.InvalidArgument, message, hint, Server);
}
