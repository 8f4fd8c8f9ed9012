using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Where a cluster is and who asks. Its text never shows the secret.</summary>
/// <param name="Server">For example <c>https://pve1.example.org:8006</c>; a path before <c>/api2/json</c> is kept, for servers behind a proxy.</param>
/// <param name="TokenId"><c>user@realm!name</c>.</param>
/// <param name="Secret">The token's secret, a UUID.</param>
public sealed partial record PveConnection(Uri Server, string TokenId, [property: JsonIgnore] string Secret)
{
    /// <summary>SHA-256 of the server's certificate as the PVE GUI shows it (<c>AA:BB:…</c>); null: the certificate must chain to a trusted CA.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The longest that one request may take, the wait for a free slot not counted.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests under way at the same time; pveproxy has three workers.</summary>
    public int Concurrency { get; init; } = 8;

    public override string ToString() => $"{TokenId} on {Server}";

    /// <summary>Throws a <see cref="PmpcException"/> (<c>PmpcInvalidConnection</c>) where a part cannot be right.</summary>
    internal void Validate(bool overNetwork)
    {
        if (!Server.IsAbsoluteUri || Server.Host.Length == 0)
            throw Invalid("The server must be a full address.", "For example https://pve1.example.org:8006.");
        if (Server.UserInfo.Length > 0)
            throw Invalid("The server's address must not contain a user or a password.", "Give the token's id and secret instead.");
        if (overNetwork && Server.Scheme != Uri.UriSchemeHttps)
            throw Invalid($"The server's address must begin with https://, not {Server.Scheme}://.", "Proxmox VE answers on https, port 8006; without TLS the token would be readable on the way.");
        if (!TokenIdPattern().IsMatch(TokenId))
            throw Invalid($"'{TokenId}' is not a token id.", "A token id is user@realm!name, for example root@pam!iac.");
        // A header with a line break or a letter beyond ASCII is refused by HttpClient with a message that shows it.
        if (Secret.Length == 0 || Secret.Any(c => c is <= ' ' or > '~'))
            throw Invalid("The token's secret is empty or has characters that no secret has.", "It is the UUID that Proxmox showed once when the token was made; look for a line break or quotes around it.");
        if (Timeout <= TimeSpan.Zero) throw Invalid("The time limit of a request must be longer than zero.", null);
        if (Concurrency < 1) throw Invalid("At least one request must be allowed at a time.", null);
        if (Fingerprint is not null && !PveCertificate.TryParse(Fingerprint, out _))
            throw Invalid($"'{Fingerprint}' is not a certificate fingerprint.", "It is 32 bytes in hex, for example as shown under Node > System > Certificates: AA:BB:….");
    }

    private PmpcException Invalid(string message, string? hint) => new("PmpcInvalidConnection", PmpcErrorKind.InvalidArgument, message, hint, Server);

    // PVE::AccessControl: a user id is name@realm, the token's name is formed like a realm's.
    [GeneratedRegex(@"\A[^\s:/!]+@[A-Za-z][A-Za-z0-9.\-_]+![A-Za-z][A-Za-z0-9.\-_]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex TokenIdPattern();
}
