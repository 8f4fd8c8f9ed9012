using static ProxmoxMpc.Core.Model.Schema.Define;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>General settings of a VM: name, boot, power, lifecycle.</summary>
internal static class QemuGeneralKeys
{
    public static KeySchema[] All { get; } =
    [
        Key(Text("name").Format("dns-name").Live().Terraform("name", "").Parameter("Name")).Needs(Options),
        Key(Description("description").MaxLength(8192).Live().Terraform("description", "").Parameter("Description")).Needs(Options),
        Key(Set("tags").Format("pve-tag-list").Live().Terraform("tags", unit: ProviderUnit.List).Parameter("Tag")).Needs(Options),
        Key(Boolean("onboot", @default: "0").Live().Terraform("on_boot", "1").Parameter("OnBoot")).Needs(Options),
        Key(Boolean("autostart", @default: "0")).Needs(Options),
        Key("startup",
            Integer("order", minimum: 0).DefaultKey().Live().Terraform("startup.order", "-1").Parameter("Startup"),
            Integer("down", minimum: 0).Live().Terraform("startup.down_delay", "-1"),
            Integer("up", minimum: 0).Live().Terraform("startup.up_delay", "-1")).Needs(Options),
        Key(Boolean("protection", @default: "0").Live().Terraform("protection", "0").Parameter("Protection")).Needs(Options),
        Key(Boolean("template", @default: "0").Replace().Terraform("template", "0")).Needs(Options),
        Key(Choice("lock", ["backup", "clone", "create", "migrate", "rollback", "snapshot", "snapshot-delete", "suspending", "suspended"]).ReadOnly().RootOnly()),
        Key(Text("hookscript").Format("pve-volume-id").Live().Terraform("hook_script_file_id", "").RootOnly()),
        Key("boot",
            Text("legacy", @default: "cdn").DefaultKey().Pattern(@"[acdn]{1,4}"),
            List("order").Format("pve-qm-bootdev-list").Terraform("boot_order", computed: true, unit: ProviderUnit.List).Parameter("Boot")).Needs(Drives),
        Key(Text("bootdisk").Format("pve-qm-bootdisk").Pattern(@"(ide|sata|scsi|virtio)\d+")).Needs(Drives),
        Key(Choice("ostype", ["other", "wxp", "w2k", "w2k3", "w2k8", "wvista", "win7", "win8", "win10", "win11", "l24", "l26", "solaris"], @default: "other").Terraform("operating_system.type", "other").Parameter("OSType")).Needs(Options),
        Key(Boolean("reboot", @default: "1")).Needs(Options),
        Key(Set("hotplug", @default: "network,disk,usb").Format("pve-hotplug-features").Live().Terraform("hotplug", computed: true)).Needs(HardwareType),
        Key(Number("migrate_downtime", @default: "0.1", minimum: 0).Live()).Needs(Options),
        Key(Integer("migrate_speed", @default: "0", minimum: 0).Live()).Needs(Options),
        Key(Text("vmstatestorage").Format("pve-storage-id").Live()).Needs(Drives),
        Key(Boolean("freeze")).Needs(Power),
        Key(Boolean("localtime")).Needs(Options),
        Key(Text("startdate", @default: "now").Pattern(@"(now|\d{4}-\d{1,2}-\d{1,2}(T\d{1,2}:\d{1,2}:\d{1,2})?)")).Needs(Options),
        Key(Boolean("tdf", @default: "0")).Needs(Options),
        Key(Boolean("acpi", @default: "1").Terraform("acpi", "1")).Needs(HardwareType),
        Key(Text("args").Terraform("kvm_arguments", "").RootOnly()),
    ];
}
