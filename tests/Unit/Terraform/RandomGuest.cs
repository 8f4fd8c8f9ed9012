using System.Globalization;
using CsCheck;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>Guests such as Proxmox servers have, with every key that the provider can express, and names that nobody should give.</summary>
internal sealed class RandomGuest
{
    private static readonly string[] Hostile = ["a\"${x}'; rm -rf ../..", "%{ if true }", "back\\slash\\n", "$${y}", "two\nlines\n\n and \"more\"", "tab\there", "RTL \u202Eabc\u200B", "\U0001F9EA emoji", "# no comment", "<<EOT\nx\nEOT", "ends with $", "%%{z}"];

    private readonly Random _random;
    private readonly Dictionary<string, string> _config = new(StringComparer.Ordinal);

    private RandomGuest(int seed) => _random = new Random(seed);

    public static Gen<Guest> Any { get; } = Gen.Int[0, int.MaxValue - 1].Select(seed => Create(seed));

    public static Guest Create(int seed, GuestKind? kind = null, int? vmid = null)
    {
        var random = new RandomGuest(seed);
        var id = vmid ?? 100 + random._random.Next(900);
        var which = kind ?? (random.Maybe() ? GuestKind.Qemu : GuestKind.Lxc);
        if (which == GuestKind.Qemu) random.Vm(id);
        else random.Container(id);
        return new()
        {
            VmId = id,
            Kind = which,
            Node = random.Of("pve1", "pve2", "node-3"),
            Status = random.Of("running", "stopped", "paused"),
            Pool = random.Maybe() ? random.Of("ops", "prod") : null,
            HaState = random.Rarely() ? "started" : null,
            Digest = "0123456789abcdef0123456789abcdef01234567",
            Config = GuestConfig.From(random._config),
        };
    }

    private void Vm(int id)
    {
        Maybe("name", () => Of("web-01", "db.example.org", Of(Hostile)));
        Maybe("description", () => Of("plain", "two\nlines", Of(Hostile)));
        Maybe("tags", () => Of("prod", "b;a", "Web;db"));
        Maybe("onboot", Bit);
        Maybe("protection", Bit);
        if (Rarely()) _config["template"] = "1";
        Maybe("startup", () => Of("order=2", "3", "order=1,up=30,down=60", "up=10"));
        Maybe("ostype", () => Of("l26", "win11", "other"));
        Maybe("bios", () => Of("ovmf", "seabios"));
        Maybe("machine", () => Of("q35", "pc-q35-9.0+pve1", "q35,viommu=intel", "type=pc-i440fx-9.2"));
        Maybe("scsihw", () => Of("virtio-scsi-single", "lsi", "virtio-scsi-pci"));
        Maybe("cores", Small);
        Maybe("sockets", () => Of("1", "2"));
        Maybe("vcpus", Small);
        Maybe("cpu", () => Of("host", "cputype=x86-64-v2-AES", "kvm64", "qemu64", "host,flags=+pcid;-aes", "cputype=host,hidden=1"));
        Maybe("cpulimit", () => Of("0", "1.5", "2"));
        Maybe("cpuunits", () => Of("100", "2048"));
        Maybe("numa", Bit);
        if (Rarely()) { _config["numa0"] = "cpus=0-1,hostnodes=0,memory=1024,policy=bind"; _config["numa2"] = "cpus=2;3,memory=512"; }
        Maybe("affinity", () => Of("0-3", "1,2"));
        Maybe("memory", () => Of("2048", "512", "current=1024"));
        Maybe("balloon", () => Of("0", "1024"));
        Maybe("hugepages", () => Of("any", "2"));
        Maybe("tablet", Bit);
        Maybe("acpi", Bit);
        Maybe("keyboard", () => Of("de", "en-us"));
        Maybe("hotplug", () => Of("network,disk,usb", "1", "0", "disk,network", "memory,cpu"));
        Maybe("agent", () => Of("1", "enabled=1,fstrim_cloned_disks=1", "0", "1,type=isa", "0,fstrim_cloned_disks=1"));
        Maybe("hookscript", () => "local:snippets/hook.pl");
        if (Rarely()) _config["args"] = Of(Hostile).ReplaceLineEndings(" ");
        var disks = Shuffled("scsi0", "scsi1", "scsi13", "virtio0", "sata2", "ide0", "ide1").Take(_random.Next(4)).ToArray();
        foreach (var key in disks) _config[key] = Drive(id, key);
        if (disks.Length > 0) Maybe("boot", () => Of($"order={string.Join(';', disks)}", $"order={disks[0]};net0", "cdn"));
        if (Maybe()) _config["ide2"] = Of("local:iso/debian 13.iso,media=cdrom,size=700M", "none,media=cdrom");
        if (Rarely()) _config["ide3"] = Of("local:iso/x.iso,media=cdrom,size=3M", "none,media=cdrom", "cdrom,media=cdrom");
        Maybe("efidisk0", () => Of($"local-lvm:vm-{id}-disk-9,efitype=4m,pre-enrolled-keys=1,size=4M", $"ceph:vm-{id}-disk-9,size=528K", $"local:{id}/vm-{id}-disk-9.qcow2,efitype=4m,ms-cert=2023,size=528K"));
        Maybe("tpmstate0", () => Of($"local-lvm:vm-{id}-disk-8,size=4M,version=v2.0", $"ceph:vm-{id}-disk-8,size=4M,version=v2.0", $"local-lvm:vm-{id}-disk-8,size=4M,version=v1.2", $"local:{id}/vm-{id}-disk-8.raw,size=4M"));
        for (var index = 0; index < _random.Next(4); index++) _config[Key("net", index)] = VmNic(index);
        CloudInit(id);
        Maybe("hostpci1", () => Of("0000:01:00.0,pcie=1", "mapping=gpu,rombar=0,x-vga=1", "host=01:00;02:00,mdev=nvidia-11,romfile=vbios.bin"));
        for (var index = 0; index < _random.Next(3); index++) _config[Key("usb", index)] = Of("host=1234:5678", "spice,usb3=1", "mapping=stick", "host=1-2,usb3=1");
        if (Rarely()) _config["usb5"] = "host=9999:0001";
        for (var index = 0; index < _random.Next(3); index++) _config[Key("serial", index)] = Of("socket", "/dev/ttyS0");
        if (Rarely()) _config["serial3"] = "socket";
        Maybe("vga", () => Of("std", "qxl,memory=32", "serial0", "type=virtio,clipboard=vnc"));
        Maybe("audio0", () => Of("device=ich9-intel-hda,driver=spice", "device=AC97", "device=intel-hda,driver=none"));
        Maybe("rng0", () => Of("/dev/urandom", "source=/dev/hwrng,max_bytes=512,period=500", "source=/dev/random,max_bytes=0"));
        Maybe("watchdog", () => Of("i6300esb,action=reset", "model=ib700", "action=poweroff"));
        if (Rarely()) _config["virtiofs0"] = Of("share1", "dirid=share2,cache=always,direct-io=1,expose-acl=1");
        Maybe("smbios1", () => Of("uuid=d5c924bc-7637-4da0-a95e-027d5ff8d184", "uuid=d5c924bc-7637-4da0-a95e-027d5ff8d184,manufacturer=QUNNRQ==,base64=1", "product=plain,uuid=d5c924bc-7637-4da0-a95e-027d5ff8d185"));
        Maybe("vmgenid", () => "7e0b5596-fe8b-46ce-9518-d8e3aa41c828");
        if (Rarely()) _config["unused0"] = $"local-lvm:vm-{id}-disk-7";
        if (Rarely()) _config["future9"] = "x=${y}";
    }

