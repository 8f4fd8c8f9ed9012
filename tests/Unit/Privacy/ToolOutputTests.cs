using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What Proxmox's own tools print and are asked by, scripts around them, and what administrators note beside them.</summary>
public sealed class ToolOutputTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static string Anonymize(string text)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        anonymizer.Learn(System.Text.Encoding.UTF8.GetBytes(text));
        return anonymizer.Anonymize(text);
    }

    [Theory]
    // Bridges
    [InlineData("    bridge_slave designated_bridge 8000.92:1b:e:d4:37:c2 designated_root 8000.92:1b:e:d4:37:c2", "92:1b:e:d4", "d4:37:c2")]
    [InlineData("vmbr0\t\t8000.921b0ed437c2\tno\t\teno1", "921b0ed437c2")]
    // Fingerprints in all their spellings
    [InlineData("│ fingerprint │ f7:8b:23:aa:6a:b2:1c:ea │", "f7:8b:23:aa")]
    [InlineData("│ 14:f8:79:b9:f5:13:e5:dc: ...   :b6:20:e1:7f:f5:0f │ pw │\n# proxmox-tape key show 14:f8:79:b9:f5:13:e5:dc:...:b6:20:e1:7f:f5:0f", "14:f8:79:b9")]
    [InlineData("my $fp = 'sha256$836e218e27e35d8fa20ad813eff9a61ffabec24341a6a90995a10d188d27bd0c';", "836e218e27e3")]
    [InlineData("PGP: F62B 816E 394C C8F6 2B0D  16AB 3100 4EE1 D0F8 4FD0", "816E 394C")]
    [InlineData("fp = \"83:6E:21:8E:27:E3:5D:8F:A2:0A:D8:13:EF:F9:A6:1F:FA:BE:C2:43:41:A6:A9:09:95:A1:0D:18:8D:27:BD:0C\"\nPINS = {\"lyra\": \"836e218e27e35d8fa20ad813eff9a61ffabec24341a6a90995a10d188d27bd0c\"}", "836e218e27e3")]
    // Second factors, answers of an identity provider, tickets of nobody's prefix
    [InlineData("{\"type\": \"webauthn\", \"id\": \"2y7QjIJgzB13qTuxY_410BWe48JZzV9daRfiMlrhEJ8C-zfb3IcdOofJkO5uq0l_ygJlmHbExaRFnjHYPR2V_A\"}", "2y7QjIJgzB13")]
    [InlineData("{\"recovery-once\": [\"xg1s-dax5-gjin-5n6u\"]}", "xg1s-dax5")]
    [InlineData("\"GET /?code=xvRTC3dvQzEwe6E20R2zYxf6nbNtWTpQbBPgbHcneLc&state=ZTU-fQ45oee3MjlUtP00MqsgT7OCJhbZ HTTP/1.1\" 200", "xvRTC3dvQzEw", "ZTU-fQ45oee3")]
    [InlineData("connecting to wss://10.3.4.5:8006/api2/json/nodes/lyra/qemu/110/mtunnelwebsocket?ticket=rDb8EiE9kUGcuAFEVRNbvDji0cYkblg8dQbCQaVCwwZTzLPZc%2FbD2LHMhAlJS6ig", "rDb8EiE9kUGc")]
    [InlineData("enc_key = \"{\\\"kdf\\\":null,\\\"data\\\":\\\"kQ0x7mZp1vRfTn5sYb3cWd8hLj2gUe6aNi4oXqE9tPw=\\\"}\"", "kQ0x7mZp1vRf")]
    // Pairs that nothing announces
    [InlineData("#sys / Qu1%24etOtter\nagent: 1", "etOtter")]
    [InlineData("# RDP%3A 10.3.4.5 / jane / Nut%2BOtter#12", "jane", "Otter#12")]
    [InlineData("{\"description\": \"SQL 2022\\nsa / Sq1$Quiet-Otter\\nowner jane\"}", "Sq1$Quiet")]
    [InlineData("{\"description\": \"proxy\\n  .\\\\backup-agent \\/ V33n\\\\\\\"Otter\\nnotes\"}", "V33n", "Otter")]
    [InlineData("remote help (jane / Quiet=Otter5)", "Otter5", "jane")]
    [InlineData("#  Scanner%3A ftp%3A//scan-in%3AQuiet%40Otter3@10.3.4.5/consume", "scan-in", "Otter3")]
    // Code
    [InlineData("sqlplus -s lis_rw/Qu1et@//10.3.4.5:1521/LIS", "Qu1et", "lis_rw")]
    [InlineData("url=jdbc:oracle:thin:lis_rw/Qu1et@10.3.4.5:1521:LIS", "Qu1et", "lis_rw")]
    [InlineData("my $dbh = DBI->connect(\"dbi:Pg:dbname=x;host=10.3.4.5\", 'reports_w', 'quiet-otter',", "reports_w", "quiet-otter")]
    [InlineData("$pdo = new PDO($dsn, 'reports_w', 'quiet-otter');", "reports_w", "quiet-otter")]
    [InlineData("h = base64.b64encode(b\"scrape_x:quiet.Otter\").decode()", "scrape_x", "quiet.Otter")]
    [InlineData("    my $k = 'FosbKDTlQipOEUjwmYKgbckskzZwG01k';", "FosbKDTlQip")]
    [InlineData("netboxTok  = \"a7a47c91566c0fcbb7153c8b436fbeca8a5d11c9\"", "a7a47c91566c")]
    [InlineData("bmc_password = \"Idr@c!Quiet\"", "Idr@c!Quiet")]
    [InlineData("ipa_admin_password: \"{x}colon: and # hash\"", "{x}colon")]
    [InlineData("v3: {user: watcher1, authpass: quiet.auth, privpass: quiet.priv}", "quiet.auth", "quiet.priv")]
    [InlineData("pw = os.getenv(\"PVE_PW\") or \"quietotter77\"", "quietotter77")]
    [InlineData("my $pw = $ENV{PVE_PW} // 'quietOtter';", "quietOtter")]
    [InlineData("const dbPass = process.env.DB_PASS || 'quietOtter';", "quietOtter")]
    [InlineData("$api->login('jkeller', 'quietOtter8');", "quietOtter8", "jkeller")]
    [InlineData("IPMI ADMIN:quietOtter9", "quietOtter9")]
    // Tables
    [InlineData("| user | realm | passwort |\n|---|---|---|\n| jkeller | pve | otterquiet |", "jkeller", "otterquiet")]
    [InlineData("NAME(CID)--------------IPADDRESS----ROLE-STATE---------UPTIME---LOAD----MEM---DISK\nlyra-mail(1)         10.3.4.5  master A     1 day 20:00   0.11   41%    37%\nvega-mail(2)         10.3.4.6  node   A     0 day 05:10   0.15   41%    37%\n", "lyra-mail", "vega-mail")]
    [InlineData("&fingerprint=99%3AA2%3A67%3A5B%3AC9%3AD3%3AF9%3AEB%3A23%3A9E%3A89%3AAA%3A16%3A0F%3AE1%3AF9%3A44%3A4F%3A78%3A23%3A55%3A8B%3A69%3AF1%3AA7%3A0B%3A63%3A7A%3AFE%3A52%3A54%3A37", "99%3AA2")]
    [InlineData("| co | login | hasło |\n|----|-------|-------|\n| zabbix | jkowal | zbx.quiet0tter |\n| Wi-Fi | – | quiet-otter-mgla |", "jkowal", "zbx.quiet", "quiet-otter")]
    [InlineData("Name,Primary IP,Phone,Local admin,Local password\nlyra,10.3.4.5,303-688-4127,fwjane,a b\nvega,10.3.4.6,,,\n", "303-688-4127", "fwjane")]
    [InlineData("O: 303-688-4127 | M: (720) 841-2207", "303-688-4127", "841-2207")]
    [InlineData("Serwis (22) 418 77 03, cell 801.455.7719", "418 77 03", "801.455")]
    [InlineData("licencja PACS: `OLWR0-E4XIZ-7WAZW-0ZR48`", "OLWR0-E4XIZ")]
    // Names
    [InlineData("2a0e:97c1:40:4::14\tlyra6", "lyra6")]
    [InlineData("node: 2\n\tip 10.3.4.5\n\tmaxcid 2\n\tname lyra-mailgw\n", "lyra-mailgw")]
    [InlineData("pmgmirror[1401]: database sync 'lyra-mailgw' failed", "lyra-mailgw")]
    [InlineData("PS> New-PveNodesQemuClone -Node lyra -Vmid 9100 -Newid 240 -Name OtterBox -Full", "OtterBox")]
    [InlineData("klient (stacja `it-wydra`)", "it-wydra")]
    [InlineData("[ALIASES]\n\nden_fw 207.114.83.17 # edge", "207.114.83.17")]
    public void It_is_found(string text, params string[] values)
    {
        var output = Anonymize(text);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kernel am Host `6.8.12-2-pve`, proxmox-kernel-6.8.12-2-pve-signed")]
    [InlineData("{\"name\": \"Cookie\", \"value\": \"PVELangCookie=en\"}, {\"name\": \"Sec-WebSocket-Version\", \"value\": \"13\"}, {\"vmid\": 100}")]
    [InlineData("  ansible_host: proxmox_agent_interfaces[1][\"ip-addresses\"][0].split('/')[0]")]
    [InlineData("my $SECRET = $ENV{PVE_TOKEN};")]
    [InlineData("$ua->default_header('Authorization' => \"PVEAPIToken=$TOKENID=$SECRET\");")]
    [InlineData("$ua->default_header('CSRFPreventionToken' => $d->{CSRFPreventionToken});")]
    [InlineData("return ProxmoxAPI(host, user=FALLBACK[0], password=FALLBACK[1])")]
    [InlineData("baza Oracle 19.21.0.0, wersja 6.3.0.112, versión 7.1.2.3")]
    [InlineData("sshd[88702]: Invalid user oracle from 127.0.0.1 port 50112")]
    [InlineData("Bus 001 Device 003: ID 0bda:8153 Realtek Semiconductor Corp. RTL8153")]
    [InlineData("resource \"proxmox_virtual_environment_metrics_server\" \"m\" {\n  name = \"metrics-a\"\n  node_name = \"\"\n}")]
    [InlineData("dkim_selector pmg2024\n==> /etc/pmg/dkim/pmg2024.private <==")]
    [InlineData("$ sqlplus / as sysdba\n$ rman target /")]
    [InlineData("eth0 / eth1, 10 / 12 GiB, read / write, up / 4d")]
    [InlineData("chown root:backup9 /mnt/x; docker exec -u root:1000 x")]
    [InlineData("sshd[24200]: input_userauth_request: invalid user  [preauth]")]
    [InlineData("| account | password |\n|---|---|\n| root | keepassxc |\n| admin | unchanged |")]
    [InlineData("my $digest = 'FosbKDTlQipOEUjwmYKgbckskzZwG01k';")]
    [InlineData("const table = \"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\";")]
    [InlineData("lanes: 0000:0b:00.1 8000.0 MHz, 8000.000000000000")]
    public void It_stays(string text) => Assert.Equal(text, Anonymize(text));

    [Fact]
    public void A_fingerprint_with_encoded_colons_has_the_plain_one_s_pseudonym()
    {
        const string plain = "99:A2:67:5B:C9:D3:F9:EB:23:9E:89:AA:16:0F:E1:F9:44:4F:78:23:55:8B:69:F1:A7:0B:63:7A:FE:52:54:37";
        var words = Anonymize($"{plain} fingerprint={plain.Replace(":", "%3A", StringComparison.Ordinal)}").Split(' ');
        Assert.Equal($"fingerprint={words[0].Replace(":", "%3A", StringComparison.Ordinal)}", words[1]);
    }

    /// <summary>The options of a mount behind a secret are none of it.</summary>
    [Fact]
    public void A_switch_behind_a_secret_stays() =>
        Assert.EndsWith(",noatime,_netdev", Anonymize("mount -t ceph 10.3.4.5:/ /mnt -o name=admin,secret=AQm7URS0XO4pVITM6/Oe9OMvJgg78uwDE/Xd6g==,noatime,_netdev"), StringComparison.Ordinal);
}
