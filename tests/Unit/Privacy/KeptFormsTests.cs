using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>
/// What looks like something sensitive and is nothing: versions, numbers of devices and interfaces, sums, outputs of kernels and programs, code, manuals, sentences about passwords. Each text
/// has to stay byte for byte, alone and in one session with all the others, whose words must not become names.
/// </summary>
public sealed class KeptFormsTests
{
    private static readonly (string File, int Fewest)[] Files =
    [
        ("kept-devices", 18),
        ("kept-versions", 100),
        ("kept-kernel", 60),
        ("kept-ids", 90),
        ("kept-code", 100),
        ("kept-prose", 150),
        ("kept-software", 100),
        ("kept-proxmox", 75),
        ("kept-windows", 80),
        ("kept-outputs", 95),
        ("kept-tickets", 85),
        ("kept-lookalikes", 80),
        ("kept-structures", 60),
        ("kept-infrastructure", 90),
        ("kept-scripts", 38),
        ("kept-notices", 20),
    ];

    public static TheoryData<string, int> Lists => [.. Files];

    private static string[] TextsOf(string file) =>
        File.ReadAllText(Path.Combine(SharedData.Repository, "tests/Unit/Privacy/Forms", file + ".txt")).Replace("\u00a6", "", StringComparison.Ordinal).TrimEnd('\n').Split("\n---\n");

    [Theory]
    [MemberData(nameof(Lists))]
    public void It_stays(string file, int fewest)
    {
        var texts = TextsOf(file);
        Assert.InRange(texts.Length, fewest, int.MaxValue);
        Assert.DoesNotContain(texts, text => FormAssert.Learnt(text).Anonymize(text) != text);
    }

