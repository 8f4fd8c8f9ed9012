using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Test-PmpcPermission, with a token that may little, over HTTPS.</summary>
public sealed class PermissionCmdletTests : IDisposable
{
    private const string Secret = "00000000-0000-4000-8000-00000000beef";
    private readonly TemporaryFolder _folder = new();
    private readonly Engine _engine = new();
    private readonly string _variable = $"PMPC_TEST_{Guid.NewGuid():N}";

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_missing_is_listed_warned_of_and_given_as_lines()
    {
        var state = Path.Combine(_folder.Path, "lab.json");
        await File.WriteAllTextAsync(state, new JsonObject
        {
            ["options"] = new JsonObject { ["authDelaySeconds"] = 0 },
            ["nodes"] = new JsonObject { ["pve1"] = new JsonObject { ["cores"] = 8, ["memoryMiB"] = 32768 } },
            ["storages"] = new JsonObject { ["local-lvm"] = new JsonObject { ["type"] = "lvmthin", ["sizeGiB"] = 100 } },
            ["users"] = new JsonObject { ["iac@pve"] = new JsonObject() },
            ["tokens"] = new JsonObject { ["iac@pve!ro"] = new JsonObject { ["secret"] = Secret, ["privsep"] = false } },
            ["acl"] = new JsonArray(new JsonObject { ["path"] = "/", ["ugid"] = "iac@pve", ["role"] = "PVEAuditor" }),
            ["guests"] = new JsonObject { ["100"] = new JsonObject { ["type"] = "qemu", ["node"] = "pve1", ["status"] = "stopped", ["config"] = new JsonObject { ["name"] = "web-01", ["cores"] = 2, ["memory"] = "2048", ["ostype"] = "l26" } } },
        }.ToJsonString(), TestContext.Current.CancellationToken);
        using var server = await LabServerProcess.StartAsync(state, TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable(_variable, Secret);
        _engine.SetLocation(_folder.Path);
        _engine.Run($"$null = Initialize-PmpcWorkspace ./w -Server {server.Url} -TokenId 'iac@pve!ro' -Fingerprint {server.Fingerprint} -SecretEnvironmentVariable {_variable}").Succeed();
        _engine.SetLocation(Path.Combine(_folder.Path, "w"));
        _engine.Run("$null = Sync-PmpcInfrastructure; Set-PmpcVm web-01 -Cores 4").Succeed();

        Assert.Equal(["Missing /vms/100 VM.Config.CPU web-01 (100): cores", "Granted /vms/100 VM.Audit web-01 (100): look"], Lines("Test-PmpcPermission | ForEach-Object { \"$($_.Outcome) $($_.Path) $($_.Privilege) $($_.What)\" }"));
        Assert.Equal(["pveum role add 'PmpcApply' --privs 'VM.Config.CPU'", "pveum acl modify '/vms/100' --users 'iac@pve' --roles 'PmpcApply'", "pveum acl modify '/vms/100' --tokens 'iac@pve!ro' --roles 'PmpcApply'"], Lines("Test-PmpcPermission -AsCommand"));
        var preview = _engine.Run("Invoke-PmpcApply -WhatIf").Succeed();
        Assert.Contains(preview.Warnings, warning => warning.Contains("iac@pve!ro has no VM.Config.CPU on /vms/100", StringComparison.Ordinal));
    }

    private string[] Lines(string script) => [.. _engine.Run(script).Succeed().Output.Select(item => item.ToString())];
}
