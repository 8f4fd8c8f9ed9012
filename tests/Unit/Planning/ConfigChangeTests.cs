using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Planning;

public sealed class ConfigChangeTests
{
    private static readonly GuestConfig Server = GuestConfig.Of(
        ("cores", "2"), ("tags", "a;b"), ("agent", "1,fstrim_cloned_disks=1"), ("cpu", "host,flags=+aes"),
        ("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,spin=7"), ("scsi0", "local-lvm:vm-100-disk-0,iothread=1,size=32G"));

    [Fact]
    public void A_changed_part_keeps_the_mac_and_what_is_unknown() =>
        Assert.Equal("virtio=BC:24:11:00:00:01,bridge=vmbr1,spin=7", Change(("net0.bridge", "vmbr1")).Set["net0"]);

    [Fact]
    public void A_new_option_of_a_disk_keeps_its_volume() =>
        Assert.Equal("local-lvm:vm-100-disk-0,iothread=1,size=32G,discard=on", Change(("scsi0.discard", "on")).Set["scsi0"]);

    [Fact]
    public void A_size_is_no_matter_of_the_config() => Assert.True(Change(("scsi0.size", "64G")).IsEmpty);

    [Fact]
    public void A_new_disk_is_asked_for_in_GiB_to_the_byte() =>
        Assert.Equal("local-zfs:10.5,aio=io_uring,backup=1,cache=none,discard=ignore,replicate=1,iothread=1,ssd=0", Change(("scsi1.storage", "local-zfs"), ("scsi1.size", "10752M"), ("scsi1.iothread", "1")).Set["scsi1"]);

    [Fact]
    public void A_disk_of_which_nothing_is_left_is_removed() =>
        Assert.Equal(["scsi0"], Change(("scsi0.storage", null), ("scsi0.volume", null), ("scsi0.size", null), ("scsi0.iothread", null)).Remove);

    [Fact]
    public void A_plain_value_goes_by_name() => Assert.Equal(["cores"], Change(("cores", null)).Remove);

    [Fact]
    public void Switching_off_the_part_without_a_name_writes_its_default_while_others_remain() =>
        Assert.Equal("0,fstrim_cloned_disks=1", Change(("agent.enabled", null)).Set["agent"]);

    [Fact]
    public void Keys_are_encoded_inside_the_value() =>
        Assert.Equal("ssh-ed25519%20AAAA%2Bx%20me%40host%0Assh-rsa%20BBBB", Change(("sshkeys", "ssh-ed25519 AAAA+x me@host\nssh-rsa BBBB")).Set["sshkeys"]);

    [Fact]
    public void Facts_outside_the_config_are_not_written_into_it() => Assert.True(Change(("@started", "1"), ("@pool", "prod")).IsEmpty);

    [Fact]
    public void A_container_volume_is_asked_for_with_its_mount_point() =>
        Assert.Equal("local:20,backup=1,mp=/srv", ConfigChange.Build(GuestKind.Lxc, GuestConfig.Empty,
            Map(("mp0.storage", "local"), ("mp0.size", "20G"), ("mp0.mp", "/srv"), ("mp0.backup", "1")),
            ["mp0.storage", "mp0.size", "mp0.mp", "mp0.backup"]).Set["mp0"]);

    private static ConfigChange Change(params (string Path, string? Value)[] changes)
    {
        var target = AttributeMap.From(GuestAttributes.OfConfig(GuestKind.Qemu, Server));
        foreach (var (path, value) in changes) target = target.With(path, value);
        return ConfigChange.Build(GuestKind.Qemu, Server, target, changes.Select(change => change.Path));
    }

    private static AttributeMap Map(params (string, string)[] pairs) => AttributeMap.From(pairs.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
}
