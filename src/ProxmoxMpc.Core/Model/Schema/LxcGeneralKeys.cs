using static ProxmoxMpc.Core.Model.Schema.Define;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>General settings of a container.</summary>
internal static class LxcGeneralKeys
{
    public static KeySchema[] All { get; } =
    [
        Key(Text("hostname").Format("dns-name").MaxLength(255).Live().Terraform("initialization.hostname", "").Parameter("Name")).Needs(Network),
        Key(Description("description").MaxLength(8192).Live().Terraform("description", "").Parameter("Description")).Needs(Options),
        Key(Set("tags").Format("pve-tag-list").Live().Terraform("tags", unit: ProviderUnit.List).Parameter("Tag")).Needs(Options),
        Key(Boolean("onboot", @default: "0").Live().Terraform("start_on_boot", "1").Parameter("OnBoot")).Needs(Options),
        Key("startup",
            Integer("order", minimum: 0).DefaultKey().Live().Terraform("startup.order", "-1").Parameter("Startup"),
            Integer("down", minimum: 0).Live().Terraform("startup.down_delay", "-1"),
            Integer("up", minimum: 0).Live().Terraform("startup.up_delay", "-1")).Needs(Options),
        Key(Boolean("protection", @default: "0").Live().Terraform("protection", "0").Parameter("Protection")).Needs(Options),
        Key(Boolean("template", @default: "0").Replace().Terraform("template", "0")).Needs(Options),
        Key(Choice("lock", ["backup", "create", "destroyed", "disk", "fstrim", "migrate", "mounted", "rollback", "snapshot", "snapshot-delete"]).ReadOnly()).Needs(Options),
        Key(Text("hookscript").Format("pve-volume-id").Live().Terraform("hook_script_file_id", "").RootOnly()),
        Key(Choice("ostype", ["debian", "devuan", "ubuntu", "centos", "fedora", "opensuse", "archlinux", "alpine", "gentoo", "nixos", "unmanaged"]).Kept().Terraform("operating_system.type", "unmanaged").Parameter("OSType")).Needs(Options),
        Key(Choice("arch", ["amd64", "i386", "arm64", "armhf", "riscv32", "riscv64"], @default: "amd64").Kept().Terraform("cpu.architecture", "amd64")).Needs(Options),
        Key(Boolean("unprivileged", @default: "0").Replace().Terraform("unprivileged", "0").Parameter("Unprivileged")).Needs(Options),
        Key("features",
            Boolean("force_rw_sys", @default: "0").RootOnly(),
            Boolean("fuse", @default: "0").Terraform("features.fuse", "0").RootOnly(),
            Boolean("keyctl", @default: "0").Terraform("features.keyctl", "0").RootOnly(),
            Boolean("mknod", @default: "0").Terraform("features.mknod", "0").RootOnly(),
            Set("mount").Terraform("features.mount", unit: ProviderUnit.List).RootOnly().Pattern(@"(?:[a-zA-Z0-9_; ]+)"),
            Boolean("nesting", @default: "0").Terraform("features.nesting", "0")).Needs(Allocate),
        Key(Boolean("console", @default: "1").Terraform("console.enabled", "1")).Needs(Options),
        Key(Choice("cmode", ["shell", "console", "tty"], @default: "tty").Terraform("console.type", "tty")).Needs(Options),
        Key(Integer("tty", @default: "2", minimum: 0, maximum: 6).Terraform("console.tty_count", "2")).Needs(Options),
        Key(Integer("cores", minimum: 1, maximum: 8192).Live().Terraform("cpu.cores", "1").Parameter("Cores")).Needs(Cpu),
        Key(Number("cpulimit", @default: "0", minimum: 0, maximum: 8192).Live().Terraform("cpu.limit", "0")).Needs(Cpu),
        Key(Integer("cpuunits", minimum: 0, maximum: 500000).Live().Terraform("cpu.units", computed: true)).Needs(Cpu),
        Key(Integer("memory", @default: "512", minimum: 16).Live().Kept().Terraform("memory.dedicated", "512").Parameter("MemoryMiB")).Needs(Memory),
        Key(Integer("swap", @default: "512", minimum: 0).Live().Terraform("memory.swap", "0").Parameter("SwapMiB")).Needs(Memory),
        Key(Boolean("debug", @default: "0")).Needs(Options),
        Key(Text("timezone").Format("pve-ct-timezone")).Needs(Options),
        Key(Text("entrypoint", @default: "/sbin/init").Terraform("initialization.entrypoint", "").Pattern(@"(?:[^\x00-\x08\x0a-\x1F\x7F]+)")).Needs(Options),
        Key(Text("env").Terraform("environment_variables").Pattern(@"(?:(?:\w+=[^\x00-\x08\x0a-\x1F\x7F]*)(?:\0\w+=[^\x00-\x08\x0a-\x1F\x7F]*)*)")).Needs(Options),
    ];
}
