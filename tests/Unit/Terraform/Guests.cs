using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>A few guests that tests know by heart.</summary>
internal static class Guests
{
    public static Guest Vm(int vmid, params (string Key, string Value)[] config) => new()
    {
        VmId = vmid, Kind = GuestKind.Qemu, Node = "pve1", Status = "running", Digest = "d", Config = GuestConfig.Of(config),
    };

    public static Guest Container(int vmid, params (string Key, string Value)[] config) => new()
    {
        VmId = vmid, Kind = GuestKind.Lxc, Node = "pve1", Status = "running", Digest = "d", Config = GuestConfig.Of(config),
    };

    public static Guest Web(int vmid) => Vm(vmid,
        ("name", "web-01"), ("description", "The web server"), ("cores", "2"), ("memory", "2048"), ("balloon", "1024"), ("cpu", "host"), ("ostype", "l26"), ("scsihw", "virtio-scsi-single"),
        ("onboot", "1"), ("agent", "1"), ("tags", "prod;web"), ("boot", "order=scsi0;net0"), ("scsi0", $"local-lvm:vm-{vmid}-disk-0,discard=on,iothread=1,size=32G"),
        ("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1"), ("ide2", $"local-lvm:vm-{vmid}-cloudinit,media=cdrom"), ("ciuser", "admin"), ("ipconfig0", "ip=dhcp"),
        ("sshkeys", "ssh-ed25519%20AAAA%20a%40b%0A"));

    public static Guest Proxy(int vmid) => Container(vmid,
        ("hostname", "proxy"), ("arch", "amd64"), ("cores", "2"), ("memory", "512"), ("swap", "512"), ("ostype", "debian"), ("unprivileged", "1"), ("features", "nesting=1"),
        ("rootfs", $"local-lvm:vm-{vmid}-disk-0,size=8G"), ("net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:02,ip=dhcp,type=veth"),
        ("mp0", $"local-lvm:vm-{vmid}-disk-1,mp=/srv,backup=1,size=20G"));

    /// <summary>Guests of which whole blocks say no more than the provider's defaults, some because Proxmox has them unset, some because they are spelled out.</summary>
    public static IEnumerable<Guest> Plain(int vmid) =>
    [
        Vm(vmid, ("scsihw", "virtio-scsi-pci"), ("memory", "512"), ("ostype", "other")),
        Vm(vmid + 1, ("name", "spelled-out"), ("cores", "1"), ("sockets", "1"), ("cpu", "qemu64"), ("memory", "512"), ("balloon", "0"), ("ostype", "other"), ("scsihw", "virtio-scsi-pci"), ("agent", "0"), ("vga", "std"), ("startup", "order=1")),
        Vm(vmid + 2, ("name", "unnoticed"), ("numa", "1"), ("affinity", "0-1"), ("memory", "2048"), ("ostype", "l26"), ("scsihw", "virtio-scsi-pci")),
        Vm(vmid + 3, ("name", "nodes"), ("numa", "1"), ("cores", "4"), ("numa0", "cpus=0-1,memory=1024"), ("numa1", "cpus=2-3,hostnodes=1,memory=1024"), ("memory", "2048"), ("ostype", "l26"), ("scsihw", "virtio-scsi-pci")),
        Container(vmid + 4, ("memory", "512"), ("swap", "0"), ("ostype", "unmanaged"), ("rootfs", $"local:{vmid + 4}/vm-{vmid + 4}-disk-0.raw,size=4G")),
        Container(vmid + 5, ("hostname", "spelled-out"), ("memory", "512"), ("swap", "0"), ("cores", "1"), ("arch", "amd64"), ("console", "1"), ("cmode", "tty"), ("tty", "2"), ("features", "nesting=0"), ("ostype", "unmanaged"), ("rootfs", $"local-lvm:vm-{vmid + 5}-disk-0,size=4G")),
        Container(vmid + 6, ("ostype", "debian"), ("memory", "1024"), ("swap", "512"), ("cores", "2"), ("console", "0"), ("rootfs", $"local-lvm:vm-{vmid + 6}-disk-0,size=4G")),
        Vm(vmid + 8, ("name", "spellings"), ("memory", "2048"), ("ostype", "l26"), ("scsihw", "virtio-scsi-pci"), ("cpu", "flags=+aes"), ("vga", "memory=32"), ("audio0", "device=intel-hda"), ("startup", "3,up=5"), ("virtiofs0", "share,expose-acl=1"),
            ("ide2", $"local-lvm:vm-{vmid + 8}-cloudinit,media=cdrom"), ("nameserver", "192.0.2.1,192.0.2.2")),
        Container(vmid + 9, ("hostname", "spellings"), ("ostype", "debian"), ("memory", "1024"), ("swap", "512"), ("startup", "3"), ("nameserver", "192.0.2.1  192.0.2.2"), ("rootfs", $"local-lvm:vm-{vmid + 9}-disk-0,size=4G")),
        Container(vmid + 7, ("hostname", "bare"), ("rootfs", $"local-lvm:vm-{vmid + 7}-disk-0,size=4G")),
    ];
}
