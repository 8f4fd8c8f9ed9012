using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>A disk that changes its bus in the code is the same disk with the same data.</summary>
public sealed class DriveMoveTests
{
    private const string State = """
        {"version":"9.2","nodes":{"pve1":{"status":"online","cores":32,"memoryMiB":131072}},
         "storages":{"local":{"type":"dir","content":["images","rootdir","vztmpl"],"shared":false,"nodes":["pve1"],"sizeGiB":4000},
                     "fast":{"type":"lvmthin","content":["images","rootdir"],"shared":false,"nodes":["pve1"],"sizeGiB":4000}},
         "guests":{"100":{"type":"qemu","node":"pve1","status":"STATUS","config":{"name":"web-01","cores":2,"memory":1024,"ostype":"l26","boot":"order=scsi0;net0","scsihw":"virtio-scsi-pci",
            "net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0",
            "scsi0":"local:100/vm-100-disk-0.raw,size=32G","scsi1":"local:100/vm-100-disk-1.raw,size=64G","scsi2":"fast:vm-100-disk-0,size=8G"}}}}
        """;

    [Theory]
    [InlineData("stopped", "scsi1", "virtio1", "64", "64", "local:100/vm-100-disk-1.raw", false)]
    [InlineData("running", "scsi1", "virtio1", "64", "64", "local:100/vm-100-disk-1.raw", false)]
    [InlineData("stopped", "scsi1", "sata3", "64", "100", "local:100/vm-100-disk-1.raw", true)]
    [InlineData("stopped", "scsi2", "scsi7", "8", "8", "fast:vm-100-disk-0", false)]
    [InlineData("stopped", "scsi0", "virtio0", "32", "32", "local:100/vm-100-disk-0.raw", false)]
    public async Task The_volume_goes_along(string status, string from, string to, string size, string newSize, string volume, bool grows)
    {
        using var lab = new LabWorkspace(State.Replace("STATUS", status, StringComparison.Ordinal));
        await lab.SyncAsync();
        var file = lab.Code(100).File;
        Edit(lab, file, from, to, size, newSize);

        var plan = await lab.PlanAsync();
        Assert.Empty(plan.Problems);
        Assert.True(plan.Consequence < Consequence.Downtime, plan.Consequence.ToString());
        Assert.Equal(grows, plan.Steps.Any(step => step.Action == PlanAction.Grow && step.Disk == to));
        Assert.True((await lab.ApplyAsync(plan)).Succeeded);

        var after = (await lab.ServerAsync(100))!;
        Assert.False(after.Config.ContainsKey(from));
        Assert.StartsWith(volume + ",", after.Config.Get(to), StringComparison.Ordinal);
        Assert.Contains($"size={newSize}G", after.Config.Get(to), StringComparison.Ordinal);
        Assert.DoesNotContain(after.Config.Keys, key => key.StartsWith("unused", StringComparison.Ordinal));
        if (from == "scsi0") Assert.Equal("order=virtio0;net0", after.Config.Get("boot"));
        Assert.Equal(3, after.Disks.Length);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal(0, (await lab.SyncAsync()).FilesWritten);
    }

    [Fact]
    public async Task What_a_running_VM_boots_from_has_to_wait_until_it_is_stopped()
    {
        using var lab = new LabWorkspace(State.Replace("STATUS", "running", StringComparison.Ordinal));
        await lab.SyncAsync();
        Edit(lab, lab.Code(100).File, "scsi0", "virtio0", "32", "32");
        var plan = await lab.PlanAsync();
        Assert.False(plan.HasChanges);
        Assert.Contains("stop it first", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_smaller_one_is_another_disk_and_the_old_one_is_kept_aside()
    {
        using var lab = new LabWorkspace(State.Replace("STATUS", "stopped", StringComparison.Ordinal));
        await lab.SyncAsync();
        Edit(lab, lab.Code(100).File, "scsi1", "virtio1", "64", "10");
        Assert.True((await lab.ApplyAsync()).Succeeded);
        var after = (await lab.ServerAsync(100))!;
        Assert.Equal("local:100/vm-100-disk-1.raw", after.Config.Get("unused0")!.Split(',')[0]);
        Assert.Contains("size=10G", after.Config.Get("virtio1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_that_change_places_keep_their_own_data()
    {
        using var lab = new LabWorkspace(State.Replace("STATUS", "stopped", StringComparison.Ordinal));
        await lab.SyncAsync();
        var file = lab.Code(100).File;
        Edit(lab, file, "scsi1", "virtio1", "64", "64");
        Edit(lab, file, "scsi2", "virtio2", "8", "8");
        Assert.True((await lab.ApplyAsync()).Succeeded);
        var after = (await lab.ServerAsync(100))!;
        Assert.StartsWith("local:100/vm-100-disk-1.raw,", after.Config.Get("virtio1"), StringComparison.Ordinal);
        Assert.StartsWith("fast:vm-100-disk-0,", after.Config.Get("virtio2"), StringComparison.Ordinal);
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    private static void Edit(LabWorkspace lab, string file, string from, string to, string size, string newSize)
    {
        var text = Regex.Replace(lab.Text(file), $@"(interface\s*= )""{from}""", $"$1\"{to}\"");
        text = Regex.Replace(text, $@"(boot_order\s*= \[)""{from}""", $"$1\"{to}\"");
        File.WriteAllText(lab.Workspace.PathOf(file), Regex.Replace(text, $@"(interface\s*= ""{to}""(?:(?!\n  \}}).)*?size\s*= ){size}\b", "${1}" + newSize, RegexOptions.Singleline));
    }
}
