using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ProxmoxMpc.Tests.Unit.Api;

/// <summary>A TLS server on the loopback that answers every request with the version, and keeps what it was sent.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly List<string> _received = [];

    internal TlsServer(X509Certificate2 certificate, string? answer = null)
    {
        Certificate = certificate;
        _listener.Start();
        _serving = ServeAsync(answer ?? Answer("""{"data":{"version":"9.2.11","release":"9.2","repoid":"14a22df35955d97d"}}"""));
    }

    internal X509Certificate2 Certificate { get; set; }

    internal Uri Address => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    internal IReadOnlyList<string> Received
    {
        get { lock (_received) return [.. _received]; }
    }

    internal static string Answer(string body) => $"HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    /// <summary>A certificate that nobody but its maker has signed, as a fresh Proxmox node has one.</summary>
    internal static X509Certificate2 SelfSigned(string name = "localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}, O=PVE Cluster Node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        // Schannel wants a key that has been through a file.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task ServeAsync(string answer)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await using var tls = new SslStream(client.GetStream());
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stop.Token);
                    var buffer = new byte[16 * 1024];
                    var read = await tls.ReadAsync(buffer, _stop.Token);
                    if (read == 0) continue;
                    lock (_received) _received.Add(Encoding.ASCII.GetString(buffer, 0, read));
                    await tls.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
                }
                catch (Exception e) when (e is IOException or AuthenticationException)
                {
                    // The client went away: that is what some of the tests are about.
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
        Certificate.Dispose();
    }
}
