using System.Management.Automation;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>What goes wrong on the way to a server is one clear error with its id, and the secret is in none of them.</summary>
public sealed class ConnectionTests : IDisposable
{
    private const string WrongSecret = "00000000-dead-4000-8000-000000000000";
    private readonly TemporaryFolder _folder = new();
    private readonly Engine _engine = new();
    // Environment variables belong to the process, which other tests share.
    private readonly string _variable = $"PMPC_TEST_{Guid.NewGuid():N}";

    public ConnectionTests() => _engine.SetLocation(_folder.Path);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _engine.Dispose();
        _folder.Dispose();
    }

    private Outcome Initialize(string server, string tokenId, string secret, string more = "")
    {
        Environment.SetEnvironmentVariable(_variable, secret);
        return _engine.Run($"Initialize-PmpcWorkspace ./made -Server $args[0] -TokenId $args[1] -SecretEnvironmentVariable {_variable} -Verbose {more}", server, tokenId);
    }

    private void AssertFailure(Outcome outcome, string id, ErrorCategory category)
    {
        var error = Assert.Single(outcome.Errors);
        Assert.Equal($"{id},ProxmoxMpc.PowerShell.Commands.InitializePmpcWorkspaceCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.ErrorDetails?.RecommendedAction);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "made")));
    }

    [Fact]
    public void A_host_that_cannot_be_reached() =>
        AssertFailure(Initialize("https://127.0.0.1:9", "root@pam!pmpc", WrongSecret), "PmpcServerUnreachable", ErrorCategory.ConnectionError);

    [Fact]
    public void A_host_name_that_nobody_knows() =>
        AssertFailure(Initialize("https://pve.invalid:8006", "root@pam!pmpc", WrongSecret), "PmpcServerUnreachable", ErrorCategory.ConnectionError);

    [Fact]
    public async Task A_dead_address_is_left_for_the_next_one_with_a_word()
    {
        using var server = await LabServerProcess.StartAsync(Path.Combine(_folder.Path, "server.json"), TestContext.Current.CancellationToken);
        Initialize(server.Url, server.TokenId, server.Secret!, $"-Fingerprint {server.Fingerprint}").Succeed();
        var config = Path.Combine(_folder.Path, "made", ".proxmox", "config.yml");
        var address = server.Url.TrimEnd('/');
        File.WriteAllText(config, File.ReadAllText(config).Replace($"- {address}", $"- https://127.0.0.1:9\n  - {address}", StringComparison.Ordinal));
        _engine.SetLocation(Path.Combine(_folder.Path, "made"));
        var outcome = _engine.Run("(Sync-PmpcInfrastructure).Guests").Succeed();
        Assert.Equal("15", outcome.Output[^1].ToString());
        Assert.Contains(outcome.Warnings, warning => warning.Contains("127.0.0.1:9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_or_token_that_is_wrong_and_then_the_whole_loop_with_the_right_ones()
    {
        using var server = await LabServerProcess.StartAsync(Path.Combine(_folder.Path, "server.json"), TestContext.Current.CancellationToken);
        var pinned = $"-Fingerprint {server.Fingerprint}";
        AssertFailure(Initialize(server.Url, server.TokenId, server.Secret!), "PmpcCertificateUntrusted", ErrorCategory.SecurityError);
        AssertFailure(Initialize(server.Url, server.TokenId, server.Secret!, $"-Fingerprint {string.Join(':', Enumerable.Repeat("AB", 32))}"), "PmpcCertificateChanged", ErrorCategory.SecurityError);
        var refused = Initialize(server.Url, server.TokenId, WrongSecret, pinned);
        AssertFailure(refused, "PmpcAuthenticationFailed", ErrorCategory.AuthenticationError);
        Assert.DoesNotContain(WrongSecret, string.Join('\n', refused.Errors.Select(error => error.Exception.ToString()).Concat(refused.Verbose)));

        Initialize(server.Url, server.TokenId, server.Secret!, pinned).Succeed();
        _engine.SetLocation(Path.Combine(_folder.Path, "made"));
        Assert.Equal(["True", "15", "Done", "0"], _engine.Run("""
            (Test-PmpcConnection).Succeeded
            (Sync-PmpcInfrastructure -Verbose).Guests
            Set-PmpcVm web-01 -Cores 4
            (Invoke-PmpcApply -Confirm:$false).Outcome
            (Sync-PmpcInfrastructure).FilesWritten
            """).Succeed().Output.Select(item => item.ToString()));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder.Path, "made"), "*", SearchOption.AllDirectories))
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(server.Secret!)) >= 0, $"{file} holds the secret.");

        Environment.SetEnvironmentVariable(_variable, WrongSecret);
        var report = Assert.Single(_engine.Run("Test-PmpcConnection").Succeed().Output);
        Assert.Equal("PmpcAuthenticationFailed", report.Properties["ErrorId"].Value);
        var sync = _engine.Run("Sync-PmpcInfrastructure");
        Assert.Equal(ErrorCategory.AuthenticationError, Assert.Single(sync.Errors).CategoryInfo.Category);
        Environment.SetEnvironmentVariable(_variable, null);
        Assert.StartsWith("PmpcSecretNotFound,", Assert.Single(_engine.Run("Get-PmpcPlan").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Settings_that_cannot_be_read_are_named_with_line_and_column()
    {
        _engine.Run("$null = Initialize-PmpcWorkspace ./made -Lab").Succeed();
        var config = Path.Combine(_folder.Path, "made", ".proxmox", "config.yml");
        File.WriteAllText(config, "lab: [");
        _engine.SetLocation(Path.Combine(_folder.Path, "made"));
        var error = Assert.Single(_engine.Run("Sync-PmpcInfrastructure").Errors);
        Assert.StartsWith("PmpcConfigInvalid,", error.FullyQualifiedErrorId);
        Assert.Matches(@"config\.yml:\d+:\d+", error.ToString());
    }

    [Fact]
    public void A_folder_that_is_a_workspace_stays_as_it_is()
    {
        _engine.Run("$null = Initialize-PmpcWorkspace ./made -Lab").Succeed();
        var before = File.ReadAllText(Path.Combine(_folder.Path, "made", ".proxmox", "config.yml"));
        Assert.StartsWith("PmpcWorkspaceExists,", Assert.Single(_engine.Run("Initialize-PmpcWorkspace ./made -Lab").Errors).FullyQualifiedErrorId);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_folder.Path, "made", ".proxmox", "config.yml")));
    }

    [Fact]
    public void WhatIf_makes_nothing()
    {
        _engine.Run("Initialize-PmpcWorkspace ./made -Lab -WhatIf").Succeed();
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "made")));
    }
}
