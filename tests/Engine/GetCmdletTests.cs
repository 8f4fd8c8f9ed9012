using System.Management.Automation;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Get-PmpcVm, Get-PmpcContainer, Get-PmpcNode, Get-PmpcStorage and Get-PmpcStatus.</summary>
public sealed class GetCmdletTests : IDisposable
{
    private readonly LabSession _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("Get-PmpcVm WEB*", "100 101")]
    [InlineData("Get-PmpcVm web-01, db*", "100 102")]
    [InlineData("Get-PmpcVm -VmId 102, 105", "102 105")]
    [InlineData("Get-PmpcVm -Tag Prod, web -Node pve2", "101")]
    [InlineData("'web-01', 'monitor' | Get-PmpcVm", "100 105")]
    [InlineData("Get-PmpcVm web* | Get-PmpcVm", "100 101")]
    [InlineData("[pscustomobject]@{ Name = 'web-02' } | Get-PmpcVm", "101")]
    [InlineData("Get-PmpcVm nobody*", "")]
    [InlineData("Get-PmpcContainer dns*", "200 201")]
    [InlineData("Get-PmpcContainer | Where-Object Status -eq stopped", "204")]
    public void Guests_are_picked_by_what_is_known_of_them(string script, string vmids) =>
        Assert.Equal(vmids, string.Join(' ', _lab.Lines($"{script} | ForEach-Object VmId")));

    [Theory]
    [InlineData("Get-PmpcVm web-01, nobody, db-01", "PmpcGuestNotFound,ProxmoxMpc.PowerShell.Commands.GetPmpcVmCommand", "nobody", 2)]
    [InlineData("Get-PmpcContainer web-01", "PmpcGuestNotFound,ProxmoxMpc.PowerShell.Commands.GetPmpcContainerCommand", "web-01", 0)]
    [InlineData("Get-PmpcNode pve1, pve9", "PmpcNodeNotFound,ProxmoxMpc.PowerShell.Commands.GetPmpcNodeCommand", "pve9", 1)]
    [InlineData("Get-PmpcStorage nowhere", "PmpcStorageNotFound,ProxmoxMpc.PowerShell.Commands.GetPmpcStorageCommand", "nowhere", 0)]
    public void One_that_is_not_there_is_an_error_and_the_others_come(string script, string id, string target, int others)
    {
        var outcome = _lab.Run(script);
        Assert.False(outcome.Terminated);
        Assert.Equal(others, outcome.Output.Length);
        var error = Assert.Single(outcome.Errors);
        Assert.Equal(id, error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
    }

    [Fact]
    public void Only_Online_asks_the_server_and_stores_nothing()
    {
        _lab.EditLab(lab => lab["guests"]!["100"]!["config"]!["cores"] = 6);
        Assert.Equal(["2", "6", "2"], _lab.Lines("(Get-PmpcVm web-01).CpuCount; (Get-PmpcVm web-01 -Online).CpuCount; (Get-PmpcVm web-01).CpuCount"));
    }

    [Fact]
    public void Storages_take_nodes_and_guests_from_the_pipeline()
    {
        Assert.Equal(["ceph-rbd", "local", "local-lvm", "nfs-backup"], _lab.Lines("Get-PmpcNode pve3 | Get-PmpcStorage | ForEach-Object Name"));
        Assert.Equal(["pve3"], _lab.Lines("Get-PmpcVm monitor | Get-PmpcStorage local | ForEach-Object Node"));
    }

    [Theory]
    [InlineData("Get-PmpcVm we", "web-01 web-02")]
    [InlineData("Get-PmpcContainer d", "dns-01 dns-02 docker-01")]
    [InlineData("Set-PmpcVm -Name mon", "monitor")]
    [InlineData("Remove-PmpcContainer sand", "sandbox")]
    [InlineData("Get-PmpcNode pve", "pve1 pve2 pve3")]
    [InlineData("Get-PmpcStorage ceph", "ceph-rbd")]
    [InlineData("New-PmpcVm x -Node pve3", "pve3")]
    [InlineData("New-PmpcVm x -Storage local-", "local-lvm local-zfs")]
    public void Names_are_completed(string line, string offered) => Assert.Equal(offered, string.Join(' ', _lab.Complete(line)));

    [Fact]
    public void Completion_looks_where_Workspace_points()
    {
        _lab.SetLocation(Path.GetTempPath());
        Assert.Equal(["monitor"], _lab.Complete($"Get-PmpcVm -Workspace '{_lab.Root}' -Name mon"));
    }

    [Fact]
    public void Nothing_is_known_before_the_first_sync()
    {
        using var fresh = new LabSession(sync: false);
        var outcome = fresh.Run("Get-PmpcVm");
        Assert.Equal("PmpcNeverSynced,ProxmoxMpc.PowerShell.Commands.GetPmpcVmCommand", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Contains("Sync-PmpcInfrastructure", outcome.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Equal(["10", "0"], fresh.Lines("@(Get-PmpcVm -Online).Count; (Get-PmpcStatus).InCode"));
    }

    [Fact]
    public void The_status_counts_and_lists_what_is_pending()
    {
        Assert.Equal(["3 10 5 15 0"], _lab.Lines("$s = Get-PmpcStatus; \"$($s.Nodes) $($s.VirtualMachines) $($s.Containers) $($s.InCode) $($s.Pending.Count)\""));
        Assert.Equal(["cores 2 4"], _lab.Lines("Set-PmpcVm web-01 -Cores 4; (Get-PmpcStatus).Pending | ForEach-Object { \"$($_.Attribute) $($_.Server) $($_.Code)\" }"));
    }

    [Fact]
    public void Outside_of_a_workspace_there_is_one_clear_error()
    {
        _lab.SetLocation(Path.GetTempPath());
        var outcome = _lab.Run("Get-PmpcStatus");
        var error = Assert.Single(outcome.Errors);
        Assert.Equal("PmpcWorkspaceNotFound,ProxmoxMpc.PowerShell.Commands.GetPmpcStatusCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceUnavailable, error.CategoryInfo.Category);
        Assert.Equal([_lab.Root], _lab.Lines("(Get-PmpcStatus -Workspace $args[0]).Workspace", Path.Combine(_lab.Root, "terraform")));
    }
}
