using System.Management.Automation;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Sync-, Compare- and Test-PmpcInfrastructure, Get-PmpcPlan and Invoke-PmpcApply.</summary>
public sealed class LoopCmdletTests : IDisposable
{
    private const string File = "terraform/vms/web-01.tf";
    private readonly LabSession _lab = new();

    public void Dispose() => _lab.Dispose();

    private void ServerChanges(int cores) => _lab.EditLab(lab => lab["guests"]!["100"]!["config"]!["cores"] = cores);

    [Fact]
    public void A_second_sync_writes_nothing_and_the_plan_is_empty()
    {
        var before = _lab.Code();
        Assert.Equal(["0 0 0 ''"], _lab.Lines("$r = Sync-PmpcInfrastructure; \"$($r.FilesWritten) $($r.RowsWritten) $($r.Changes.Count) '$($r.SnapshotId)'\""));
        Assert.Equal(before, _lab.Code());
        Assert.Equal(["False"], _lab.Lines("Compare-PmpcInfrastructure; (Get-PmpcPlan).HasChanges"));
    }

    [Fact]
    public void A_change_of_the_server_comes_into_its_line_with_the_comment_kept()
    {
        _lab.Edit(File, @"cores\s+= 2", "cores = 2 # enough");
        var before = _lab.Read(File);
        ServerChanges(6);
        Assert.Equal(["Updated cores 2 6"], _lab.Lines("(Sync-PmpcInfrastructure).Changes | ForEach-Object { \"$($_.Kind) $($_.Path) $($_.Base) $($_.Server)\" }"));
        Assert.Equal(before.Replace("cores = 2 #", "cores = 6 #"), _lab.Read(File));
    }

    [Fact]
    public void A_hand_edit_survives_the_sync_and_apply_makes_it_true()
    {
        _lab.Edit(File, @"cores\s+= 2", "cores = 4 # more");
        Assert.Equal(["Pending cores"], _lab.Lines("(Sync-PmpcInfrastructure).Changes | ForEach-Object { \"$($_.Kind) $($_.Path)\" }"));
        Assert.Equal(["Update cores: 2 -> 4 PendingRestart"], _lab.Lines("(Get-PmpcPlan).Steps | ForEach-Object { \"$($_.Action) $($_.Summary) $($_.Consequence)\" }"));
        Assert.Equal(["Done"], _lab.Lines("Invoke-PmpcApply -Confirm:$false | ForEach-Object Outcome"));
        Assert.Equal("4", _lab.OnServer(100, "cores"));
        Assert.Equal(["False", "0"], _lab.Lines("(Get-PmpcPlan).HasChanges; (Sync-PmpcInfrastructure).FilesWritten"));
        Assert.Contains("cores = 4 # more", _lab.Read(File));
    }

    [Fact]
    public void A_disk_that_cannot_go_is_one_warning_and_not_one_for_each_of_its_parts()
    {
        var plan = _lab.Run("Set-PmpcVm db-01 -Attribute @{ scsi1 = $null }; Get-PmpcPlan").Succeed();
        Assert.Equal(["db-01 (102) scsi1: scsi1 cannot go while the VM is protected: switch protection off first."], plan.Warnings.Where(warning => warning.Contains("scsi1")));
    }

    /// <summary>A clone block by the native engine; what comes of it is code that both engines take for done.</summary>
    [Fact]
    public void A_clone_is_made_of_the_guest_that_its_code_names()
    {
        var made = _lab.Lines("""
            $template = @(Get-PmpcVm | Where-Object IsTemplate)[0]
            $code = "resource `"proxmox_virtual_environment_vm`" `"copy`" {`n  node_name = `"$($template.Node)`"`n  vm_id = 150`n  name = `"copy`"`n  started = false`n  on_boot = false`n  clone {`n    vm_id = $($template.VmId)`n  }`n}`n"
            [System.IO.File]::WriteAllText("$PWD/terraform/vms/copy.tf", $code)
            "$((Get-PmpcPlan).Steps[0].Action)"
            "$(@(Invoke-PmpcApply -Confirm:$false | Where-Object Outcome -NE Done).Count) undone"
            "$((Get-PmpcPlan).HasChanges) $((Sync-PmpcInfrastructure).FilesWritten)"
            """);
        Assert.Equal(["Clone", "0 undone", "False 0"], made);
        Assert.Equal("copy", _lab.OnServer(150, "name"));
        Assert.Matches(@"ignore_changes\s+= \[[^\]]*clone", _lab.Read("terraform/vms/copy.tf"));
    }

