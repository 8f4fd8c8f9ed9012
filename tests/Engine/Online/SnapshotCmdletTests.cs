namespace ProxmoxMpc.Tests.Engine.Online;

/// <summary>Get-, New-, Remove- and Restore-PmpcGuestSnapshot on the Lab.</summary>
public sealed class SnapshotCmdletTests : IDisposable
{
    private readonly LabSession _lab = new(edit: PowerCmdletTests.FastTasks);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Snapshots_of_VMs_and_containers_are_taken_together_and_form_a_tree()
    {
        _lab.Run("New-PmpcGuestSnapshot web-01, dns-01 before -Description 'first one'; New-PmpcGuestSnapshot web-01 after -VmState").Succeed();
        Assert.Equal(["web-01 before 0 False False first one", "web-01 after 1 True True ", "dns-01 before 0 False True first one"],
            _lab.Lines("Get-PmpcGuestSnapshot web-01, dns-01 | ForEach-Object { \"$($_.GuestName) $($_.SnapshotName) $($_.Depth) $($_.HasMemory) $($_.IsCurrent) $($_.Description)\" }"));
        Assert.Equal(["before"], _lab.Lines("Get-PmpcVm web-01 | Get-PmpcGuestSnapshot -SnapshotName b* | ForEach-Object SnapshotName"));
        Assert.Equal(["before"], _lab.Lines("(Get-PmpcGuestSnapshot web-01 after).Parent"));
    }

    [Fact]
    public void A_rollback_brings_the_old_config_back_and_lets_a_guest_that_ran_run_again()
    {
        _lab.Run("New-PmpcGuestSnapshot web-01 before; Set-PmpcVm web-01 -Description changed; $null = Invoke-PmpcApply -Confirm:$false").Succeed();
        _lab.Run("Set-PmpcVm web-01 -Tag other; $null = Invoke-PmpcApply -Confirm:$false").Succeed();
        var before = _lab.Lines("(Get-PmpcVm web-01 -Online).Tags")[0];
        Assert.Equal("other", before);
        Assert.Equal(["running"], _lab.Lines("Restore-PmpcGuestSnapshot web-01 before -Confirm:$false -PassThru | ForEach-Object Status"));
        Assert.DoesNotContain("other", _lab.Lines("(Get-PmpcVm web-01 -Online).Tags"));
        Assert.Equal(["stopped"], _lab.Lines("Restore-PmpcGuestSnapshot web-01 before -Start:$false -Confirm:$false -PassThru | ForEach-Object Status"));
        Assert.Equal(["running"], _lab.Lines("Restore-PmpcGuestSnapshot web-01 before -Start -Confirm:$false -PassThru | ForEach-Object Status"));
    }

    [Theory]
    [InlineData("Get-PmpcGuestSnapshot web-01, dns-01 | Remove-PmpcGuestSnapshot -Confirm:$false", "")]
    [InlineData("Get-PmpcGuestSnapshot web-01 two | Remove-PmpcGuestSnapshot -Confirm:$false", "one one")]
    [InlineData("Remove-PmpcGuestSnapshot web-01 * -Confirm:$false", "one")]
    [InlineData("Remove-PmpcGuestSnapshot web-01, dns-01 one -Confirm:$false", "two")]
    [InlineData("Remove-PmpcGuestSnapshot * none* -Confirm:$false", "one one two")]
    [InlineData("Remove-PmpcGuestSnapshot web-01 one -WhatIf", "one one two")]
    public void What_is_named_is_removed(string script, string left)
    {
        _lab.Run("New-PmpcGuestSnapshot web-01, dns-01 one; New-PmpcGuestSnapshot web-01 two").Succeed();
        Assert.Empty(_lab.Run(script).Succeed().Output);
        Assert.Equal(left, string.Join(' ', _lab.Lines("Get-PmpcGuestSnapshot web-01, dns-01 | ForEach-Object SnapshotName").Order()));
    }

    [Theory]
    [InlineData("New-PmpcGuestSnapshot web-01 current", "PmpcInvalidSnapshotName")]
    [InlineData("New-PmpcGuestSnapshot web-01 '../x'", "PmpcInvalidSnapshotName")]
    [InlineData("New-PmpcGuestSnapshot web-01 one", "PmpcSnapshotExists")]
    [InlineData("New-PmpcGuestSnapshot dns-01 two -VmState", "PmpcNotSupported")]
    [InlineData("Restore-PmpcGuestSnapshot web-01 none", "PmpcSnapshotNotFound")]
    [InlineData("Remove-PmpcGuestSnapshot web-01 ONE", "PmpcSnapshotNotFound")]
    [InlineData("New-PmpcGuestSnapshot nobody one", "PmpcGuestNotFound")]
    public void What_cannot_work_is_said_before(string script, string id)
    {
        _lab.Run("New-PmpcGuestSnapshot web-01 one").Succeed();
        Assert.StartsWith(id + ",", Assert.Single(_lab.Run(script + " -WhatIf").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_snapshot_that_nobody_has_is_an_error_of_Get_unless_it_is_a_pattern()
    {
        Assert.StartsWith("PmpcSnapshotNotFound,", Assert.Single(_lab.Run("Get-PmpcGuestSnapshot web-01 none").Errors).FullyQualifiedErrorId);
        Assert.Empty(_lab.Run("Get-PmpcGuestSnapshot web-01; Get-PmpcGuestSnapshot * n*").Succeed().Output);
    }

    [Fact]
    public void What_the_storage_cannot_do_is_the_servers_own_word()
    {
        using var lab = new LabSession(edit: state =>
        {
            PowerCmdletTests.FastTasks(state);
            state["storages"]!["local-lvm"]!["type"] = "lvm";
        });
        var error = Assert.Single(lab.Run("New-PmpcGuestSnapshot install-test one").Errors);
        Assert.StartsWith("PmpcTaskFailed,", error.FullyQualifiedErrorId);
        Assert.Contains("snapshot feature is not available", error.ToString());
    }
}
