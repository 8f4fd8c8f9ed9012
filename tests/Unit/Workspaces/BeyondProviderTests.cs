using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Terraform;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Guests with more of a kind than the provider takes, or in a place that it has no words for, are code without that, and it is left alone.</summary>
public sealed class BeyondProviderTests
{
    private static readonly string Cluster = AfterCreateTests.Cluster.Replace("\"guests\": {}", $$"""
        "guests": {
          "100": { "type": "qemu", "node": "pve1", "config": { "name": "many", "memory": "1024", "ostype": "l26", "scsihw": "virtio-scsi-single", "cpu": "host",
            {{string.Join(", ", Enumerable.Range(0, 31).Select(index => $"\"scsi{index}\": \"local-lvm:vm-100-disk-{index},size=1G\""))}}, "virtio0": "local-lvm:vm-100-disk-31,size=1G" } },
          "101": { "type": "lxc", "node": "pve1", "config": { "hostname": "wired", "ostype": "debian", "memory": "512", "swap": "0", "rootfs": "local-lvm:vm-101-disk-0,size=4G",
            {{string.Join(", ", Enumerable.Range(0, 12).Select(index => $"\"net{index}\": \"name=eth{index},bridge=vmbr0,hwaddr=BC:24:11:00:01:{index:X2},ip=192.0.2.{index + 1}/24,type=veth\""))}} } },
          "102": { "type": "lxc", "node": "pve1", "config": { "hostname": "bare", "ostype": "debian", "memory": "512", "swap": "0", "rootfs": "/srv/bare,size=0T" } }
        }
        """, StringComparison.Ordinal);

    [Fact]
    public async Task They_are_managed_but_for_that()
    {
        using var lab = new LabWorkspace(Cluster);
        var sync = await lab.SyncAsync();
        Assert.DoesNotContain(sync.Changes, change => change.Kind == SyncChangeKind.NotManaged);
        Assert.Contains("ignore_changes = [disk]", lab.Text(lab.Code(100).File), StringComparison.Ordinal);
        Assert.DoesNotContain("disk {", lab.Text(lab.Code(100).File), StringComparison.Ordinal);
        Assert.Single(lab.Text(lab.Code(100).File).Split('\n'), line => line.Contains("no more than 31 disks", StringComparison.Ordinal));
        Assert.Contains("network_interface, initialization[0].ip_config", lab.Text(lab.Code(101).File), StringComparison.Ordinal);
        Assert.DoesNotContain("network_interface {", lab.Text(lab.Code(101).File), StringComparison.Ordinal);
        Assert.DoesNotContain("disk {", lab.Text(lab.Code(102).File), StringComparison.Ordinal);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);

        // The rest is managed on both sides, and what is left alone is not touched by it.
        lab.Replace(lab.Code(100).File, "dedicated = 1024", "dedicated = 2048");
        await lab.ChangeOnServerAsync((await lab.ServerAsync(101))!, ("memory", "768"), ("net3", "name=eth3,bridge=vmbr0,hwaddr=BC:24:11:00:01:99,ip=dhcp"));
        await lab.SyncAsync();
        Assert.Contains("= 768", lab.Text(lab.Code(101).File), StringComparison.Ordinal);
        var before = (await lab.ServerAsync(100))!.Disks.Length;
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal((before, "2048"), ((await lab.ServerAsync(100))!.Disks.Length, (await lab.ServerAsync(100))!.Config.Get("memory")));
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal(0, (await lab.SyncAsync()).FilesWritten);
    }

    [Fact]
    public async Task The_real_provider_plans_nothing_for_them()
    {
        RealProvider.SkipWithout();
        using var lab = new LabWorkspace(Cluster);
        await lab.SyncAsync();
        await RealProvider.PlansNothingAsync(lab.Workspace.Root, lab.Lab.ToJson());
    }
}
