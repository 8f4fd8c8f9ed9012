using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

public sealed class GuestEditsTests
{
    [Theory]
    [InlineData("cores", "0", "1 or more")]
    [InlineData("cores", "two", "a whole number")]
    [InlineData("bios", "uefi", "seabios, ovmf")]
    [InlineData("onboot", "maybe", "0 or 1")]
    [InlineData("name", "web_01", "DNS name")]
    [InlineData("name", "a\"${x}'; rm -rf ../..", "DNS name")]
    [InlineData("net0.tag", "5000", "1 to 4094")]
    [InlineData("net0.bridge", "vmbr0;net1=virtio", "a name")]
    [InlineData("scsi0.storage", "../x", "a name")]
    [InlineData("scsi0.size", "big", "a size such as 32G")]
    public void A_value_that_Proxmox_would_refuse_is_refused_with_what_would_do(string path, string value, string expected)
    {
        var failure = Assert.Throws<PmpcException>(() => new GuestEdits(GuestKind.Qemu).Set(path, value));
        Assert.Equal("PmpcAttributeInvalid", failure.Id);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_refused_without_being_repeated()
    {
        var failure = Assert.Throws<PmpcException>(() => new GuestEdits(GuestKind.Qemu).Set("cipassword", "hunter2"));
        Assert.Equal("PmpcAttributeSecret", failure.Id);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("net0.bogus")]
    [InlineData("net99.bridge")]
    public void An_attribute_that_Proxmox_lacks_is_refused(string path) =>
        Assert.Equal("PmpcAttributeUnknown", Assert.Throws<PmpcException>(() => new GuestEdits(GuestKind.Qemu).Set(path, "1")).Id);

    [Fact]
    public void A_whole_property_string_sets_its_parts()
    {
        var changes = new GuestEdits(GuestKind.Qemu).Set("scsi1", "local-lvm:32,iothread=on").Set("net1", "virtio,bridge=vmbr1,tag=20").Changes;
        Assert.Equal("local-lvm", changes["scsi1.storage"]);
        Assert.Equal("32G", changes["scsi1.size"]);
        Assert.Equal("1", changes["scsi1.iothread"]);
        Assert.Equal("virtio", changes["net1.model"]);
        Assert.Equal("20", changes["net1.tag"]);
    }

    [Fact]
    public void A_default_is_no_value_and_null_takes_one_back()
    {
        var changes = new GuestEdits(GuestKind.Qemu).Set("onboot", "no").Set("cores", null).Changes;
        Assert.Null(changes["onboot"]);
        Assert.Null(changes["cores"]);
    }
}
