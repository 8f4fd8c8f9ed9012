using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>The prompt has all of PowerShell: what a user of pwsh would type there, and what they would not want to see.</summary>
public sealed partial class ConsolePowerShellTests(ConsolePowerShellTests.LabWorkspace workspace) : IClassFixture<ConsolePowerShellTests.LabWorkspace>
{
    [Fact]
    public async Task Objects_are_sorted_selected_and_converted()
    {
        var session = await Type("""
            Get-PmpcVm | Sort-Object MemoryMiB -Descending | Select-Object -First 1 -ExpandProperty Name
            Get-PmpcVm web* | Select-Object VmId, Name | ConvertTo-Json -Compress
            $x = Get-PmpcVm; $x[0].Name
            list vms | ? MemoryMiB -gt 16000 | % Name
            (Get-PmpcVm | Group-Object Node -NoElement | Measure-Object Count -Sum).Sum -eq $x.Count
            """);
        Assert.Equal(["db-01", """[{"VmId":100,"Name":"web-01"},{"VmId":101,"Name":"web-02"}]""", "web-01", "db-01", "dc-01", "True"], session.Lines);
    }

    [Fact]
    public async Task Files_are_written_and_read()
    {
        var session = await Type("""
            'one', 'two' | Set-Content lines.txt
            Get-Content lines.txt -Tail 1
            Get-PmpcVm web* | Export-Csv vms.csv
            (Import-Csv vms.csv).Name -join '+'
            list vms web* > vms.txt
            cd terraform; (gci vms/web-0*.tf).Count; cd ..
            (Get-Location).Path -eq (Get-Item .).FullName
            """);
        Assert.Equal(["two", "web-01+web-02", "2", "True"], session.Lines);
        var table = File.ReadAllLines(Path.Combine(workspace.Path, "vms.txt"));
        Assert.Contains(table, line => line.StartsWith("VmId Name", StringComparison.Ordinal));
        Assert.Contains(table, line => line.Contains("web-02", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', string.Concat(table));
    }

    [Fact]
    public async Task Views_are_the_same_with_and_without_a_formatting_cmdlet()
    {
        var session = await Type("Get-PmpcVm web*\n'####'\nGet-PmpcVm web* | Format-Table\n'####'\nGet-PmpcVm web* | Out-String\n'####'\nGet-PmpcVm web-01 | Format-List VmId, Name\n");
        var shown = session.Output.Split("####" + Environment.NewLine).Select(part => part.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        Assert.Contains(shown[0], line => line.StartsWith("VmId Name   Kind Node", StringComparison.Ordinal));
        Assert.Equal(shown[0], shown[1]);
        Assert.Equal(shown[0][..2], shown[2][..2]);
        Assert.Equal(["VmId : 100", "Name : web-01"], shown[3]);
    }

    [Fact]
    public async Task What_is_shared_as_JSON_holds_no_name_of_the_Lab()
    {
        var session = await Type("Get-PmpcVm | ConvertTo-PmpcAnonymized | ConvertTo-Json -Depth 6\n");
        using var document = JsonDocument.Parse(session.Output);
        var real = await ChildProcess.Console(["-C", workspace.Path, "list", "vms", "--json"]);
        using var lab = JsonDocument.Parse(real.Output);
        var guests = lab.RootElement.EnumerateArray().ToArray();
        Assert.Equal(guests.Length, document.RootElement.GetArrayLength());
        var names = guests.SelectMany(guest => new[] { guest.GetProperty("Name").GetString()!, guest.GetProperty("Node").GetString()! }).ToHashSet();
        Assert.All(document.RootElement.EnumerateArray(), guest => Assert.DoesNotContain(guest.GetProperty("Name").GetString()!, names));
        // A guest may be called as a tag is, and tags stay.
        Assert.All(names.Where(name => name.Contains('-') || char.IsDigit(name[^1])), name => Assert.DoesNotContain(name, session.Output));
        Assert.All(Address().Matches(real.Output).Select(match => match.Value).Distinct(), address => Assert.DoesNotContain(address, session.Output));
    }

    [Fact]
    public async Task A_large_log_goes_through_a_pipe()
    {
        const int Lines = 20_000;
        var log = Path.Combine(workspace.Path, "big.log");
        await File.WriteAllLinesAsync(log, Enumerable.Range(0, Lines).Select(i => $"pve1 pvedaemon[{i}]: <root@pam> starting task from 10.77.3.{i % 250}"), TestContext.Current.CancellationToken);
        await Type("Get-Content big.log | ConvertTo-PmpcAnonymized | Set-Content shared.log\n");
        var shared = await File.ReadAllLinesAsync(Path.Combine(workspace.Path, "shared.log"), TestContext.Current.CancellationToken);
        Assert.Equal(Lines, shared.Length);
        Assert.All(shared, line => Assert.False(line.Contains("pve1", StringComparison.Ordinal) || line.Contains("10.77.3.", StringComparison.Ordinal), line));
    }

    [Fact]
    public async Task A_log_that_is_followed_is_anonymised_line_by_line()
    {
        var start = new ProcessStartInfo("dotnet", [Built.Console, "-C", workspace.Path, "anonymize"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync("from 10.77.4.1");
        // The input stays open, as that of a pipe behind tail -f.
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.StartsWith("from 10.", line);
        Assert.DoesNotContain("10.77.4.1", line);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Modules_are_loaded_where_they_are_used_and_nobody_is_called()
    {
        var session = await Type("""
            (Get-Module).Name
            [Microsoft.PowerShell.Telemetry.ApplicationInsightsTelemetry]::CanSendTelemetry
            $null = Get-Date
            (Get-Module).Name -contains 'Microsoft.PowerShell.Utility'
            """);
        Assert.Equal(["ProxmoxMpc", "False", "True"], session.Lines);
    }

    [Fact]
    public async Task A_module_of_the_users_own_is_found()
    {
        var module = Directory.CreateDirectory(Path.Combine(workspace.Path, "own", "OfMine")).FullName;
        await File.WriteAllTextAsync(Path.Combine(module, "OfMine.psm1"), "function Get-OfMine { 'mine' }", TestContext.Current.CancellationToken);
        var session = await ChildProcess.Console([], input: "Get-OfMine\n(Get-Command Sort-Object).Module.Path.StartsWith($PSHOME)\n",
            environment: new Dictionary<string, string?> { ["PSModulePath"] = Path.GetDirectoryName(module) });
        Assert.Equal(["mine", "True"], session.Lines);
    }

    [Fact]
    public async Task A_program_has_its_own_streams_and_what_it_says_beside_its_output_is_no_failure()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        var session = await ChildProcess.Console([], input: "sh -c 'echo out; echo beside >&2; exit 3'\n$LASTEXITCODE\nsh -c 'echo piped' | ForEach-Object { \"got $_\" }\n");
        Assert.Equal(0, session.ExitCode);
        Assert.Equal(["out", "3", "got piped"], session.Lines);
        Assert.Equal("beside", session.Error.Trim());
    }

    [Fact]
    public async Task An_error_is_told_and_remembered_and_the_line_goes_on()
    {
        var session = await ChildProcess.Console([], input: "Get-Item nowhere-at-all; 'after'\n(Get-Error).Exception.GetType().Name\nGet-Item nowhere-at-all -ErrorAction Ignore\n");
        Assert.Equal(1, session.ExitCode);
        Assert.Equal(["after", "ItemNotFoundException"], session.Lines);
        Assert.Equal(1, session.Error.Split("error: ").Length - 1);
    }

    [Fact]
    public async Task A_mistyped_command_is_refused_with_the_nearest()
    {
        var session = await ChildProcess.Console([], input: "synk\nzyxwvut\n");
        Assert.Equal(1, session.ExitCode);
        Assert.Equal(1, session.Error.Split("Did you mean 'sync'?").Length - 1);
        Assert.Equal(1, session.Error.Split("hint:").Length - 1);
    }

    [Theory]
    [InlineData("help", "exit code: 0 done")]
    [InlineData("help plan", "usage: proxmox-mpc plan")]
    [InlineData("/help Get-PmpcVm", "Gets VMs as the server has them.")]
    [InlineData("help Get-PmpcVm", "Gets VMs as the server has them.")]
    [InlineData("Get-Help Get-PmpcVm -Examples", "     101 web-02 VM   pve2 running    2         4      32 prod debian prod web")]
    [InlineData("Get-Help about_ProxmoxMpc", "SHORT DESCRIPTION")]
    public async Task Help_is_there_for_commands_and_cmdlets(string line, string expected)
    {
        var session = await ChildProcess.Console([], input: line + "\n");
        Assert.True(session.ExitCode == 0, session.Error);
        Assert.Contains(expected, session.Output);
    }

    [Fact]
    public async Task A_document_cannot_be_piped_on()
    {
        var session = await ChildProcess.Console(["-C", workspace.Path], input: "list vms --json | Select-Object Name\n");
        Assert.Equal(1, session.ExitCode);
        Assert.Contains("ConvertTo-Json", session.Error);
        Assert.Empty(session.Output);
    }

    [Fact]
    public async Task The_screen_can_be_cleared_as_Windows_does_it()
    {
        var session = await Type("""
            $Host.UI.RawUI.CursorPosition = @{ X = 0; Y = 0 }
            $Host.UI.RawUI.SetBufferContents(@{ Top = -1; Bottom = -1; Right = -1; Left = -1 }, @{ Character = ' '; ForegroundColor = 'Gray'; BackgroundColor = 'Black' })
            Write-Host 'plain' -ForegroundColor Red
            """);
        Assert.Equal(["plain"], session.Lines);
    }

    /// <summary>Where the engine's assembly lies depends on the platform; modules and configuration must lie beside it.</summary>
    [Theory]
    [InlineData("unix", "Modules/Microsoft.PowerShell.Utility/Microsoft.PowerShell.Utility.psd1")]
    [InlineData("win", "Modules/Microsoft.PowerShell.Utility/Microsoft.PowerShell.Utility.psd1")]
    [InlineData("win", "powershell.config.json")]
    public void Modules_lie_beside_the_engine_on_every_platform(string platform, string file)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Built.Console)!, "runtimes", platform, "lib", "net10.0");
        Assert.True(File.Exists(Path.Combine(folder, "System.Management.Automation.dll")));
        Assert.True(File.Exists(Path.Combine(folder, file)));
    }

    // A session in the workspace that must go well.
    private async Task<ChildProcess> Type(string lines)
    {
        var session = await ChildProcess.Console(["-C", workspace.Path], input: lines.EndsWith('\n') ? lines : lines + "\n");
        Assert.True(session.ExitCode == 0, session.Error);
        Assert.Empty(session.Error);
        return session;
    }

    /// <summary>A synced workspace on the Lab, which no test here changes.</summary>
    public sealed class LabWorkspace : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string Path => _folder.Path;

        public async ValueTask InitializeAsync()
        {
            var made = await ChildProcess.Console(["-C", Path], input: "init . --lab\nsync\n");
            Assert.True(made.ExitCode == 0, made.Error);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [GeneratedRegex(@"\b10(?:\.\d{1,3}){3}\b|(?:[0-9A-F]{2}:){5}[0-9A-F]{2}")]
    private static partial Regex Address();
}
