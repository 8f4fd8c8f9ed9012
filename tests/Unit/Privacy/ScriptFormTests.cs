namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Forms of PowerShell's scripts and exports, of SNMP's answers, and of controllers and firewalls that export objects.</summary>
public sealed class ScriptFormTests
{
    private const string Head = "76492d1116743f0423413b16050a5345";

    [Theory]
    // A string that was enciphered with a key, put together of several texts
    [InlineData($"$s = '{Head}MgB8AGEvbXVkNzRvdHRlcnZpZHJhOTI4' +\n     'ZkQ3b3R0ZXJ2aWRyYTU1Nw=='\n", "MgB8AGEvbXVkNzRvdHRlcnZpZHJhOTI4", "ZkQ3b3R0ZXJ2aWRyYTU1Nw")]
    [InlineData($"$s = \"{Head}|MgB8AGEvbXVkNzRvdHRlcnZpZHJhOTI4\" + `\r\n  \"ZkQ3b3R0\" +\r\n  \"ZXJ2aWRyYTU1Nw==\"\r\n", "ZkQ3b3R0", "ZXJ2aWRyYTU1Nw")]
    [InlineData("$s = '01000000d08c9ddf0115d1118c7a00c04fc297eb0100000071f0a2c95b6e3d48'\n  + '9a01b2c3d4e5f60718293a4b5c6d7e8f'\n", "9a01b2c3d4e5f60718293a4b5c6d7e8f")]
    // Keys as bytes
    [InlineData("$key = [byte[]](41,7,94,181,66,12,249,30,158,77,201,5,140,88,233,52)\n", "41,7,94", "233,52")]
    [InlineData("[Byte[]] $AesKey = 41, 7, 94, 181, 66, 12, 249, 30,`\n  158, 77, 201, 5, 140, 88, 233, 52\n", "41, 7, 94", "233, 52")]
    [InlineData("$x | ConvertTo-SecureString -Key (41,7,94,181,66,12,249,30,158,77,201,5,140,88,233,52,1,2,3,4,5,6,7,8)\n", "41,7,94")]
    [InlineData("$Key = @(0x29,0x07,0x5e,0xb5,0x42,0x0c,0xf9,0x1e,0x9e,0x4d,0xc9,0x05,0x8c,0x58,0xe9,0x34)\n", "0x29,0x07", "0xe9,0x34")]
    [InlineData("byte[] aesKey = new byte[] { 41, 7, 94, 181, 66, 12, 249, 30, 158, 77, 201, 5, 140, 88, 233, 52 };\n", "41, 7, 94")]
    // What is compared with a certificate
    [InlineData("return c.GetCertHashString() == \"7A20463923096D9991972821589E97C4E3ED1F47\"; }", "7A20463923096D99")]
    [InlineData("if ($c.GetCertHashString() -ne '7A20463923096D9991972821589E97C4E3ED1F47') { }", "7A20463923096D99")]
    // Objects as XML
    [InlineData("<MS>\n  <S N=\"Password\">Otter &amp; Vidra 7</S>\n  <S N=\"Enable\">vidra_otter</S>\n</MS>", "Otter", "Vidra 7", "vidra_otter")]
    [InlineData("<En>\n  <S N=\"Key\">db_password</S>\n  <S N=\"Value\">an otter swims</S>\n</En>", "an otter swims")]
    [InlineData("<Property Name=\"Password\" Type=\"System.String\">an otter swims</Property>", "an otter swims")]
    // Firewalls
    [InlineData("<authorizedkeys>b3R0ZXJ2aWRyYTkyOGZENzRvdHRlcnZpZHJhOTI4YW5kbW9yZQ==</authorizedkeys>", "b3R0ZXJ2aWRyYTkyOGZENzRv")]
    [InlineData("<preSharedKey uuid=\"x\">\n  <ident>a</ident>\n  <keyType>PSK</keyType>\n  <Key>otter.Vidra</Key>\n</preSharedKey>", "otter.Vidra")]
    // Recovery keys, controllers
    [InlineData("{\"recovery\":{\"salt\":\"4f50cc6b4b5e5c33\",\"entries\":[null,null]}}", "4f50cc6b4b5e5c33")]
    [InlineData("{ \"x_vwirekey\": \"acc6513a2fc195cb93698827b9242781\" }", "acc6513a2fc195cb")]
    public void Secrets_are_hidden(string text, params string[] hidden) => FormAssert.HidesAndRestores(text, hidden);

