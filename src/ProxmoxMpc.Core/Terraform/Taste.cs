using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>What is written even where the provider's default says the same, and in which order all is written.</summary>
internal static class Taste
{
    private static readonly HashSet<string> VmAlways = new(StringComparer.Ordinal)
    {
        "on_boot", "scsi_hardware", "cpu.cores", "cpu.sockets", "cpu.type", "memory.dedicated", "operating_system.type",
        "disk.datastore_id", "disk.size", "network_device.bridge", "network_device.model",
        "efi_disk.datastore_id", "efi_disk.type", "tpm_state.datastore_id", "tpm_state.version", "audio_device.device", "serial_device.device",
    };

    // The provider reads a console back even where all of it is default.
    private static readonly HashSet<string> ContainerAlways = new(StringComparer.Ordinal)
    {
        "start_on_boot", "unprivileged", "console.enabled", "console.type", "console.tty_count", "cpu.cores", "memory.dedicated", "memory.swap",
        "operating_system.type", "disk.datastore_id", "disk.size", "network_interface.bridge",
    };

    private static readonly string[] AttributeOrder =
    [
        "node_name", "vm_id", "name", "description", "tags", "pool_id",
        "started", "on_boot", "start_on_boot", "template", "protection", "unprivileged",
        "bios", "machine", "scsi_hardware", "boot_order", "hotplug", "acpi", "tablet_device", "keyboard_layout", "kvm_arguments", "hook_script_file_id", "environment_variables",
    ];

    private static readonly string[] BlockOrder =
    [
        "startup", "agent", "operating_system", "cpu", "memory", "numa", "efi_disk", "tpm_state", "disk", "mount_point", "cdrom",
        "network_device", "network_interface", "initialization", "features", "console", "vga", "serial_device",
    ];

    /// <summary>What tells one block from another, and is looked for first.</summary>
    private static readonly string[] FirstInBlock = ["enabled", "interface", "device", "name", "datastore_id", "size", "volume", "path", "bridge", "model"];

    private static readonly HashSet<string> ParagraphStarts = new(StringComparer.Ordinal) { "started" };

    public static bool IsAlwaysWritten(GuestKind kind, string path) => (kind == GuestKind.Qemu ? VmAlways : ContainerAlways).Contains(path);

    public static int RankOfAttribute(string name) => Rank(AttributeOrder, name);

    public static int RankOfBlock(string type) => Rank(BlockOrder, type);

    public static int RankInBlock(string attribute) => Rank(FirstInBlock, attribute);

    public static bool StartsParagraph(string attribute) => ParagraphStarts.Contains(attribute);

    private static int Rank(string[] order, string name) => Array.IndexOf(order, name) is >= 0 and var index ? index : order.Length;
}
