using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Decides whether the server is the right one: by the pinned fingerprint where there is one, by the chain of
/// certificates otherwise. There is no third way.
/// </summary>
internal sealed class ServerTrust
{
    private readonly byte[]? _pinned;
    private volatile PveCertificateInfo? _refused;

    internal ServerTrust(string? fingerprint)
    {
        if (!PveCertificate.TryParse(fingerprint, out var normalized)) return;
        Pinned = normalized;
        _pinned = Convert.FromHexString(normalized.Replace(":", "", StringComparison.Ordinal));
    }

    /// <summary>The pinned fingerprint in its usual form, or null.</summary>
    internal string? Pinned { get; }

    /// <summary>The last certificate that was refused: an exception of the TLS stack does not carry it.</summary>
    internal PveCertificateInfo? Refused => _refused;

    internal bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null) return false;
        var accepted = _pinned is null
            ? errors == SslPolicyErrors.None
            : CryptographicOperations.FixedTimeEquals(SHA256.HashData(certificate.GetRawCertData()), _pinned);
        if (!accepted) _refused = PveCertificate.Describe(new X509Certificate2(certificate), chain, errors);
        return accepted;
    }
}