    [Theory]
    // A table whose heads stand behind it
    [InlineData("$map = @'\n10.7.4.1,gw-mgmt\n10.7.4.9,vidra\n'@ | ConvertFrom-Csv -Header Ip, Name\n", "gw-mgmt", "vidra", "10.7.4.9")]
    [InlineData("@\"\r\ngw-mgmt;10.7.4.1\r\n\"@ | ConvertFrom-Csv -Delimiter ';' -Header 'Name','Ip'\r\n", "gw-mgmt")]
    // Behind PowerShell's escapes
    [InlineData("$d = \"owner: x`nphone 01632 9602-40\"\n", "01632 9602-40")]
    [InlineData("hostname: vidra7\n$d = \"runs on:`nvidra7\"\n", "vidra7")]
    // SNMP: names of objects that hold addresses
    [InlineData("IP-MIB::ipAdEntAddr.10.7.5.150 = IpAddress: 10.7.5.150\n", "10.7.5.150")]
    [InlineData("IP-MIB::ipNetToMediaPhysAddress.104.10.7.4.13 = STRING: 0:11:32:a:b:c\n", "10.7.4.13", "0:11:32:a:b:c")]
    [InlineData(".1.3.6.1.2.1.4.22.1.2.104.10.7.4.11 = Hex-STRING: 94 40 C9 2C 70 E1 \n", "10.7.4.11", "94 40 C9 2C 70 E1")]
    [InlineData("iso.3.6.1.2.1.4.20.1.1.10.7.4.11 = IpAddress: 10.7.4.11\n", "10.7.4.11")]
    [InlineData("SNMPv2-SMI::mib-2.15.3.1.14.10.7.4.11 = \"\"\n", "10.7.4.11")]
    [InlineData("TCP-MIB::tcpConnState.10.7.4.11.22.10.7.20.9.50122 = INTEGER: established(5)\n", "10.7.4.11", "10.7.20.9")]
    [InlineData("IP-MIB::ipAddressIfIndex.1.4.10.7.4.11 = INTEGER: 3\n", "10.7.4.11")]
    [InlineData("IP-FORWARD-MIB::ipCidrRouteIfIndex.10.7.8.0.255.255.252.0.0.10.7.4.1 = INTEGER: 3\n", "10.7.8.0.", "10.7.4.1 ")]
    // SNMP: values
    [InlineData("SNMPv2-MIB::sysName.0 = STRING: otter-ups1\n", "otter-ups1")]
    [InlineData(".1.3.6.1.2.1.1.5.0 = STRING: \"otter-ups1\"\n", "otter-ups1")]
    [InlineData("IF-MIB::ifPhysAddress.2 = Hex-STRING: 00 15 5D 2C 70 E1 \n", "00 15 5D 2C 70 E1")]
    // A user at an address
    [InlineData("wsl -- ssh -i ~/.ssh/k jvidra@fd6c:71c2:9e04:4::12\n", "jvidra", "fd6c:71c2")]
    [InlineData("scp x root@fd6c:71c2::12:/etc/\n", "fd6c:71c2::12")]
    // Controllers
    [InlineData("{ \"mac\": \"fc:ec:da:5d:e3:10\", \"model\": \"US48\", \"adopted\": true, \"ports\": [ { \"name\": \"x\" } ], \"name\": \"usw-otter\" }", "usw-otter")]
    [InlineData("{ \"key\": \"EVT_SW_Lost_Contact\", \"sw_name\": \"usw-otter\" }", "usw-otter")]
    // A mailbox that a page hides
    [InlineData("<td>&lt;jvidra&#64;otter-radio&#46;de&gt;</td>", "jvidra", "otter-radio")]
    [InlineData("{\"a\": \"jvidra\\u0040mail\\u002eotter-radio\\u002ede\"}", "jvidra", "otter-radio")]
    // Active Directory, telephones
    [InlineData("_ldap._tcp.ea7e074c-922e-4975-a4e9-c9b0367ca494.domains._msdcs.otter.local. 600 IN SRV 0 100 389", "ea7e074c", "otter.local")]
    [InlineData("Rufnr. 01632 9602-40\nHotline: 0800 5577 7013\n", "01632 9602-40", "0800 5577 7013")]
    [InlineData("Stoerung 0800 5577 7013\n", "0800 5577 7013")]
    [InlineData("Serial-Number: FGT61FTK21094499\n", "FGT61FTK21094499")]
    public void Names_and_addresses_are_hidden(string text, params string[] hidden) => FormAssert.HidesAndRestores(text, hidden);

