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
}
