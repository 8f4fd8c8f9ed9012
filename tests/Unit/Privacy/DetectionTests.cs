using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What must be found, and what must stay: a line, and the values in it.</summary>
public sealed class DetectionTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Theory]
    [InlineData("ping 10.1.2.17 ok", "10.1.2.17")]
    [InlineData("range 10.9.0.10-10.9.0.20", "10.9.0.10", "10.9.0.20")]
    [InlineData("net 10.20.0.0/16 gw 10.20.0.1", "10.20.0.0", "10.20.0.1")]
    [InlineData("{\"ip\":\"192.168.7.9\\n10.4.4.4\"}", "192.168.7.9", "10.4.4.4")]
    [InlineData("http://93.184.216.34:8006/", "93.184.216.34")]
    [InlineData("ptr 17.2.1.10.in-addr.arpa", "17.2.1.10")]
    [InlineData("PTR 17.2.1.10.IN-ADDR.ARPA", "17.2.1.10")]
    [InlineData("PTR 5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.2.0.0.1.7.0.8.2.0.a.2.IP6.ARPA", "1.7.0.8.2.0.a.2")]
    [InlineData("from ip-10-1-2-17.provider.de", "10-1-2-17", "provider")]
    [InlineData("IP:2a02:8071:1::5.", "2a02:8071:1::5")]
    [InlineData("[fd12:3456:789a:1::10]:8006", "fd12:3456:789a:1::10")]
    [InlineData("x=fd12%3A3456%3A789a%3A%3A10&y", "fd12%3A3456")]
    [InlineData("2A02:8071:0022:0000:0000:0000:0000:0005", "8071:0022")]
    [InlineData("::ffff:10.1.2.17", "10.1.2.17")]
    [InlineData("net0: virtio=BC:24:11:12:34:56,bridge=vmbr0", "12:34:56")]
    [InlineData("mac 52-54-00-aa-bb-cc", "52-54-00-aa-bb-cc")]
    [InlineData("mac 0011.22aa.bbcc", "0011.22aa.bbcc")]
    [InlineData("enxa01122aabbcc: up", "a01122aabbcc")]
    [InlineData("MAC=aa:bb:cc:dd:ee:01:bc:24:11:12:34:56:08:00 SRC=10.1.2.3", "aa:bb:cc:dd:ee:01", "12:34:56", "10.1.2.3")]
    [InlineData("SRC=40.43.160.203 DST=40.7.9.1 MAC=3a:11:22:33:44:55", "40.43.160.203", "40.7.9.1", "3a:11:22:33:44:55")]
    [InlineData("port 1.de:ad:be:ef:12:07 up", "de:ad:be:ef:12:07")]
    [InlineData("uuid=6f1c2b34-9a8b-4c5d-8e7f-0123456789ab", "6f1c2b34-9a8b-4c5d-8e7f-0123456789ab")]
    [InlineData("x16f1c2b34-9a8b-4c5d-8e7f-0123456789abz", "6f1c2b34-9a8b-4c5d-8e7f-0123456789ab")]
    [InlineData("UPID:pve1:000004D2:00A3B2C1:65611E51:qmstart:100:anna@pve:", "pve1", "anna")]
    [InlineData("UPID%3Apve1%3A000004D2%3A00A3B2C1%3A65611E51%3Aqmstart%3A100%3Aanna%40pve%3A", "pve1", "anna")]
    [InlineData("mail jane.doe@firma.de now", "jane.doe", "firma")]
    [InlineData("mail jane.doe&#64;firma.de now", "jane.doe", "firma")]
    [InlineData("user anna%40pve", "anna")]
    [InlineData("root@pve1:~# ls", "pve1")]
    [InlineData("Nov 24 10:00:01 srv-a sshd[77]: x\nback to srv-a", "srv-a")]
    [InlineData("2026-11-24T10:00:01.123+02:00 srv-a sshd[77]: x", "srv-a")]
    [InlineData("10.1.2.50 web-01.corp.firma.de web-01\nweb-01 is up", "web-01", "firma")]
    [InlineData("{\"vmid\":101,\"name\":\"web-01\",\"node\":\"pve2\"}\nweb-01_disk on pve2", "web-01", "pve2")]
    [InlineData("hostname: ct-mail\nseen ct-mail", "ct-mail")]
    [InlineData("node: castle-01\nwrote docs/nodes/castle-01.md", "castle-01")]
    [InlineData("CN=Jane Doe,OU=Staff,DC=corp,DC=firma,DC=de", "Jane", "corp", "firma")]
    [InlineData("/home/jane/.ssh C:\\Users\\bob\\x", "jane", "bob")]
    [InlineData("call +49 30 1234567", "1234567")]
    [InlineData("S-1-5-21-111222-333444-555666-500", "111222")]
    [InlineData("Serial Number: VMW1234XYZ", "VMW1234XYZ")]
    [InlineData("PS \\\\filer01\\share", "filer01")]
    [InlineData("      VMID NAME                 STATUS\n       101 gitsrv               running\n", "gitsrv")]
    [InlineData("sshd[9]: Accepted password for ansible from 10.1.2.3 port 22", "for ansible")]
    [InlineData("sshd[9]: closed by authenticating user svc_zabbix 10.1.2.3 port 22", "svc_zabbix")]
    [InlineData("sudo[9]:  deploy : TTY=pts/0 ; PWD=/", "deploy")]
    [InlineData("<x> ESTABLISH SSH CONNECTION FOR USER: deploy", "deploy")]
    [InlineData("2024-04-18 11:30 t.brandt: done on all three", "t.brandt")]
    [InlineData("session.auth = (\"netbot\", \"N3tb0x=Truth\")", "netbot", "N3tb0x")]
    [InlineData("A_HOST=x\nRESTIC_PASSWORD=three apes in a wood\nB=1", "three", "apes", "wood")]
    [InlineData("RESTIC_REPOSITORY=sftp:jane@10.1.2.3:/backup", "jane")]
    [InlineData("bindpw Leuchtturm", "Leuchtturm")]
    [InlineData("auth-worker<12>: sql(n.ioannou,62.103.147.77): Password mismatch", "ioannou")]
    [InlineData("mosquitto_pub -h x -u sensor -P Argonaut5 -t a/b", "Argonaut5")]
    [InlineData("# psk file\n50314bcaa08b40cb311567c85e9cf7593c9b7c0c1424b4c7eaa7bd2336d40267", "50314bca")]
    [InlineData("Name                  Value\n----                  -----\nANSIBLE_BECOME_PASS   Belle-Ile", "Belle-Ile")]
    [InlineData("the BMC is 10.1.2.3 (ADMIN/ADMIN-krause)", "ADMIN-krause")]
    [InlineData("user DOMAIN\\jane with \"two words\"", "two words")]
    [InlineData("seafile is CT 141.", "seafile")]
    [InlineData("| Name | Type | ID | IP |\n|---|---|---|---|\n| pihole | LXC | 100 | 10.1.2.3 |", "pihole")]
    [InlineData("Move zimbra-mx from here to there\n09:12 zimbra-mx is full", "zimbra-mx")]
    [InlineData("htpasswd -bc /etc/x mon w4tchme", " mon ", "w4tchme")]
    [InlineData("{\"result\": \"hN3kQ9zLw\", \"sensitive\": true}", "hN3kQ9zLw")]
    [InlineData("call the server room, 044 555 22 99.", "555 22 99")]
    [InlineData("mail jane.roe@outlook.com", "jane.roe")]
    [InlineData("10.1.2.3 lyra\n hosts/lyra.tf | 12 +++", "lyra.tf")]
    public void It_is_found(string line, params string[] values)
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(line);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("127.0.0.1 ::1 0:0:0:0:0:0:0:1 0.0.0.0/0 ::/0 255.255.255.0 224.0.0.5 ff02::1 239.255.255.250 255.255.255.255")]
    [InlineData("version 7.4.1.2, nginx/1.18.0.1, Chrome/119.0.6045.105, OID 1.3.6.1.4.1.2021, 5.10.30.00, qemu-5.2.0.1-3")]
    [InlineData("00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 00:00:5e:00:01:0a 03:04:05 2:03:04:05 2026-11-24T10:00:01Z audit(1700000000.123:7)")]
    [InlineData("0000:0b:00.1 [1af4:1000] 046d:c31c 10:229 de ad be ef 50:01:43:80:12:34:56:78 scsi-3600508b1001c9f3b")]
    [InlineData("c12a7328-f81f-11d2-ba4b-00a0c93ec93b 21686148-6449-6E6F-744E-656564454649 00000000-0000-0000-0000-000000000000")]
    [InlineData("PVE::Tools std::vector abc::def dead::beef datacenter.cfg proxmoxlib.js pveproxy.service libpthread.so.0 versions.tf LXC.pm VM.Migrate Sys.Audit")]
    [InlineData("net.ipv4.ip_forward vmbr1.42 enp3s0f1 fwpr200p0 bpg/proxmox https://www.proxmox.com/en pool.ntp.org deb.debian.org registry.terraform.io")]
    [InlineData("builder@host hmac-sha2-256-etm@openssh.com chacha20-poly1305@openssh.com getty@tty1.service root@pam git@github.com:bpg/x")]
    [InlineData("198.51.100.7 203.0.113.9 192.0.2.1 2001:db8::5 www.example.com")]
    [InlineData("sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 git 5e141933 8.8.8.8 1.1.1.1 2026-11-24-10")]
    [InlineData("boot: order=scsi0;net0\nscsi0: local-lvm:vm-101-disk-0,size=32G\nostype: l26\ncpu: kvm64\nbios: ovmf")]
    [InlineData("Message-ID: <5f3c1a2b-7d@example.com> {\"name\":\"lo\",\"hardware-address\":\"00:00:00:00:00:00\"}")]
    [InlineData("discovery.sendtargets.iscsid.name = x\nProxmoxAPI(HOST, token_value=TOKEN_VALUE, verify_ssl=False)\nthe server room is warm")]
    [InlineData("[version]'8.2.7.1' \"driverVersion\": \"31.0.15.4\"\nii  bind9-libs  9.18.24.1  amd64\ntcp LISTEN 0 100 [::1]:25 [::]:* users:((\"master\",pid=1))")]
    [InlineData("{\"VmId\": 152, \"Snapshots\": [ { \"Name\": \"before_upgrade\" } ]}")]
    [InlineData("Get the token: `kubectl create token admin-user` see https://openzfs.github.io/x and https://ko-fi.com/x")]
    public void It_stays(string line) => Assert.Equal(line, new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(line));

    [Theory]
    [InlineData("FD12:3456:789A:2::DC03")]
    [InlineData("FD12:3456:DB01::7")]
    public void A_group_of_an_address_is_no_machine_s_name(string address)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Strict, Key);
        var output = anonymizer.Anonymize($"peer {address}\t /home/jane/x");
        Assert.True(System.Net.IPAddress.TryParse(output[5..output.IndexOf('\t', StringComparison.Ordinal)], out _), output);
        Assert.Empty(new Verifier(anonymizer).Verify(output));
    }

    [Fact]
    public void An_everyday_word_is_hidden_only_where_it_is_a_name()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize("{\"vmid\":7,\"name\":\"backup\"} the backup of local:backup/vzdump");
        Assert.DoesNotContain("\"backup\"", output);
        Assert.EndsWith(" the backup of local:backup/vzdump", output);
    }

    [Fact]
    public void A_run_as_long_as_a_key_may_end_the_text()
    {
        var run = new string('a', 44);
        Assert.Equal(run, new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(run));
    }

    [Fact]
    public void The_users_words_patterns_and_exceptions_are_followed()
    {
        var policy = PrivacyPolicy.Standard with { Words = [new PrivacyWord("Falke")], Patterns = [new PrivacyPattern("ticket", "INC-([0-9]+)")], Allowed = ["10.1.2.3", "intern.firma.de"] };
        var output = new Anonymizer(policy, Key).Anonymize("projekt falke INC-48151 web.intern.firma.de");
        Assert.DoesNotContain("falke", output);
        Assert.DoesNotContain("48151", output);
        Assert.EndsWith("web.intern.firma.de", output);
    }

    /// <summary>And keeps no text back: neither in the session nor in one after it that finds it among what an earlier one has hidden.</summary>
    [Theory]
    [InlineData("10.1.2.3", "ping 10.1.2.3, then 10-1-2-3.default.pod.cluster.local and 10.1.2.3/24")]
    [InlineData("10.0.0.0/8", "route 10.77.1.0/24 via 10.1.2.3")]
    [InlineData("2a02:8071:22:5::1", "to [2a02:8071:22:5:0:0:0:1]:8006 and 2a02:8071:22:5::1")]
    [InlineData("fd12:3456::/32", "addr fd12:3456:789a:1::10/64")]
    [InlineData("7C-D3-0A-19-E2-4F", "link/ether 7c:d3:0a:19:e2:4f, x_eno1_7cd30a19e24f, 7cd3.0a19.e24f")]
    [InlineData("6f1c2b34-9a8b-4c5d-8e7f-0123456789ab", "uuid 6f1c2b34-9a8b-4c5d-8e7f-0123456789ab")]
    [InlineData("Sommer#2031", "password=Sommer#2031")]
    [InlineData("S4EWNX0M123456", "Serial Number: S4EWNX0M123456")]
    [InlineData("+49 30 1234567", "call +49 30 1234567")]
    [InlineData("kestrel", "{\"node\":\"kestrel\"} kestrel")]
    public void What_the_user_allows_stays_and_is_no_residue(string allowed, string text)
    {
        var first = new Anonymizer(PrivacyPolicy.Standard, Key);
        Assert.NotEqual(text, first.Anonymize(text));
        var policy = PrivacyPolicy.Standard with { Allowed = PrivacyPolicy.Standard.Allowed.Add(allowed) };
        foreach (var session in new[] { new Anonymizer(policy, Key), new Anonymizer(policy, Key, PseudonymMap.Import(first.Map.Export())) })
        {
            Assert.Equal(text, session.Anonymize(text));
            Assert.Empty(new Verifier(session).Verify(text));
        }
    }

    /// <summary>A mailbox that stays tells of no user and no domain.</summary>
    [Fact]
    public void A_mailbox_that_the_user_allows_stays()
    {
        const string Text = "mail to jane@firma.de, jane at firma.de";
        Assert.Equal(Text, new Anonymizer(PrivacyPolicy.Standard with { Allowed = ["jane@firma.de", "firma.de"] }, Key).Anonymize(Text));
        Assert.StartsWith("mail to jane@firma.de,", new Anonymizer(PrivacyPolicy.Standard with { Allowed = ["jane@firma.de"] }, Key).Anonymize(Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.4")]
    [InlineData("10.0.0.0/8", "11.1.2.3")]
    [InlineData("fd12:3456::/32", "fd12:3457::1")]
    [InlineData("0.0.0.0/0", "10.1.2.3")]
    [InlineData("7c:d3:0a:19:e2:4f", "7c:d3:0a:19:e2:4e")]
    [InlineData("firma.de", "jane@nichtfirma.de")]
    [InlineData("2031", "password=Sommer.2031")]
    public void What_the_user_allows_is_no_more_than_that(string allowed, string text)
    {
        var policy = PrivacyPolicy.Standard with { Allowed = PrivacyPolicy.Standard.Allowed.Add(allowed) };
        Assert.NotEqual(text, new Anonymizer(policy, Key).Anonymize(text));
    }

    [Fact]
    public void Only_secrets_means_that_names_stay()
    {
        const string line = "root@pve1:~# ping 10.1.2.3";
        Assert.Equal(line, new Anonymizer(PrivacyPolicy.SecretsOnly, Key).Anonymize(line));
    }

    [Fact]
    public void Every_rule_has_an_id_of_its_own_and_a_description()
    {
        Assert.All(PrivacyRules.All, rule => Assert.Matches("^[a-z0-9-]+$", rule.Id));
        Assert.All(PrivacyRules.All, rule => Assert.NotEmpty(rule.Description));
        Assert.Contains(PrivacyRules.All, rule => rule.Id == "ipv4");
    }
}
