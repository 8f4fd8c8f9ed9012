using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>How switches, routers, name servers, mail servers and people in chats write addresses and accounts; and what of it is nobody's.</summary>
public sealed class DeviceFormTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i + 3))]);

    [Theory]
    [InlineData("10.3.9.2      7a41-22fe-90cd            I -         Vlanif40", "7a41-22fe", "90cd")]
    [InlineData("  7a4122-fe90cd 8", "7a4122", "fe90cd")]
    [InlineData("? (10.3.9.2) at 7a:41:2:fe:90:d on en0 ifscope [ethernet]", "7a:41:2:fe", "90:d ")]
    [InlineData("add address=10.3.9.2 client-id=1:7a:41:2:fe:90:cd server=dhcp1", "7a:41:2:fe")]
    [InlineData("snmp-agent local-engineid 800007DB037A4122FE90CD", "7A4122FE90CD")]
    [InlineData("snmp-server engineID local 80000009037A4122FE90CD", "7A4122FE90CD")]
    [InlineData("option nasid '7A4122FE90CD'", "7A4122FE90CD")]
    [InlineData("INSERT INTO `hosts` VALUES (1,0xBC24117A41FE,0)", "7A41FE")]
    [InlineData("text me: 757-555-0192. Source", "757-555-0192")]
    [InlineData("\"contact\": \"Jane Roe\\n804-555-0117\"", "804-555-0117")]
    [InlineData("called Dell 1-800-624-9897\"", "800-624-9897")]
    [InlineData("mail x, tél. 972 50 41 88\nVALUES (7, 'x', '972 50 41 88')", "972 50 41 88")]
    [InlineData("disk je na ceste, volat 777 304 118", "777 304")]
    [InlineData("usuario jroe-edi contraseña Zumo_d3_limon", "jroe-edi")]
    [InlineData("E'iLO\\nusuario jroe-edi\\ncontraseña Zumo_d3_limon'", "jroe-edi")]
    [InlineData("IPMI: přihlašovací jméno petrzlin, heslo Rybník&Hráz.", "petrzlin")]
    [InlineData("Użytkownik petrzlin, hasło to Żubr-w-Puszczy7", "petrzlin")]
    [InlineData("mi usuario es petrzlin y he probado con todo", "petrzlin")]
    [InlineData("VPN: Benutzer petrzlin, das Passwort\nlautet x", "petrzlin")]
    [InlineData("Benutzer petrzlin gesperrt, neues Startkennwort", "petrzlin")]
    [InlineData("Account v-roe, temp password \"x\" sent by text", "v-roe")]
    [InlineData("J'ai créé roe-edi mot de passe ruta-AP7", "roe-edi")]
    [InlineData("\tKontoname:\t\tpetrzlin\n\tKontodomäne:\tTOLLHAUS", "petrzlin", "TOLLHAUS")]
    [InlineData("[09:31] petrzlin: sorry to ask, who broke it?", "petrzlin")]
    [InlineData("09:31 <petrzlin> sorry to ask, who broke it?", "petrzlin")]
    [InlineData("3:petrzlin:{BLF-CRYPT}$2y$10$97sMHGU/0LZGgmjDSGVg2HJhMqLitmfNh7IN4OyoHEJlt3s1/Oi65:5000:5000::/var/vmail/petrzlin::", "petrzlin")]
    [InlineData("3:scanner7:{PLAIN}Kopierer8x:5000:5000::/var/vmail/scanner7::", "scanner7")]
    [InlineData("key \"roe-kea\" {\n\talgorithm hmac-sha256;\n};\n allow-transfer { key roe-kea; };", "roe-kea")]
    [InlineData("{\"name\": \"roe-kea\", \"algorithm\": \"HMAC-SHA256\"}", "roe-kea")]
    [InlineData("nsupdate -y hmac-sha256:roe-kea:Z/JNXcXpVfAfsezMBotCI2FFIAJECR2l+sBypGADPgQ=", "roe-kea")]
    [InlineData("update-policy { grant roe-kea zonesub ANY; };", "roe-kea")]
    [InlineData("snmp-server user petrzlin NETADMIN v3 auth sha x", "petrzlin")]
    [InlineData("\"usv\": (\"authPriv\", \"sha\", \"petrzlin\", \"x\", \"AES\", \"y\"),", "petrzlin")]
    [InlineData("{\"version\": \"3\", \"securityname\": \"petrzlin\"}", "petrzlin")]
    [InlineData("password manager user-name \"petrzlin\" sha256 x", "petrzlin")]
    [InlineData("check_ipmi_sensor -H 10.3.9.2 -U petrzlin -P 'x' -L user", "petrzlin")]
    [InlineData("type=EXECVE argc=5 a0=\"mysql\" a1=\"-u\" a2=\"petrzlin\" a3=\"-D\"", "petrzlin")]
    [InlineData("msg='op=login acct=706574727A6C696E exe=\"/usr/sbin/sshd\"'", "706574727A6C696E")]
    [InlineData("proctitle=6D7973716C002D680031302E332E392E32002D7500706574727A6C696E002D704A616D657352697665722132", "706574727A6C696E", "31302E332E392E32", "4A616D6573")]
    [InlineData(" 10:05:19 l2tp,ppp,info l2tp-petrzlin: authenticated", "petrzlin")]
    [InlineData("add interface=<pppoe-petrzlin> list=LAN", "petrzlin")]
    [InlineData("user=fti/k7x2m9p@fti password=x", "k7x2m9p")]
    [InlineData("cat /var/lib/bind/db.10.93.117", "10.93.117")]
    [InlineData("CREATE USER 'a'@'10.93.117.%' IDENTIFIED BY x", "10.93.117")]
    [InlineData("the clients are in 10.93.117.x, the servers in 10.93.118.*", "10.93.117", "10.93.118")]
    [InlineData(" # INTERFACE  ADDRESS      MAC-ADDRESS        IDENTITY    VERSION\n 1 ether5     10.93.3.2    DC:2C:6E:58:E3:77  almacenix   7.15.3", "almacenix")]
    [InlineData("from <jane.roe@srv-mail-01.firma-xyz.de> and petrzlin@srv-db-02", "jane.roe", "petrzlin")]
    [InlineData("INSERT INTO `hosts` VALUES (1,117,NULL,3232265503,'x',NULL)", "3232265503")]
    [InlineData("SELECT INET_NTOA(3232265503)", "3232265503")]
    [InlineData("Device ID: core-almacen\nip host almacen-nas 10.3.9.2", "core-almacen", "almacen-nas")]
    [InlineData("sysname HW-ALMACEN-3\nswitchname almacen-2", "ALMACEN-3", "almacen-2")]
    [InlineData("uci set system.@system[0].hostname='router-almacen'", "router-almacen")]
    [InlineData("Login OK: [petrzlin/<via x>] (from client ap-almacen port 0 cli 7A-11-02-0B-90-CD)", "ap-almacen")]
    [InlineData("smbd_audit: petrzlin|10.3.9.2|nb-almacen|daten|open|ok", "petrzlin", "nb-almacen")]
    [InlineData("call 415.555.0139 ext. 12, kom. 601 234 567", "415.555", "601 234")]
    [InlineData("-----BEGIN PROXMOX BACKUP KEY-----\n{\"kdf\":{\"Scrypt\":{\"n\":65536,\"salt\":\"a1C6wmmBGG2zGb00NQmPU/BJX74r60BFuv+1K6VNA0A=\"}}}\n-----END PROXMOX BACKUP KEY-----", "a1C6wmmBGG2zGb00NQmPU")]
    public void It_is_found(string line, params string[] values)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        var output = anonymizer.Anonymize(line);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(line, new Deanonymizer(anonymizer.Map, Key).Restore(output));
    }

    [Theory]
    [InlineData("released 2026-0312-1144, build dead-beef-cafe, part 784558-101300, web-784558-a10c3e, 1234-5678-9012")]
    [InlineData("2:03:04:05, article 123-456-7890 and 804-155-0117, 2026-11-24, 555-0117")]
    [InlineData("kernel 6.8.x, python 3.11.x and 10.4.x, LIKE '10.93%'")]
    [InlineData("INSERT INTO `items` VALUES (1,3232265503), file 3232265503, systemctl start openvpn-client@web")]
    [InlineData("{\"kdf\":{\"Scrypt\":{\"n\":65536,\"r\":8,\"p\":1}}}\nthe device ID: none, the sysname of it")]
    [InlineData("proctitle=2F7573722F7362696E2F73736864002D44")]
    [InlineData("Configured from console by vty0 (10), on pppoe-out1, hostapd: phy0-ap0: interface state")]
    [InlineData("imap-login: Login: user=<>, method=PLAIN\nimap-login: Disconnected: Connection closed")]
    [InlineData("  fingerprint: e34eff264e5dd98f\nArchive fingerprint: b624ab26074d0db253ce4c264b06c7d6f14fce983b8e6c43f832144fc66c939d")]
    [InlineData("\"user\": \"U04B7KQ2M\", <ldap_attr_user>sAMAccountName</ldap_attr_user>")]
    [InlineData("invalid protocol identifier \"GET / HTTP/1.1\"")]
    [InlineData("/usr/sbin/snmpd -LOw -u Debian-snmp -I -smux")]
    [InlineData("cat named.conf.local, {\"macro\": \"{$PVE.URL.HOST}\"}, option password '$p$root'")]
    [InlineData("ntp server ptbtime1.ptb.de, https://events.pagerduty.com/v2/enqueue, csi.proxmox.sinextra.dev")]
    [InlineData("[10:02] warning: the account is new, the user has gone")]
    [InlineData("key \"rndc-key\" {\n\talgorithm hmac-sha256;\n};\ndebug1: kex: server->client MAC: hmac-sha2-256-etm@openssh.com")]
    public void It_stays(string line) => Assert.Equal(line, new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(line));

    [Fact]
    public void The_first_numbers_of_an_address_become_those_of_its_pseudonym()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize("10.93.117.8 'a'@'10.93.117.%' db.10.93.117");
        var network = output[..output.IndexOf(' ', StringComparison.Ordinal)];
        network = network[..network.LastIndexOf('.')];
        Assert.Contains($"'{network}.%'", output, StringComparison.Ordinal);
        Assert.EndsWith($"db.{network}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mac_has_one_pseudonym_in_all_spellings()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize("7a41-020e-90cd 7a4102-0e90cd 7a:41:02:0e:90:cd 7a:41:2:e:90:cd");
        var parts = output.Split(' ');
        var digits = parts[2].Replace(":", "", StringComparison.Ordinal);
        Assert.Equal(digits, parts[0].Replace("-", "", StringComparison.Ordinal));
        Assert.Equal(digits, parts[1].Replace("-", "", StringComparison.Ordinal));
        Assert.Equal(digits, string.Concat(parts[3].Split(':').Select(octet => octet.PadLeft(2, '0'))), ignoreCase: true);
    }
}