    [Fact]
    public void It_stays_beside_all_others()
    {
        var texts = Files.SelectMany(file => TextsOf(file.File)).ToArray();
        var session = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key);
        foreach (var text in texts) session.Learn(Encoding.UTF8.GetBytes(text));
        Assert.DoesNotContain(texts, text => session.Anonymize(text) != text);
    }

    /// <summary>Of an entry's name the domain goes, and what every directory has stays.</summary>
    [Theory]
    [InlineData("CN=Deleted Objects")]
    [InlineData("CN=Administrators,CN=Builtin")]
    [InlineData("CN=Group Policy Creator Owners,CN=Users")]
    [InlineData("CN=ms-DS-Password-Settings,CN=Schema,CN=Configuration")]
    [InlineData("CN=Recycle Bin Feature,CN=Optional Features,CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration")]
    public void What_every_directory_has_stays(string entry)
    {
        var text = $"distinguishedName: {entry},DC=kolibri-werke,DC=lan";
        var output = FormAssert.Learnt(text).Anonymize(text);
        Assert.StartsWith($"distinguishedName: {entry},DC=", output, StringComparison.Ordinal);
        Assert.DoesNotContain("kolibri", output, StringComparison.Ordinal);
    }

    /// <summary>What stands beside a rule that lets something stay, and has to go: small numbers that are an address, passwords that begin as what tells where one is, keys of one's own.</summary>
    [Theory]
    [InlineData("ssh root@5.9.12.3", "5.9.12.3")]
    [InlineData("endpoint = 5.9.12.3:51820", "5.9.12.3")]
    [InlineData("kernel: IN=eth0 OUT= SRC=5.9.12.3 DST=10.1.1.1 LEN=44", "5.9.12.3")]
    [InlineData("default gateway 5.9.12.3", "5.9.12.3")]
    [InlineData("wan_ip: 5.9.12.3", "5.9.12.3")]
    [InlineData("publicAddress = \"5.9.12.3\"", "5.9.12.3")]
    [InlineData("Failed password for root from 5.9.12.3 port 22 ssh2", "5.9.12.3")]
    [InlineData("NOTICE [sshd] Ban 5.9.12.3", "5.9.12.3")]
    [InlineData("web01 5.9.12.3", "5.9.12.3")]
    [InlineData("allow 5.9.12.3/28", "5.9.12.3")]
    [InlineData("relay, 91.33.144.5, 5.9.12.3", "5.9.12.3")]
    [InlineData("unknown[5.9.12.3]", "5.9.12.3")]
    [InlineData("the mail relay is at 5.9.12.3", "5.9.12.3")]
    [InlineData("moved the DNS record to 5.9.12.3", "5.9.12.3")]
    [InlineData("moodle 5.9.12.3 answers\nping 5.9.12.3", "5.9.12.3")]
    [InlineData("password: wie drei Katzen im Sack 8", "wie drei Katzen im Sack 8")]
    [InlineData("nmcli dev wifi connect Home password 'no exit here'", "no exit here")]
    [InlineData("PASS: Tulip-Harbour-88", "Tulip-Harbour-88")]
    [InlineData("pass: 12Tulip!", "12Tulip!")]
    [InlineData("  --password Tulip-Harbour-88", "Tulip-Harbour-88")]
    [InlineData("c.password = \"Tulip88x\"", "Tulip88x")]
    [InlineData("relay=mx1.kolibri-werke.de[private/dovecot-lmtp]", "mx1.kolibri-werke.de")]
    [InlineData("dn: cn=jtulip,ou=staff,dc=kolibri-werke,dc=de", "jtulip")]
    [InlineData("UUID=1f51873e-93af-11ee-b6d2-bcd1c2863897", "1f51873e-93af-11ee-b6d2-bcd1c2863897")]
    [InlineData("PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=", "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=")]
    [InlineData("pub   ed25519 2024-01-01 [SC]\n      0A1B2C3D4E5F60718293A4B5C6D7E8F901234567\nuid           Jane Tulip <jane@kolibri-werke.de>", "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567")]
    [InlineData("AUTH PLAIN AGphbmUAVHVsaXA4OA==", "AGphbmUAVHVsaXA4OA==")]
    [InlineData("hostname: kolibri # in use", "kolibri")]
    [InlineData("sshd[1]: Invalid user tul\\303\\261a from 10.1.1.1 port 51712", "tul\\303\\261a")]
    [InlineData("ldapsearch -x -D cn=jtulip,dc=kolibri-werke,dc=de -W -b dc=kolibri-werke,dc=de", "kolibri-werke")]
    [InlineData("ansible-vault encrypt_string --name db_password 'Tulip-Harbour-88'", "Tulip-Harbour-88")]
    [InlineData("UUID=9dea862c-5cdd-4e70-acc1-f32b344d4796", "9dea862c-5cdd-4e70-acc1-f32b344d4796")]
    [InlineData("users: [jtulip, bkolibri]", "jtulip")]
    [InlineData("jtulip@pve", "jtulip")]
    [InlineData("DisplayName : kolibri", "kolibri")]
    [InlineData("tcp4       0      0  10.1.0.5.443       91.22.3.4.50550    ESTABLISHED", "91.22.3.4")]
    [InlineData("udp4  0  0  10.1.0.5.53   5.9.12.3.41022", "5.9.12.3")]
    [InlineData("tcp/accept ]: 91.22.3.4.50550 10.1.0.5.1080: error", "10.1.0.5")]
    [InlineData("DB_PASSWORD: &db Tulip88x", "Tulip88x")]
    [InlineData("password: &shop Tulip-Harbour-88\nother: *shop", "Tulip-Harbour-88")]
    [InlineData("DB_PASSWORD=${DB_PASSWORD:-Tulip88x}", "Tulip88x")]
    [InlineData("  psk: !Tulip88x", "!Tulip88x")]
    [InlineData("sed -i 's/^DB_PASSWORD=.*/DB_PASSWORD=Tulip88x/' .env", "Tulip88x")]
    [InlineData("echo -e \"Password: \\e[32mTulip88x\\e[0m\"", "Tulip88x")]
    [InlineData("password: $Tulip/88x", "$Tulip/88x")]
    [InlineData("CREATE USER shop IDENTIFIED BY 'Tulip88x'", "Tulip88x")]
    [InlineData("DB_NAME=shop\nDB_USER=jtulip", "jtulip")]
    [InlineData("jtulip_user: kolibri88", "kolibri88")]
    [InlineData("/etc/pve/nodes/kolibri/qemu-server/100.conf", "kolibri")]
    [InlineData("nodes/kolibri/lxc/101", "kolibri")]
    [InlineData("pvesh get /nodes --node kolibri7", "kolibri7")]
    [InlineData("the guest KOLI7 is down, and node kolibri7 is down", "kolibri7")]
    [InlineData("    team.kolibri-werke.de/owner: ops", "kolibri-werke")]
    [InlineData("    ops.kolibri-werke.com/owner: x\nhost: web.kolibri-werke.com", "kolibri-werke")]
    [InlineData("kolibri-mbp.local, kolibriTower.fritz.box", "kolibriTower")]
    [InlineData("cn=jtulip,ou=staff,dc=kolibri-werke,dc=org", "jtulip")]
    [InlineData("dig A kolibri7", "kolibri7")]
    [InlineData("$(curl -u jtulip:Tulip88x https://x.kolibri-werke.de)", "Tulip88x")]
    [InlineData("- 'password Tulip88x'", "Tulip88x")]
    [InlineData("login with jtulip / Tulip88x", "Tulip88x")]
    [InlineData("\"id\":\"node/kolibri\"", "kolibri")]
    [InlineData("host (kolibri) is down", "kolibri")]
    [InlineData("smtp_host: kolibri.io", "kolibri")]
    [InlineData("image: kolibriwerke.azurecr.io/shop:1.2", "kolibriwerke")]
    [InlineData("https://kolibriwerke.wordpress.com/2026/", "kolibriwerke")]
    [InlineData("https://user:Tulip88x@web.kolibri-werke.de", "Tulip88x")]
    [InlineData("https://login.microsoftonline.com/5f1b9c1e-77aa-4c1d-9e0b-0c9d1a2b3c4d/oauth2", "5f1b9c1e-77aa")]
    [InlineData("[web:vars]\nansible_user=jtulip\n[web]\nkolibri7", "kolibri7")]
    public void It_goes_nevertheless(string text, string value) => FormAssert.HidesAndRestores(text, value);
}
