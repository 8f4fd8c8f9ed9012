using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Tests.Unit.Terraform;

public sealed class ObjectCodeTests
{
    // One storage that lacks what the provider must have would stop the plan of everything.
    [Fact]
    public void A_storage_of_which_the_server_tells_too_little_is_left_out_with_the_reason()
    {
        var zfs = ObjectSamples.Make(ObjectKind.StorageDefinition, ObjectScope.Cluster, "local-zfs", ("type", "zfspool"), ("content", "images,rootdir"));
        var lvm = ObjectSamples.Make(ObjectKind.StorageDefinition, ObjectScope.Cluster, "local-lvm", ("type", "lvmthin"), ("vgname", "pve"), ("thinpool", "data"), ("content", "images,rootdir"));
        var code = new ObjectCode([zfs, lvm], [], _ => false);
        Assert.Contains(code.Obstacles, item => item.Key == zfs.Key && item.Reason.StartsWith("the server does not tell its pool", StringComparison.Ordinal));
        Assert.Equal([lvm.Key], code.Views.Keys);
    }
}
