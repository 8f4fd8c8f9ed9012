using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>What is worked out while the cluster is read is what would be worked out afterwards.</summary>
public class GuestsAheadTests
{
    private static readonly Guest Web = new()
    {
        VmId = 100,
        Kind = GuestKind.Qemu,
        Node = "pve1",
        Status = "running",
        Digest = "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        Config = GuestConfig.Of(("name", "Web 01"), ("memory", "2048"), ("cores", "2"), ("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0"), ("scsi0", "ceph:vm-100-disk-0,size=32G")),
    };

    private static async Task<GuestsAhead> Ahead(LabWorkspace lab, params Guest[] guests)
    {
        var ahead = new GuestsAhead(TestContext.Current.CancellationToken);
        ahead.Learn(CodeReading.Of(lab.Workspace), new Dictionary<int, BaseGuest>());
        foreach (var guest in guests) ahead.Add(guest);
        await ahead.DoneAsync();
        return ahead;
    }

    [Fact]
    public async Task It_tells_of_a_guest_what_the_guest_alone_would_tell()
    {
        using var lab = new LabWorkspace();
        var ahead = await Ahead(lab, Web);
        var made = ahead.Of(Web);
        Assert.Equal((GuestProjection.Of(Web), TerraformWriter.Obstacle(Web)), (made.View, made.Obstacle));
        Assert.Equal(TerraformWriter.Inexpressible(Web), ahead.Inexpressible(Web));
        var file = TerraformWriter.Guest(Web, "web-01");
        Assert.Equal(file.Text, ahead.TakeText(Web, "web-01"));
        var (learned, known) = (ahead.Learned(file.Path, Encoding.UTF8.GetBytes(file.Text)), CodeReading.Learn(file.Path, Encoding.UTF8.GetBytes(file.Text)));
        Assert.Equal(known.Hash, learned.Hash);
        Assert.Equal(known.Guests.AsEnumerable(), learned.Guests);
        // Given away once, they are made again.
        Assert.Equal(file.Text, ahead.TakeText(Web, "web-01"));
        Assert.Equal(known.Hash, ahead.Learned(file.Path, Encoding.UTF8.GetBytes(file.Text)).Hash);
    }

    [Fact]
    public async Task A_guest_that_gets_another_name_or_was_read_again_gets_its_own_text()
    {
        using var lab = new LabWorkspace();
        Assert.Equal(TerraformWriter.Guest(Web, "web-01-100").Text, (await Ahead(lab, Web)).TakeText(Web, "web-01-100"));
        var changed = Web with { Config = Web.Config.With("cores", "4") };
        var ahead = await Ahead(lab, Web);
        Assert.Equal(GuestProjection.Of(changed), ahead.Of(changed).View);
        Assert.Equal(TerraformWriter.Guest(changed, "web-01").Text, ahead.TakeText(changed, "web-01"));
        var written = Encoding.UTF8.GetBytes("# somebody else's\n");
        Assert.Equal(CodeReading.Learn("terraform/vms/web-01.tf", written).Hash, ahead.Learned("terraform/vms/web-01.tf", written).Hash);
    }
}
