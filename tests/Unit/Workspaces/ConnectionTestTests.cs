using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Tests.Unit.Api;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Sessions of users, and what is told of each endpoint of a cluster that is half dead.</summary>
public sealed class ConnectionTestTests : IDisposable
{
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private const string State = $$$"""
        {"options":{"authDelaySeconds":0},"nodes":{"pve1":{}},"users":{"alice@pve":{"password":" corr3ct "},"bob@pve":{"password":"b","totp":"{{{Key}}}"}},"tokens":{"root@pam!sep":{"secret":"s","privsep":true},"root@pam!full":{"secret":"s","privsep":false}},
         "acl":[{"path":"/","ugid":"alice@pve","role":"PVEAuditor"},{"path":"/","ugid":"bob@pve","role":"PVEAdmin"},{"path":"/","ugid":"root@pam!sep","role":"PVEAuditor"}]}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private readonly LabCluster _lab;
    private readonly Hosts _hosts;

    public ConnectionTestTests()
    {
        _lab = LabCluster.FromJson(State, _time);
        _hosts = new(_lab.CreateHandler());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _hosts.Dispose();
        _lab.Dispose();
        _folder.Dispose();
    }

    /// <summary>The Lab under several names, some of which do not answer.</summary>
    private sealed class Hosts(HttpMessageHandler lab) : DelegatingHandler(lab)
    {
        internal HashSet<string> Refuses { get; } = [];
        internal HashSet<string> Hangs { get; } = [];
        internal List<string> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var host = request.RequestUri!.Host;
            lock (Asked) Asked.Add($"{host} {request.Method} {request.RequestUri.PathAndQuery["/api2/json".Length..]}");
            if (Refuses.Contains(host)) throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
            if (Hangs.Contains(host)) await Task.Delay(Timeout.Infinite, ct);
            return await base.SendAsync(request, ct);
        }
    }

    private Workspace Make(WorkspaceConfig who) => Workspace.Create(_folder.File(Guid.NewGuid().ToString("N")), who with
    {
        Endpoints = [new(new("https://pve1:8006")), new(new("https://pve2:8006")), new(new("https://pve3:8006"))],
        TimeoutSeconds = 5,
    });

    private SessionOptions Options(string? password = null) => new()
    {
        Transport = _hosts,
        Time = _time,
        AskPassword = password is null ? null : (_, _) => Task.FromResult<string?>(password),
    };

    private async Task<ConnectionReport[]> TestAsync(WorkspaceConfig who, SessionOptions options)
    {
        var run = new ConnectionTest(Make(who), options).RunAsync(Ct);
        await PveClientTests.AdvanceUntil(_time, run);
        return await run;
    }

    [Fact]
    public async Task One_endpoint_refuses_one_hangs_and_the_third_is_shown_with_all_there_is_to_say()
    {
        _hosts.Hangs.Add("pve1");
        _hosts.Refuses.Add("pve2");
        var began = _time.GetUtcNow();
        var reports = await TestAsync(new() { UserName = "alice@pve" }, Options(" corr3ct "));
        Assert.Equal(["https://pve1:8006/", "https://pve2:8006/", "https://pve3:8006/"], reports.Select(report => report.Server));
        Assert.Equal([("PmpcTimeout", false), ("PmpcServerUnreachable", false), (null, true)], reports.Select(report => (report.ErrorId, report.Succeeded)));
        Assert.All(reports.Take(2), report => Assert.NotNull(report.Hint));
        var good = reports[2];
        Assert.Equal(("pve1", "alice@pve", (bool?)null), (good.Node, good.Identity, good.PrivilegeSeparated));
        Assert.StartsWith("9.", good.Version);
        Assert.NotNull(good.Latency);
        Assert.InRange(good.TicketLeft!.Value, TimeSpan.FromMinutes(119), TimeSpan.FromHours(2));
        Assert.True(_time.GetUtcNow() - began < TimeSpan.FromSeconds(7), "The hanging endpoint costs its time limit once.");
        // Neither the password nor a ticket went to an endpoint that shows no sign of life.
        Assert.Equal(["pve1 GET /access/domains", "pve2 GET /access/domains"], _hosts.Asked.Where(asked => !asked.StartsWith("pve3", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("root@pam!sep", true)]
    [InlineData("root@pam!full", false)]
    public async Task A_token_is_shown_with_its_separation_and_without_a_ticket(string token, bool separated)
    {
        var reports = await TestAsync(new() { TokenId = token }, Options() with { Token = (token, "s") });
        Assert.All(reports, report => Assert.Equal((true, token, (bool?)separated, (TimeSpan?)null), (report.Succeeded, report.Identity, report.PrivilegeSeparated, report.TicketLeft)));
    }

    [Fact]
    public async Task A_credential_that_is_refused_is_told_of_every_endpoint_that_lives_and_sent_once()
    {
        _hosts.Refuses.Add("pve1");
        var reports = await TestAsync(new() { UserName = "alice@pve" }, Options("corr3ct"));
        Assert.Equal(["PmpcServerUnreachable", "PmpcAuthenticationFailed", "PmpcAuthenticationFailed"], reports.Select(report => report.ErrorId));
        Assert.Equal([false, true, true], reports.Select(report => report.Reachable));
        Assert.Single(_hosts.Asked, asked => asked.EndsWith("POST /access/ticket", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_told_of_the_endpoints_that_live_and_asked_for_only_where_one_does()
    {
        var asked = 0;
        var options = Options() with { AskPassword = (_, _) => Task.FromResult<string?>(++asked > 0 ? null : "") };
        _hosts.Refuses.UnionWith(["pve1", "pve3"]);
        Assert.Equal(["PmpcServerUnreachable", "PmpcPasswordMissing", "PmpcServerUnreachable"], (await TestAsync(new() { UserName = "alice@pve" }, options)).Select(report => report.ErrorId));
        Assert.Equal(1, asked);
        _hosts.Refuses.Add("pve2");
        Assert.All(await TestAsync(new() { UserName = "alice@pve" }, options), report => Assert.Equal("PmpcServerUnreachable", report.ErrorId));
        Assert.Equal(1, asked);
        Assert.Equal("PmpcConfigIncomplete", (await Assert.ThrowsAsync<PmpcException>(() => TestAsync(new(), options))).Id);
    }

    [Fact]
    public async Task A_login_that_hangs_goes_to_the_next_endpoint()
    {
        _hosts.Hangs.Add("pve1");
        using var session = await Session.OpenAsync(Make(new() { UserName = "alice@pve" }), Options(" corr3ct "), Ct);
        var version = session.Client.GetVersionAsync(Ct);
        await PveClientTests.AdvanceUntil(_time, version);
        Assert.StartsWith("9.", (await version).Version);
        Assert.Equal("pve2", session.Client.Server.Host);
    }

    [Fact]
    public async Task Whoever_was_asked_once_is_not_asked_by_the_next_command_and_the_ticket_serves_both()
    {
        var (passwords, codes, logins) = (0, 0, new LoginMemory());
        var options = Options() with
        {
            Logins = logins,
            AskPassword = (_, _) => Task.FromResult<string?>(++passwords == 1 ? "b" : null),
            AskCode = (_, _) => Task.FromResult<string?>(++codes == 1 && PveTotp.TryParse(Key, out var totp) ? totp.CodeAt(_time.GetUtcNow().ToUnixTimeSeconds() / 30) : null),
        };
        var workspace = Make(new() { UserName = "bob@pve" });
        for (var i = 0; i < 3; i++)
        {
            using var session = await Session.OpenAsync(workspace, options, Ct);
            await session.Client.GetVersionAsync(Ct);
            _time.Advance(TimeSpan.FromMinutes(50));
        }
        Assert.Equal((1, 1), (passwords, codes));
        Assert.Equal(2, _hosts.Asked.Count(asked => asked.EndsWith("POST /access/ticket", StringComparison.Ordinal)) - 1);
    }

    [Fact]
    public async Task A_password_that_was_refused_is_asked_for_again()
    {
        var given = new Queue<string>(["wrong", " corr3ct "]);
        var options = Options() with { Logins = new(), AskPassword = (_, _) => Task.FromResult<string?>(given.Dequeue()) };
        var workspace = Make(new() { UserName = "alice@pve" });
        using (var refused = await Session.OpenAsync(workspace, options, Ct))
            Assert.Equal("PmpcAuthenticationFailed", (await Assert.ThrowsAsync<PveApiException>(() => refused.Client.GetVersionAsync(Ct))).Id);
        using var session = await Session.OpenAsync(workspace, options, Ct);
        Assert.StartsWith("9.", (await session.Client.GetVersionAsync(Ct)).Version);
    }

    [Fact]
    public async Task With_nobody_to_ask_the_missing_password_is_an_error_that_says_where_to_put_it()
    {
        var error = await Assert.ThrowsAsync<PmpcException>(() => Session.OpenAsync(Make(new() { UserName = "alice@pve" }), Options(), Ct));
        Assert.Equal("PmpcPasswordMissing", error.Id);
        Assert.Contains("'secret'", error.Hint);
    }

    [Fact]
    public async Task A_job_at_night_takes_password_and_key_or_code_from_where_the_settings_say()
    {
        var vault = new Dictionary<string, string> { ["v/password"] = "b", ["v/key"] = Key };
        var options = Options() with { Vault = (name, secret, _) => Task.FromResult(vault.GetValueOrDefault($"{name}/{secret}")) };
        var by = new WorkspaceConfig { UserName = "bob@pve", Secret = new(SecretKind.Vault, "v/password") };
        using (var session = await Session.OpenAsync(Make(by with { Totp = new(SecretKind.Vault, "v/key") }), options, Ct))
            Assert.StartsWith("9.", (await session.Client.GetVersionAsync(Ct)).Version);
        _time.Advance(TimeSpan.FromMinutes(5));
        vault["v/code"] = PveTotp.TryParse(Key, out var totp) ? totp.CodeAt(_time.GetUtcNow().ToUnixTimeSeconds() / 30) : "";
        using (var session = await Session.OpenAsync(Make(by with { OneTimeCode = new(SecretKind.Vault, "v/code") }), options, Ct))
            Assert.StartsWith("9.", (await session.Client.GetVersionAsync(Ct)).Version);
        using (var session = await Session.OpenAsync(Make(by), options, Ct))
            Assert.Equal("PmpcSecondFactorNeeded", (await Assert.ThrowsAsync<PveApiException>(() => session.Client.GetVersionAsync(Ct))).Id);
    }

    [Fact]
    public async Task A_sync_asks_nothing_twice()
    {
        using var session = await Session.OpenAsync(Make(new() { UserName = "bob@pve" }), Options() with { Token = ("root@pam!full", "s") }, Ct);
        await new Sync(session).RunAsync(new(), null, Ct);
        var twice = _hosts.Asked.GroupBy(asked => asked).Where(same => same.Count() > 1).Select(same => same.Key);
        Assert.Empty(twice);
    }
}
