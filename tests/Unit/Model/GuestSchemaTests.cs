using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Tests.Unit.Model;

/// <summary>The table against Proxmox's own, in both directions.</summary>
public sealed class GuestSchemaTests
{
    [Theory]
    [InlineData(GuestKind.Qemu)]
    [InlineData(GuestKind.Lxc)]
    public void Every_key_and_part_of_Proxmox_is_in_the_table_with_the_same_facts(GuestKind kind) =>
        Assert.Empty(SchemaFacts.Of(kind).Missing(GuestSchema.For(kind)));

    [Theory]
    [InlineData(GuestKind.Qemu)]
    [InlineData(GuestKind.Lxc)]
    public void The_table_has_nothing_that_Proxmox_does_not_know(GuestKind kind) =>
        Assert.Empty(SchemaFacts.Of(kind).Surplus(GuestSchema.For(kind)));

    [Fact]
    public void A_wrong_fact_is_noticed()
    {
        // The walk itself must be able to fail: the containers' table is not the VMs'.
        Assert.NotEmpty(SchemaFacts.Of(GuestKind.Qemu).Missing(GuestSchema.For(GuestKind.Lxc)));
        Assert.NotEmpty(SchemaFacts.Of(GuestKind.Qemu).Surplus(GuestSchema.For(GuestKind.Lxc)));
    }

    [Fact]
    public void A_key_outside_its_family_is_unknown()
    {
        var schema = GuestSchema.For(GuestKind.Qemu);
        Assert.NotNull(schema.FindKey("net31"));
        Assert.Null(schema.FindKey("net32"));
        Assert.Null(schema.FindKey("net01"));
        Assert.Null(schema.FindKey("net"));
        Assert.Equal("numa", schema.FindKey("numa")!.Name);
        Assert.True(schema.FindKey("numa0")!.IsFamily);
    }

    [Fact]
    public void What_only_a_newer_Proxmox_knows_is_listed() => Assert.Equal(["net0.spin", "quantum0"], GuestSchema.For(GuestKind.Qemu).Unknown(
        GuestConfig.Of(("cores", "2"), ("quantum0", "x=1"), ("net0", "virtio=BC:24:11:00:00:01,spin=7,bridge=vmbr0"), ("scsi0", "local:100/a.raw,volume=x"))));

    /// <summary>What anybody but root is refused, by Proxmox's check of a VM's config.</summary>
    [Fact]
    public void Keys_without_a_privilege_are_root_s_alone()
    {
        string[] root = ["affinity", "amd-sev", "arch", "args", "hookscript", "hugepages", "intel-tdx", "ivshmem", "keephugepages", "lock", "parallel", "spice_enhancements", "vmgenid"];
        Assert.Equal(root, GuestSchema.For(GuestKind.Qemu).Keys.Where(key => key.Privilege is null).Select(key => key.Name).Order(StringComparer.Ordinal));
        foreach (var kind in new[] { GuestKind.Qemu, GuestKind.Lxc })
            Assert.All(GuestSchema.For(kind).Keys.Where(key => key.Privilege is null), key =>
                Assert.All(key.Scalar is { } scalar ? [scalar] : key.Parts.AsEnumerable(), part => Assert.True(part.IsRootOnly, $"{key.Name}.{part.Name}")));
        Assert.Equal(["dev", "hookscript"], GuestSchema.For(GuestKind.Lxc).Keys.Where(key => key.Privilege is null).Select(key => key.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Secrets_are_marked() => Assert.Equal(["cipassword"], GuestSchema.For(GuestKind.Qemu).Keys.SelectMany(key => key.Scalar is { } scalar ? [scalar] : key.Parts.AsEnumerable())
        .Where(attribute => attribute.IsSecret).Select(attribute => attribute.Name));
}
