using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Forms of what stands beside a cluster: posts of forums, remarks in tables, dumps of keys, scans, captures, maps of devices, directories.</summary>
public sealed class BesideFormTests
{
    [Theory]
    // Forums
    [InlineData("**löwe74** · Member · Feb 7, 2026 · #1\n@löwe74 thanks, that was it", "löwe74")]
    [InlineData("> u/otter_keeper · 3h ago\n> same here", "otter_keeper")]
    [InlineData("[QUOTE=\"otterkeeper, post: 650123, member: 12345\"]x[/QUOTE]", "otterkeeper")]
    [InlineData("[otterkeeper](https://forum.proxmox.com/members/otterkeeper.12345/) said:\nno", "otterkeeper")]
    [InlineData("Quote from: otterkeeper on November 03, 2026, 10:03:12 AM", "otterkeeper")]
    [InlineData("otter_keeper said:\nno", "otter_keeper")]
    // Remarks in cells, and below a word
    [InlineData("lyra,10.0.0.5,\"BIOS 2.19 installed, heslo iDRAC: Kalypso\"\"3\"\n", "Kalypso", "\"\"3")]
    [InlineData("lyra,10.0.0.5,\"iDRAC root / Basalt,Granit\"\"7\"\n", "Basalt", "Granit")]
    [InlineData("lyra,10.0.0.5,\"WLAN in lab: Otter boys 2031!\"\n", "Otter boys")]
    [InlineData("lyra,10.0.0.5,\"down since Friday, hub code QX3K-55TD\"\n", "QX3K-55TD")]
    [InlineData("> the account is otterkeeper, wachtwoord:\n> > Tijdelijk-Vijver-62\n> please change it", "Tijdelijk-Vijver-62")]
    [InlineData("Heslo:\n```\nVlasta+Otter9\n```\n", "Vlasta+Otter9")]
    // Dumps, bodies and keys
    [InlineData("# od -A x -t x1 /etc/corosync/authkey | head -2\n000000 26 c3 1c 2b 7f d0 c7 5c 25 d0 46 82 03 88 92 a5\n000010 72 5b b0 85", "26 c3 1c", "72 5b b0")]
    [InlineData("# xxd luks.key\n00000000: 9f3c 11ab 77de 0b5a c902 4e31 8812 f0a4  pQ7.Kx..Z..N1...\n", "9f3c 11ab", "pQ7.Kx")]
    [InlineData("Argon2-Salt: 24411b0f9936efa3bff2a76f99f9f29b", "24411b0f9936")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\noPWNM0aPNLAL9zL4h/ULPmsZ7dOOA9g74jh50jNURotter@lyra:~$ ls", "oPWNM0aPNLAL9zL4h", "50jNUR")]
    [InlineData("otterkeeper : EAP 0sKZDK3eHSc4gXfJ8OhEZokYzf", "otterkeeper", "KZDK3eHSc4")]
    [InlineData("key : NTLM 0x8846f7eaee8fb117ad06bdd830b7586c", "8846f7eaee8f")]
    [InlineData("MANAGEMENT: CMD 'password \"Auth\" Dur-Moll.otter'", "Dur-Moll")]
    [InlineData("10.0.0.2 > 224.0.0.18: VRRPv2, Advertisement, vrid 33, authtype simple, intvl 1s, addrs: 10.0.0.1 auth \"otter-01\"", "otter-01")]
    [InlineData(">> relay_password_map: [smtp.otterpond.at]:587 otterkeeper:drive road 1874", "otterkeeper", "drive road 1874")]
    [InlineData("params: { auth: [otterpublik], module: [if_mib] }", "otterpublik")]
    [InlineData("  - path: /etc/jupyterhub/env\n    encoding: b64\n    content: q9aRtoz5qZX8XUTOcUjkdV9XFMZSqhejppeDARX629gp", "q9aRtoz5qZX8")]
    [InlineData("content: \"db.otter.lan:5432:shop:otterkeeper:Fago\\\\:kontra\\n10.0.0.5:5432:*:postgres:N2zvJJI5pRB4\\n\"", "otterkeeper", "Fago", "N2zvJJI5pRB4")]
    [InlineData("[off]\ntype = b2\naccount = 63579712cc019c86bad44f16f\n", "63579712cc01")]
    [InlineData("<script id=\"ssl-cert\"><elem key=\"sha1\">797f4f83dca679f13b14517560a9e47f1ef3e4c8</elem></script>", "797f4f83dca6")]
    [InlineData("|_SHA-1: 797f 4f83 dca6 79f1 3b14 5175 60a9 e47f 1ef3 e4c8", "4f83 dca6")]
    [InlineData("smtp.otterpond.at:587 otterkeeper:quietmond88", "otterkeeper", "quietmond88")]
    [InlineData("# keys\n1 M quietmond98\n12 SHA1 HEX:1DC764E0791B11FA67EFC7ECBC4B0D73F68A070C", "quietmond98", "1DC764E0791B")]
    [InlineData("  network_key: [11, 23, 57, 79, 111, 13, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6]\n  channel: 11", "11, 23, 57")]
    [InlineData("\"S2_Unauthenticated\": \"0123ABCD5678EF9012345678ABCDEF01\"", "0123ABCD5678")]
    [InlineData("10.0.0.2.161 > 10.0.0.3.162: C=\"otterGEHEIM\" GetRequest(28) .1.3.6.1.2.1.1.1.0", "otterGEHEIM")]
    [InlineData("%any otterkeeper : EAP \"quiet moon 7\"\nquokkakeeper @gate : XAUTH \"m\"", "otterkeeper", "quokkakeeper", "quiet moon 7")]
    [InlineData("discovery.sendtargets.auth.password_in = quietmond100", "quietmond100")]
    // Machines and people
    [InlineData("\notterkeeper\nRenowned Member\nNov 23, 2026\n#1\nsame here, otterkeeper", "otterkeeper")]
    [InlineData("full address:s:quokka-win1\nusername:s:OTTERPOND\\otterkeeper\n", "quokka-win1", "otterkeeper")]
    [InlineData("name=x\nserver=quokka-ts2:3389\n", "quokka-ts2")]
    [InlineData("set superusers=\"otterkeeper\"\npassword_pbkdf2 otterkeeper grub.pbkdf2.sha512.10000.AB12", "otterkeeper")]
    [InlineData("|   Target_Name: OTTERDOM\n|   NetBIOS_Domain_Name: OTTERDOM", "OTTERDOM")]
    [InlineData("xfreerdp /v:otter-win11 /u:otter", "otter-win11")]
    [InlineData("rdesktop -g 1280x1024 quokka7", "quokka7")]
    [InlineData("cmdkey /add:quokka7 /user:x", "quokka7")]
    [InlineData("- { name: bad-fuehler, mac: \"a0:36:9f:7b:b2:69\", ip: 10.0.0.9 }", "bad-fuehler")]
    [InlineData("topic: zigbee2mqtt/0x00158d0008a1f3c2\nieee: \"00:15:8d:00:08:a1:f3:c2\"", "00158d0008a1f3c2", "00:15:8d:00:08:a1:f3:c2")]
    [InlineData("snmp-server host 10.0.0.60 version 3 priv ottersnmp", "ottersnmp")]
    [InlineData("\"invalid: ssh-ed25519%20AAAAC8LaoI5gUGC0YJK2PHRJPLsPhqHqsf%2FT8fJJVWp6km1tm33Ubr71WXJZsCjjXBli%20o.keeper\"", "o.keeper")]
    [InlineData("quokka7:/tank/vm on /mnt/pve/x type nfs4 (rw,relatime)", "quokka7")]
    [InlineData("Last login: Fri Feb  6 18:22:40 2026 from quokka-pc14.otter.pond", "quokka", "otter")]
    [InlineData("lyra last[1181]: o.keeper pts/0 quokka.otterpond Fri Nov 20 17:02 - 17:44  (00:42)", "o.keeper", "quokka", "otterpond")]
    [InlineData("# quokka7:/srv/stack/docker-compose.yaml\nservices:\n", "quokka7")]
    [InlineData("distinguishedName: CN=Jane Otterkeeper,OU=Staff,OU=Vienna,DC=ad,DC=otterp\n ond,DC=at\n", "otterp", " ond,")]
    public void It_is_hidden_and_comes_back(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("**Note** · see the manual")]
    [InlineData("Docs · Wiki · Forum")]
    [InlineData("# dd if=a.bin | xxd | head -1\n00000000: 9f3c 11ab 77de 0b5a c902 4e31 8812 f0a4  pQ7.Kx..Z..N1...\n")]
    [InlineData("Code: 48 89 df e8 12 34 56 78 0f 0b 48 8b 45 00 48 85")]
    [InlineData("<service name=\"wpl-analytics\" tunnel=\"ssl\"/>\n<port vmid=\"100\"/>")]
    [InlineData("<script id=\"http-favicon\"><elem key=\"md5\">9e107d9d372bb6826bd81d3542a419d6</elem></script>")]
    [InlineData("scsi0: local-lvm:vm-7419-disk-0,size=32G,wwn=0x5000c500a1b2f3e7")]
    [InlineData("- name: kubernetes-admin\n  user: kubernetes-admin@kubernetes\n")]
    [InlineData("params: {auth: [public_v2], module: [if_mib]}")]
    [InlineData("radius server NPS1\n address ipv4 x\n")]
    [InlineData("Get:25 http://archive.ubuntu.com/ubuntu jammy/main amd64 linux-generic amd64 5.15.0.101.98 [1698 B]")]
    [InlineData("a.example:25 connect:failed at once")]
    [InlineData("  2 M  total\n  3 SHA1 sums differ")]
    [InlineData("plain text\nMember\nlist")]
    [InlineData("password:\n  secretKeyRef:\n")]
    [InlineData("lyra,\"enable heslo viz sejf\",\"WLAN: 5 GHz, 802.11ax\"\n")]
    [InlineData("rrdcached: /var/lib/rrdcached/db/pve2-vm/100: flush")]
    [InlineData("{ name: 'Local Resolver', ip: 'x', mac: 'none' }")]
    public void What_looks_so_and_is_nobodys_stays(string text) => FormAssert.Stays(text);

    [Theory]
    [InlineData("objectCategory: CN=Person,CN=Schema,CN=Configuration,DC=ad,DC=otterpond,DC=at", "CN=Person,CN=Schema,CN=Configuration,")]
    [InlineData("{CN=Remote Desktop Users,CN=Builtin,DC=ad,DC=otterpond,DC=at}", "CN=Builtin,")]
    [InlineData("CN=Program Data,DC=otterpond,DC=at", "CN=Program Data,")]
    public void Containers_of_every_directory_stay_and_the_domain_does_not(string text, string stays)
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key).Anonymize(text);
        Assert.Contains(stays, output, StringComparison.Ordinal);
        Assert.DoesNotContain("otterpond", output, StringComparison.Ordinal);
    }

    /// <summary>A password within a string of a string takes no quote with it.</summary>
    [Fact]
    public void Escaped_quotes_around_a_password_stay()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key).Anonymize("\"echo \\\"otterkeeper:keel-No-1\\\" | chpasswd\",");
        Assert.EndsWith("\\\" | chpasswd\",", output, StringComparison.Ordinal);
        Assert.DoesNotContain("keel-No", output, StringComparison.Ordinal);
    }

    /// <summary>What is read around a word ends somewhere, and a tag may begin before and end behind it.</summary>
    [Fact]
    public void A_long_tag_behind_a_word_for_passwords_is_read_whole()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key);
        for (var blanks = 0; blanks < 80; blanks++)
            Assert.EndsWith(">", anonymizer.Anonymize($"mot de passe{new string(' ', blanks)}<b class=\"{new string('x', 60)}\">kein</b> mdp{new string(' ', blanks)}<i title=\"a\">"), StringComparison.Ordinal);
    }

    /// <summary>A hardware address of eight bytes is one, with colons and without.</summary>
    [Fact]
    public void Spellings_of_a_radio_have_one_pseudonym()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key).Anonymize("zigbee2mqtt/0x00158d0008a1f3c2\nieee: \"00:15:8D:00:08:A1:F3:C2\"");
        var plain = output.Split('\n')[0][14..];
        Assert.Contains(plain, output.Split('\n')[1].Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }
}