    private void Container(int id)
    {
        _config["hostname"] = Of("ct-1", "proxy.example.org", Of(Hostile));
        Maybe("description", () => Of("plain\n", "two\nlines\n", Of(Hostile) + "\n"));
        Maybe("tags", () => Of("prod", "b;a"));
        Maybe("onboot", Bit);
        Maybe("protection", Bit);
        Maybe("unprivileged", () => "1");
        Maybe("startup", () => Of("order=2", "order=1,up=30,down=60"));
        _config["ostype"] = Of("debian", "alpine", "unmanaged");
        Maybe("arch", () => Of("amd64", "arm64"));
        Maybe("cores", Small);
        Maybe("cpulimit", () => Of("0", "2"));
        Maybe("cpuunits", () => Of("100", "512"));
        _config["memory"] = Of("512", "2048");
        _config["swap"] = Of("0", "512", "1024");
        Maybe("features", () => Of("nesting=1", "nesting=1,keyctl=1,fuse=1", "mount=nfs;cifs,nesting=0", "force_rw_sys=1", "mknod=1"));
        Maybe("console", Bit);
        Maybe("cmode", () => Of("tty", "shell"));
        Maybe("tty", () => Of("0", "2", "4"));
        _config["rootfs"] = Of($"local-lvm:vm-{id}-disk-0,size=8G", $"local:{id}/vm-{id}-disk-0.raw,acl=1,quota=1,size=10752M", $"zfs:subvol-{id}-disk-0,mountoptions=noatime;discard,replicate=0,size=4G", $"local:{id}/vm-{id}-disk-0.raw,replicate=1,size=512M");
        for (var index = 0; index < _random.Next(4); index++)
            _config[Key("mp", index)] = Of($"local-lvm:vm-{id}-disk-{index + 1},mp=/srv/a b,backup=1,size=20G", $"/mnt/host,mp=/host{index},ro=1", $"zfs:subvol-{id}-disk-{index + 1},mp=/data{index},replicate=0,acl=1,mountoptions=noexec,size=1536M");
        if (Rarely()) _config["mp7"] = $"local:{id}/vm-{id}-disk-7.raw,mp=/seven,size=7G";
        for (var index = 0; index < _random.Next(4); index++) _config[Key("net", index)] = ContainerNic(index);
        if (Rarely()) _config["net5"] = ContainerNic(5);
        Maybe("nameserver", () => Of("1.1.1.1", "1.1.1.1 2606:4700:4700::1111"));
        Maybe("searchdomain", () => "example.org");
        for (var index = 0; index < _random.Next(2); index++) _config[Key("dev", index)] = Of("/dev/dri/card0,gid=44,mode=0666", "path=/dev/ttyUSB0,deny-write=1,uid=1000");
        Maybe("entrypoint", () => Of("/sbin/init", "/usr/bin/app --flag"));
        Maybe("env", () => "A=1\0B=${x} \"y\"");
        Maybe("hookscript", () => "local:snippets/hook.pl");
        Maybe("timezone", () => "Europe/Berlin");
    }

