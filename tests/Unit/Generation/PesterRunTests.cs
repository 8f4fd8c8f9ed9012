using System.Text.Json;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Generation;

/// <summary>The generated tests in Pester itself, against a module that answers with what it is given.</summary>
public sealed class PesterRunTests
{
    private const string Module = """
        function Read($kind) { @(Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot $env:PMPC_ANSWERS) | ConvertFrom-Json).$kind }
        function Get-PmpcVm { [CmdletBinding()] param($Name, [int]$VmId, $Workspace, [switch]$Online) Read Vms | Where-Object { -not $VmId -or $_.VmId -eq $VmId } }
        function Get-PmpcContainer { [CmdletBinding()] param($Name, [int]$VmId, $Workspace, [switch]$Online) Read Containers | Where-Object { -not $VmId -or $_.VmId -eq $VmId } }
        function Get-PmpcNode { [CmdletBinding()] param($Name, $Workspace, [switch]$Online) Read Nodes }
        function Get-PmpcStorage { [CmdletBinding()] param($Name, $Workspace, [switch]$Online) Read Storages }
        function Compare-PmpcInfrastructure { [CmdletBinding()] param($Workspace) Read Differences }
        """;

    private const string Runner = """
        $env:PMPC_MODULE = Join-Path $PWD 'ProxmoxMpc.psm1'
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = './tests'
        $configuration.Run.PassThru = $true
        $configuration.Filter.ExcludeTag = 'terraform', 'ansible'
        $configuration.Output.Verbosity = 'None'
        foreach ($env:PMPC_ANSWERS in 'same.json', 'drifted.json') {
            $result = Invoke-Pester -Configuration $configuration
            "RESULT $env:PMPC_ANSWERS passed=$($result.PassedCount) failed=$($result.FailedCount)"
            $result.Failed | ForEach-Object { "FAILED $($_.ExpandedPath): $($_.ErrorRecord)" }
            $result.FailedContainers | ForEach-Object { "FAILED $($_.Item): $($_.ErrorRecord)" }
        }
        """;

    [Fact]
    public async Task The_tests_are_green_where_the_server_is_as_written_and_red_where_it_is_not()
    {
        var input = Sample.Cluster();
        input = input with { Inventory = input.Inventory with { Gaps = [] } };
        using var scratch = Tool.Write([.. PesterGenerator.Derived(input), new("ProxmoxMpc.psm1", Module), new("run.ps1", Runner), new(".proxmox/config.yml", "")]);

        await Answer(scratch.Folder, "same.json", input.Inventory);
        // One guest has another core, one lost a tag, one is gone, and one is there that nobody wrote.
        await Answer(scratch.Folder, "drifted.json", input.Inventory with
        {
            Guests = [.. input.Inventory.Guests.Where(guest => guest.VmId != 202).Select(guest => guest.VmId switch
            {
                100 => guest with { Config = guest.Config.With("cores", "6") },
                101 => guest with { Config = guest.Config.With("tags", "web;prod.eu") },
                _ => guest,
            }), Sample.Vm(666, "stranger")],
        });
        var (_, output) = await RealShell.RunAsync(["-File", "run.ps1"], scratch.Folder, TimeSpan.FromMinutes(5));
        Assert.Matches("RESULT same.json passed=[1-9][0-9]* failed=0\nRESULT drifted.json", output);
        Assert.Contains("win-dc).has its CPUs", output, StringComparison.Ordinal);
        Assert.Contains("web-01).has its tags", output, StringComparison.Ordinal);
        Assert.Contains("(cache).exists", output, StringComparison.Ordinal);
        Assert.Contains("Cluster.has every container", output, StringComparison.Ordinal);
        Assert.Contains("Cluster.has no guest that the code does not know", output, StringComparison.Ordinal);
        Assert.DoesNotContain("(db)", output, StringComparison.Ordinal);
    }

    private static async Task Answer(string folder, string file, Inventory inventory)
    {
        static object Of(Guest guest) => new
        {
            guest.Name, guest.VmId, guest.Node, guest.Status, guest.MemoryMiB, guest.CpuCount, guest.Tags, guest.Disks, guest.NetworkInterfaces, guest.OnBoot, guest.Protection, guest.Pool, guest.IsTemplate,
        };
        await File.WriteAllTextAsync(Path.Combine(folder, file), JsonSerializer.Serialize(new
        {
            Vms = inventory.Guests.Where(guest => guest.Kind == GuestKind.Qemu).Select(Of),
            Containers = inventory.Guests.Where(guest => guest.Kind == GuestKind.Lxc).Select(Of),
            inventory.Nodes,
            inventory.Storages,
            Differences = Array.Empty<string>(),
        }), TestContext.Current.CancellationToken);
    }
}