    [Theory]
    // Where values come from, and lists that are no key
    [InlineData("$b = @{ username = $Credential.UserName; password = $Credential.GetNetworkCredential().Password }\n")]
    [InlineData("$x | ConvertTo-SecureString -Key (1..16)\n")]
    [InlineData("$png = [byte[]](137,80,78,71,13,10,26,10)\n$ports = [byte[]](1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16)\n")]
    [InlineData("$key = [byte[]]::new(32)\n$key = (1,2,3)\n")]
    [InlineData("ca_cert_hash: \"sha256:2e7461f1b04d357fa5c18b47c804ea8d7b100f44d4f48fa21a869ef10d455f68\"\n")]
    [InlineData("<S N=\"PasswordLastSet\">03.11.2026 07:02:11</S>\n<S N=\"Enable\">always</S>\n")]
    [InlineData("<preSharedKey uuid=\"x\">\n  <keyType>PSK</keyType>\n</preSharedKey>\n<Key>main mode</Key>\n")]
    [InlineData("@'\n1,2\n'@ | ConvertFrom-Csv -Header Min, Max\n")]
    // SNMP: rows of bytes that are ports, numbers that are no addresses
    [InlineData("Q-BRIDGE-MIB::dot1qVlanStaticEgressPorts.10 = Hex-STRING: 94 40 C9 2C 70 E1 \n")]
    [InlineData("HOST-RESOURCES-MIB::hrSystemDate.0 = Hex-STRING: 07 EA 0B 03 08 29 0C 00 2B 01 00 \n")]
    [InlineData("IP-MIB::ipAdEntAddr.127.0.0.1 = IpAddress: 127.0.0.1\nUDP-MIB::udpLocalAddress.0.0.0.0.161 = IpAddress: 0.0.0.0\n")]
    [InlineData(".1.3.6.1.2.1.25.2.3.1.6.10.20.30.40 = INTEGER: 5\n.1.3.6.1.4.1.14988.1.1.7.3.0\n")]
    // Windows' own
    [InlineData("permission for the COM Server application with CLSID \r\n{2593F8B9-4EAF-457C-B68A-50F6B8EA6B99}\r\n and APPID \r\n{15C20B67-12E7-4BB6-92BB-7AFF07997499}\r\n")]
    [InlineData("HKLM:\\SOFTWARE\\Classes\\CLSID\\{2593F8B9-4EAF-457C-B68A-50F6B8EA6B99}\\InprocServer32\n")]
    [InlineData("Service Account: LocalSystem\nStartName : NT AUTHORITY\\LocalService\n")]
    // Calls, paths, columns, shifts
    [InlineData("end of it&#46;Then more, docs&#46;python&#46;org and 3&#46;14\n")]
    [InlineData("(ERROR) middlewared.job.run():371 - failed\n/var/log/middlewared.log\n")]
    [InlineData("[::1]:/mnt/ingest/vm     nfs4   31T   12T   19T  39% /mnt/a\n")]
    [InlineData("shifts 0800 1200 1600 until Friday\n")]
    [InlineData("SELECT `n`.`node`, `t`.`token` FROM `n`\nthe `node` and the `token`\n")]
    [InlineData("{ \"adopted\": true, \"name\": \"Bluebell\", \"species\": \"dog\" }")]
    public void Look_alikes_stay(string text) => FormAssert.Stays(text);

    [Fact]
    public void An_application_of_Entra_has_an_id_of_its_own() =>
        FormAssert.HidesAndRestores("{\"appId\": \"15c20b67-12e7-4bb6-92bb-7aff07997499\"}", "15c20b67-12e7");

    [Fact]
    public void A_devices_number_that_is_its_MAC_is_one_with_it()
    {
        const string Text = "{ \"mac\": \"fc:ec:da:5d:e3:10\", \"serial\": \"FCECDA5DE310\" }";
        var output = FormAssert.Learnt(Text).Anonymize(Text);
        var mac = output.Split('"')[3];
        Assert.DoesNotContain("fc:ec:da:5d:e3:10", output, StringComparison.Ordinal);
        Assert.Contains(mac.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant(), output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_that_says_so_may_break_a_value_on_a_short_line()
    {
        const string Text = "Content-Transfer-Encoding: quoted-printable\n\nf=C3=BCr dich:\nPVEAPIToken=3Dotter@pve!x=3Da7a8373c-e690-45a6=\n-b955-64f42b1e51ff\n";
        FormAssert.HidesAndRestores(Text, "a7a8373c-e690", "b955-64f42b1e51ff");
    }
}
