using System.Management.Automation;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine.Online;

/// <summary>Start-, Stop-, Restart-, Suspend- and Resume-PmpcVm and -PmpcContainer on the Lab.</summary>
public sealed class PowerCmdletTests : IDisposable
{
    private readonly LabSession _lab = new(edit: FastTasks);

    public void Dispose() => _lab.Dispose();

    /// <summary>Tasks of the Lab that end at once.</summary>
    internal static void FastTasks(JsonNode state) => (state["options"] ??= new JsonObject()).AsObject()["taskSeconds"] = 0.05;

    private string Status(int vmid)
    {
        var kind = vmid is >= 200 and < 900 ? "Container" : "Vm";
        return _lab.Lines($"(Get-Pmpc{kind} -VmId {vmid} -Online).Status")[0];
    }

    [Theory]
    [InlineData("Start-PmpcVm win-build", 104, "running")]
    [InlineData("Start-PmpcVm 104", 104, "running")]
    [InlineData("Start-PmpcVm -VmId 104", 104, "running")]
    [InlineData("Get-PmpcVm win-build | Start-PmpcVm", 104, "running")]
    [InlineData("[pscustomobject]@{ Name = 'win-*'; Node = 'pve2' } | Start-PmpcVm", 104, "running")]
    [InlineData("'win-build' | Start-PmpcVm", 104, "running")]
    [InlineData("Start-PmpcContainer sandbox", 204, "running")]
    [InlineData("Get-PmpcContainer | Where-Object Status -eq stopped | Start-PmpcContainer", 204, "running")]
    [InlineData("Stop-PmpcVm web-01 -Confirm:$false", 100, "stopped")]
    [InlineData("Stop-PmpcVm web-01 -Shutdown -Timeout 30 -Force -Confirm:$false", 100, "stopped")]
    [InlineData("Stop-PmpcContainer dns-01 -Shutdown -Confirm:$false", 200, "stopped")]
    [InlineData("Stop-PmpcContainer dns-01 -Force -Confirm:$false", 200, "stopped")]
    [InlineData("Stop-PmpcVm db-01 -Confirm:$false", 102, "stopped")] // by HA
    [InlineData("Stop-PmpcVm db-01 -Shutdown -Confirm:$false; Start-PmpcVm db-01", 102, "running")]
    [InlineData("Restart-PmpcVm web-01 -Confirm:$false", 100, "running")]
    [InlineData("Restart-PmpcVm web-01 -Force -Confirm:$false", 100, "running")]
    [InlineData("Restart-PmpcContainer dns-01 -Confirm:$false", 200, "running")]
    [InlineData("Restart-PmpcContainer dns-01 -Force -Confirm:$false", 200, "running")]
    [InlineData("Suspend-PmpcVm web-01 -Confirm:$false", 100, "paused")]
    [InlineData("Suspend-PmpcVm web-01 -ToDisk -Confirm:$false", 100, "stopped")]
    [InlineData("Suspend-PmpcVm web-01 -Confirm:$false; Resume-PmpcVm web-01", 100, "running")]
    [InlineData("Suspend-PmpcVm web-01 -ToDisk -Confirm:$false; Resume-PmpcVm web-01", 100, "running")]
    public void A_verb_makes_true_what_it_says_and_is_silent(string script, int vmid, string status)
    {
        Assert.Empty(_lab.Run(script).Succeed().Output);
        Assert.Equal(status, Status(vmid));
    }

    [Theory]
    [InlineData("Start-PmpcVm web-01", "running already")]
    [InlineData("Start-PmpcContainer dns-01", "running already")]
    [InlineData("Stop-PmpcVm win-build -Confirm:$false", "stopped already")]
    [InlineData("Resume-PmpcVm web-01", "running already")]
    [InlineData("Resume-PmpcContainer dns-01", "so already")]
    public void What_is_so_already_is_no_error_and_starts_no_task(string script, string said)
    {
        var before = _lab.Lines("@(Get-PmpcTask).Count");
        var outcome = _lab.Run($"{script} -Verbose").Succeed();
        Assert.Contains(outcome.Verbose, line => line.Contains(said, StringComparison.Ordinal));
        Assert.Equal(before, _lab.Lines("@(Get-PmpcTask).Count"));
        Assert.Single(_lab.Run($"{script} -PassThru").Succeed().Output);
    }

