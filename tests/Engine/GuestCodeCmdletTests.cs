using System.Management.Automation;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>New-, Set- and Remove-PmpcVm and -PmpcContainer.</summary>
public sealed class GuestCodeCmdletTests : IDisposable
{
    private const string File = "terraform/vms/web-01.tf";
    private readonly LabSession _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void An_edit_keeps_everything_else_of_the_file_and_tells_the_server_nothing()
    {
        _lab.Edit(File, @"cores\s+= 2", "cores = 2 # enough, says Ann");
        var before = _lab.Read(File);
        Assert.Empty(_lab.Run("Set-PmpcVm web-01 -Cores 4").Succeed().Output);
        Assert.Equal(before.Replace("cores = 2 #", "cores = 4 #"), _lab.Read(File));
        Assert.Equal("2", _lab.OnServer(100, "cores"));
    }

    [Theory]
    [InlineData("Get-PmpcVm web* | Set-PmpcVm -Cores 4", "100 101")]
    [InlineData("'web-01', 'db-01' | Set-PmpcVm -Cores 4", "100 102")]
    [InlineData("[pscustomobject]@{ Name = 'web-02' } | Set-PmpcVm -Cores 4", "101")]
    [InlineData("Set-PmpcVm web* -Cores 4", "100 101")]
    [InlineData("Set-PmpcVm -VmId 105 -Cores 4", "105")]
    [InlineData("Get-PmpcContainer dns* | Set-PmpcContainer -MemoryMiB 1024", "200 201")]
    [InlineData("Get-PmpcVm install-test | Remove-PmpcVm", "107")]
    [InlineData("'sandbox' | Remove-PmpcContainer", "204")]
    [InlineData("'a-1', 'a-2' | New-PmpcVm", "108 109")]
    [InlineData("New-PmpcContainer c-1 -VmId 300", "300")]
    public void What_is_named_is_what_the_plan_is_about(string script, string vmids)
    {
        _lab.Run(script).Succeed();
        Assert.Equal(vmids, string.Join(' ', _lab.Lines("(Get-PmpcPlan).Steps | ForEach-Object VmId").Distinct()));
    }

    [Fact]
    public void A_piped_guest_is_known_by_its_vmid_and_a_name_of_two_is_refused()
    {
        using var lab = new LabSession(edit: state => state["guests"]!["101"]!["config"]!["name"] = "web-01");
        Assert.Equal("PmpcGuestNameAmbiguous,ProxmoxMpc.PowerShell.Commands.SetPmpcVmCommand", Assert.Single(lab.Run("Set-PmpcVm web-01 -Cores 4").Errors).FullyQualifiedErrorId);
        Assert.Equal("PmpcGuestNameAmbiguous,ProxmoxMpc.PowerShell.Commands.RemovePmpcVmCommand", Assert.Single(lab.Run("Remove-PmpcVm web-01").Errors).FullyQualifiedErrorId);
        lab.Run("Get-PmpcVm -VmId 101 | Set-PmpcVm -Cores 4").Succeed();
        Assert.Equal(["101"], lab.Lines("(Get-PmpcPlan).Steps | ForEach-Object VmId"));
    }

    [Theory]
    [InlineData("Set-PmpcVm web-01 -Cores 4 -PassThru")]
    [InlineData("Set-PmpcContainer dns-01 -Cores 4 -PassThru")]
    [InlineData("New-PmpcVm web-03 -PassThru")]
    [InlineData("New-PmpcContainer cache-01 -PassThru")]
    [InlineData("Remove-PmpcVm install-test -PassThru")]
    [InlineData("Remove-PmpcContainer sandbox -PassThru")]
    public void WhatIf_writes_nothing_and_returns_the_same_edit(string script)
    {
        var before = _lab.Code();
        var planned = Assert.Single(_lab.Run($"{script} -WhatIf").Succeed().Values);
        Assert.Equal(before, _lab.Code());
        Assert.Equal(planned.ToString(), Assert.Single(_lab.Run(script).Succeed().Values).ToString());
        Assert.NotEqual(before, _lab.Code());
    }

