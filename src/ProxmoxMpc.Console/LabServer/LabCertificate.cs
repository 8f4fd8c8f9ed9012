using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProxmoxMpc.Console.LabServer;

/// <summary>
/// The Lab's own certificate, self-signed like that of a fresh Proxmox VE. It is kept, so that a pinned fingerprint stays
/// true from one start to the next: beside the state file, or in the user's profile.
/// </summary>
internal static class LabCertificate
{
    /// <summary>Loads the certificate of the file where it is still good for the host, otherwise makes one and keeps it there.</summary>
    public static X509Certificate2 LoadOrCreate(string? stateFile, string host)
    {
        var path = stateFile is null ? ProfilePath() : stateFile + ".pem";
        if (path is not null && Load(path, host) is { } kept) return kept;
        using var made = Create(host);
        if (path is not null) Save(made, path);
        return ForServer(made);
    }

    /// <summary>SHA-256, upper case with colons, as Proxmox VE shows it.</summary>
    public static string Fingerprint(X509Certificate2 certificate) =>
        string.Join(':', SHA256.HashData(certificate.RawData).Select(part => part.ToString("X2")));

    private static X509Certificate2? Load(string path, string host)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(path);
            return certificate.NotAfter > DateTime.Now.AddDays(1) && certificate.MatchesHostname(host) ? ForServer(certificate) : null;
        }
        catch (CryptographicException)
        {
            // Not ours, or cut off: a new one takes its place.
            return null;
        }
    }

    private static X509Certificate2 Create(string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=pve1.lab, OU=PVE Cluster Node, O=ProxmoxMpc Lab", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in new[] { host, "localhost", "127.0.0.1", "::1", "pve1.lab" }.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(name);
        }
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], false));
        return request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddYears(2));
    }

    private static void Save(X509Certificate2 certificate, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var key = certificate.GetRSAPrivateKey()!;
        using var writer = new StreamWriter(path, options);
        writer.WriteLine(certificate.ExportCertificatePem());
        writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
    }

    // Windows' TLS takes no key that lives in memory alone.
    private static X509Certificate2 ForServer(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);

    private static string? ProfilePath() => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } folder
        ? Path.Combine(folder, "proxmox-mpc", "lab.pem") : null;
}
