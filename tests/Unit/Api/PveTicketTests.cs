using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Api;

public class PveTicketTests
{
    private const string Password = "corr3ct horse!=";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static PveConnection By(PvePassword password) => new(new Uri("https://pve1.example.org:8006"), password);

    private static string Granted(int number) => $$"""{"username":"alice@pve","ticket":"PVE:alice@pve:{{number:X8}}::s1gnature{{number}}/+=","CSRFPreventionToken":"{{number:X8}}:csrfvalue{{number}}"}""";

    /// <summary>Gives out numbered tickets for the password or for the ticket before.</summary>
    private static FakePve Server(List<string> passwords)
    {
        var number = 0;
        return new FakePve().On("POST /access/ticket", sent =>
        {
            passwords.Add(sent.Parameters["password"]);
            return sent.Parameters["password"] is Password || sent.Parameters["password"].StartsWith("PVE:", StringComparison.Ordinal)
                ? FakePve.Data(Granted(++number))
                : FakePve.Error(401, "authentication failure", """{"data":null,"message":"authentication failure\n"}""");
        }).On("GET /nodes", "[]").On("POST /pools", "null");
    }

    [Fact]
    public async Task A_password_becomes_a_ticket_once_and_writes_carry_the_csrf_token()
    {
        List<string> passwords = [];
        using var pve = Server(passwords);
        using var client = new PveClient(By(new("alice@pve", Password)), pve);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetAsync("/nodes", null, Ct)));
        await client.PostAsync("/pools", [new("poolid", "a")], Ct);
        Assert.Equal([Password], passwords);
        var read = pve.Sent.First(sent => sent.Method == "GET");
        Assert.Equal("PVEAuthCookie=PVE%3Aalice%40pve%3A00000001%3A%3As1gnature1%2F%2B%3D", read.Headers["Cookie"]);
        Assert.DoesNotContain("CSRFPreventionToken", read.Headers.Keys);
        Assert.Equal("00000001:csrfvalue1", pve.Sent.Last().Headers["CSRFPreventionToken"]);
        Assert.DoesNotContain("Authorization", pve.Sent.Last().Headers.Keys);
        Assert.Equal("alice@pve", client.Identity);
    }

    [Fact]
    public async Task A_ticket_is_renewed_by_itself_after_an_hour_and_a_renewal_that_fails_waits()
    {
        List<string> passwords = [];
        var down = false;
        using var pve = Server(passwords);
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var client = new PveClient(By(new("alice@pve", Password)), new Gate(pve, request => down && request.RequestUri!.AbsolutePath.EndsWith("ticket", StringComparison.Ordinal)), time);
        await client.GetAsync("/nodes", null, Ct);
        time.Advance(TimeSpan.FromMinutes(59));
        await client.GetAsync("/nodes", null, Ct);
        Assert.Equal([Password], passwords);
        down = true;
        time.Advance(TimeSpan.FromMinutes(2));
        await client.GetAsync("/nodes", null, Ct);
        down = false;
        await client.GetAsync("/nodes", null, Ct);
        Assert.Equal([Password], passwords);
        time.Advance(TimeSpan.FromMinutes(1));
        await client.GetAsync("/nodes", null, Ct);
        Assert.Equal([Password, "PVE:alice@pve:00000001::s1gnature1/+="], passwords);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromHours(2), client.TicketEnds);
        time.Advance(TimeSpan.FromHours(3));
        await client.GetAsync("/nodes", null, Ct);
        Assert.Equal(Password, passwords[^1]);
    }

    [Fact]
    public async Task A_ticket_that_is_refused_is_replaced_and_even_a_write_is_then_sent_again_once()
    {
        List<string> passwords = [];
        using var pve = Server(passwords).On("POST /pools", sent => sent.Headers["Cookie"].Contains("signature1", StringComparison.Ordinal) || sent.Headers["Cookie"].Contains("s1gnature1", StringComparison.Ordinal)
            ? FakePve.Error(401, "permission denied - invalid PVE ticket") : FakePve.Data("null"));
        using var client = new PveClient(By(new("alice@pve", Password)), pve);
        await client.PostAsync("/pools", [new("poolid", "a")], Ct);
        Assert.Equal(2, pve.Sent.Count(sent => sent.Path == "/pools"));
        Assert.Equal([Password, Password], passwords);
    }

    [Fact]
    public async Task A_password_that_is_refused_is_sent_once_and_is_in_no_text()
    {
        List<string> passwords = [];
        using var pve = Server(passwords);
        using var client = new PveClient(By(new("alice@pve", "wr0ng-passw0rd")), pve);
        var failures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Assert.ThrowsAsync<PveApiException>(() => client.GetAsync("/nodes", null, Ct))));
        Assert.All(failures, e => Assert.Equal(("PmpcAuthenticationFailed", PmpcErrorKind.AuthenticationFailed), (e.Id, e.Kind)));
        Assert.Single(passwords);
        Assert.DoesNotContain("wr0ng", string.Join('\n', failures.Select(e => e.ToString() + e.Hint)));
        Assert.Contains("alice@pve", failures[0].Message);
    }

    [Fact]
    public void Neither_connection_nor_credential_shows_a_secret()
    {
        var password = new PvePassword("alice@pve", Password) { Totp = PveTotp.TryParse("GEZDGNBVGY3TQOJQ", out var totp) ? totp : null };
        var all = $"{password} {By(password)} {System.Text.Json.JsonSerializer.Serialize(By(password))} {new PveToken("a@pve!b", Password)} {System.Text.Json.JsonSerializer.Serialize<object>(password)}";
        Assert.DoesNotContain("corr3ct", all);
        Assert.DoesNotContain("GEZD", all);
    }

    [Fact]
    public async Task Tickets_and_csrf_tokens_that_a_server_quotes_are_taken_out_of_its_errors()
    {
        using var pve = Server([]).On("POST /pools", sent => FakePve.Error(500, "no", System.Text.Json.JsonSerializer.Serialize(new { data = (string?)null, message = $"got {sent.Headers["Cookie"]} {sent.Headers["CSRFPreventionToken"]} {Password}" })));
        using var client = new PveClient(By(new("alice@pve", Password)), pve);
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.PostAsync("/pools", [new("poolid", "a")], Ct));
        Assert.DoesNotContain("s1gnature", e.ToString());
        Assert.DoesNotContain("csrfvalue", e.ToString());
        Assert.DoesNotContain("corr3ct", e.ToString());
    }

    private static FakePve TwoSteps(List<string> codes, Func<string, bool> isRight) => new FakePve().On("POST /access/ticket", sent =>
    {
        if (!sent.Parameters.TryGetValue("tfa-challenge", out var challenge))
            return FakePve.Data("""{"username":"alice@pve","ticket":"PVE:!tfa!%7B%22totp%22%3Atrue%7D:00000001::sig","CSRFPreventionToken":"x:y","NeedTFA":1}""");
        Assert.StartsWith("PVE:!tfa!", challenge);
        codes.Add(sent.Parameters["password"]);
        return isRight(sent.Parameters["password"]) ? FakePve.Data(Granted(7)) : FakePve.Error(401, "authentication failure");
    }).On("GET /nodes", "[]");

    [Fact]
    public async Task A_second_step_takes_a_code_from_whoever_is_asked_and_sends_it_once()
    {
        List<string> codes = [];
        using var pve = TwoSteps(codes, code => code == "totp:123456");
        var asked = 0;
        using var client = new PveClient(By(new("alice@pve", Password) { AskCode = _ => Task.FromResult(asked++ == 0 ? "123456" : null) }), pve);
        await client.GetAsync("/nodes", null, Ct);
        await client.GetAsync("/nodes", null, Ct);
        Assert.Equal(["totp:123456"], codes);
    }

    [Fact]
    public async Task A_code_that_is_refused_is_not_sent_again()
    {
        List<string> codes = [];
        using var pve = TwoSteps(codes, _ => false);
        using var client = new PveClient(By(new("alice@pve", Password) { AskCode = _ => Task.FromResult<string?>("654321") }), pve);
        for (var i = 0; i < 3; i++)
        {
            var e = await Assert.ThrowsAsync<PveApiException>(() => client.GetAsync("/nodes", null, Ct));
            Assert.Equal("PmpcSecondFactorRefused", e.Id);
            Assert.DoesNotContain("654321", e.ToString());
        }
        Assert.Single(codes);
    }

    [Theory]
    [InlineData("""{"webauthn":{"x":1}}""", "cccc", null)]
    [InlineData("""{"totp":true,"webauthn":{"x":1}}""", "123456", "totp:123456")]
    [InlineData("""{"yubico":true,"recovery":[0]}""", "cccccccccccccccccccccccccccccccccccccccccccc", "yubico:cccccccccccccccccccccccccccccccccccccccccccc")]
    [InlineData("""{"yubico":true,"recovery":[0]}""", "aaaa-bbbb", "recovery:aaaa-bbbb")]
    [InlineData("no json", "totp:5", "totp:5")]
    public async Task What_is_typed_becomes_the_factor_that_the_server_asks_for(string challenge, string typed, string? sent)
    {
        var (codes, asked) = (new List<string>(), 0);
        using var pve = new FakePve().On("POST /access/ticket", request =>
        {
            if (!request.Parameters.ContainsKey("tfa-challenge"))
                return FakePve.Data(System.Text.Json.JsonSerializer.Serialize(new { username = "alice@pve", ticket = $"PVE:!tfa!{challenge.Replace(":", "%3A")}:00000001::sig", CSRFPreventionToken = "x:y", NeedTFA = 1 }));
            codes.Add(request.Parameters["password"]);
            return FakePve.Data(Granted(7));
        }).On("GET /nodes", "[]");
        using var client = new PveClient(By(new("alice@pve", Password) { AskCode = _ => Task.FromResult<string?>(++asked > 0 ? typed : null) }), pve);
        if (sent is null)
        {
            Assert.Equal("PmpcSecondFactorNeeded", (await Assert.ThrowsAsync<PveApiException>(() => client.GetAsync("/nodes", null, Ct))).Id);
            Assert.Equal(0, asked);
        }
        else await client.GetAsync("/nodes", null, Ct);
        Assert.Equal(sent is null ? [] : [sent], codes);
    }

    [Fact]
    public async Task Without_anybody_to_ask_the_second_step_is_a_clear_error()
    {
        using var pve = TwoSteps([], _ => true);
        using var client = new PveClient(By(new("alice@pve", Password)), pve);
        Assert.Equal("PmpcSecondFactorNeeded", (await Assert.ThrowsAsync<PveApiException>(() => client.GetAsync("/nodes", null, Ct))).Id);
    }

    [Fact]
    public async Task Codes_from_a_key_are_never_the_same_twice()
    {
        List<string> codes = [];
        using var pve = TwoSteps(codes, _ => codes.Count == 2);
        Assert.True(PveTotp.TryParse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", out var totp));
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(59));
        using var client = new PveClient(By(new("alice@pve", Password) { Totp = totp }), pve, time);
        var read = client.GetAsync("/nodes", null, Ct);
        await PveClientTests.AdvanceUntil(time, read);
        await read;
        Assert.Equal(["totp:287082", $"totp:{totp.CodeAt(2)}"], codes);
    }

    // RFC 6238, appendix B, the last six digits of SHA-1 and eight of the others.
    [Theory]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59, "287082")]
    [InlineData("gezd gnbv gy3t qojq gezd gnbv gy3t qojq", 1111111109, "081804")]
    [InlineData("otpauth://totp/Proxmox:alice@pve?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Proxmox&digits=8&algorithm=SHA1&period=30", 20000000000, "65353130")]
    [InlineData("otpauth://totp/x?algorithm=SHA256&digits=8&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA", 59, "46119246")]
    public void Codes_are_those_of_the_rfc(string key, long seconds, string code)
    {
        Assert.True(PveTotp.TryParse(key, out var totp));
        Assert.Equal(code, totp.CodeAt(seconds / 30));
    }

    [Theory]
    [InlineData(""), InlineData("1"), InlineData("not base32!"), InlineData("otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ"), InlineData("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&digits=3")]
    public void What_is_no_key_is_refused(string text) => Assert.False(PveTotp.TryParse(text, out _));

    [Fact]
    public async Task The_lab_takes_the_login_and_the_renewal_and_a_write_with_the_ticket()
    {
        using var lab = LabCluster.FromJson("""{"options":{"taskSeconds":0,"authDelaySeconds":0},"users":{"alice@pve":{"password":"corr3ct horse!="}},"acl":[{"path":"/","ugid":"alice@pve","role":"PVEAdmin"}]}""");
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var client = new PveClient(By(new("alice@pve", Password)), lab.CreateHandler(), time);
        await client.PostAsync("/pools", [new("poolid", "a")], Ct);
        time.Advance(TimeSpan.FromMinutes(70));
        Assert.Equal("a", (await client.GetAsync("/pools", null, Ct))[0].Text("poolid"));
        using var wrong = new PveClient(By(new("alice@pve", "no")), lab.CreateHandler(), time);
        Assert.Equal("PmpcAuthenticationFailed", (await Assert.ThrowsAsync<PveApiException>(() => wrong.GetVersionAsync(Ct))).Id);
    }

    /// <summary>Lets requests through but those that a test wants to fail.</summary>
    internal sealed class Gate(HttpMessageHandler inner, Func<HttpRequestMessage, bool> isShut) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
            isShut(request) ? throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused") : base.SendAsync(request, ct);
    }
}