    [Theory]
    [InlineData("Set-PmpcVm nobody -Cores 4", "PmpcGuestNotInCode", ErrorCategory.ObjectNotFound)]
    [InlineData("Set-PmpcVm dns-01 -Cores 4", "PmpcGuestNotInCode", ErrorCategory.ObjectNotFound)]
    [InlineData("Set-PmpcVm web-01", "PmpcNothingToSet", ErrorCategory.InvalidArgument)]
    [InlineData("Set-PmpcVm web-01 -MemoryMiB 4", "PmpcAttributeInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Set-PmpcVm web-01 -Attribute @{ 'net0.brigde' = 'x' }", "PmpcAttributeUnknown", ErrorCategory.InvalidArgument)]
    [InlineData("Set-PmpcVm web-01 -NewName a_b", "PmpcAttributeInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("New-PmpcVm '../../x'", "PmpcAttributeInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("New-PmpcVm x -VmId 100", "PmpcVmIdTaken", ErrorCategory.InvalidArgument)]
    [InlineData("New-PmpcVm x -Node pve9", "PmpcNodeNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Remove-PmpcContainer nobody", "PmpcGuestNotInCode", ErrorCategory.ObjectNotFound)]
    public void A_wrong_argument_is_found_out_before_anything_is_written_also_by_WhatIf(string script, string id, ErrorCategory category)
    {
        var before = _lab.Code();
        foreach (var line in new[] { script, $"{script} -WhatIf" })
        {
            var error = Assert.Single(_lab.Run(line).Errors);
            Assert.StartsWith($"{id},", error.FullyQualifiedErrorId);
            Assert.Equal(category, error.CategoryInfo.Category);
        }
        Assert.Equal(before, _lab.Code());
    }

    [Theory]
    [InlineData("-Cores 3 -Sockets 2", "cores", "3")]
    [InlineData("-CpuType host", "cpu", "host")]
    [InlineData("-MemoryMiB 3072 -BalloonMiB 1024", "balloon", "1024")]
    [InlineData("-Tag one, two", "tags", "one;two")]
    [InlineData("-Tag @()", "tags", null)]
    [InlineData("-Description ''", "description", null)]
    [InlineData("-Protection", "protection", "1")]
    [InlineData("-OSType l24", "ostype", "l24")]
    [InlineData("-ScsiHardware virtio-scsi-pci", "scsihw", "virtio-scsi-pci")]
    [InlineData("-Nameserver 10.0.0.1, 10.0.0.2", "nameserver", "10.0.0.1 10.0.0.2")]
    [InlineData("-CIUser admin", "ciuser", "admin")]
    [InlineData("-NewName front-01", "name", "front-01")]
    [InlineData("-Attribute @{ 'net0.tag' = 30 }", "net0", "virtio=BC:24:11:4A:00:64,bridge=vmbr1,firewall=1,tag=30")]
    public void A_parameter_reaches_the_server_and_then_both_agree(string parameters, string key, string? value)
    {
        _lab.Run($"Set-PmpcVm web-01 {parameters}; $null = Invoke-PmpcApply -Confirm:$false").Succeed();
        Assert.Equal(value, _lab.OnServer(100, key));
        Assert.Equal(["False", "0"], _lab.Lines("(Get-PmpcPlan).HasChanges; (Sync-PmpcInfrastructure).FilesWritten"));
    }

    [Fact]
    public void A_hostile_text_is_a_text()
    {
        const string text = "a\"${x}'; rm -rf ../.. %{ if }\n# no heading\n$(Get-Date) `whoami`\n---";
        _lab.Run("Set-PmpcVm web-01 -Description $args[0]; $null = Invoke-PmpcApply -Confirm:$false", text).Succeed();
        Assert.Equal(text, _lab.OnServer(100, "description"));
        Assert.Equal(["False", "0"], _lab.Lines("(Get-PmpcPlan).HasChanges; (Sync-PmpcInfrastructure).FilesWritten"));
    }
}
