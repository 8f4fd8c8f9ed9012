using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Security;
using System.Text;
using System.Text.Json;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Users who log in over HTTPS, several endpoints with a certificate each, and what is told of those that are dead.</summary>
public sealed class LoginTests : IDisposable
{
    private const string Password = " p4ss wörd!=";
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private const string State = $$$"""
        {"authKey":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=","options":{"authDelaySeconds":0,"taskSeconds":0},"nodes":{"pve1":{"status":"online","cores":8,"memoryMiB":32768} },"users":{"alice@pve":{"password":"{{{Password}}}"},"carol@pve":{"password":"{{{Password}}}","totp":"{{{Key}}}"} },
         "acl":[{"path":"/","ugid":"alice@pve","role":"PVEAdmin"},{"path":"/","ugid":"carol@pve","role":"PVEAdmin"}],
         "guests":{"101":{"type":"qemu","node":"pve1","status":"stopped","config":{"name":"web-01","cores":2} } } }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Engine _engine = new();
    private readonly string _variable = $"PMPC_TEST_{Guid.NewGuid():N}";

    public LoginTests() => _engine.SetLocation(_folder.Path);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Work => Path.Combine(_folder.Path, "made");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _engine.Dispose();
        _folder.Dispose();
    }

    private async Task<LabServerProcess> ServeAsync(string name)
    {
        var file = Path.Combine(_folder.Path, $"{name}.json");
        await File.WriteAllTextAsync(file, State, Stop);
        return await LabServerProcess.StartAsync(file, Stop);
    }

    private static PSCredential Credential(string user, string password = Password)
    {
        var secure = new SecureString();
        foreach (var c in password) secure.AppendChar(c);
        return new(user, secure);
    }

    private void AssertNowhere(params string[] secrets)
    {
        foreach (var file in Directory.EnumerateFiles(Work, "*", SearchOption.AllDirectories))
            foreach (var secret in secrets)
                Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0, $"{file} holds a secret.");
    }

    [Fact]
    public async Task A_credential_opens_two_nodes_each_with_its_own_pin_and_the_second_stands_in_for_the_first()
    {
        using var second = await ServeAsync("b");
        using (var first = await ServeAsync("a"))
        {
            var made = _engine.Run("Initialize-PmpcWorkspace ./made -Server $args[0], $args[1] -Credential $args[2] -TrustOnFirstUse", first.Url, second.Url, Credential("alice@pve")).Succeed();
            Assert.Equal("alice@pve", made.Output.Single().Properties["Identity"].Value);
            Assert.Contains(made.Warnings, warning => warning.Contains(first.Fingerprint, StringComparison.Ordinal));
            Assert.Contains(made.Warnings, warning => warning.Contains(second.Fingerprint, StringComparison.Ordinal));
            Assert.NotEqual(first.Fingerprint, second.Fingerprint);
            _engine.SetLocation(Work);
            // The password is in the session's memory; nobody is asked.
            Assert.Equal(["1", "Done"], _engine.Run("(Sync-PmpcInfrastructure).Guests; Set-PmpcVm web-01 -Cores 3; (Invoke-PmpcApply -Confirm:$false).Outcome").Succeed().Output.Select(item => item.ToString()));
            var both = _engine.Run("Test-PmpcConnection").Succeed().Output;
            Assert.Equal([true, true], both.Select(report => (bool)report.Properties["FingerprintMatches"].Value));
            Assert.Equal([first.Fingerprint, second.Fingerprint], both.Select(report => (string)report.Properties["FingerprintSeen"].Value));
            Assert.All(both, report => Assert.Equal("pve1", report.Properties["Node"].Value));
            Assert.All(both, report => Assert.InRange((TimeSpan)report.Properties["TicketLeft"].Value, TimeSpan.FromMinutes(110), TimeSpan.FromHours(2)));
        }
        var after = _engine.Run("(Sync-PmpcInfrastructure).Guests").Succeed();
        Assert.Equal("1", after.Output.Single().ToString());
        Assert.Contains(after.Warnings, warning => warning.Contains("is asked instead", StringComparison.Ordinal));
        AssertNowhere(Password);

        // One refuses, one hangs, one shows another certificate than the pinned one, one is well: each is told, in its place.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var changed = await ServeAsync("c");
        var config = Path.Combine(Work, ".proxmox", "config.yml");
        var wrong = string.Join(':', Enumerable.Repeat("AB", 32));
        await File.WriteAllTextAsync(config, (await File.ReadAllTextAsync(config, Stop)).Replace("endpoints:\n",
            $"endpoints:\n  - https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}\n  - address: {changed.Url.TrimEnd('/')}\n    fingerprint: {wrong}\n", StringComparison.Ordinal), Stop);
        // The endpoints are others than those that the password was typed for: it is not sent there unasked.
        Assert.Equal("PmpcPasswordMissing", _engine.Run("Test-PmpcConnection -TimeoutSeconds 3").Succeed().Output[^1].Properties["ErrorId"].Value);
        Environment.SetEnvironmentVariable(_variable, Password);
        await File.AppendAllTextAsync(config, $"secret:\n  environment: {_variable}\n", Stop);
        var four = _engine.Run("Test-PmpcConnection -TimeoutSeconds 3").Succeed().Output;
        Assert.Equal(["PmpcTimeout", "PmpcCertificateChanged", "PmpcServerUnreachable", null], four.Select(report => (string?)report.Properties["ErrorId"].Value));
        Assert.Equal([false, false, false, true], four.Select(report => (bool)report.Properties["Succeeded"].Value));
        Assert.Equal((changed.Fingerprint, wrong, false), ((string)four[1].Properties["FingerprintSeen"].Value, (string)four[1].Properties["FingerprintPinned"].Value, (bool)four[1].Properties["FingerprintMatches"].Value));
        Assert.All(four.Take(3), report => Assert.NotNull(report.Properties["Hint"].Value));
    }

    [Fact]
    public async Task A_second_factor_comes_from_its_key_and_serves_the_whole_session()
    {
        using var server = await ServeAsync("a");
        Environment.SetEnvironmentVariable(_variable, Key);
        _engine.Run("$null = Initialize-PmpcWorkspace ./made -Server $args[0] -Credential $args[1] -TotpEnvironmentVariable $args[2] -Fingerprint $args[3]", server.Url, Credential("carol@pve"), _variable, server.Fingerprint).Succeed();
        _engine.SetLocation(Work);
        // Three cmdlets within a half minute, and one code: the ticket is kept.
        Assert.Equal(["1", "True", "1"], _engine.Run("(Sync-PmpcInfrastructure).Guests; (Test-PmpcConnection).Succeeded; (Sync-PmpcInfrastructure).Guests").Succeed().Output.Select(item => item.ToString()));
        AssertNowhere(Password, Key);
        Assert.Contains($"totp:\n  environment: {_variable}\n", await File.ReadAllTextAsync(Path.Combine(Work, ".proxmox", "config.yml"), Stop));
    }

    [Fact]
    public async Task What_is_wrong_with_a_user_is_told_apart_and_makes_no_workspace()
    {
        using var server = await ServeAsync("a");
        void Fails(PSCredential credential, string id, string more = "")
        {
            var outcome = _engine.Run($"Initialize-PmpcWorkspace ./made -Server $args[0] -Credential $args[1] -Fingerprint $args[2] -Verbose {more}", server.Url, credential, server.Fingerprint);
            var error = Assert.Single(outcome.Errors);
            Assert.StartsWith(id + ",", error.FullyQualifiedErrorId);
            Assert.NotNull(error.ErrorDetails?.RecommendedAction);
            Assert.DoesNotContain("p4ss", string.Join('\n', outcome.Errors.Select(item => item.Exception.ToString()).Concat(outcome.Verbose).Concat(outcome.Warnings)));
            Assert.False(Directory.Exists(Work));
        }
        Fails(Credential("alice@pve", Password.Trim()), "PmpcAuthenticationFailed");
        Fails(Credential("alice@ldap"), "PmpcRealmUnknown");
        Fails(Credential("carol@pve"), "PmpcSecondFactorNeeded");
        Fails(Credential("carol@pve"), "PmpcSecondFactorRefused", "-OneTimeCode 000000");
        Fails(Credential("alice"), "PmpcInvalidConnection");
        Assert.StartsWith("PmpcIdentityMissing,", Assert.Single(_engine.Run("Initialize-PmpcWorkspace ./made -Server $args[0] -Fingerprint $args[1]", server.Url, server.Fingerprint).Errors).FullyQualifiedErrorId);
        Assert.StartsWith("PmpcPasswordMissing,", Assert.Single(_engine.Run("Initialize-PmpcWorkspace ./made -Server $args[0] -UserName alice@pve -Fingerprint $args[1]", server.Url, server.Fingerprint).Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public async Task The_console_takes_the_same_options_and_a_job_at_night_needs_nobody()
    {
        using var server = await ServeAsync("a");
        var environment = new Dictionary<string, string?> { ["PMPC_TEST_PASSWORD"] = Password };
        async Task<ChildProcess> Expect(int exit, params string[] arguments)
        {
            var run = await ChildProcess.Console(arguments, environment: environment);
            Assert.True(run.ExitCode == exit, $"{string.Join(' ', arguments)}: {run.ExitCode} {run.Output} {run.Error}");
            return run;
        }
        await Expect(0, "init", Work, "--server", server.Url, "--server", "https://127.0.0.1:9", "--user-name", "alice@pve", "--secret-environment-variable", "PMPC_TEST_PASSWORD", "--fingerprint", server.Fingerprint);
        await Expect(0, "sync", "-C", Work);
        var test = await Expect(1, "test-connection", "-C", Work, "--json");
        var reports = JsonDocument.Parse(test.Output).RootElement;
        Assert.Equal([true, false], reports.EnumerateArray().Select(report => report.GetProperty("Succeeded").GetBoolean()));
        var shown = await Expect(1, "test-connection", "-C", Work);
        Assert.Contains("PmpcServerUnreachable", shown.Output);
        Assert.Contains("pinned, ends", shown.Output);
        var told = await Expect(1, "init", Work + "2", "--server", server.Url, "--user-name", "alice@pve", "--secret=" + Password);
        Assert.DoesNotContain(Password, told.Output + told.Error);
        Assert.Contains("nobody is there to ask", (await Expect(1, "init", Work + "2", "--server", server.Url, "--user-name", "alice@pve", "--secret")).Error);
        Assert.Contains("nobody is there to ask", (await Expect(1, "init", Work + "2", "--server", server.Url, "--user-name", "alice@pve", "--fingerprint", server.Fingerprint)).Error);
        environment["PMPC_TEST_PASSWORD"] = null;
        Assert.Contains("PMPC_TEST_PASSWORD", (await Expect(1, "sync", "-C", Work)).Error);
        AssertNowhere(Password);
    }
}
