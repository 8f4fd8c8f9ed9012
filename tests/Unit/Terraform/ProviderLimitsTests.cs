using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>What the provider does not take, or reads otherwise than it is: each measured with the provider itself over Proxmox's own API code.</summary>
public sealed class ProviderLimitsTests
{
    [Theory]
    [InlineData("cpu", "EPYC-Turin", "cpu[0].type", "EPYC-Turin")]
    [InlineData("cpu", "cputype=GraniteRapids,flags=+aes", "cpu[0].type", "GraniteRapids")]
    [InlineData("sockets", "32", "cpu[0].sockets", "32")]
    [InlineData("memory", "32", "memory[0].dedicated", "dedicated = 32")]
    [InlineData("machine", "pc-q35-9.2,viommu=intel", "machine", "viommu=intel\"")]
    [InlineData("machine", "viommu=virtio", "machine", "viommu=virtio\"")]
    [InlineData("net0", "ne2k_pci=BC:24:11:00:00:01,bridge=vmbr0", "network_device", "ne2k_pci")]
    [InlineData("numa0", "cpus=0-1,hostnodes=0", "numa", "hostnodes")]
    [InlineData("numa0", "cpus=0-1,hostnodes=0,memory=32", "numa", "hostnodes")]
    [InlineData("hotplug", "network,cloudinit", "hotplug", "cloudinit\"")]
    [InlineData("hotplug", "usb,usb", "hotplug", "usb,usb")]
    [InlineData("scsi0", "local-lvm:vm-100-disk-0,serial=123456789012345678901,size=8G", "disk", "123456789012345678901")]
    public void A_value_that_the_provider_refuses_is_left_alone_and_not_written(string key, string value, string entry, string refused)
    {
        var text = Resource(Guests.Vm(100, ("name", "a"), ("cores", "2"), ("ostype", "l26"), (key, value)));
        Assert.Contains(entry, Ignored(text));
        Assert.DoesNotContain(refused, text, StringComparison.Ordinal);
        // Of a guest that is yet to be made the code says all: without Terraform it can be made so.
        Assert.DoesNotContain(entry + ":", TerraformWriter.Guest(Guests.Vm(100, ("name", "a"), (key, value)) with { Digest = null }, "a").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arch", "riscv64", "cpu[0].architecture", "riscv64")]
    [InlineData("cores", "256", "cpu[0].cores", "cores = 256")]
    [InlineData("features", "mount=ext4;nfs", "features[0].mount", "ext4")]
    [InlineData("dev0", "mode=0660,uid=5", "device_passthrough", "uid = 5")]
    public void The_same_for_a_container(string key, string value, string entry, string refused)
    {
        var proxy = Guests.Proxy(200);
        var text = Resource(proxy with { Config = proxy.Config.With(key, value) });
        Assert.Contains(entry, Ignored(text));
        Assert.DoesNotContain(refused, text, StringComparison.Ordinal);
    }

    /// <summary>The rest of the block is managed on: without the block Terraform would plan to take it away.</summary>
    [Theory]
    [InlineData("memory", "32", "  memory {")]
    [InlineData("cpu", "EPYC-Turin", "  cpu {")]
    public void The_block_stands_without_what_is_left_alone(string key, string value, string block) =>
        Assert.Contains(block, Resource(Guests.Vm(100, ("name", "a"), ("ostype", "l26"), (key, value))), StringComparison.Ordinal);

    [Fact]
    public void A_refused_value_that_comes_later_is_not_written_either_and_brings_its_entry()
    {
        var before = Guests.Web(100);
        var after = before with { Config = before.Config.With("cpu", "EPYC-Turin").With("cores", "4") };
        var paths = GuestProjection.Of(before).DifferingFrom(GuestProjection.Of(after)).ToArray();
        var text = TerraformEditor.Apply(TerraformWriter.Guest(before, "web").Text, "web", GuestKind.Qemu, after, paths);
        Assert.DoesNotContain("EPYC-Turin", text, StringComparison.Ordinal);
        Assert.Contains("cpu[0].type", Ignored(text));
        Assert.Contains("cores   = 4", text, StringComparison.Ordinal);
        var code = Assert.Single(TerraformReader.Read(new Dictionary<string, string> { ["terraform/vms/web.tf"] = text }).Guests);
        Assert.False(code.HasOpinion("cpu.cputype"));
        Assert.True(code.HasOpinion("cores"));
    }

    [Theory]
    [InlineData("agent", "enabled=on", "agent")]
    [InlineData("machine", "enable-s3=1", "machine")]
    [InlineData("machine", "type=q35", "machine")]
    [InlineData("numa0", "cpus=0-1,hostnodes=0,memory=1024", "numa")]
    [InlineData("scsi0", "local-lvm:vm-100-disk-0,backup=no,size=8G", "disk")]
    [InlineData("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=yes", "network_device")]
    [InlineData("tags", "a,b", "tags")]
    [InlineData("tags", "a;a", "tags")]
    [InlineData("usb4", "spice", "usb")]
    [InlineData("ide3", "local-lvm:vm-100-disk-0,size=8G", "cdrom")]
    [InlineData("efidisk0", "local-lvm:vm-100-disk-1,size=4M", "efi_disk")]
    [InlineData("amd-sev", "std,allow-smt=1", "amd_sev")]
    [InlineData("hugepages", "2", "cpu")]
    public void What_the_provider_reads_otherwise_is_left_alone(string key, string value, string entry) =>
        Assert.Contains(entry, Ignored(Resource(Guests.Vm(100, ("name", "a"), ("memory", "2048"), ("ostype", "l26"), ("scsihw", "lsi"), (key, value)))));

    [Theory]
    [InlineData("agent", "enabled=1", "agent")]
    [InlineData("scsi0", "local-lvm:vm-100-disk-0,backup=0,size=8G", "disk")]
    [InlineData("tags", "a;b", "tags")]
    [InlineData("usb3", "spice", "usb[0]")]
    [InlineData("ide3", "none,media=cdrom", "cdrom")]
    [InlineData("efidisk0", "local-lvm:vm-100-disk-1,efitype=4m,size=4M", "efi_disk")]
    [InlineData("efidisk0", "local-lvm:vm-100-disk-1,pre-enrolled-keys=0,size=4M", "efi_disk")]
    [InlineData("amd-sev", "std", "amd_sev")]
    [InlineData("machine", "q35,viommu=intel", "machine")]
    [InlineData("cpu", "custom-x", "cpu[0].type")]
    [InlineData("numa0", "cpus=0-1,hostnodes=0,memory=1024,policy=bind", "numa")]
    public void What_it_reads_as_it_is_is_managed(string key, string value, string entry) =>
        Assert.DoesNotContain(entry, Ignored(Resource(Guests.Vm(100, ("name", "a"), ("memory", "2048"), ("cores", "2"), ("ostype", "l26"), ("scsihw", "lsi"), (key, value)))));

    /// <summary>In any other order the plan compares a disk with the one in its place in the state, and changes both.</summary>
    [Fact]
    public void Disks_are_written_in_the_order_in_which_the_provider_reads_them()
    {
        var drives = new[] { "virtio0", "scsi10", "scsi2", "sata1", "ide0" };
        var text = Resource(Guests.Vm(100, [("name", "a"), .. drives.Select(drive => (drive, $"local-lvm:vm-100-{drive},size=8G"))]));
        Assert.Equal(["ide0", "sata1", "scsi2", "scsi10", "virtio0"], text.Split('\n').Where(line => line.Contains("interface ", StringComparison.Ordinal)).Select(line => line.Split('"')[1]));
    }

    /// <summary>A port that is there with the default backend is not a port that is not there.</summary>
    [Fact]
    public void A_serial_port_of_the_default_backend_is_one_to_code()
    {
        var guest = Guests.Vm(100, ("name", "a"), ("serial0", "socket"));
        Assert.Equal("socket", GuestProjection.Of(guest).Get("serial0"));
        var code = Assert.Single(TerraformReader.Read(new Dictionary<string, string> { ["terraform/vms/a.tf"] = TerraformWriter.Guest(guest, "a").Text }).Guests);
        Assert.Equal("socket", code.Attributes.Get("serial0"));
    }

    /// <summary>Proxmox keeps them in Base64 whether it says so or not, and the provider decodes them always.</summary>
    [Fact]
    public void The_strings_of_the_firmware_are_decoded_without_their_flag()
    {
        var text = Resource(Guests.Vm(100, ("name", "a"), ("smbios1", "manufacturer=QWNtZQ==")));
        Assert.Contains("manufacturer = \"Acme\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_s_root_without_a_size_is_left_alone()
    {
        var text = Resource(Guests.Container(200, ("hostname", "a"), ("memory", "512"), ("swap", "512"), ("ostype", "debian"), ("rootfs", "local:200/vm-200-disk-0.raw")));
        Assert.Contains("disk", Ignored(text));
    }

    private static string Resource(Guest guest)
    {
        Assert.Null(TerraformWriter.Obstacle(guest));
        return string.Join('\n', TerraformWriter.Guest(guest, "a").Text.Split('\n').Where(line => !line.TrimStart().StartsWith('#')));
    }

    private static string[] Ignored(string text) =>
        text.Split('\n').FirstOrDefault(line => line.Contains("ignore_changes", StringComparison.Ordinal)) is { } line ? line.Split('[', 2)[1].TrimEnd().TrimEnd(']').Split(", ") : [];
}
