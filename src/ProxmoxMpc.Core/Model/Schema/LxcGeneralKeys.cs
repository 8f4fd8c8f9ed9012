using static ProxmoxMpc.Core.Model.Schema.Define;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>General settings of a container.</summary>
internal static class LxcGeneralKeys
{
    public static KeySchema[] All { get; } =
    [
        Key(Text("hostname").Format("dns-name").MaxLength(255).Live().Terraform("initialization.hostname", "").Parameter("Name")),
        Key(Description("description").MaxLength(8192).Live().Terraform("description", "").Parameter("Description")),
        Key(Set("tags").Format("pve-tag-list").Live().Terraform("tags", unit: ProviderUnit.List).Parameter("Tag")),
        Key(Boolean("onboot", @default: "0").Live().Terraform("start_on_boot", "1").Parameter("OnBoot")),
        Key("startup",
            Integer("order", minimum: 0).DefaultKey().Live().Terraform("startup.order", "-1").Parameter("Startup"),
            Integer("down", minimum: 0).Live().Terraform("startup.down_delay", "-1"),
            Integer("up", minimum: 0).Live().Terraform("startup.up_delay", "-1")),
        Key(Boolean("protection", @default: "0").Live().Terraform("protection", "0").Parameter("Protection")),
        Key(Boolean("template", @default: "0").Replace().Terraform("template", "0")),
        Key(Choice("lock", ["backup", "create", "destroyed", "disk", "fstrim", "migrate", "mounted", "rollback", "snapshot", "snapshot-delete"]).ReadOnly()),
        Key(Text("hookscript").Format("pve-volume-id").Live().Terraform("hook_script_file_id", "")),
        Key(Choice("ostype", ["debian", "devuan", "ubuntu", "centos", "fedora", "opensuse", "archlinux", "alpine", "gentoo", "nixos", "unmanaged"]).Replace().Terraform("operating_system.type", "unmanaged").Parameter("OSType")),
        Key(Choice("arch", ["amd64", "i386", "arm64", "armhf", "riscv32", "riscv64"], @default: "amd64").Replace().Terraform("cpu.architecture", "amd64")),
        Key(Boolean("unprivileged", @default: "0").Replace().Terraform("unprivileged", "0").Parameter("Unprivileged")),
        Key("features",
            Boolean("force_rw_sys", @default: "0"),
            Boolean("fuse", @default: "0").Terraform("features.fuse", "0"),
            Boolean("keyctl", @default: "0").Terraform("features.keyctl", "0"),
            Boolean("mknod", @default: "0").Terraform("features.mknod", "0"),
            Set("mount").Terraform("features.mount", unit: ProviderUnit.List),
            Boolean("nesting", @default: "0").Terraform("features.nesting", "0")),
        Key(Boolean("console", @default: "1").Terraform("console.enabled", "1")),
        Key(Choice("cmode", ["shell", "console", "tty"], @default: "tty").Terraform("console.type", "tty")),
        Key(Integer("tty", @default: "2", minimum: 0, maximum: 6).Terraform("console.tty_count", "2")),
        Key(Integer("cores", minimum: 1, maximum: 8192).Live().Terraform("cpu.cores", "1").Parameter("Cores")),
        Key(Number("cpulimit", @default: "0", minimum: 0, maximum: 8192).Live().Terraform("cpu.limit", "0")),
        Key(Integer("cpuunits", minimum: 0, maximum: 500000).Live().Terraform("cpu.units", computed: true)),
        Key(Integer("memory", @default: "512", minimum: 16).Live().Terraform("memory.dedicated", "512").Parameter("MemoryMiB")),
        Key(Integer("swap", @default: "512", minimum: 0).Live().Terraform("memory.swap", "0").Parameter("SwapMiB")),
        Key(Boolean("debug", @default: "0")),
        Key(Text("timezone").Format("pve-ct-timezone")),
        Key(Text("entrypoint", @default: "/sbin/init").Terraform("initialization.entrypoint", "")),
        Key(Text("env").Terraform("environment_variables")),
    ];
}
