using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Machines that a place in a file, a command or a string tells of: aliases, remotes, zones, blocks of hosts, options, hashes of PowerShell.</summary>
public sealed class PlaceFormTests
{
    [Theory]
    // Aliases of the firewall, and where they are referred to
    [InlineData("[ALIASES]\n\notterdesk 10.7.1.9 # printer\nvidra-gw fd7a::12\n[RULES]\nIN ACCEPT -source dc/otterdesk -dest vidra-gw\n", "otterdesk", "vidra-gw")]
    [InlineData("[aliases]\notterdesk 192.168.3.4/32\n", "otterdesk")]
    // Backup servers
    [InlineData("remote: wexcombe\n\tauth-id sync@pbs\n\thost 10.7.1.3\n", "wexcombe")]
    [InlineData("sync: s-12ab\n\tremote wexcombe\n\tstore main\n", "wexcombe")]
    [InlineData("Starting datastore sync job 'wexcombe:main:copy::s-12ab'\nsync datastore 'copy' from 'wexcombe/main'", "wexcombe")]
    [InlineData("sync datastore 'copy' from 'remote/wexcombe:main' host 10.7.1.3", "wexcombe")]
    [InlineData("proxmox-backup-manager remote create wexcombe --host 10.7.1.3\nacl:1:/remote/wexcombe:jane@pbs:Audit", "wexcombe")]
    [InlineData("proxmox-backup-client list --repository jane@pbs@vidra-a:main", "vidra-a")]
    [InlineData("export PBS_REPOSITORY='jane@pbs!job@otterstore:main'", "otterstore")]
    // Comments above files
    [InlineData("# /etc/haproxy/haproxy.cfg on vidra-n / vidra-s\nglobal\n", "vidra-n", "vidra-s")]
    [InlineData("# /etc/network/interfaces auf otterling (CT 104)\n", "otterling")]
    [InlineData("# docker-compose on otterling (CT 104)\n", "otterling")]
    [InlineData("# docker-compose.yml sur otterling\n", "otterling")]
    // Zones
    [InlineData("$ORIGIN otter.de.\n@ IN MX 10 vidra\nvidra IN A 10.7.1.5\notterling 300 IN CNAME x.otter.de.\n", "vidra", "otterling")]
    [InlineData("@ IN MX 10 posta\nposta IN A 10.7.1.5\n", "posta")]
    [InlineData("_acme-challenge.otterling 60 IN TXT \"x\"\n", "otterling")]
    [InlineData("zone \"otter.de\" { file \"/etc/bind/db.otter.de\"; };", "otter.de")]
    // Blocks of hosts in other files
    [InlineData("  Corefile: |\n    .:53 {\n      hosts {\n        10.7.1.11 k8s-otter1\n        10.7.1.12 k8s-otter2\n        fallthrough\n      }\n", "k8s-otter1", "k8s-otter2")]
    [InlineData("write_files:\n  - path: /etc/hosts\n    content: |\n      127.0.0.1 localhost\n      10.7.1.11 pbs-otter vidra\n", "pbs-otter", "vidra")]
    [InlineData("echo '10.7.1.5 pmg.otter.de pmg' | tee -a /etc/hosts", "otter.de", " pmg'")]
    [InlineData("sed -i 's/vidra-old/vidra-new/' /etc/hosts && echo otterling > /etc/hostname", "vidra-old", "vidra-new", "otterling")]
    // Commands
    [InlineData("pvesm add cifs share7 --server otterfs --share maps --username jane7 --domain OTTERWERK", "otterfs", "OTTERWERK")]
    [InlineData("pve-ha-crm[1500]: ipmitool -I lanplus -H vidra-mgmt -U op power status", "vidra-mgmt")]
    [InlineData("zabbix_sender -z otterzbx -s \"otter-hist\" -k trap -o 1; snmpwalk -v2c -c public otter-ups .1.3.6.1.2.1.33", "otterzbx", "otter-hist", "otter-ups")]
    [InlineData("snmpget -v 3 -l authPriv -u jane7 -a SHA udp:otter-ups:161 1.3.6", "otter-ups")]
    // Daemons
    [InlineData("global_defs {\n   router_id vidra-n\n}", "vidra-n")]
    [InlineData("[metrics.graphite]\naddress = otter-cache:2003\n", "otter-cache")]
    [InlineData("/ip dhcp-server lease add address=10.7.1.9 mac-address=48:A9:8A:01:02:03 comment=\"otter-hmi\"", "otter-hmi")]
    [InlineData("ask for vidra-ilo 10.7.1.9, otter7-idrac: 10.7.1.10", "vidra-ilo", "otter7-idrac")]
    // Terraform and PowerShell
    [InlineData("resource \"proxmox_vm_qemu\" \"x\" {\n  clone       = \"tmpl-deb12-otter\"\n}", "tmpl-deb12-otter")]
    [InlineData("default = {\n  \"otter-dc1\" = \"10.7.1.2\"\n  \"vidralab\"  = \"10.7.1.3\"\n}", "otter-dc1", "vidralab")]
    [InlineData("[pscustomobject]@{ Name = 'otter-db'; Mac = $null; Ip = '10.7.1.4' }\n@{Name='vidralab'; VMID=104}", "otter-db", "vidralab")]
    [InlineData("PS C:\\> Get-VM -ComputerName hv7 | select Name,Id\notter-alt 7e6d20a6-8bda-48f4-ad2e-c10534957b52\n", "otter-alt")]
    [InlineData("$c = 'Server=tcp:ottersql,1433;Database=shop;Uid=otter_app;Pwd=Fjord+Quelle7;Encrypt=True'", "ottersql", "otter_app")]
    [InlineData("Data Source=ottersql\\SQLEXPRESS;Initial Catalog=shop;User Id=jane7;Password=Fjord+Quelle7", "ottersql", "jane7")]
    public void A_machine_is_hidden_where_its_place_tells_of_it(string text, params string[] hidden) => FormAssert.HidesAndRestores(text, hidden);

