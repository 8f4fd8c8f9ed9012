namespace ProxmoxMpc.Tests.Engine;

/// <summary>Get-, Compare-, Restore- and Remove-PmpcSnapshot, Get-PmpcHistory, Undo-PmpcApply and -AsOf.</summary>
public sealed class HistoryCmdletTests : IDisposable
{
    private const string File = "terraform/vms/web-01.tf";
    private readonly LabSession _lab = new();

    public void Dispose() => _lab.Dispose();

    private void Grow() => _lab.Run("Set-PmpcVm web-01 -Cores 4; $null = Invoke-PmpcApply -Confirm:$false").Succeed();

    [Fact]
    public void Snapshots_are_listed_newest_first_and_found_by_kind_and_place()
    {
        Grow();
        Assert.Equal(["apply", "sync"], _lab.Lines("Get-PmpcSnapshot | ForEach-Object Kind"));
        Assert.Equal(["sync"], _lab.Lines("(Get-PmpcSnapshot latest~1).Kind"));
        Assert.Equal(["apply"], _lab.Lines("(Get-PmpcSnapshot -Kind apply).Kind"));
        Assert.Equal("PmpcSnapshotNotFound,ProxmoxMpc.PowerShell.Commands.GetPmpcSnapshotCommand", Assert.Single(_lab.Run("Get-PmpcSnapshot nothing").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Restore_brings_back_the_file_and_its_plan_goes_down_the_pipeline()
    {
        var before = _lab.Read(File);
        Grow();
        Assert.NotEqual(before, _lab.Read(File));
        Assert.Equal([$"{File} cores: 4 -> 2"], _lab.Lines("$global:r = Restore-PmpcSnapshot latest~1; \"$($r.Files.Path) $($r.Plan.Steps.Summary)\""));
        Assert.Equal(before, _lab.Read(File));
        Assert.Equal("4", _lab.OnServer(100, "cores"));
        Assert.Equal(["Done"], _lab.Lines("$r | Invoke-PmpcApply -Confirm:$false | ForEach-Object Outcome"));
        Assert.Equal("2", _lab.OnServer(100, "cores"));
        Assert.Equal(["False"], _lab.Lines("(Get-PmpcPlan).HasChanges"));
    }

    [Fact]
    public void WhatIf_of_restore_and_undo_changes_nothing()
    {
        Grow();
        var before = _lab.Code();
        Assert.Equal([$"True {File}", $"True {File}"], _lab.Lines("(Restore-PmpcSnapshot latest~1 -WhatIf), (Undo-PmpcApply -WhatIf) | ForEach-Object { \"$($_.IsDryRun) $($_.Files.Path)\" }"));
        Assert.Equal(before, _lab.Code());
        Assert.Equal(["2"], _lab.Lines("(Get-PmpcSnapshot).Count"));
    }

    [Fact]
    public void The_preference_is_followed_and_the_switch_overrules_it()
    {
        Grow();
        Assert.Equal(["True", "False"], _lab.Lines("$WhatIfPreference = $true; (Restore-PmpcSnapshot latest~1 -NoPlan).IsDryRun; (Sync-PmpcInfrastructure -WhatIf:$false).IsDryRun"));
    }

    [Fact]
    public void Undo_takes_the_last_apply_back_and_says_what_it_cannot()
    {
        Grow();
        _lab.Run("Set-PmpcVm web-01 -Description 'edited since'").Succeed();
        Assert.Equal(["cores description"], _lab.Lines("$null = Undo-PmpcApply; (Get-PmpcPlan).Steps.Changes.Path -join ' '"));
        Assert.Contains("edited since", _lab.Read(File), StringComparison.Ordinal);
        Assert.Equal("PmpcSnapshotNotOfApply,ProxmoxMpc.PowerShell.Commands.UndoPmpcApplyCommand", Assert.Single(_lab.Run("Undo-PmpcApply (Get-PmpcSnapshot -Kind sync).Id").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Nothing_to_undo_is_an_error() =>
        Assert.Equal("PmpcNothingToUndo,ProxmoxMpc.PowerShell.Commands.UndoPmpcApplyCommand", Assert.Single(_lab.Run("Undo-PmpcApply").Errors).FullyQualifiedErrorId);

    [Fact]
    public void Guests_are_shown_as_they_were()
    {
        Grow();
        Assert.Equal(["4", "2"], _lab.Lines("(Get-PmpcVm web-01).CpuCount; (Get-PmpcVm web-01 -AsOf latest~1).CpuCount"));
        Assert.Equal("PmpcParametersExclusive", Assert.Single(_lab.Run("Get-PmpcVm -AsOf latest -Online").Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void History_and_comparison_name_the_change()
    {
        Grow();
        Assert.Equal(["FirstSeen  2 server", "Changed 2 4 apply"], _lab.Lines("Get-PmpcHistory web-01 cores | ForEach-Object { \"$($_.Change) $($_.Before) $($_.After) $($_.Origin)\" }"));
        Assert.Equal(["100 cores 2 4"], _lab.Lines("Compare-PmpcSnapshot latest~1 | ForEach-Object { \"$($_.VmId) $($_.Attribute) $($_.Before) $($_.After)\" }"));
        Assert.Contains(File, _lab.Lines("Compare-PmpcSnapshot latest~1 latest -Code | ForEach-Object Path"));
    }

    [Fact]
    public void Snapshots_are_removed_by_pipeline_and_ids_complete()
    {
        Grow();
        var ids = _lab.Lines("Get-PmpcSnapshot | ForEach-Object Id");
        Assert.Equal(ids, _lab.Complete("Restore-PmpcSnapshot "));
        _lab.Run("Get-PmpcSnapshot latest~1 | Remove-PmpcSnapshot").Succeed();
        Assert.Equal([ids[0]], _lab.Lines("Get-PmpcSnapshot | ForEach-Object Id"));
    }
}