    [Fact]
    public void A_range_means_the_guests_in_it_and_a_name_comes_before_a_number()
    {
        Assert.Equal(["104", "107"], _lab.Lines("Start-PmpcVm 104-107 -PassThru | Where-Object VmId -in 104, 107 | ForEach-Object VmId").Order());
        using var lab = new LabSession(edit: state =>
        {
            FastTasks(state);
            state["guests"]!["107"]!["config"]!["name"] = "104";
        });
        Assert.Equal(["107"], lab.Lines("Start-PmpcVm 104 -PassThru | ForEach-Object VmId"));
    }

    [Fact]
    public void A_guest_that_fails_is_one_error_and_the_others_go_on()
    {
        _lab.EditLab(state => state["faults"] = new JsonArray(new JsonObject { ["kind"] = "taskError", ["task"] = "qmstart", ["node"] = "pve2", ["message"] = "no space left for the drives" }));
        var outcome = _lab.Run("Start-PmpcVm win-build, install-test, nobody -PassThru | ForEach-Object VmId");
        Assert.Equal(["107"], outcome.Output.Select(item => item.ToString()));
        Assert.Equal(["PmpcGuestNotFound", "PmpcTaskFailed"], outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order());
        var failed = Assert.Single(outcome.Errors, error => error.FullyQualifiedErrorId.StartsWith("PmpcTaskFailed", StringComparison.Ordinal));
        Assert.Contains("no space left", failed.ToString());
        Assert.Equal(ErrorCategory.OperationStopped, failed.CategoryInfo.Category);
        Assert.False(outcome.Terminated);
    }

    [Theory]
    [InlineData("Start-PmpcVm tmpl-debian-13", "PmpcGuestIsTemplate")]
    [InlineData("Start-PmpcVm dns-01", "PmpcGuestOfOtherKind")]
    [InlineData("Start-PmpcContainer -VmId 100", "PmpcGuestOfOtherKind")]
    [InlineData("Restart-PmpcVm win-build -Confirm:$false", "PmpcGuestNotRunning")]
    [InlineData("Suspend-PmpcVm win-build -Confirm:$false", "PmpcGuestNotRunning")]
    [InlineData("Resume-PmpcVm win-build", "PmpcGuestNotRunning")]
    [InlineData("Start-PmpcVm nobody", "PmpcGuestNotFound")]
    [InlineData("Start-PmpcVm 999-1200", "PmpcGuestNotFound")]
    [InlineData("Start-PmpcVm win-build -Node pve1", "PmpcGuestNotFound")]
    [InlineData("Stop-PmpcVm web-01 -Timeout 5", "PmpcInvalidParameter")]
    [InlineData("Start-PmpcVm web-01 -NoWait -PassThru", "PmpcInvalidParameter")]
    public void What_cannot_work_is_said_before_anything_is_sent(string script, string id)
    {
        foreach (var also in new[] { "", " -WhatIf" })
            Assert.StartsWith(id + ",", Assert.Single(_lab.Run(script + also).Errors).FullyQualifiedErrorId);
        Assert.Equal(["0"], _lab.Lines("@(Get-PmpcTask -Type qm*, vz* -Since ([datetime]::Now.AddMinutes(-1))).Count"));
    }

    [Fact]
    public void A_wildcard_that_means_nobody_is_no_error() => Assert.Empty(_lab.Run("Start-PmpcVm nobody* -PassThru").Succeed().Output);