    [Theory]
    // Networks, offices and everyday words among aliases
    [InlineData("[ALIASES]\nrfc5737 192.0.2.0/24\nmgmt 127.0.0.1\n")]
    [InlineData("[ALIASES]\nfritzbox 127.0.0.1\noffice_west 192.0.2.7\n")]
    // Git, OpenVPN and everyday words
    [InlineData("remote: Resolving deltas: 100% (3/3), done.\nremote: otterly\n\nauth-id x\n")]
    [InlineData("[branch \"main\"]\n\tremote = otterly\n")]
    [InlineData("client\n\tremote otterly 1194\n")]
    [InlineData("remote: offsite\n\tauth-id backup@pbs\n")]
    // Sentences in comments
    [InlineData("# /etc/default/grub.d on Debian systems\n# /var/lib/docker on otterfs\n# /etc/fstab.d on otters is read first\n# docker-compose on its own\n")]
    // Services that any zone has
    [InlineData("www IN CNAME @\nautodiscover IN CNAME mail\nenterpriseregistration IN CNAME x.windows.net.\n@ IN MX 10 mail\nmail IN A 127.0.0.1\n")]
    [InlineData("zone \".\" { type hint; file \"/etc/bind/db.root\"; };\nresolver priming: a.root-servers.net, a.gtld-servers.net")]
    // What every machine has
    [InlineData("write_files:\n  - path: /etc/hosts\n    content: |\n      ::1 ip6-localhost ip6-loopback\n      ff02::1 ip6-allnodes\n")]
    [InlineData("sed -i 's/^#Port.*/Port 22/' /etc/ssh/sshd_config; cat /etc/hosts; echo done >> /etc/hosts")]
    // Options without a machine
    [InlineData("kubectl --server string\ncertbot --domain example.com\nsnmpwalk shows everything, zabbix_sender too")]
    // A list of accounts whose level stands where the name does
    [InlineData("2 x-ADMINISTRATOR true\n3 ADMINISTRATOR false\n")]
    [InlineData("named[733]: host unreachable resolving\nipmitool -I lanplus power status")]
    [InlineData("router_id LVS_DEVEL\nvirtual_router_id 51\n")]
    [InlineData("address = localhost:2003\nbind_address = [::]:80\n")]
    [InlineData("/interface vlan add comment=\"uplink-7\" name=vlan7\nadd address=127.0.0.1 comment=\"Drucker im Keller\"")]
    // Templates that say which system they are, and what is none
    [InlineData("clone = \"debian-12-cloudinit\"\nclone = \"ubuntu-2204-template\"\nclone: yes\nclone = local.template\ngit clone otterly\n")]
    // Columns that PowerShell calculates
    [InlineData("select @{Name='Otterly'; Expression={$_.Size}}, @{ Name = 'Vidraly'; e = { 1 } }")]
    [InlineData("Get-Process | select Name,Id\notterly 4711\n")]
    // Cookies, dnsmasq, an administrator that every server has
    [InlineData("Set-Cookie: server=otterly; path=/\n")]
    [InlineData("Server=127.0.0.1,1433;Database=shop;User Id=sa;Encrypt=True")]
    [InlineData("{\"mdns\": {\"txt\":[\"path=/\",\"mac=none\"]}}")]
    public void What_only_looks_like_it_stays(string text) => FormAssert.Stays(text);

    /// <summary>A group of a directory that is called by what it is for.</summary>
    [Fact]
    public void A_team_is_nobody() => Assert.Contains("CN=it-team,", FormAssert.Learnt("").Anonymize("from CN=it-team,OU=Groups,DC=otter,DC=de"), StringComparison.Ordinal);
}
