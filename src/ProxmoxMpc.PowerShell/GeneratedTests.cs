using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Runs the workspace's Pester tests where Pester 5 is there, and says so where it is not.</summary>
internal static class GeneratedTests
{
    // Pester is asked for its results as plain objects, for its types live where it likes.
    private const string Script = """
        param($Folder)
        $pester = Get-Module -ListAvailable Pester | Where-Object { $_.Version -ge [version]'5.0' -and $_.Version -lt [version]'6.0' } | Sort-Object Version -Descending | Select-Object -First 1
        if (-not $pester) { return }
        Import-Module $pester
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $Folder
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'None'
        $run = Invoke-Pester -Configuration $configuration
        foreach ($test in $run.Tests) {
            [pscustomobject]@{ Name = $test.ExpandedPath; Result = "$($test.Result)"; Message = "$($test.ErrorRecord | ForEach-Object { $_.Exception.Message })" }
        }
        foreach ($container in $run.FailedContainers) {
            [pscustomobject]@{ Name = "$($container.Item)"; Result = 'Failed'; Message = "$($container.ErrorRecord | ForEach-Object { $_.Exception.Message })" }
        }
        """;

    public static IEnumerable<CheckResult> Run(PSCmdlet cmdlet, Workspace workspace)
    {
        const string check = "Pester";
        var folder = workspace.PathOf("tests");
        if (!Directory.Exists(folder)) return [new(check, "tests", CheckOutcome.Skipped, "There are no generated tests yet: sync first.")];
        if (cmdlet.InvokeCommand.GetCommand("Select-Object", CommandTypes.Cmdlet) is null)
            return [new(check, "tests", CheckOutcome.Skipped, "The generated tests need pwsh with Pester 5; this host has neither.")];
        var tests = cmdlet.InvokeCommand.NewScriptBlock(Script).Invoke(folder);
        if (tests.Count == 0) return [new(check, "tests", CheckOutcome.Skipped, "Pester 5 is not installed, so the generated tests did not run.")];
        return tests.Select(test => new CheckResult(check, Text(test, "Name"), Text(test, "Result") switch
        {
            "Passed" => CheckOutcome.Passed,
            "Failed" => CheckOutcome.Failed,
            _ => CheckOutcome.Skipped,
        }, Text(test, "Message")));
    }

    private static string Text(PSObject item, string property) => item.Properties[property]?.Value as string ?? "";
}
