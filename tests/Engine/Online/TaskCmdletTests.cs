using System.Management.Automation;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine.Online;

/// <summary>Get-PmpcTask, Get-PmpcTaskLog, Wait-PmpcTask and Stop-PmpcTask on the Lab.</summary>
public sealed class TaskCmdletTests : IDisposable
{
    private readonly LabSession _lab = new(edit: state =>
    {
        PowerCmdletTests.FastTasks(state);
        state["tasks"] = new JsonArray();
    });

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Tasks_of_all_nodes_are_listed_the_latest_first_and_filtered()
    {
        _lab.EditLab(state => state["faults"] = new JsonArray(new JsonObject { ["kind"] = "taskError", ["task"] = "qmstart", ["node"] = "pve3", ["message"] = "no space" }));
        _lab.Run("Start-PmpcVm win-build; Start-PmpcVm install-test -ErrorAction Ignore; New-PmpcGuestSnapshot dns-01 one").Succeed();
        Assert.Equal(["qmstart 104 pve2 OK OK", "qmstart 107 pve3 Failed no space", "vzsnapshot 200 pve1 OK OK"],
            _lab.Lines("Get-PmpcTask | ForEach-Object { \"$($_.Type) $($_.VmId) $($_.Node) $($_.Outcome) $($_.ExitStatus)\" }").Order());
        Assert.Equal(["107"], _lab.Lines("Get-PmpcTask -Outcome Failed, Unknown | ForEach-Object VmId"));
        Assert.Equal(["200"], _lab.Lines("Get-PmpcTask -Type vz* | ForEach-Object VmId"));
        Assert.Equal(["104"], _lab.Lines("Get-PmpcVm win-build | Get-PmpcTask | ForEach-Object VmId"));
        Assert.Equal(["104", "107"], _lab.Lines("Get-PmpcTask -VmId 104, 107 | ForEach-Object VmId").Order());
        Assert.Equal(["200"], _lab.Lines("Get-PmpcTask -Node pve1 | ForEach-Object VmId"));
        Assert.Equal(["1", "3", "0", "3", "0"], _lab.Lines("""
            @(Get-PmpcTask -Limit 1).Count; @(Get-PmpcTask -Limit 0).Count; @(Get-PmpcTask -Running).Count
            @(Get-PmpcTask -Since ([datetime]::Now.AddHours(-1)) -Until ([datetime]::Now.AddHours(1))).Count; @(Get-PmpcTask -Until ([datetime]::Now.AddHours(-1))).Count
            """));
        Assert.Equal(["root@pam!lab"], _lab.Lines("Get-PmpcTask -User lab | ForEach-Object User").Distinct());
        Assert.Empty(_lab.Run("Get-PmpcVm nobody* | Get-PmpcTask").Succeed().Output);
    }

    [Fact]
    public void One_task_can_be_asked_for_again_and_its_log_read()
    {
        _lab.Run("Start-PmpcVm web-0* , win-build").Succeed();
        Assert.Equal(["OK True True"], _lab.Lines("$t = Get-PmpcTask; $u = Get-PmpcTask -Upid $t.Upid; \"$($u.Outcome) $($u.EndTime -ge $u.StartTime) $($u.Upid -eq $t.Upid)\""));
        Assert.Equal("TASK OK", _lab.Lines("Get-PmpcTask | Get-PmpcTaskLog")[^1]);
        Assert.Equal(["TASK OK"], _lab.Lines("Get-PmpcTaskLog (Get-PmpcTask).Upid -Tail 1"));
        Assert.Empty(_lab.Lines("Get-PmpcTaskLog (Get-PmpcTask).Upid -Tail 0"));
    }

