using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>The certificate that a server presented.</summary>
/// <param name="Fingerprint">SHA-256, as the PVE GUI shows it.</param>
/// <param name="SubjectNames">The DNS names and addresses it is valid for, sorted.</param>
/// <param name="IsTrusted">Whether it would pass without a pin: a trusted CA, the right name, not expired.</param>
/// <param name="Problem">Why not, where it would not.</param>
public sealed record PveCertificateInfo(
    string Fingerprint, string Subject, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
    ImmutableArray<string> SubjectNames, bool IsTrusted, string? Problem)
{
    /// <summary>The certificate itself, as programs take it that are to trust it.</summary>
    internal string Pem { get; init; } = "";
}

/// <summary>Certificates and their fingerprints.</summary>
public static class PveCertificate
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What the server presents, without trusting it: nothing but the TLS handshake is sent. Throws <see cref="PveApiException"/>
    /// (<c>PmpcServerUnreachable</c>, <c>PmpcTimeout</c>) where there is no TLS server.
    /// </summary>
    public static async Task<PveCertificateInfo> ProbeAsync(Uri server, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ProbeTimeout);
        PveCertificateInfo? seen = null;
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(server.DnsSafeHost, server.Port, limit.Token);
            await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = server.DnsSafeHost,
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    if (certificate is not null) seen = Describe(new X509Certificate2(certificate), chain, errors);
                    return true;
                },
            }, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw TransportErrors.Timeout(server, "TLS", "handshake", ProbeTimeout, isWrite: false);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            // Some servers insist on a client's certificate after they have shown theirs.
            if (seen is null) throw TransportErrors.Unreachable(server, "TLS", "handshake", e);
        }
        return seen ?? throw TransportErrors.Unreachable(server, "TLS", "handshake", new AuthenticationException("It presented no certificate."));
    }

    /// <summary><c>AA:BB:…</c>. Throws <see cref="ArgumentException"/> where it is not 32 bytes.</summary>
    public static string FormatFingerprint(byte[] sha256)
    {
        if (sha256.Length != SHA256.HashSizeInBytes) throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(sha256));
        return BitConverter.ToString(sha256).Replace('-', ':');
    }

    /// <summary>Reads a fingerprint with or without colons, blanks or dashes, in either case, with or without <c>SHA256:</c> before it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? normalized)
    {
        normalized = null;
        if (text is null) return false;
        var trimmed = text.Trim();
        foreach (var prefix in new[] { "sha256:", "sha-256:", "sha256=", "sha256 fingerprint=" })
            if (trimmed.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) trimmed = trimmed[prefix.Length..];
        var digits = string.Concat(trimmed.Where(c => c is not (':' or ' ' or '-')));
        if (digits.Length != 2 * SHA256.HashSizeInBytes || !digits.All(char.IsAsciiHexDigit)) return false;
        normalized = FormatFingerprint(Convert.FromHexString(digits));
        return true;
    }

    internal static PveCertificateInfo Describe(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors) => new(
        FormatFingerprint(SHA256.HashData(certificate.RawData)), certificate.Subject, certificate.Issuer,
        certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime(), NamesOf(certificate),
        errors == SslPolicyErrors.None, Explain(chain, errors))
    {
        Pem = certificate.ExportCertificatePem(),
    };

    private static string? Explain(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return null;
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) reasons.Add("it is not valid for this name");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) reasons.Add("the server presented none");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            var status = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
            if (status.HasFlag(X509ChainStatusFlags.NotTimeValid)) reasons.Add("it is expired or not valid yet");
            if (status.HasFlag(X509ChainStatusFlags.Revoked)) reasons.Add("it has been revoked");
            if ((status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0) reasons.Add("no trusted authority has signed it");
            if (reasons.Count == 0) reasons.Add($"its chain is not valid ({status})");
        }
        return string.Join(", ", reasons);
    }

    private static ImmutableArray<string> NamesOf(X509Certificate2 certificate)
    {
        try
        {
            return
            [
                .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                    .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())))
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ];
        }
        catch (CryptographicException)
        {
            // An extension that cannot be read names nothing.
            return [];
        }
    }
}
