using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Tests.Unit.Model;

public sealed class GuestAttributesTests
{
    [Theory]
    [InlineData("net0", "virtio=bc:24:11:00:00:01,bridge=vmbr0,firewall=1", "firewall=on,model=virtio,bridge=vmbr0,macaddr=BC:24:11:00:00:01")]
    [InlineData("cpu", "host,flags=+aes;+pcid", "flags=+pcid;+aes,cputype=host")]
    [InlineData("memory", "2048", "current=2048")]
    [InlineData("agent", "1,fstrim_cloned_disks=0", "enabled=1")]
    [InlineData("tags", "b;a", "a,b")]
    [InlineData("scsi0", "local:100/vm-100-disk-0.qcow2,size=4G", "file=local:100/vm-100-disk-0.qcow2,size=4096M,backup=1")]
    [InlineData("rng0", "/dev/urandom", "source=/dev/urandom,max_bytes=1024")]
    [InlineData("hotplug", "1", "disk,network,usb")]
    [InlineData("numa0", "cpus=0;1;2,hostnodes=3-3", "hostnodes=3,cpus=0-2")]
    [InlineData("affinity", "0,1,2,7", "7,0-2")]
    [InlineData("tags", "Web;DB", "db,web")]
    [InlineData("watchdog", "action=reset", "model=i6300esb,action=reset")]
    [InlineData("smbios1", "uuid=D5C924BC-7637-4DA0-A95E-027D5FF8D184", "uuid=d5c924bc-7637-4da0-a95e-027d5ff8d184")]
    [InlineData("description", "one\ntwo\n", "one\r\ntwo")]
    public void Spellings_of_one_setting_are_equal(string key, string one, string other) =>
        Assert.Equal(Of(GuestKind.Qemu, key, one), Of(GuestKind.Qemu, key, other));

    [Theory]
    [InlineData("onboot", "0")]
    [InlineData("cores", "1")]
    [InlineData("memory", "512")]
    [InlineData("agent", "0")]
    [InlineData("vga", "std")]
    public void A_default_says_no_more_than_nothing(string key, string value) => Assert.Empty(Of(GuestKind.Qemu, key, value));

    [Theory]
    [InlineData("ipconfig0", "ip=dhcp", "ipconfig0.ip", "dhcp")]
    [InlineData("cpu", "kvm64", "cpu.cputype", "kvm64")]
    public void A_default_that_means_more_than_nothing_is_kept(string key, string value, string path, string kept) =>
        Assert.Equal(kept, Of(GuestKind.Qemu, key, value).Get(path));

    [Fact]
    public void A_device_is_there_even_if_all_of_it_is_default() =>
        Assert.Equal("i6300esb", Of(GuestKind.Qemu, "watchdog", "i6300esb").Get("watchdog.model"));

    [Fact]
    public void A_volume_tells_its_storage()
    {
        var disk = Of(GuestKind.Lxc, "mp0", "ceph-rbd:vm-200-disk-1,mp=/srv/a b,backup=1,size=20G");
        Assert.Equal("ceph-rbd", disk.Get("mp0.storage"));
        Assert.Equal("vm-200-disk-1", disk.Get("mp0.volume"));
        Assert.Equal("/srv/a b", disk.Get("mp0.mp"));
        Assert.Null(Of(GuestKind.Lxc, "mp0", "/mnt/host,mp=/srv").Get("mp0.storage"));
    }

    [Fact]
    public void Keys_of_a_newer_Proxmox_are_carried()
    {
        var map = Of(GuestKind.Qemu, "quantum0", "entangled=1,with=${x}");
        Assert.Equal("entangled=1,with=${x}", map.Get("quantum0"));
        Assert.Equal("7", Of(GuestKind.Qemu, "net0", "virtio=BC:24:11:00:00:01,spin=7").Get("net0.spin"));
    }

    [Fact]
    public void Parsing_and_printing_a_property_string_changes_nothing_that_matters()
    {
        var keys = GuestSchema.For(GuestKind.Qemu).Keys.Where(key => key.IsPropertyString).ToArray();
        Gen.Select(Gen.Int[0, keys.Length - 1].Select(index => keys[index]), Gen.Int[0, 1 << 20], Gen.String[Gen.Char["abcXYZ019._/-"], 1, 9].Array[8]).Sample((key, mask, words) =>
        {
            var parts = key.Parts.Where(part => !part.IsDerived).Where((_, index) => (mask >> (index % 20) & 1) == 1).ToArray();
            var raw = string.Join(',', parts.Select((part, index) => $"{part.Name}={Value(part, words[index % words.Length], mask)}"));
            var parsed = PropertyString.Parse(raw, key);
            var again = PropertyString.Parse(parsed.ToString(key), key);
            Assert.Equal(parsed.ToAttributes(key), again.ToAttributes(key));
            Assert.Equal(parsed.ToString(key), again.ToString(key));
        }, iter: 2000);
    }

    private static string Value(AttributeSchema part, string word, int seed) => part.Type switch
    {
        AttributeType.Boolean => new[] { "0", "1", "on", "off", "yes", "no" }[seed % 6],
        AttributeType.Integer or AttributeType.Number => (seed % 1000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        AttributeType.Choice => part.Choices[seed % part.Choices.Length],
        AttributeType.Size => $"{seed % 100 + 1}G",
        AttributeType.Mac => $"BC:24:11:00:00:{seed % 256:X2}",
        _ => word,
    };

    private static AttributeMap Of(GuestKind kind, string key, string value) =>
        AttributeMap.From(GuestAttributes.OfConfig(kind, GuestConfig.Of((key, value))));
}