    [Theory]
    [InlineData("Get-PmpcTask nonsense", "PmpcUpidUnreadable")]
    [InlineData("'nonsense' | Wait-PmpcTask", "PmpcUpidUnreadable")]
    [InlineData("Wait-PmpcTask UPID:pve1:000005F5:00065F00:6B03BA8D:qmcreate:100:root@pam:", "PmpcTaskNotFound")]
    [InlineData("Get-PmpcTaskLog UPID:pve9:000005F5:00065F00:6B03BA8D:qmcreate:100:root@pam:", "PmpcNodeNotFound")]
    [InlineData("Stop-PmpcTask UPID:pve1:000005F5:00065F00:6B03BA8D:qmcreate:100:root@pam: -Confirm:$false", "PmpcTaskNotFound")]
    public void A_task_that_is_none_is_an_error_that_ends_nothing(string script, string id)
    {
        var outcome = _lab.Run($"{script}; 'on'");
        Assert.StartsWith(id + ",", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Equal(["on"], outcome.Output.Select(item => item.ToString()));
    }

    [Fact]
    public void A_task_that_failed_is_an_error_with_the_end_of_its_log()
    {
        _lab.EditLab(state => state["faults"] = new JsonArray(new JsonObject { ["kind"] = "taskError", ["task"] = "qmclone", ["message"] = "clone failed: out of space" }));
        var outcome = _lab.Run("Copy-PmpcVm tmpl-debian-13, win-build -NoWait | Wait-PmpcTask -PassThru");
        Assert.Equal(2, outcome.Errors.Length);
        Assert.All(outcome.Errors, error =>
        {
            Assert.StartsWith("PmpcTaskFailed,", error.FullyQualifiedErrorId);
            Assert.Contains("out of space", error.ToString());
            Assert.Equal(ErrorCategory.OperationStopped, error.CategoryInfo.Category);
        });
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void A_wait_has_a_limit_a_task_that_is_over_is_over_and_a_running_one_can_be_ended()
    {
        _lab.EditLab(state => state["options"] = new JsonObject { ["taskSecondsByKind"] = new JsonObject { ["qmstart"] = 3600 } });
        var outcome = _lab.Run("$global:task = Start-PmpcVm win-build -NoWait; Wait-PmpcTask $task -Timeout 1; 'on'");
        Assert.StartsWith("PmpcTaskTimeout,", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.OperationTimeout, outcome.Errors[0].CategoryInfo.Category);
        Assert.Equal("on", outcome.Output[^1].ToString());
        Assert.Contains(outcome.Progress, record => record.Activity.Contains(":qmstart:104:", StringComparison.Ordinal));
        Assert.Equal(["qmstart"], _lab.Lines("Get-PmpcTask -Running | ForEach-Object Type"));
        _lab.Run("$task | Stop-PmpcTask -WhatIf").Succeed();
        Assert.Single(_lab.Lines("Get-PmpcTask -Running | ForEach-Object Type"));
        _lab.Run("$task | Stop-PmpcTask -Confirm:$false").Succeed();
        Assert.Equal(["Failed interrupted by signal"], _lab.Lines("Get-PmpcTask $task | ForEach-Object { \"$($_.Outcome) $($_.ExitStatus)\" }"));
        Assert.Contains("ended already", Assert.Single(_lab.Run("$task | Stop-PmpcTask -Confirm:$false -Verbose").Succeed().Verbose));
        Assert.StartsWith("PmpcTaskFailed,", Assert.Single(_lab.Run("$task | Wait-PmpcTask").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_silent_node_is_a_warning_and_the_others_tasks_are_listed()
    {
        _lab.Run("Start-PmpcVm win-build, install-test").Succeed();
        _lab.EditLab(state => state["faults"] = new JsonArray(new JsonObject { ["kind"] = "offline", ["path"] = "/nodes/pve3/tasks" }));
        var outcome = _lab.Run("Get-PmpcTask | ForEach-Object VmId").Succeed();
        Assert.Contains("pve3", Assert.Single(outcome.Warnings));
        // What pve3 told the cluster before is known still.
        Assert.Equal(["104", "107"], outcome.Output.Select(item => item.ToString()).Order());
    }

    [Fact]
    public void Types_are_completed() => Assert.Equal(["qmshutdown", "qmsnapshot", "qmstart", "qmstop", "qmsuspend"], _lab.Complete("Get-PmpcTask -Type qms"));
}
