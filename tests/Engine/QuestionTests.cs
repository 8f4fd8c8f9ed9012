using System.Management.Automation.Runspaces;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>What stands on the screen when somebody is asked.</summary>
public sealed class QuestionTests
{
    [Theory]
    [InlineData("Set-PmpcVm web-01 -Cores 4; Invoke-PmpcApply", "Apply this plan?")]
    [InlineData("Stop-PmpcVm web-01", "web-01 (100) on pve1")]
    public void Nothing_claims_to_be_under_way_while_a_question_waits(string script, string question)
    {
        using var folder = new TemporaryFolder();
        var host = new AnsweringHost();
        using var runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.Open();
        runspace.SessionStateProxy.Path.SetLocation(folder.Path);
        using var shell = System.Management.Automation.PowerShell.Create(runspace);
        shell.AddScript($"$ProgressPreference = 'Continue'; Import-Module '{Built.Manifest}'; $null = Initialize-PmpcWorkspace -Lab; $null = Sync-PmpcInfrastructure; {script}");
        var outcome = Outcome.Of(shell);
        Assert.Empty(outcome.Errors);
        var (asked, progress) = Assert.Single(host.Asked);
        Assert.Contains(question, asked);
        Assert.Empty(progress);
    }
}
