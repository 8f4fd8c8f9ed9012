using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
namespace ProxmoxMpc.Tests.Unit.Workspaces;
public sealed class BareContainerTests
{
    /// <summary>Written by hand, or made by a tool that leaves out what Proxmox's own pages always write.</summary>
    [Fact]
    public async Task A_container_with_hardly_a_setting_is_agreed_on_by_the_first_sync()
    {
        using var lab = new LabWorkspace("""{"version":"9.2","nodes":{"pve1":{"status":"online"}},"guests":{"101":{"type":"lxc","node":"pve1","status":"stopped","config":{"hostname":"ct-01","rootfs":"local:101/vm-101-disk-0.raw,size=4G"}}}}""");
        await lab.SyncAsync();
        Assert.Empty((await lab.SyncAsync()).Changes);
        Assert.False((await lab.PlanAsync()).HasChanges);
        await lab.DeleteOnServerAsync((await lab.ServerAsync(101))!);
        Assert.Equal(SyncChangeKind.Removed, Assert.Single((await lab.SyncAsync()).Changes).Kind);
    }
}
