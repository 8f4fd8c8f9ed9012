namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What stands near the name of a guest or a node, and near no other: its number, its disks, where it runs.</summary>
internal static class GuestSigns
{
    // How far around a key its object is looked at.
    private const int Around = 600;

    // In answers of the API and of tools.
    public static readonly byte[][] Json = Phrases.Of(
        "\"vmid\"", "\"maxmem\"", "\"qemu/", "\"lxc/", "\"sid\"", "\"ring0_addr\"", "\"nodeid\"", "\"scsihw\"", "\"ostype\"", "\"net0\"",
        "\"rootfs\"", "\"vm_id\"", "\"node_name\"", "\"target_node\"", "\\\"target_node", "\\\"vmid", "\"PveVersion\"", "\"VmId\"", "\"pve_addr\"",
        "/qemu/", "/lxc/");

    // In configurations, in YAML and in lists of PowerShell.
    public static readonly byte[][] Config = Phrases.Of(
        "\nscsihw:", "\nostype:", "\nmemory:", "\ncores:", "\nvmgenid:", "\nsmbios1:", "\nrootfs:", "ring0_addr:", "nodeid:", "\nbootdisk:",
        "\nnuma:", "\nnet0: ", "\nsockets:", "proxmox_kvm", "community.general.proxmox", " vmid:", "\nVmId ", "\nVMId ", "\nTotalPhysicalMemory ", "\nDNSHostName ", "\nPveVersion ", "\nMemoryBytes ",
        "\nmemory  ", "\nnet0  ", "\nvmid  ", "\nmaxmem  ", "\nsmbios1 ");

    // In Terraform and on command lines.
    public static readonly byte[][] Code = Phrases.Of(
        "proxmox_virtual_environment_vm", "proxmox_virtual_environment_container", "proxmox_vm_qemu", "proxmox_lxc", "node_name", "target_node",
        "vm_id", " node=", "vmid", "\"qemu/", "\"lxc/", ",node=", "ipconfig0", "cipassword", "ciuser", "scsihw=", "ostype=");

    // The same where a mail quotes it: >>> net0: …
    private static readonly byte[][] Quoted = [.. Config.Where(sign => sign[0] == '\n').Select(sign => (byte[])[(byte)'>', (byte)' ', .. sign[1..]])];

    /// <summary>Whether signs of a configuration stand around a key in lines that a mail quotes.</summary>
    public static bool StandQuoted(ReadOnlySpan<byte> text, int at) => Bytes.At(text, Bytes.LineStart(text, at)) == '>' && StandAround(text, at, Quoted);

    public static bool StandAround(ReadOnlySpan<byte> text, int at, byte[][] signs) =>
        Phrases.AnyIn(text[Math.Max(0, at - Around)..Math.Min(text.Length, at + Around)], signs);
}
