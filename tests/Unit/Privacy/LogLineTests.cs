using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Lines as daemons write them: what programs call their own parts stays, and an address in a machine's name is an address.</summary>
public sealed class LogLineTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Theory]
    [InlineData("sshd[7]: input_userauth_request: invalid user guest [preauth]")]
    [InlineData("2026-11-18 03:50:27 aborting phase 2 - cleanup resources\naborting")]
    [InlineData("DEBUG: 2024-05-06 15:13:46.8268 ParameterBinding Information: 0 : BIND\nParameterBinding")]
    [InlineData("-machine 'hpet=off,type=q35+pve0' on pve0")]
    [InlineData("you can use the proxmox-backup-manager user command, the server proxmox-backup-manager")]
    [InlineData("ModuleType Version    Name\n---------- -------    ----\nScript     1.4.8.1    PackageManagement\nManifest   3.1.0.0    Utility")]
    [InlineData("copy $PSHOME\\Modules, and read $PSHOME\\Types.ps1xml")]
    [InlineData("uses ASP.NET, JsonSchema.NET and Ext.Date.DAY, see Start-Trace.md and x/PowerShell-7.3.0-preview.5-win-x64.zip")]
    [InlineData("The `Using:` scope is used to pass the `$Message2` variable, the type is `[System.Int32]`")]
    [InlineData("Rename-Item -Path Env:USERMODE -NewName USERLEVEL\nUSERLEVEL")]
    [InlineData("ProcessId Name            StartMode State   Status\n--------- ----            --------- -----   ------\n1716      RpcSsx          Auto      Running OK")]
    [InlineData("UPID:localhost:00001234:00AB12CD:65F00000:qmstart:101:root@pam: OK\nacl:1:/:root@pam:Administrator:\nuser:root@pam:1:0:::")]
    [InlineData("-rw------- 1 root www-data 3 Nov 18 03:59 /etc/pve/priv/pve-root-ca.srl")]
    [InlineData("[notice] workerEnv.init() ok /etc/httpd/conf/workers2.properties")]
    [InlineData("2931 INFO nova.compute.claims [-] Total memory: 64172 MB")]
    [InlineData("loaded properties from hadoop-metrics2.properties")]
    [InlineData("- INFO  [SessionTracker:ZooKeeperServer@325] - Expiring")]
    [InlineData("- WARN  [main:QuorumPeer@933] - minSessionTimeout set to -1")]
    [InlineData("cups: cupsd shutdown succeeded")]
    [InlineData("Node card is not fully functional")]
    [InlineData("Error creating node map from file")]
    [InlineData("Processed session termination for sessionid: 0x14ed93111f20005")]
    [InlineData("app wtoken = AppWindowToken{9f4ef63 token=Token{a64f992 ActivityRecord")]
    [InlineData("Started HttpServer2$ConnectorWithSafeStartup@0.0.0.0:62267")]
    [InlineData("Error Domain=com.apple.security.sos.error Code=2")]
    [InlineData("Owner: com.apple.iokit.IO80211Family")]
    [InlineData("Wake reason: Host (0x01)")]
    [InlineData("Token:: An API access token")]
    [InlineData("set the root password:: when creating a new container")]
    [InlineData("NOTE: Make sure to pass 'grub' as mode, and you can pass `prune-backups` directly")]
    [InlineData("* `token`: The authentication token. Tokens can be generated within the interface")]
    [InlineData("password: Password to use when authenticating.")]
    [InlineData("qm set 123 --cipassword <password>\nqm set 123 --sshkey id.pub\n----\nthe <name>")]
    [InlineData("on each node you want; the node panel shows it, a server MDS too")]
    [InlineData("cp /etc/pve/corosync.conf /etc/pve/corosync.conf.new")]
    [InlineData("<Provider Name='Microsoft-Windows-Security-Auditing' Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'/>")]
    [InlineData("nvme0n1 Micron_7450_MTFDKBA480TFR 447.1G")]
    [InlineData("\tbody eyJ0aXRsZSI6ICJ7eyB0aXRsZSB9fSJ9\n\theader name=Content-Type,value=YXBwbGljYXRpb24vanNvbg==\n\tsecret name=kagi,value={{ x }}\nla kagi")]
    [InlineData("\"private\": \"eyJzY2hlbWFfdmVyc2lvbiI6IjEifQ==\"")]
    [InlineData("issuer-url https://login.microsoftonline.com/common/v2.0")]
    [InlineData("# a rule: /etc/nginx/sites-enabled/default")]
    [InlineData("local   all   all   peer\nhost    all   all   127.0.0.1/32   scram-sha-256")]
    public void What_a_program_calls_its_own_stays(string line) => Assert.Equal(line, new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(line));

    [Theory]
    [InlineData("Jul  1 09:00:55 {0} kernel[0]: up", "laptop-rita-10-1-2-17")]
    [InlineData("Jul  1 09:00:55 {0} kernel[0]: up\nhttps://mail.firma.de/x", "laptop-rita-10-1-2-17")]
    [InlineData("hostname: {0}\nping {0}", "rita2-10-1-2-17")]
    [InlineData("from {0}.dsl.firma.de", "rita-10-1-2-17-x1")]
    public void An_address_in_a_name_follows_its_pseudonym(string lines, string name)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        var output = anonymizer.Anonymize(string.Format(System.Globalization.CultureInfo.InvariantCulture, lines, name));
        var address = anonymizer.Anonymize("10.1.2.17");
        Assert.Contains("-" + address.Replace('.', '-'), output);
        Assert.DoesNotContain("rita", output);
        Assert.DoesNotContain("10-1-2-17", output);
        Assert.Empty(new Verifier(anonymizer).Verify(output));
    }

    [Theory]
    [InlineData("Nov 9 12:01:10 src@grid-sm1 ib_sm.x[24904]: sweep on grid-sm1", "grid-sm1")]
    [InlineData("Nov 9 12:01:10 dn228/dn228 crond(pam_unix)[2915]: session closed", "dn228")]
    [InlineData("url:https://13957525385%40firma.com@p28.kontakte.firma.com/8/principal/", "13957525385")]
    public void The_way_of_a_line_and_numbers_with_mailboxes_are_hidden(string line, string value)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        var output = anonymizer.Anonymize(line);
        Assert.DoesNotContain(value, output);
        Assert.Empty(new Verifier(anonymizer).Verify(output));
    }

    [Theory]
    [InlineData("# --- mango-lb: /etc/haproxy/haproxy.cfg ---", "mango-lb")]
    [InlineData("== mango7:/var/lib/dhcp/dhcpd.leases ==", "mango7")]
    [InlineData("output file is C:\\PowerShell_transcript.MANGO.8tQe2mPz.20251121083311.txt", "MANGO")]
    [InlineData("na switchu mgo-sw-02 nic, mgo-mon-01 padl", "mgo-sw-02", "mgo-mon-01")]
    [InlineData("# rules\nhostssl shop  rita,+team7 10.2.4.0 255.255.255.0 md5", "rita", "team7")]
    [InlineData("# rules\nlocal all rita trust", "rita")]
    [InlineData("| rita | *E10E10597F9EDC91DE2B299FBCC17A02E34C8C42 |", "E10E10597F9EDC91DE2B299FBCC17A02E34C8C42")]
    [InlineData("shop|md5e5fb30cbda251f252bcf448d8ec901fc", "e5fb30cbda251f252bcf448d8ec901fc")]
    [InlineData("net use W: \\\\10.2.4.60\\bk /user:mango\\ritabk S3cret!x /persistent:no", "mango", "ritabk", "S3cret!x")]
    [InlineData("<Data Name='CommandLine'>net  user rbianca Benven&amp;2025 /add</Data>", "rbianca", "Benven&amp;2025")]
    [InlineData("<Data Name='SamAccountName'>rita</Data><Data Name='TargetUserName'>rbianca</Data>", "rbianca")]
    [InlineData("imap-login: Login: user=<rbianca>, method=PLAIN, rip=10.2.4.9", "rbianca")]
    [InlineData("\"user_profile\": { \"real_name\": \"R B\", \"display_name\": \"rbianca\" }", "rbianca")]
    [InlineData("Unseal Key 1: bgEUKSRGgPT7bkkVkY3BVLwG/bH7EJ3vxay/mqGrFI/n", "bgEUKSRG")]
    [InlineData("https://mangoworks.webhook.office.com/webhookb2/x and mangoworks.sharepoint.com", "mangoworks")]
    [InlineData("https://mangoworks.webhook.office.com/webhookb2/x\nthe mangoworks channel", "mangoworks")]
    [InlineData("PVE_LOGIN=\"root@pam:Korn!blume42\"", "Korn!blume42")]
    [InlineData("Credential = 'mango01\\ulrike01', Server01\\xaver01: they are ulrike01@pve and xaver01@pve", "ulrike01", "xaver01")]
    [InlineData("ids => { 'zone-144.76.200.65-32' => {", "144.76.200.65")]
    [InlineData("userPassword: {PBKDF2-SHA512}10000$aBcDeFgHiJkLmNoPqRsTuV$0123456789abcdefABCDEFGHIJKLMNOPQRST", "aBcDeFgHi", "0123456789abc")]
    [InlineData("<password><![CDATA[ge<hei>m77]]></password>", "ge<hei>m77")]
    [InlineData("aaa-server TAC (inside) host 10.4.4.30\n key T4cKeyW0rd", "T4cKeyW0rd")]
    [InlineData("radius server R1\n address ipv4 10.4.4.31\n key 7 T4cKeyW0rd9", "T4cKeyW0rd9")]
    [InlineData("local-user x password irreversible-cipher $1a$Xy9)Z&K\"kT$|B@u2f2q;C^2a$", "Xy9)Z", "B@u2f2q")]
    [InlineData("snmp-agent community read cipher %^%#kP$3:Z>M!~b3<8y1;]*Xw%^%#", "kP$3:Z")]
    [InlineData("snmp-agent community write hw-writeC0mm", "hw-writeC0mm")]
    [InlineData("config radius auth add 1 10.9.9.9 1812 ascii r4diusS3c", "r4diusS3c")]
    [InlineData("\toption ssid 'x'\n\toption key 'sommerregen'", "sommerregen")]
    [InlineData("set vpn ipsec authentication psk BQ secret 'h@v3nM0nd!!Bright'", "v3nM0nd", "Bright")]
    [InlineData("vm 104: spice ticket G3LGkzCIHZzmU4KSONl7TfDOsXmoBJ, cert subject x", "G3LGkzCIHZzmU4KSONl7TfDOsXmoBJ")]
    [InlineData("password: Correct horse battery staple", "horse", "battery")]
    [InlineData("<password>\n  three apes</password>", "three apes")]
    [InlineData("userPassword:: e1NTSEF9VjFjOW0wSjdyWGJUNHNZdzJMaDhOY0VhRDZ1R2ZLaU9v", "VjFjOW0w")]
    [InlineData("Wi-Fi `MG-Biuro` / `kawa&herbata22`", "kawa&herbata22")]
    public void What_tells_a_name_or_a_secret_in_the_files_of_other_servers_is_hidden(string line, params string[] values)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        var output = anonymizer.Anonymize(line);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(line, new Deanonymizer(anonymizer.Map, Key).Restore(output));
    }

    /// <summary>Nine pairs, and an address that is glued to them: its first two digits are no tenth pair.</summary>
    [Fact]
    public void A_chain_of_pairs_ends_where_a_longer_number_begins()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        const string text = "fp 0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9:172.20.1.211 end";
        var output = anonymizer.Anonymize(text);
        Assert.DoesNotContain("172.20.1.211", output);
        Assert.Equal(text, new Deanonymizer(anonymizer.Map, Key).Restore(output));
    }

    [Fact]
    public void The_id_of_a_client_stays_a_uuid()
    {
        const string line = "\tclient-id d7a92bf3-833f-47b9-9206-f62928f7ee6b";
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(line);
        Assert.NotEqual(line, output);
        Assert.True(Guid.TryParseExact(output[^36..], "D", out _), output);
    }

    [Fact]
    public void A_board_s_number_holds_that_of_its_machine()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize("Serial Number: 7XK41T3\nSerial Number: .7XK41T3.CNFCP0018A00R4.");
        var machine = output[15..22];
        Assert.NotEqual("7XK41T3", machine);
        Assert.Contains($".{machine}.", output);
        Assert.DoesNotContain("CNFCP0018A00R4", output);
    }

    /// <summary>Sixteen characters of Base64, of which the last are filled up.</summary>
    [Theory]
    [InlineData("blob: MTAuMjAuMzAuNDA=")]
    [InlineData("x MTAuMjAuMzAuNDEx y MTAuMjAuMzAuNDAg z")]
    public void The_verifier_reads_base64_to_its_end(string line)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        anonymizer.Anonymize("at 10.20.30.40 there is nothing");
        Assert.Single(new Verifier(anonymizer).Verify(anonymizer.Anonymize(line)));
    }

    /// <summary>A token that has no form is replaced by a word, and the end of a line in it stays.</summary>
    [Fact]
    public void A_token_of_two_lines_stays_two_lines()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        const string text = "<key>x</key><secret>$6$$KLblfyvnRV8MEV78v3HrdmpZCg01gWhsKokL\nUyQtWRTacRD6hiB</secret>\n";
        var output = anonymizer.Anonymize(text);
        Assert.Equal(2, output.Count(c => c == '\n'));
        Assert.DoesNotContain("UyQtWRTacRD6hiB", output);
        Assert.Equal(text, new Deanonymizer(anonymizer.Map, Key).Restore(output));
    }
}
