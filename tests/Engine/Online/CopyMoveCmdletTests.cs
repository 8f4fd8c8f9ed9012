using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine.Online;

/// <summary>Copy- and Move-PmpcVm and -PmpcContainer on the Lab.</summary>
public sealed class CopyMoveCmdletTests : IDisposable
{
    private readonly LabSession _lab = new(edit: PowerCmdletTests.FastTasks);

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("Copy-PmpcVm tmpl-debian-13 web-03", "108", "web-03")]
    [InlineData("Get-PmpcVm tmpl-debian-13 | Copy-PmpcVm -NewName web-03 -NewVmId 500", "500", "web-03")]
    [InlineData("Copy-PmpcVm db-01 -Full -Storage ceph-rbd -TargetNode pve2 -Pool staging -Description 'to play with'", "108", "Copy-of-VM-db-01")]
    [InlineData("Copy-PmpcContainer sandbox play", "108", "play")]
    public void A_copy_is_on_the_server_and_comes_into_the_code_by_a_sync(string script, string vmid, string name)
    {
        var kind = script.Contains("Container", StringComparison.Ordinal) ? "Container" : "Vm";
        Assert.Equal([$"{vmid} {name} stopped"], _lab.Lines($"{script} -PassThru | ForEach-Object {{ \"$($_.VmId) $($_.Name) $($_.Status)\" }}"));
        Assert.Equal(["15"], _lab.Lines("(Get-PmpcStatus).InCode"));
        _lab.Run("$null = Sync-PmpcInfrastructure").Succeed();
        Assert.Equal(["False", name], _lab.Lines($"(Get-PmpcPlan).HasChanges; (Get-Pmpc{kind} -VmId {vmid}).Name"));
    }

    [Fact]
    public void A_template_is_linked_and_another_copied_unless_asked_for()
    {
        _lab.Run("Copy-PmpcVm tmpl-debian-13 linked; Copy-PmpcVm tmpl-debian-13 full -Full").Succeed();
        Assert.Contains("base-900-disk-0", _lab.OnServer(108, "scsi0"));
        Assert.DoesNotContain("base-900", _lab.OnServer(109, "scsi0"));
        Assert.Contains("to node 'pve1'", _lab.Run("Copy-PmpcVm tmpl-debian-13 far -TargetNode pve1").Errors[0].ToString());
    }

    [Fact]
    public void Several_copies_at_a_time_get_vmids_of_their_own_and_none_that_the_code_has_given_away()
    {
        _lab.Run("New-PmpcVm planned").Succeed();
        Assert.Equal(["109", "110", "111"], _lab.Lines("Copy-PmpcVm tmpl-*, win-build -PassThru | ForEach-Object VmId").Order());
    }

    [Fact]
    public void Somebody_who_takes_the_vmid_first_does_not_matter()
    {
        _lab.EditLab(state => state["faults"] = new JsonArray(new JsonObject { ["kind"] = "status", ["method"] = "POST", ["path"] = "*/clone", ["times"] = 2, ["message"] = "unable to create VM 108: config file already exists" }));
        Assert.Equal(["108"], _lab.Lines("Copy-PmpcVm tmpl-debian-13 web-03 -PassThru | ForEach-Object VmId"));
    }

    [Theory]
    [InlineData("Copy-PmpcVm tmpl-* one-name", "PmpcSeveralGuests")]
    [InlineData("Copy-PmpcVm web-01 -Linked -Full", "PmpcInvalidParameter")]
    [InlineData("Copy-PmpcVm tmpl-debian-13 -Linked -Storage ceph-rbd", "PmpcInvalidParameter")]
    [InlineData("Copy-PmpcVm nobody", "PmpcGuestNotFound")]
    [InlineData("Move-PmpcVm dc-01 pve3", "PmpcGuestNotMovable")]
    [InlineData("Move-PmpcVm dc-01 pve2", "PmpcGuestNotMovable")]
    public void What_cannot_work_is_said_also_with_WhatIf(string script, string id)
    {
        Assert.StartsWith(id + ",", Assert.Single(_lab.Run(script + " -WhatIf").Errors).FullyQualifiedErrorId);
        Assert.StartsWith(id + ",", Assert.Single(_lab.Run(script).Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void The_server_has_the_last_word_on_a_vmid_that_is_taken() =>
        Assert.Equal("PmpcAlreadyExists", Assert.Single(_lab.Run("Copy-PmpcVm tmpl-debian-13 -NewVmId 100").Errors).FullyQualifiedErrorId.Split(',')[0]);

    [Theory]
    [InlineData("Move-PmpcVm web-01 pve2", 100, "pve2 running")]
    [InlineData("Move-PmpcVm db-01 pve2", 102, "pve2 running")] // by HA
    [InlineData("Move-PmpcVm dc-01 pve2 -WithLocalDisks", 103, "pve2 running")]
    [InlineData("Move-PmpcVm dc-01 pve3 -WithLocalDisks -TargetStorage local-lvm", 103, "pve3 running")]
    [InlineData("Get-PmpcVm win-build | Move-PmpcVm -TargetNode pve1", 104, "pve1 stopped")]
    [InlineData("Move-PmpcContainer proxy pve1 -Confirm:$false", 203, "pve1 running")]
    public void A_guest_moves_and_the_next_sync_knows_where_it_is(string script, int vmid, string where)
    {
        Assert.Equal([where], _lab.Lines($"{script} -PassThru -WarningAction SilentlyContinue | ForEach-Object {{ \"$($_.Node) $($_.Status)\" }}"));
        _lab.Run("$null = Sync-PmpcInfrastructure").Succeed();
        Assert.Equal(["False"], _lab.Lines("(Get-PmpcPlan).HasChanges"));
        Assert.Equal([where.Split(' ')[0]], _lab.Lines($"Get-PmpcVm -VmId {vmid} -ErrorAction Ignore | ForEach-Object Node; Get-PmpcContainer -VmId {vmid} -ErrorAction Ignore | ForEach-Object Node"));
    }

    [Fact]
    public void Local_disks_are_told_and_a_guest_that_is_there_already_is_left_alone()
    {
        Assert.Contains("copied and then removed", Assert.Single(_lab.Run("Move-PmpcVm win-build pve1 -WhatIf").Succeed().Warnings));
        Assert.Contains("-WithLocalDisks", Assert.Single(_lab.Run("Move-PmpcVm dc-01 pve2").Errors).ErrorDetails.RecommendedAction);
        Assert.Contains(_lab.Run("Move-PmpcVm web-01 pve1 -Verbose").Succeed().Verbose, line => line.Contains("on pve1 already", StringComparison.Ordinal));
    }
}
