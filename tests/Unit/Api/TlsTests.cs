using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

public class TlsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static PveConnection To(Uri server) => new(server, "root@pam!iac", FakePve.Secret) { Timeout = TimeSpan.FromSeconds(20) };

    private static string FingerprintOf(TlsServer server) => PveCertificate.FormatFingerprint(SHA256.HashData(server.Certificate.RawData));

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused_before_anything_is_sent_and_its_fingerprint_is_told()
    {
        await using var server = new TlsServer(TlsServer.SelfSigned());
        using var client = new PveClient(To(server.Address));
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.GetVersionAsync(Ct));
        Assert.Equal(("PmpcCertificateUntrusted", PmpcErrorKind.Certificate), (e.Id, e.Kind));
        Assert.Contains(FingerprintOf(server), e.Message);
        Assert.Contains("no trusted authority", e.Message);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task The_pinned_certificate_is_accepted_though_nobody_signed_it()
    {
        await using var server = new TlsServer(TlsServer.SelfSigned("another.name"));
        using var client = new PveClient(To(server.Address) with { Fingerprint = FingerprintOf(server).ToLowerInvariant() });
        Assert.Equal("9.2.11", (await client.GetVersionAsync(Ct)).Version);
        var received = Assert.Single(server.Received);
        Assert.StartsWith("GET /api2/json/version HTTP/1.1\r\n", received);
        Assert.DoesNotContain("Expect:", received, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_certificate_other_than_the_pinned_is_refused_with_both_fingerprints()
    {
        await using var server = new TlsServer(TlsServer.SelfSigned());
        var pinned = FingerprintOf(server);
        server.Certificate = TlsServer.SelfSigned();
        using var client = new PveClient(To(server.Address) with { Fingerprint = pinned });
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.GetVersionAsync(Ct));
        Assert.Equal(("PmpcCertificateChanged", PmpcErrorKind.Certificate), (e.Id, e.Kind));
        Assert.Contains(pinned, e.Message);
        Assert.Contains(FingerprintOf(server), e.Message);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_probe_tells_what_is_presented_without_sending_anything()
    {
        await using var server = new TlsServer(TlsServer.SelfSigned());
        var seen = await PveCertificate.ProbeAsync(server.Address, Ct);
        Assert.Equal(FingerprintOf(server), seen.Fingerprint);
        Assert.Equal(["127.0.0.1", "localhost"], seen.SubjectNames);
        Assert.False(seen.IsTrusted);
        Assert.Contains("no trusted authority", seen.Problem);
        Assert.Contains("localhost", seen.Subject);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_probe_for_another_name_says_so()
    {
        await using var server = new TlsServer(TlsServer.SelfSigned("pve9.example.org"));
        Assert.Contains("not valid for this name", (await PveCertificate.ProbeAsync(server.Address, Ct)).Problem);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_server_that_cannot_be_reached()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = new Uri($"https://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        free.Dispose();
        using var client = new PveClient(To(address));
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.PostAsync("/pools", [new("poolid", "a")], Ct));
        Assert.Equal(("PmpcServerUnreachable", PmpcErrorKind.Connection), (e.Id, e.Kind));
        Assert.Equal("PmpcServerUnreachable", (await Assert.ThrowsAsync<PveApiException>(() => PveCertificate.ProbeAsync(address, Ct))).Id);
    }

    [Fact]
    public async Task A_server_without_tls_is_said_to_be_one()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptTcpClientAsync(Ct);
            await socket.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray(), Ct);
        }, Ct);
        using var client = new PveClient(To(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")));
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.GetVersionAsync(Ct));
        await serving;
        Assert.Equal("PmpcServerUnreachable", e.Id);
        Assert.Contains("TLS", e.Hint);
    }

    [Fact]
    public async Task A_write_whose_connection_closes_without_an_answer_is_uncertain_and_sent_once()
    {
        await using var server = new TlsServer(TlsServer.SelfSigned(), answer: "");
        using var client = new PveClient(To(server.Address) with { Fingerprint = FingerprintOf(server) });
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.PostAsync("/pools", [new("poolid", "a")], Ct));
        Assert.Equal("PmpcWriteUncertain", e.Id);
        Assert.Single(server.Received, received => received.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chain_that_the_system_trusts_is_accepted_without_a_pin_and_refused_against_another_pin()
    {
        using var certificate = TlsServer.SelfSigned();
        var other = PveCertificate.FormatFingerprint(SHA256.HashData("another"u8));
        Assert.True(new ServerTrust(null).Accept(certificate, null, SslPolicyErrors.None));
        Assert.False(new ServerTrust(null).Accept(certificate, null, SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.False(new ServerTrust(other).Accept(certificate, null, SslPolicyErrors.None));
        Assert.False(new ServerTrust(null).Accept(null, null, SslPolicyErrors.None));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_named_in_the_hint()
    {
        using var client = new PveClient(To(new Uri("https://no-such-host.invalid:8006")));
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.GetVersionAsync(Ct));
        Assert.Equal("PmpcServerUnreachable", e.Id);
        Assert.Contains("no-such-host.invalid", e.Hint);
    }

    [Theory]
    [InlineData("AA:BB"), InlineData(""), InlineData(null), InlineData("ZZ"), InlineData("sha1:aabbccddeeff00112233445566778899aabbccdd")]
    public void What_is_not_a_fingerprint_is_refused(string? text) => Assert.False(PveCertificate.TryParse(text, out _));

    [Theory]
    [InlineData("{0}"), InlineData("  {0}\n"), InlineData("SHA256:{0}"), InlineData("sha256 Fingerprint={0}")]
    public void A_fingerprint_is_read_in_every_usual_form(string form)
    {
        var bytes = SHA256.HashData("x"u8);
        var usual = PveCertificate.FormatFingerprint(bytes);
        foreach (var written in new[] { usual, usual.ToLowerInvariant(), Convert.ToHexString(bytes), usual.Replace(':', ' ') })
        {
            Assert.True(PveCertificate.TryParse(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, written), out var read));
            Assert.Equal(usual, read);
        }
    }
}