    private void CloudInit(int id)
    {
        if (Maybe()) _config[Of("ide2", "scsi9", "ide3", "sata0")] = Of($"local:{id}/vm-{id}-cloudinit.qcow2,media=cdrom", $"local-lvm:vm-{id}-cloudinit,media=cdrom,size=4M");
        Maybe("ciuser", () => Of("admin", Of(Hostile).ReplaceLineEndings(" ")));
        Maybe("cipassword", () => "**********");
        Maybe("sshkeys", () => Uri.EscapeDataString(Of("ssh-ed25519 AAAA one@host\n", "ssh-ed25519 AAAA one@host\nssh-rsa BBBB two%41 ${x}\n")));
        Maybe("nameserver", () => Of("1.1.1.1", "1.1.1.1 8.8.8.8"));
        Maybe("searchdomain", () => "example.org");
        Maybe("ipconfig0", () => Of("ip=dhcp", "gw=192.0.2.1,ip=192.0.2.10/24", "ip=192.0.2.10/24,ip6=auto", "ip6=dhcp"));
        Maybe("ipconfig2", () => Of("ip=10.0.0.2/8", "ip6=2001:db8::2/64,gw6=2001:db8::1"));
        Maybe("citype", () => "nocloud");
        Maybe("ciupgrade", Bit);
        Maybe("cicustom", () => Of("user=local:snippets/u.yml", "meta=local:snippets/m.yml,network=local:snippets/n.yml,vendor=local:snippets/v.yml"));
    }

    private string Drive(int id, string key)
    {
        var volume = Of($"local-lvm:vm-{id}-disk-{_random.Next(9)}", $"local:{id}/vm-{id}-disk-{_random.Next(9)}.qcow2", $"local:{id}/vm-{id}-disk-{_random.Next(9)}.raw", "/dev/disk/by-id/ata-X");
        var options = new List<string> { volume };
        if (Maybe()) options.Add(Of("backup=0", "backup=1"));
        if (Maybe()) options.Add(Of("cache=writeback", "cache=none"));
        if (Maybe()) options.Add(Of("discard=on", "discard=ignore"));
        if (Rarely()) options.Add("aio=threads");
        if (Rarely() && key.StartsWith("scsi", StringComparison.Ordinal)) options.Add("iothread=1");
        if (Rarely() && !key.StartsWith("virtio", StringComparison.Ordinal)) options.Add("ssd=1");
        if (Rarely()) options.Add("mbps_rd=10,mbps_wr_max=20,iops_rd=300");
        if (Rarely()) options.Add("serial=AB%20C");
        if (Rarely()) options.Add("replicate=0,detect_zeroes=1");
        options.Add(Of("size=32G", "size=1T", "size=10752M", "size=528M"));
        return string.Join(',', options);
    }

    private string VmNic(int index) => Of("virtio", "e1000") + $"={Of("BC", "bc")}:24:11:00:00:{index:X2},bridge={Of("vmbr0", "vmbr1")}"
        + Of("", ",firewall=1", ",tag=20,rate=10.50", ",link_down=1,mtu=1", ",trunks=10;20,queues=4", ",firewall=0");

    private string ContainerNic(int index) => $"name=eth{index},bridge={Of("vmbr0", "vmbr1")},hwaddr=BC:24:11:00:01:{index:X2}"
        + Of("", ",firewall=1", ",tag=30,rate=5", ",mtu=9000", ",link_down=1") + Of("", ",ip=dhcp", $",ip=10.0.{index}.2/24,gw=10.0.{index}.1", ",ip=manual,ip6=auto") + ",type=veth";

    private static string Key(string family, int index) => family + index.ToString(CultureInfo.InvariantCulture);

    private T[] Shuffled<T>(params T[] items)
    {
        _random.Shuffle(items);
        return items;
    }

    private string Of(params string[] choices) => choices[_random.Next(choices.Length)];

    private string Bit() => Of("0", "1");

    private string Small() => Of("1", "2", "8");

    private bool Maybe() => _random.Next(2) == 0;

    private bool Rarely() => _random.Next(6) == 0;

    private void Maybe(string key, Func<string> value)
    {
        if (_random.Next(2) == 0) _config[key] = value();
    }
}
