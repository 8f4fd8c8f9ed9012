using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>New keys and guests word for word as the Terraform provider 0.111.1 writes them, measured on Proxmox's own API code.</summary>
public sealed class NewKeyTextTests
{
    [Theory]
    [InlineData("agent", "enabled=1,fstrim_cloned_disks=0,type=virtio", "agent.enabled=1")]
    [InlineData("audio0", "device=AC97,driver=spice", "audio0.device=AC97")]
    [InlineData("cpu", "host", "cpu.cputype=host")]
    [InlineData("cpu", "cputype=max,flags=+aes", "cpu.cputype=max|cpu.flags=+aes")]
    [InlineData("efidisk0", "data:1,format=raw,efitype=4m,pre-enrolled-keys=0", "efidisk0.storage=data|efidisk0.efitype=4m")]
    [InlineData("hostpci0", "host=01:00,pcie=0,rombar=0,romfile=vbios.bin,x-vga=0", "hostpci0.host=01:00|hostpci0.romfile=vbios.bin|hostpci0.rombar=0")]
    [InlineData("hotplug", "network,disk,usb,memory,cpu", "hotplug=cpu;disk;memory;network;usb")]
    [InlineData("ipconfig0", "gw=10.0.0.1,ip=10.0.0.5/24", "ipconfig0.ip=10.0.0.5/24|ipconfig0.gw=10.0.0.1")]
    [InlineData("net0", "virtio,firewall=0,bridge=vmbr0,rate=10.500000", "net0.model=virtio|net0.bridge=vmbr0|net0.rate=10.5")]
    [InlineData("rng0", "source=/dev/random,max_bytes=512,period=1000", "rng0.source=/dev/random|rng0.max_bytes=512")]
    [InlineData("scsi0", "data:8,aio=io_uring,backup=1,cache=none,discard=on,replicate=1,iothread=0,ssd=0", "scsi0.storage=data|scsi0.size=8G|scsi0.discard=on")]
    [InlineData("smbios1", "base64=1,family=w7w=,uuid=d5c924bc-7637-4da0-a95e-027d5ff8d184,version=MS4w", "smbios1.family=ü|smbios1.version=1.0|smbios1.uuid=d5c924bc-7637-4da0-a95e-027d5ff8d184")]
    [InlineData("startup", "order=2,up=10", "startup.up=10|startup.order=2")]
    [InlineData("tpmstate0", "data:1,version=v1.2", "tpmstate0.storage=data")]
    [InlineData("usb0", "host=spice,usb3=0", "usb0.host=spice")]
    [InlineData("vga", "memory=16,type=qxl", "vga.type=qxl")]
    [InlineData("virtio0", "data:8,aio=io_uring,backup=1,cache=none,discard=ignore,replicate=1,iothread=0", "virtio0.storage=data|virtio0.size=8G")]
    [InlineData("virtiofs0", "dirid=d,cache=auto,direct-io=0,expose-acl=1", "virtiofs0.dirid=d|virtiofs0.expose-acl=1|virtiofs0.expose-xattr=1")]
    [InlineData("watchdog", "model=ib700,action=none", "watchdog.model=ib700")]
    public void A_key_of_a_VM(string key, string expected, string wanted) => Assert.Equal(expected, Made(GuestKind.Qemu, wanted).GetValueOrDefault(key));

    [Theory]
    [InlineData("dev0", "deny-write=0,path=/dev/fuse,uid=0,gid=44,mode=0660", "dev0.path=/dev/fuse|dev0.gid=44")]
    [InlineData("features", "mount=nfs;cifs,nesting=1,mknod=1", "features.mknod=1|features.nesting=1|features.mount=cifs;nfs")]
    [InlineData("startup", "down=5,order=2", "startup.order=2|startup.down=5")]
    public void A_key_of_a_container(string key, string expected, string wanted) => Assert.Equal(expected, Made(GuestKind.Lxc, wanted).GetValueOrDefault(key));

    [Fact]
    public void A_changed_string_of_the_firmware_keeps_the_UUID_and_becomes_base64()
    {
        var target = AttributeMap.From([new("smbios1.serial", "S-1"), new("smbios1.product", "P")]);
        var change = ConfigChange.Build(GuestKind.Qemu, GuestConfig.From([new("smbios1", "uuid=d5c924bc-7637-4da0-a95e-027d5ff8d184,product=P")]), target, target.Keys);
        Assert.Equal("base64=1,product=UA==,serial=Uy0x,uuid=d5c924bc-7637-4da0-a95e-027d5ff8d184", change.Set["smbios1"]);
    }

    [Theory]
    [InlineData("9.2.1", "bridge=vmbr0,name=eth0,host-managed=0")]
    [InlineData("9.0.4", "bridge=vmbr0,name=eth0")]
    public void A_new_container_says_what_the_provider_does_of_that_server(string version, string nic)
    {
        var code = new DesiredGuest { Kind = GuestKind.Lxc, VmId = 200, Node = "pve1", Name = "ct", File = "x.tf", ResourceName = "ct", Attributes = AttributeMap.From([new("ostemplate", "local:vztmpl/d.tar.zst"), new("net0.name", "eth0"), new("net0.bridge", "vmbr0")]) };
        var step = Planner.Diff([new(200, null, code, null, null)], new() { Cluster = "c", Version = version }, _ => null).Steps.Single(one => one.Action == PlanAction.Create);
        Assert.Equal(nic, step.Parameters["net0"]);
        Assert.Equal(("amd64", "tty", "1", "0", "local:4", "0"), (step.Parameters["arch"], step.Parameters["cmode"], step.Parameters["console"], step.Parameters["cpulimit"], step.Parameters["rootfs"], step.Parameters["unprivileged"]));
    }

    private static IReadOnlyDictionary<string, string> Made(GuestKind kind, string wanted)
    {
        var target = AttributeMap.From(wanted.Split('|').Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
        return ConfigChange.Build(kind, GuestConfig.Empty, target, target.Keys).Set;
    }
}