    [Fact]
    public void A_pattern_or_range_means_those_to_whom_it_can_be_done()
    {
        var outcome = _lab.Run("Start-PmpcVm tmpl-*, 107-901 -Verbose -PassThru").Succeed();
        Assert.Equal(["107"], outcome.Output.Select(item => item.Properties["VmId"].Value.ToString()));
        Assert.Contains(outcome.Verbose, line => line.Contains("Passed over. tmpl-debian-13 (900) is a template", StringComparison.Ordinal));
        Assert.Empty(_lab.Run("Restart-PmpcContainer sand*; Suspend-PmpcVm 104-104*; Resume-PmpcVm win-b*").Succeed().Output);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_wait_and_leaves_the_task_to_itself()
    {
        _lab.EditLab(state => state["options"] = new JsonObject { ["taskSeconds"] = 3600 });
        using (var shell = _lab.NewShell())
        {
            shell.AddScript("Start-PmpcVm win-build, install-test");
            shell.BeginInvoke();
            while (JsonNode.Parse(_lab.Read(".proxmox/lab.json"))!["tasks"]!.AsArray().Count(task => task!.ToJsonString().Contains("qmstart", StringComparison.Ordinal) && task["result"] is null) < 2)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            shell.Stop();
            Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        }
        Assert.Equal(["104", "107"], _lab.Lines("Get-PmpcTask -Running | ForEach-Object VmId").Order());
    }

    [Fact]
    public void WhatIf_does_nothing()
    {
        Assert.Empty(_lab.Run("Stop-PmpcVm * -WhatIf; Start-PmpcVm win-build -WhatIf; Restart-PmpcContainer * -WhatIf").Succeed().Output);
        Assert.Equal(("running", "stopped"), (Status(100), Status(104)));
    }

    [Fact]
    public void NoWait_returns_the_tasks_which_can_be_waited_for()
    {
        _lab.EditLab(state => state["options"] = new JsonObject { ["taskSeconds"] = 1 });
        var outcome = _lab.Run("$global:tasks = Start-PmpcVm win-build, install-test -NoWait; $tasks | ForEach-Object { \"$($_.Type) $($_.VmId) $($_.Status)\" }").Succeed();
        Assert.Equal(["qmstart 104 running", "qmstart 107 running"], outcome.Output.Select(item => item.ToString()).Order());
        Assert.Equal(["OK", "OK"], _lab.Lines("$tasks | Wait-PmpcTask -PassThru | ForEach-Object ExitStatus"));
        Assert.Equal("running", Status(107));
    }

    [Fact]
    public void A_restart_brings_what_waits_for_it_into_force()
    {
        _lab.Run("Set-PmpcVm web-01 -Cores 7; $null = Invoke-PmpcApply -Confirm:$false").Succeed();
        Assert.NotEmpty(_lab.Lines("(Get-PmpcVm web-01 -Online).Pending"));
        _lab.Run("Restart-PmpcVm web-01 -Confirm:$false").Succeed();
        Assert.Equal(["7 "], _lab.Lines("$vm = Get-PmpcVm web-01 -Online; \"$($vm.CpuCount) $($vm.Pending)\""));
    }

    [Fact]
    public void The_code_hears_of_a_stop_by_the_next_sync_and_a_plan_does_not_start_the_guest_again()
    {
        var before = _lab.Code();
        var outcome = _lab.Run("Stop-PmpcVm web-01 -Confirm:$false -Verbose").Succeed();
        Assert.Contains(outcome.Verbose, line => line.Contains("Sync-PmpcInfrastructure", StringComparison.Ordinal));
        Assert.Equal(before, _lab.Code());
        Assert.Equal(["False"], _lab.Lines("(Get-PmpcPlan -WarningAction SilentlyContinue).HasChanges"));
        _lab.Run("$null = Sync-PmpcInfrastructure").Succeed();
        Assert.Matches(@"started\s+= false", _lab.Read("terraform/vms/web-01.tf"));
    }

    [Fact]
    public void Progress_names_each_guest_and_ends()
    {
        var progress = _lab.Run("Start-PmpcVm win-build, install-test").Succeed().Progress;
        Assert.Contains(progress, record => record.Activity.StartsWith("win-build (104)", StringComparison.Ordinal));
        Assert.Contains(progress, record => record.Activity.StartsWith("install-test (107)", StringComparison.Ordinal));
        Assert.Contains(progress, record => record.StatusDescription == "2 of 2 done" || record.StatusDescription == "1 of 2 done");
        Assert.All(progress.GroupBy(record => record.ActivityId), activity => Assert.Equal(ProgressRecordType.Completed, activity.Last().RecordType));
    }

    [Fact]
    public void A_guest_whose_lock_is_held_for_a_while_is_started_all_the_same()
    {
        _lab.EditLab(state => state["faults"] = new JsonArray(new JsonObject { ["kind"] = "taskError", ["task"] = "qmstart", ["times"] = 1, ["message"] = "can't lock file '/var/lock/qemu-server/lock-104.conf' - got timeout" }));
        _lab.Run("Start-PmpcVm win-build").Succeed();
        Assert.Equal("running", Status(104));
    }

    [Theory]
    [InlineData("Stop-PmpcVm web-0", "web-01 web-02")]
    [InlineData("Restart-PmpcContainer d", "dns-01 dns-02 docker-01")]
    [InlineData("Start-PmpcVm win-build -Node pve", "pve1 pve2 pve3")]
    public void Names_are_completed(string line, string offered) => Assert.Equal(offered.Split(' '), _lab.Complete(line));
}
