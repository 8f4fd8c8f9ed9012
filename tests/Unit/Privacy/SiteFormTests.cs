using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Forms that one meets at a site with a cluster of its own: plans of Terraform, tables of Slurm, zones, exports of a directory, chats, what commands print.</summary>
public sealed class SiteFormTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static string Anonymize(string text) => new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text);

    [Theory]
    // Guests in addresses of Terraform
    [InlineData("proxmox_virtual_environment_vm.otterserver: Refreshing state... [id=114]", "otterserver")]
    [InlineData("# module.site.proxmox_vm_qemu.this[\"otter-1\"] will be updated in-place", "otter-1")]
    [InlineData("{\"address\":\"proxmox_lxc.this[\\\"otter-1\\\"]\"}", "otter-1")]
    [InlineData("resource \"proxmox_virtual_environment_vm\" \"vidra\" {\n  name = \"vidra\"\n}\n│   with proxmox_virtual_environment_vm.vidra,\n", "vidra")]
    // Ranges of machines
    [InlineData("lang* up 7-00:00:00 2 down* otn-[017,023]", "otn-")]
    [InlineData("PARTITION AVAIL  TIMELIMIT  NODES  STATE NODELIST\nlang*        up 7-00:00:00      2  down* vidra[017-018]\ngpu          up 2-00:00:00      1    mix otterling\n", "vidra", "otterling")]
    [InlineData("NodeName=vidra[1-4],otterling CPUs=64", "vidra", "otterling")]
    [InlineData("compute:\n  hosts:\n    vidra-[001:096]:\n", "vidra")]
    [InlineData("vidra[01:50] ansible_port=2222", "vidra")]
    // Who is in the range is known elsewhere, too
    [InlineData("scontrol update nodename=otn-[017-019] state=drain\nslurmd: otn-018 melded", "otn-017", "otn-018")]
    // A resolver's addresses, cut names
    [InlineData("address=/idp.otter.de/192.88.7.9", "192.88.7.9", "otter.de")]
    [InlineData("+ CategoryInfo : ResourceExists: (CN=jane7,OU=S...terwerk,DC=de:String) [New-ADUser]", "terwerk", "jane7")]
    [InlineData("10.1.2.3 10.1.2.0 DESKTOP-K8P2M1Q.ad.otterw... Inactive", "K8P2M1Q", "otterw")]
    // Machines that hold a directory
    [InlineData("krb5_server = dc-otter, dc-vidra\nkrb5_kpasswd = dc-otter\n", "dc-otter", "dc-vidra")]
    [InlineData("[realms]\n  kdc = vidra-a:88\n  admin_server = vidra-b\n", "vidra-a", "vidra-b")]
    // Whose it is
    [InlineData("git clone https://x:ghp_abcdefghijklmnopqrstuvwxyz0123456789@github.com/jane-otter/site.git", "jane-otter")]
    [InlineData("[17:02:58] @vidrane:otter.de: done", "vidrane", "otter.de")]
    [InlineData("wakeonlan 525400A1B2C3", "525400A1B2C3")]
    [InlineData("wakeonlan -i 10.1.2.255 525400a1b2c3", "525400a1b2c3")]
    [InlineData("gecos: \"J. Otter, Tel. -4420\", tel 4411", "4420", "4411")]
    public void Names_and_numbers_of_a_site_are_hidden(string text, params string[] hidden)
    {
        var output = Anonymize(text);
        Assert.All(hidden, value => Assert.DoesNotContain(value, output, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("mosh: MOSH CONNECT 60001 UcqfIY35L5yBzkHzKB1b3U", "UcqfIY35L5yBzkHzKB1b3U")]
    [InlineData("MOSH_KEY=UcqfIY35L5yBzkHzKB1b3U mosh-client 10.0.0.1 60001", "UcqfIY35L5yBzkHzKB1b3U")]
    // Digests in records, in parts and over lines
    [InlineData("vidra SSHFP 4 2 ( C12C6739721762F5C0CA803C0CBE5E9E15C37B68\n                  7BFD8A69EE8230308329C6CA )", "C12C6739", "7BFD8A69")]
    [InlineData("_25._tcp.mx IN TLSA 3 1 1 C12C6739721762F5C0CA803C0CBE5E9E15C37B68 7BFD8A69EE8230308329C6CA", "C12C6739", "7BFD8A69")]
    // Folded lines of LDIF
    [InlineData("sshPublicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAII9Nko4k4jr9PLusF7hL3PuyBvE4Th\n r5BoJqkh2j1vvb jane@otter\nuid: jane\n", "r5BoJqkh2j1vvb")]
    // Through a function
    [InlineData("c.JupyterHub.cookie_secret = bytes.fromhex('60820e92b1d230decc2637f1a6dd945a')", "60820e92b1d230")]
    [InlineData("password=SecretStr(\"quiet otter\")", "quiet otter")]
    // Links, cut keys, PINs
    [InlineData("https://git.otter.de/-/invites/Lm8KYJJeVl6-NQchzSZV?invite_type=initial_email", "Lm8KYJJeVl6-NQchzSZV")]
    [InlineData("the key begins with AQAJLmJo2yKqMRAAc... the rest is known", "AQAJLmJo2yKqMRAAc")]
    [InlineData("die pin ist 7714, bitte nicht weitersagen", "7714")]
    [InlineData("https://vpn.otter.de/otp?user=jane&code=418 207", "418 207")]
    [InlineData("{\"webauthn\":[{\"info\":{\"id\":\"a\"},\"entry\":{\"cred_id\":\"CQBZyTfX3VANpe775c-CRD6ty-SS39muhynnWOomBiC\"}}]}", "CQBZyTfX3VAN")]
    // What commands print
    [InlineData("root@lyra:~# openssl rand -base64 18\nq3Vn8Zk1Lr0Tt5Xw2Yb7Qp9d\n", "q3Vn8Zk1Lr0Tt5Xw2Yb7Qp9d")]
    [InlineData("$ pwgen 12 2\nahD4oXai7Che Oot8iu3eePh1\n", "ahD4oXai7Che", "Oot8iu3eePh1")]
    [InlineData("$ vault kv get -field=password kv/pve\nquietotter\n$ exit", "quietotter")]
    [InlineData("$ ssh lyra 'ceph-authtool -p -n client.admin k | base64'\n5T8y6SgXsNU7fi/SUoDW4ixkFbgIFbzyGE4HESwlcyl1V6kO/VmmGg==\n", "5T8y6SgXsNU7")]
    [InlineData("$ curl -H \"X-Vault-Token: $T\" $A/v1/kv/data/pve | jq -r .data.data\n{\n  \"root\": \"quiet \\\"otter\\\"\",\n  \"url\": \"https://10.1.2.3/x\"\n}\n", "quiet", "otter")]
    public void Secrets_of_a_site_are_hidden(string text, params string[] hidden)
    {
        var output = Anonymize(text);
        Assert.All(hidden, value => Assert.DoesNotContain(value, output, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("proxmox_virtual_environment_vm.this[0].id and proxmox_vm_qemu.docker_host, proxmox_lxc.template")]
    [InlineData("sed -e 's/[a-z]-[0-9]*//' x-[0-9].log pve[0-9]-[0-9]")]
    [InlineData("May 10 [00:12:33] daemon[1234]: slot-[1] started")]
    [InlineData("krb5_kpasswd = _srv_")]
    [InlineData("git clone https://github.com/ansible/ansible.git")]
    [InlineData("Internal build ID: 9c6041a2-d378-4563-afcb-cbcfabe3f06c")]
    [InlineData("ext. 214, tel 443/tcp, the pin is 12, pin 1234")]
    [InlineData("$ openssl rand -hex 16 > /root/k\nexit\n$ pwgen -h\nusage text follows\n")]
    [InlineData("GET /invites/index.html, /join/all-of-the-others, /reset/password")]
    [InlineData("StorageUser: slurm")]
    public void What_looks_like_them_stays(string text) => Assert.Equal(text, Anonymize(text));
}
