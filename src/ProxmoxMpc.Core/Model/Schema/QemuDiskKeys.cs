using static ProxmoxMpc.Core.Model.Schema.Define;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>Disks and drives of a VM.</summary>
internal static class QemuDiskKeys
{
    private static readonly string[] IdeLacks = ["iothread", "product", "queues", "ro", "scsiblock", "vendor"];

    /// <summary>Every option that a drive has on some bus; each bus lacks a few.</summary>
    private static readonly AttributeSchema[] DriveParts =
    [
        Volume("file", "volume").Format("pve-volume-id-or-qm-path").Required(),
        Derived("storage").Terraform("disk.datastore_id", "local-lvm"),
        Derived("volume"),
        Choice("aio", ["native", "threads", "io_uring"]).Terraform("disk.aio", "io_uring"),
        Boolean("backup", @default: "1").Live().Terraform("disk.backup", "1").Implied(),
        Integer("bps").Live(),
        Integer("bps_max_length", minimum: 1).Live(),
        Integer("bps_rd").Live(),
        Integer("bps_rd_max_length", minimum: 1).Alias("bps_rd_length").Live(),
        Integer("bps_wr").Live(),
        Integer("bps_wr_max_length", minimum: 1).Alias("bps_wr_length").Live(),
        Choice("cache", ["none", "writethrough", "writeback", "unsafe", "directsync"], @default: "none").Terraform("disk.cache", "none").Implied(),
        Boolean("detect_zeroes"),
        Choice("discard", ["ignore", "on"], @default: "ignore").Terraform("disk.discard", "ignore").Implied(),
        Choice("format", ["raw", "qcow", "qed", "qcow2", "vmdk", "cloop"]).Replace().Terraform("disk.file_format", computed: true),
        Integer("iops").Live(),
        Integer("iops_max").Live(),
        Integer("iops_max_length", minimum: 1).Live(),
        Integer("iops_rd").Live().Terraform("disk.speed.iops_read", "0"),
        Integer("iops_rd_max").Live().Terraform("disk.speed.iops_read_burstable", "0"),
        Integer("iops_rd_max_length", minimum: 1).Alias("iops_rd_length").Live(),
        Integer("iops_wr").Live().Terraform("disk.speed.iops_write", "0"),
        Integer("iops_wr_max").Live().Terraform("disk.speed.iops_write_burstable", "0"),
        Integer("iops_wr_max_length", minimum: 1).Alias("iops_wr_length").Live(),
        Boolean("iothread", @default: "0").Terraform("disk.iothread", "0").Implied(),
        Number("mbps").Live(),
        Number("mbps_max").Live(),
        Number("mbps_rd").Live().Terraform("disk.speed.read", "0"),
        Number("mbps_rd_max").Live().Terraform("disk.speed.read_burstable", "0"),
        Number("mbps_wr").Live().Terraform("disk.speed.write", "0"),
        Number("mbps_wr_max").Live().Terraform("disk.speed.write_burstable", "0"),
        Choice("media", ["cdrom", "disk"], @default: "disk").Stop(),
        UrlEncoded("model").MaxLength(120),
        Text("product").Pattern(@"[A-Za-z0-9\-_\s]{0,16}"),
        Integer("queues", minimum: 2).Terraform("disk.queues", "0"),
        Boolean("replicate", @default: "1").Live().Terraform("disk.replicate", "1"),
        Choice("rerror", ["ignore", "report", "stop"]),
        Boolean("ro", @default: "0").Implied(),
        Boolean("scsiblock", @default: "0"),
        UrlEncoded("serial").MaxLength(60).Terraform("disk.serial", ""),
        Boolean("shared", @default: "0").Live(),
        Size("size").Live().Terraform("disk.size", "8G", unit: ProviderUnit.GiB),
        Boolean("snapshot", @default: "0").Implied(),
        Boolean("ssd", @default: "0").Terraform("disk.ssd", "0").Implied(),
        Text("vendor").Pattern(@"[A-Za-z0-9\-_\s]{0,8}"),
        Choice("werror", ["enospc", "ignore", "report", "stop"]),
        Text("wwn").Pattern(@"(?:^(0x)[0-9a-fA-F]{16})"),
    ];

    public static KeySchema[] All { get; } =
    [
        Bus("scsi", 0, 30, without: ["model"]).Plugs("disk").Needs(Drives),
        Bus("virtio", 0, 15, without: ["model", "product", "queues", "scsiblock", "ssd", "vendor", "wwn"]).Plugs("disk").Needs(Drives),
        Bus("sata", 0, 5, without: ["iothread", "model", "product", "queues", "ro", "scsiblock", "vendor"]).Needs(Drives),
        Bus("ide", 0, 3, without: IdeLacks).Needs(Drives),
        Key(Choice("scsihw", ["lsi", "lsi53c810", "virtio-scsi-pci", "virtio-scsi-single", "megasas", "pvscsi"], @default: "lsi").Terraform("scsi_hardware", "virtio-scsi-pci").Parameter("ScsiHardware")).Needs(HardwareType),
        Key("efidisk0",
            Volume("file", "volume").Format("pve-volume-id-or-qm-path").Required(),
            Derived("storage").Terraform("efi_disk.datastore_id", "local-lvm"),
            Derived("volume"),
            Choice("efitype", ["2m", "4m"], @default: "2m").Replace().Terraform("efi_disk.type", "2m"),
            Choice("format", ["raw", "qcow", "qed", "qcow2", "vmdk", "cloop"]).Replace().Terraform("efi_disk.file_format", computed: true),
            Choice("ms-cert", ["2011", "2023", "2023w", "2023k"], @default: "2011"),
            Boolean("pre-enrolled-keys", @default: "0").Terraform("efi_disk.pre_enrolled_keys", "0"),
            Size("size")).Device().VolumeKey().Needs(Drives),
        Key("tpmstate0",
            Volume("file", "volume").Format("pve-volume-id-or-qm-path").Required(),
            Derived("storage").Terraform("tpm_state.datastore_id", "local-lvm"),
            Derived("volume"),
            Choice("format", ["raw", "qcow2", "vmdk"]).Replace(),
            Size("size"),
            Choice("version", ["v1.2", "v2.0"], @default: "v1.2").Replace().Terraform("tpm_state.version", "v2.0")).Device().VolumeKey().Needs(Drives),
        Family("unused", 0, 255,
            Volume("file", "volume").Format("pve-volume-id").Required(),
            Derived("storage"),
            Derived("volume")).Device().VolumeKey().Plugged(ChangeEffect.ReadOnly, ChangeEffect.DataLoss).Needs(Drives),
        // What ide2 is called where a CD is meant; Proxmox stores it as ide2, so no code has it.
        Key("cdrom", [.. Without(IdeLacks).Select(part => part with { Provider = null })]).Device().VolumeKey().Needs(CdRom),
    ];

    private static KeySchema Bus(string name, int first, int last, string[] without) =>
        Family(name, first, last, [.. Without(without)]).Device().VolumeKey();

    private static IEnumerable<AttributeSchema> Without(string[] names) => DriveParts.Where(part => !names.Contains(part.Name));
}
