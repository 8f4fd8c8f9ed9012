using System.Management.Automation;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Ctrl+C, and several sessions at once.</summary>
public sealed class StopAndParallelTests
{
    [Theory]
    [InlineData("Sync-PmpcInfrastructure")]
    [InlineData("Get-PmpcPlan")]
    [InlineData("Get-PmpcVm -Online")]
    [InlineData("Set-PmpcVm web-01 -Cores 4; Invoke-PmpcApply -Force")]
    public async Task A_stopped_pipeline_ends_and_the_workspace_can_be_used_on(string script)
    {
        using var lab = new LabSession();
        lab.EditLab(state => state["options"] = new JsonObject { ["latencySeconds"] = 3600 });
        using (var shell = lab.NewShell())
        {
            shell.AddScript(script);
            shell.BeginInvoke();
            // Long enough for it to wait for the server; if it were not, the stop would only be easier.
            await Task.Delay(300, TestContext.Current.CancellationToken);
            // Returns when the pipeline has ended; one that did not listen would hold this test for an hour.
            shell.Stop();
            Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        }
        lab.EditLab(state => state["options"] = new JsonObject());
        Assert.Equal(["15"], lab.Lines("(Get-PmpcStatus).InCode"));
        Assert.Equal(["15"], lab.Lines("(Sync-PmpcInfrastructure).Guests"));
    }

    [Fact]
    public async Task An_apply_that_was_stopped_in_a_task_lets_the_next_plan_see_what_came_of_it()
    {
        using var lab = new LabSession();
        lab.Run("New-PmpcVm web-03").Succeed();
        lab.EditLab(state => state["options"] = new JsonObject { ["taskSecondsByKind"] = new JsonObject { ["qmcreate"] = 3600 } });
        using (var shell = lab.NewShell())
        {
            shell.AddScript("Invoke-PmpcApply -Force");
            shell.BeginInvoke();
            while (JsonNode.Parse(lab.Read(".proxmox/lab.json"))!["tasks"]!.AsArray().All(task => task!.ToJsonString().Contains(":qmcreate:108:") is false))
                await Task.Delay(50, TestContext.Current.CancellationToken);
            shell.Stop();
            Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        }
        // The prompt is back at once; the command lets go of the workspace when it has written down where it was.
        while (lab.Has(".proxmox/lock")) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(["16"], lab.Lines("(Get-PmpcStatus).InCode"));
        Assert.Equal(["1 step, 1 under way"], lab.Lines("(Get-PmpcStatus).Unfinished | ForEach-Object { \"$($_.Steps) step, $($_.Uncertain) under way\" }"));
        Assert.Contains(lab.Run("Get-PmpcPlan").Succeed().Warnings, warning => warning.Contains("was cut off", StringComparison.Ordinal) && warning.Contains("-Resume", StringComparison.Ordinal));

        // The server finishes what it began; nobody does it again.
        lab.EditLab(state => { foreach (var task in state["tasks"]!.AsArray()) if (task!["endsAt"] is not null) task["endsAt"] = DateTimeOffset.UtcNow.ToString("O"); });
        var resumed = lab.Run("Invoke-PmpcApply -Resume -Force | ForEach-Object { \"$($_.Action) $($_.VmId) $($_.Outcome)\" }").Succeed();
        Assert.Equal(["Create 108 Done"], resumed.Values.Cast<string>());
        Assert.Equal(["", "False"], lab.Lines("\"$((Get-PmpcStatus).Unfinished)\"; (Get-PmpcPlan).HasChanges"));
        Assert.Contains(lab.Run("Invoke-PmpcApply -Resume -Force").Succeed().Warnings, warning => warning.StartsWith("There is nothing to resume", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_in_workspaces_of_their_own_do_not_disturb_each_other()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => Task.Run(() =>
        {
            using var lab = new LabSession();
            lab.Run("Set-PmpcVm web-01 -Cores $args[0]; $null = Invoke-PmpcApply -Confirm:$false", number + 3).Succeed();
            return $"{lab.OnServer(100, "cores")} {lab.Lines("(Sync-PmpcInfrastructure).FilesWritten")[0]}";
        }, TestContext.Current.CancellationToken)));
        Assert.Equal(["3 0", "4 0", "5 0"], counts);
    }

    [Fact]
    public async Task Two_syncs_of_one_workspace_both_succeed_or_one_says_that_it_is_busy()
    {
        using var lab = new LabSession();
        using var second = new Engine();
        lab.EditLab(state => state["guests"]!["100"]!["config"]!["cores"] = 6);
        var outcomes = await Task.WhenAll(
            Task.Run(() => lab.Run("$null = Sync-PmpcInfrastructure"), TestContext.Current.CancellationToken),
            Task.Run(() => second.Run("$null = Sync-PmpcInfrastructure -Workspace $args[0]", lab.Root), TestContext.Current.CancellationToken));
        Assert.Contains(outcomes, outcome => outcome.Errors.IsEmpty);
        Assert.All(outcomes.SelectMany(outcome => outcome.Errors), error => Assert.StartsWith("PmpcWorkspaceBusy,", error.FullyQualifiedErrorId));
        Assert.Equal(["6", "0", "False"], lab.Lines("(Get-PmpcVm web-01).CpuCount; (Sync-PmpcInfrastructure).FilesWritten; (Get-PmpcPlan).HasChanges"));
    }
}
