using static ProxmoxMpc.Core.Model.Schema.Define;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>Cloud-init settings of a VM.</summary>
internal static class QemuCloudInitKeys
{
    public static KeySchema[] All { get; } =
    [
        Key(Text("ciuser").Live().Terraform("initialization.user_account.username", "").Parameter("CIUser")).Needs(CloudInit),
        Key(Text("cipassword").Live().Terraform("initialization.user_account.password", computed: true).Parameter("CIPassword").Secret()).Needs(CloudInit),
        Key(UrlEncoded("sshkeys").Live().Terraform("initialization.user_account.keys", unit: ProviderUnit.List).Parameter("SshKey")).Needs(CloudInit),
        Family("ipconfig", 0, 31,
            Text("gw").Format("ipv4").Live().Terraform("initialization.ip_config.ipv4.gateway").Requires("ip"),
            Text("gw6").Format("ipv6").Live().Terraform("initialization.ip_config.ipv6.gateway").Requires("ip6"),
            Text("ip", @default: "dhcp").KeepsDefault().Format("pve-ipv4-config").Live().Terraform("initialization.ip_config.ipv4.address"),
            Text("ip6", @default: "dhcp").KeepsDefault().Format("pve-ipv6-config").Live().Terraform("initialization.ip_config.ipv6.address")).Device().Plugged(ChangeEffect.Live, ChangeEffect.Live).Needs(CloudInit),
        Key(List("nameserver").Format("address-list").Live().Terraform("initialization.dns.servers", unit: ProviderUnit.List).Parameter("Nameserver")).Needs(CloudInit),
        Key(List("searchdomain").Live().Terraform("initialization.dns.domain", "").Parameter("SearchDomain")).Needs(CloudInit),
        Key(Choice("citype", ["configdrive2", "nocloud", "opennebula"]).Live().Terraform("initialization.type", "")).Needs(CloudInit),
        Key(Boolean("ciupgrade", @default: "1").Live().Terraform("initialization.upgrade", computed: true)).Needs(CloudInit),
        Key("cicustom",
            Text("meta").Format("pve-volume-id").Live().Terraform("initialization.meta_data_file_id", ""),
            Text("network").Format("pve-volume-id").Live().Terraform("initialization.network_data_file_id", ""),
            Text("user").Format("pve-volume-id").Live().Terraform("initialization.user_data_file_id", ""),
            Text("vendor").Format("pve-volume-id").Live().Terraform("initialization.vendor_data_file_id", "")).Needs(CloudInit),
    ];
}
