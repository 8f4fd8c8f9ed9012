using System.Management.Automation;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>The cmdlets that list what a cluster has beside nodes and guests.</summary>
public sealed class ObjectCmdletTests : IDisposable
{
    private readonly LabSession _lab = new(edit: lab =>
    {
        lab["guests"]!["100"]!["config"]!["net0"] = "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1";
        lab["guests"]!["100"]!["firewall"] = JsonNode.Parse("""{"options":{"enable":"1"},"rules":[{"type":"in","action":"ACCEPT","macro":"SSH","enable":"1"}]}""");
        lab["guests"]!["101"]!["config"]!["net0"] = "virtio=BC:24:11:00:00:02,bridge=vmbr0";
        lab["guests"]!["101"]!["firewall"] = JsonNode.Parse("""{"rules":[{"type":"out","action":"DROP"}]}""");
    });

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("Get-PmpcPool pro*", "prod")]
    [InlineData("Get-PmpcStorageDefinition local*", "local local-lvm local-zfs")]
    [InlineData("Get-PmpcNetwork vmbr* -Node pve1", "vmbr0 vmbr1 vmbr1.40")]
    [InlineData("Get-PmpcNode pve2 | Get-PmpcNetwork -Type bond", "bond0")]
    [InlineData("'ops@pve', 'audit@pve' | Get-PmpcUser", "ops@pve audit@pve")]
    [InlineData("Get-PmpcGroup", "ops")]
    [InlineData("Get-PmpcRole PVEAud*", "PVEAuditor")]
    [InlineData("Get-PmpcGroup ops | Get-PmpcAcl", "/pool/staging?ops?PVEVMAdmin")]
    [InlineData("Get-PmpcAcl / -Role PVE*", "/?audit@pve?PVEAuditor")]
    [InlineData("Get-PmpcToken", "")]
    [InlineData("Get-PmpcRealm", "pam pve")]
    [InlineData("Get-PmpcHaResource | Get-PmpcVm", "db-01")]
    [InlineData("Get-PmpcHaRule", "db-on-big-nodes")]
    [InlineData("Get-PmpcBackupJob", "backup-nightly")]
    [InlineData("Get-PmpcClusterOption key*", "keyboard")]
    [InlineData("Get-PmpcFirewallOption -Level Cluster", "enable")]
    [InlineData("Get-PmpcFirewallAlias", "office")]
    [InlineData("Get-PmpcFirewallIpSet", "management")]
    [InlineData("Get-PmpcFirewallGroup", "web")]
    public void Objects_are_picked_by_what_is_known_of_them(string script, string names)
    {
        Assert.Equal(names, string.Join(' ', _lab.Lines($"{script} | ForEach-Object Name")));
        if (!script.Contains('|', StringComparison.Ordinal)) Assert.Equal(names, string.Join(' ', _lab.Lines($"{script} -Online | ForEach-Object Name")));
    }

    [Theory]
    [InlineData("Get-PmpcFirewallRule -Level Guest", "100/SSH")]
    [InlineData("Get-PmpcFirewallRule web", "/HTTPS /HTTP")]
    [InlineData("Get-PmpcVm web-01 | Get-PmpcFirewallRule", "100/SSH")]
    [InlineData("Get-PmpcVm web-02 | Get-PmpcFirewallRule", "")]
    [InlineData("Get-PmpcVm web-0* | Get-PmpcFirewallRule -Online", "100/SSH 101/")]
    public void Rules_are_picked_by_their_firewall(string script, string rules) =>
        Assert.Equal(rules, string.Join(' ', _lab.Lines($"{script} | ForEach-Object {{ \"$($_.VmId)/$($_.Macro)\" }}")));

    [Fact]
    public void A_guest_whose_firewall_is_not_read_by_itself_is_asked_when_it_is_named()
    {
        Assert.Equal(["0", "1"], _lab.Lines("@(Get-PmpcFirewallRule -VmId 101).Count; @(Get-PmpcFirewallRule -VmId 101 -Online).Count"));
        Assert.Contains("no such guest", Assert.Single(_lab.Run("Get-PmpcFirewallRule -VmId 4711 -Online").Succeed().Warnings));
    }

    [Theory]
    [InlineData("Get-PmpcUser nobody@pve", "PmpcUserNotFound,ProxmoxMpc.PowerShell.Commands.GetPmpcUserCommand")]
    [InlineData("Get-PmpcHaRule nothing", "PmpcHARuleNotFound,ProxmoxMpc.PowerShell.Commands.GetPmpcHaRuleCommand")]
    [InlineData("Get-PmpcNetwork vmbr77", "PmpcNetworkInterfaceNotFound,ProxmoxMpc.PowerShell.Commands.GetPmpcNetworkCommand")]
    public void One_that_is_not_there_is_an_error(string script, string id)
    {
        var error = Assert.Single(_lab.Run(script).Errors);
        Assert.Equal((id, ErrorCategory.ObjectNotFound), (error.FullyQualifiedErrorId, error.CategoryInfo.Category));
    }

    [Theory]
    [InlineData("Get-PmpcUser au", "'audit@pve'")]
    [InlineData("Get-PmpcBackupJob back", "backup-nightly")]
    [InlineData("Get-PmpcPool st", "staging")]
    [InlineData("Get-PmpcStorageDefinition ceph", "ceph-rbd")]
    [InlineData("Get-PmpcFirewallRule w", "web")]
    [InlineData("Get-PmpcFirewallRule -Node pve3", "pve3")]
    public void Names_are_completed(string line, string offered) => Assert.Equal(offered, string.Join(' ', _lab.Complete(line)));

    [Fact]
    public void What_could_not_be_read_is_a_warning_then_and_later()
    {
        _lab.EditLab(lab => lab["nodes"]!["pve3"]!["status"] = "offline");
        var online = _lab.Run("(Get-PmpcNetwork vmbr0 -Online).Node").Succeed();
        Assert.Equal(["pve1", "pve2"], online.Values.Cast<string>());
        Assert.Contains("node/pve3", Assert.Single(online.Warnings));
        _lab.Run("Sync-PmpcInfrastructure").Succeed();
        var later = _lab.Run("(Get-PmpcNetwork vmbr0).Node").Succeed();
        Assert.Equal(["pve1", "pve2", "pve3"], later.Values.Cast<string>());
        Assert.Contains("at the last sync", Assert.Single(later.Warnings));
    }
}
