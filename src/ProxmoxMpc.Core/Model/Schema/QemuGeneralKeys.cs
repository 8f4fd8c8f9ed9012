using static ProxmoxMpc.Core.Model.Schema.Define;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>General settings of a VM: name, boot, power, lifecycle.</summary>
internal static class QemuGeneralKeys
{
    public static KeySchema[] All { get; } =
    [
        Key(Text("name").Format("dns-name").Live().Terraform("name", "").Parameter("Name")),
        Key(Description("description").MaxLength(8192).Live().Terraform("description", "").Parameter("Description")),
        Key(Set("tags").Format("pve-tag-list").Live().Terraform("tags", unit: ProviderUnit.List).Parameter("Tag")),
        Key(Boolean("onboot", @default: "0").Live().Terraform("on_boot", "1").Parameter("OnBoot")),
        Key(Boolean("autostart", @default: "0").Live()),
        Key("startup",
            Integer("order", minimum: 0).DefaultKey().Live().Terraform("startup.order", "-1").Parameter("Startup"),
            Integer("down", minimum: 0).Live().Terraform("startup.down_delay", "-1"),
            Integer("up", minimum: 0).Live().Terraform("startup.up_delay", "-1")),
        Key(Boolean("protection", @default: "0").Live().Terraform("protection", "0").Parameter("Protection")),
        Key(Boolean("template", @default: "0").Replace().Terraform("template", "0")),
        Key(Choice("lock", ["backup", "clone", "create", "migrate", "rollback", "snapshot", "snapshot-delete", "suspending", "suspended"]).ReadOnly().RootOnly()),
        Key(Text("hookscript").Format("pve-volume-id").Live().Terraform("hook_script_file_id", "")),
        Key("boot",
            Text("legacy", @default: "cdn").DefaultKey(),
            List("order").Format("pve-qm-bootdev-list").Terraform("boot_order", computed: true, unit: ProviderUnit.List).Parameter("Boot")),
        Key(Text("bootdisk").Format("pve-qm-bootdisk")),
        Key(Choice("ostype", ["other", "wxp", "w2k", "w2k3", "w2k8", "wvista", "win7", "win8", "win10", "win11", "l24", "l26", "solaris"], @default: "other").Terraform("operating_system.type", "other").Parameter("OSType")),
        Key(Boolean("reboot", @default: "1")),
        Key(Set("hotplug", @default: "network,disk,usb").Format("pve-hotplug-features").Terraform("hotplug", computed: true)),
        Key(Number("migrate_downtime", @default: "0.1", minimum: 0).Live()),
        Key(Integer("migrate_speed", @default: "0", minimum: 0).Live()),
        Key(Text("vmstatestorage").Format("pve-storage-id").Live()),
        Key(Boolean("freeze")),
        Key(Boolean("localtime")),
        Key(Text("startdate", @default: "now")),
        Key(Boolean("tdf", @default: "0")),
        Key(Boolean("acpi", @default: "1").Terraform("acpi", "1")),
        Key(Text("args").Terraform("kvm_arguments", "").RootOnly()),
    ];
}