    [Fact]
    public void A_saved_plan_is_applied_where_it_still_holds_and_refused_where_not()
    {
        _lab.Run("Set-PmpcVm web-01 -Cores 4; $null = Get-PmpcPlan -OutputPath plan.json").Succeed();
        Assert.Equal(["Done"], _lab.Lines("Invoke-PmpcApply -PlanPath plan.json -Confirm:$false | ForEach-Object Outcome"));
        Assert.Equal("4", _lab.OnServer(100, "cores"));
        Assert.Equal("PmpcPlanStale,ProxmoxMpc.PowerShell.Commands.InvokePmpcApplyCommand", Assert.Single(_lab.Run("Invoke-PmpcApply -PlanPath plan.json -Confirm:$false").Errors).FullyQualifiedErrorId);
        Assert.Equal("PmpcPlanNotFound,ProxmoxMpc.PowerShell.Commands.InvokePmpcApplyCommand", Assert.Single(_lab.Run("Invoke-PmpcApply -PlanPath none.json").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_conflict_is_a_warning_and_neither_side_changes()
    {
        _lab.Run("Set-PmpcVm web-01 -Cores 4").Succeed();
        ServerChanges(6);
        var sync = _lab.Run("(Sync-PmpcInfrastructure).Conflicts | ForEach-Object { \"$($_.Base) $($_.Code) $($_.Server)\" }").Succeed();
        Assert.Equal("2 4 6", Assert.Single(sync.Values));
        Assert.Contains(sync.Warnings, warning => warning.Contains("web-01") && warning.Contains("-Prefer"));
        Assert.Equal("6", _lab.OnServer(100, "cores"));
        Assert.Equal(["Both cores", "False"], _lab.Lines("Compare-PmpcInfrastructure | ForEach-Object { \"$($_.Side) $($_.Attribute)\" }; (Get-PmpcPlan).HasChanges"));
    }

    [Theory]
    [InlineData("Server", @"cores\s+= 6", "")]
    [InlineData("Code", @"cores\s+= 4", "cores: 6 -> 4")]
    public void Prefer_decides_a_conflict(string side, string line, string steps)
    {
        _lab.Run("Set-PmpcVm web-01 -Cores 4").Succeed();
        ServerChanges(6);
        _lab.Run("$null = Sync-PmpcInfrastructure -Prefer $args[0]", side).Succeed();
        Assert.Matches(line, _lab.Read(File));
        Assert.Equal(steps, string.Join(' ', _lab.Lines("(Get-PmpcPlan).Steps | ForEach-Object Summary")));
    }

    [Fact]
    public void WhatIf_of_a_sync_writes_neither_files_nor_state()
    {
        ServerChanges(6);
        var before = _lab.Code();
        Assert.Equal([$"True {File}"], _lab.Lines("Sync-PmpcInfrastructure -WhatIf | ForEach-Object { \"$($_.IsDryRun) $($_.Files.Path)\" }"));
        Assert.Equal(before, _lab.Code());
        Assert.Equal(["2"], _lab.Lines("(Get-PmpcVm web-01).CpuCount"));
    }

    [Fact]
    public void What_cannot_be_read_is_a_warning_and_nothing_of_it_is_touched()
    {
        _lab.EditLab(lab => lab["faults"] = new JsonArray(new JsonObject { ["kind"] = "status", ["path"] = "/nodes/pve2/qemu/101/*", ["status"] = 500, ["message"] = "no luck" }));
        var sync = _lab.Run("Sync-PmpcInfrastructure | ForEach-Object { $_.Changes.Count }").Succeed();
        Assert.Equal(0, Assert.Single(sync.Values));
        Assert.Contains(sync.Warnings, warning => warning.Contains("no luck"));
        Assert.True(_lab.Has("terraform/vms/web-02.tf"));
        Assert.Equal(["False"], _lab.Lines("(Get-PmpcPlan).HasChanges"));
    }

    [Theory]
    [InlineData("Sync-PmpcInfrastructure")]
    [InlineData("Get-PmpcPlan")]
    [InlineData("Compare-PmpcInfrastructure")]
    [InlineData("Test-PmpcInfrastructure")]
    [InlineData("Invoke-PmpcApply -Force")]
    public void A_broken_file_of_code_is_named_and_nothing_happens(string script)
    {
        _lab.Write("terraform/vms/broken.tf", "resource \"proxmox_virtual_environment_vm\" {");
        var before = _lab.Code();
        var error = Assert.Single(_lab.Run(script).Errors);
        Assert.Equal(ErrorCategory.ParserError, error.CategoryInfo.Category);
        Assert.Contains("broken.tf", error.ToString());
        Assert.Equal(before, _lab.Code());
    }

    [Fact]
    public void Apply_asks_first_and_WhatIf_does_nothing()
    {
        _lab.Run("Set-PmpcVm web-01 -Cores 4; Remove-PmpcVm install-test").Succeed();
        Assert.Empty(_lab.Run("Invoke-PmpcApply -WhatIf").Succeed().Output);
        // This host cannot ask, and silence is no consent.
        Assert.NotEmpty(_lab.Run("Invoke-PmpcApply").Errors);
        Assert.Equal("2", _lab.OnServer(100, "cores"));
        Assert.NotNull(_lab.OnServer(107, "name"));
        Assert.Equal(["Done", "Done", "Done"], _lab.Lines("Invoke-PmpcApply -Force -AllowDataLoss install-test | ForEach-Object Outcome"));
        Assert.Null(_lab.OnServer(107, "name"));
    }

    [Fact]
    public void Data_goes_only_where_its_guest_is_named()
    {
        _lab.Run("Set-PmpcVm web-01 -Cores 4; Remove-PmpcVm install-test; Remove-PmpcContainer sandbox").Succeed();
        // Neither the switch that does not ask nor one of the names is enough.
        foreach (var script in new[] { "Invoke-PmpcApply -Force", "Invoke-PmpcApply -Confirm:$false -AllowDataLoss install*, web-01", "Get-PmpcPlan | Invoke-PmpcApply -Force -AllowDataLoss 107" })
        {
            var error = Assert.Single(_lab.Run(script).Errors);
            Assert.Equal("PmpcDataLossNotAllowed,ProxmoxMpc.PowerShell.Commands.InvokePmpcApplyCommand", error.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
            Assert.EndsWith("sandbox", error.ErrorDetails.RecommendedAction);
        }
        Assert.Equal("2", _lab.OnServer(100, "cores"));
        Assert.NotNull(_lab.OnServer(107, "name"));
        var warned = _lab.Run("Invoke-PmpcApply -WhatIf").Succeed();
        Assert.Contains(warned.Warnings, warning => warning.EndsWith("-AllowDataLoss install-test, sandbox"));
        Assert.Empty(_lab.Run("Invoke-PmpcApply -WhatIf -AllowDataLoss INSTALL-*, 20[0-9]").Succeed().Warnings);
        Assert.All(_lab.Lines("Invoke-PmpcApply -Force -AllowDataLoss INSTALL-*, 20[0-9] | ForEach-Object Outcome"), outcome => Assert.Equal("Done", outcome));
        Assert.Null(_lab.OnServer(107, "name"));
    }

    [Fact]
    public void Apply_does_the_plan_it_is_given_and_refuses_what_changed_since()
    {
        _lab.Run("Set-PmpcVm web-01 -Cores 4; Set-PmpcVm db-01 -Cores 4; $global:plan = Get-PmpcPlan; Set-PmpcVm monitor -Cores 4").Succeed();
        _lab.EditLab(lab => lab["guests"]!["100"]!["config"]!["description"] = "changed meanwhile");
        var outcome = _lab.Run("$plan | Invoke-PmpcApply -Confirm:$false | ForEach-Object { \"$($_.VmId) $($_.Outcome)\" }");
        Assert.Equal(["100 Failed", "102 Done"], outcome.Values.Cast<string>().Order());
        var error = Assert.Single(outcome.Errors);
        Assert.Equal("PmpcStepFailed,ProxmoxMpc.PowerShell.Commands.InvokePmpcApplyCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.OperationStopped, error.CategoryInfo.Category);
        Assert.Equal("2", _lab.OnServer(100, "cores"));
        Assert.Equal("changed meanwhile", _lab.OnServer(100, "description"));
        Assert.Equal("2", _lab.OnServer(105, "cores"));
    }

    [Fact]
    public void A_guest_of_which_a_step_failed_is_left_and_the_others_go_on()
    {
        _lab.Run("New-PmpcVm web-03 -Started; Set-PmpcVm db-01 -Description new").Succeed();
        _lab.EditLab(lab => lab["faults"] = new JsonArray(new JsonObject { ["kind"] = "taskError", ["task"] = "qmcreate", ["message"] = "no space left on device" }));
        var outcome = _lab.Run("Invoke-PmpcApply -Confirm:$false | ForEach-Object { \"$($_.Action) $($_.VmId) $($_.Outcome)\" }");
        Assert.Equal(["Create 108 Failed", "Start 108 Skipped", "Update 102 Done"], outcome.Values.Cast<string>().Order());
        Assert.Contains("no space left on device", Assert.Single(outcome.Errors).ToString());
        Assert.Equal(["Create", "Start"], _lab.Lines("(Get-PmpcPlan).Steps | ForEach-Object Action"));
    }

    [Fact]
    public void Guests_are_worked_on_at_the_same_time_and_StopOnError_begins_nothing_more()
    {
        _lab.Run("New-PmpcVm web-03 -Node pve1; Set-PmpcVm db-01 -Description new; Set-PmpcVm monitor -Description new").Succeed();
        _lab.EditLab(lab => lab["faults"] = new JsonArray(new JsonObject { ["kind"] = "taskError", ["task"] = "qmcreate", ["message"] = "no space left on device" }));
        var outcome = _lab.Run("Invoke-PmpcApply -Force -Throttle 1 -StopOnError | ForEach-Object { \"$($_.Action) $($_.VmId) $($_.Outcome)\" }");
        Assert.Equal(["Create 108 Failed", "Update 102 Skipped", "Update 105 Skipped"], outcome.Values.Cast<string>());
        Assert.Single(outcome.Errors);
        var parallel = _lab.Run("Invoke-PmpcApply -Force -Throttle 8 | ForEach-Object { \"$($_.Action) $($_.VmId) $($_.Outcome)\" }");
        Assert.Equal(["Create 108 Failed", "Update 102 Done", "Update 105 Done"], parallel.Values.Cast<string>().Order());
        Assert.All(parallel.Progress.Where(record => record.ParentActivityId == 2).GroupBy(record => record.ActivityId), step => Assert.Equal(ProgressRecordType.Completed, step.Last().RecordType));
    }

    [Fact]
    public void Apply_reports_progress_and_leaves_a_snapshot()
    {
        var history = Path.Combine(_lab.Root, ".proxmox", "history");
        var before = Directory.GetFiles(history).Length;
        var outcome = _lab.Run("Set-PmpcVm web-01 -Cores 4; Invoke-PmpcApply -Confirm:$false").Succeed();
        Assert.Contains(outcome.Progress, record => record.Activity == "Applying the plan" && record.StatusDescription.Contains("web-01"));
        Assert.Equal(before + 1, Directory.GetFiles(history).Length);
    }

    [Theory]
    [InlineData("Set-PmpcVm web-01 -Attribute @{ 'net0.bridge' = 'vmbr99' }", "BridgeExists")]
    [InlineData("New-PmpcVm x -Node pve3 -Storage local-zfs", "StorageExists")]
    [InlineData("New-PmpcVm web-01", "NameUnique")]
    [InlineData("Set-PmpcVm web-01 -Cores 64", "CoresFit")]
    [InlineData("Set-PmpcVm web-01 -Attribute @{ 'scsi0.size' = '20000G' }", "StorageFits")]
    [InlineData("New-PmpcContainer x -OsTemplate local:vztmpl/none.tar.zst", "TemplateExists")]
    public void A_mistake_is_the_result_of_a_check_not_an_error(string edit, string check)
    {
        Assert.Empty(_lab.Lines("Test-PmpcInfrastructure | Where-Object Outcome -eq Failed"));
        _lab.Run(edit).Succeed();
        Assert.Equal([check], _lab.Lines("Test-PmpcInfrastructure | Where-Object Outcome -eq Failed | ForEach-Object Check"));
    }

    [Fact]
    public void Generated_tests_that_cannot_run_here_are_skipped_with_the_reason() =>
        Assert.Contains("Pester", Assert.Single(_lab.Lines("Test-PmpcInfrastructure -Offline | Where-Object Check -eq Pester | ForEach-Object { \"$($_.Outcome) $($_.Message)\" }")));

    [Fact]
    public void A_guest_that_HA_manages_is_stopped_by_HA_and_then_deleted()
    {
        _lab.Run("Set-PmpcVm db-01 -Started:$false -Protection:$false; $null = Invoke-PmpcApply -Force").Succeed();
        Assert.Equal(["stopped"], _lab.Lines("(Get-PmpcVm db-01 -Online).Status"));
        Assert.Equal(["False"], _lab.Lines("(Get-PmpcPlan).HasChanges"));
        _lab.Run("Remove-PmpcVm db-01; $null = Invoke-PmpcApply -Force -AllowDataLoss db-01").Succeed();
        Assert.Null(_lab.OnServer(102, "name"));
    }
}
