namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What tools print and what people type, of which the place tells what has to go.</summary>
public class TranscriptFormTests
{
    [Theory]
    [InlineData("kind: Secret\ndata:\n  username: c3ZjLW90dGVyQHB2ZQ==\n---\nsvc-otter@pve!ci", "c3ZjLW90dGVy", "svc-otter")]
    [InlineData("curl -d 'totp=otpauth%3A%2F%2Ftotp%2Fotterlab%3Apaula%40pve%3Fsecret%3DMFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U%26period%3D30'", "paula", "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U")]
    [InlineData("HEADER,CLIENT_LIST,Common Name,Real Address\nCLIENT_LIST,pherzog,203.0.112.7:4021,172.29.8.6\nROUTING_TABLE,172.29.8.6,pherzog,203.0.112.7:4021", "pherzog")]
    [InlineData("username paula privilege 15 role network-admin secret sha512 $6$saltsalt$0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijAB", "0123456789abcdefghij")]
    [InlineData("<p>token&#61;8c41b487-b87f-418f-9367-46a59ba348fe&amp;verify&#61;0</p>", "8c41b487")]
    [InlineData("|   256 27c101e78d85d2f85b30aa572e9ac4dd (ECDSA)\n|_  256 423d2722e26bed88f1332dd7db4391ee (ED25519)", "27c101e7", "423d2722")]
    [InlineData("dovecot: auth: Debug: client in: AUTH#0111#011PLAIN#011service=smtp#011rip=172.20.1.9#011resp=AHBhdWxhAFN0M2luYnIzY2g=", "AHBhdWxh")]
    [InlineData("echo -n 'pherzog:Steinbr=ch' | base64\nprintf '%s' \"mrichter@pam:Steinbr2ch\" | openssl base64 -A\nbase64 <<< 'lwolf:Steinbr3ch'", "pherzog", "Steinbr=ch", "Steinbr2ch", "mrichter", "Steinbr3ch")]
    [InlineData("for i in 11 12; do scp x 172.22.9.$i:/tmp; done; ping 172.22.8.${n}; '172.22.7.{}'.format(i); '172.22.6.%d' % i", "172.22.9", "172.22.8", "172.22.7", "172.22.6")]
    [InlineData("dhcp6 solicit (client-ID hwaddr/time type 1 time 701201331 3cec5f218a40) (client-ID hwaddr type 1 3cec5f218a41)", "3cec5f218a40", "3cec5f218a41")]
    [InlineData("UPDATE x SET y=1 WHERE uuid=UNHEX('8d05f9e28d764125a90df33457eb6cc8'); SMBIOS 8d05f9e28d764125a90df33457eb6cc9 ok", "8d05f9e28d76")]
    [InlineData("<table><thead><tr><th>U</th><th>Name</th><th>MAC</th><th>N\u00B0 s\u00E9rie</th></tr></thead>\n<tr><td>3</td><td>otterdam</td><td>a0369f7d33ab</td><td>8YMLTLS</td></tr></table>", "otterdam", "a0369f7d33ab", "8YMLTLS")]
    [InlineData("<td>login <code>root</code> / <code>Kalk&amp;Stein</code></td>\nold one was \"Kalk&Stein\"", "Kalk&amp;Stein", "Kalk&Stein")]
    [InlineData("sw-r12-a> show arp\n  x\n<core-3>display version\nsw4# show vlan", "sw-r12-a", "core-3", "sw4")]
    [InlineData("\"data\": \"#cloud-config\\nchpasswd:\\n  list: |\\n    pherzog:Steinbr\u00FCch-Alt\\n  expire: false\\nruncmd:\\n  - a:b\\n\"", "pherzog", "Steinbr\u00FCch")]
    [InlineData("2a0d5e400077000100000000000000ab 02 40 00 80     eth0\n2a0d:5e40:77:1::ac", "2a0d5e40", "5e40:77")]
    [InlineData("user lookup ldap://cn=otter-ro:Chl3b%40Sol@ldap.otterbein.net:636 base 'cn=users,dc=otterbein,dc=net'", "otter-ro", "Chl3b", "otterbein")]
    [InlineData("[client.web]key = AQDaU9kkZDPDGhAA5lAiFe5Moqge1+L9ZwGGcQ==caps mon = \"profile rbd\"", "AQDaU9kk")]
    public void What_a_transcript_tells_is_hidden(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("HEADER,CLIENT_LIST,Common Name,Real Address,Virtual Address,Connected Since")]
    [InlineData("(24/7), 256 bits (RSA), echo -n foo | base64 -w0, echo 12:30 | base64")]
    [InlineData("mysql> show tables;\nMariaDB> show databases;\n# show all\nnode# configure\n-> show\nMaria> display x")]
    [InlineData("price 10.99.$x 10.2.$y {10} AA:BB:CC:DD:EE:FF aabb.ccdd.eeff hwaddr type 1, the hwaddr type is 1 time")]
    [InlineData("\"type\",\"os / version\",\"mac\"\n\"x\",\"17.9.5.47\",\"\"\n\"y\",\"FlexNet 11.19.6.0\",\"\"")]
    [InlineData("<code>apt</code> / <code>apt-get</code>, <code>root</code> / <code>user</code>")]
    public void What_only_looks_so_stays(string text) => FormAssert.Stays(text);

    [Fact]
    public void What_of_an_entry_a_user_is_in_an_address_stays()
    {
        var output = FormAssert.Learnt("x").Anonymize("x ldap://cn=otter-ro:Chl3b%40Sol@ldap.otterbein.net:636 dc=x,dc=net");
        Assert.Contains("ldap://cn=", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Chl3b", output, StringComparison.Ordinal);
        Assert.DoesNotContain("otter-ro", output, StringComparison.Ordinal);
    }

    /// <summary>When somebody answers the telephone is no part of its number.</summary>
    [Fact]
    public void A_remark_behind_a_number_of_a_telephone_stays()
    {
        var output = FormAssert.Learnt("x").Anonymize("Tel. +33 3 28 55 92 08 (24/7), see");
        Assert.EndsWith(" (24/7), see", output, StringComparison.Ordinal);
        Assert.DoesNotContain("28 55 92", output, StringComparison.Ordinal);
    }

    /// <summary>The address of a second factor keeps what it is.</summary>
    [Fact]
    public void What_an_address_of_a_second_factor_is_stays()
    {
        const string text = "totp=otpauth%3A%2F%2Ftotp%2Fotterlab%3Apaula%40pve%3Fsecret%3DMFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U%26period%3D30";
        var output = FormAssert.Learnt(text).Anonymize(text);
        Assert.StartsWith("totp=otpauth%3A%2F%2Ftotp%2Fotterlab%3A", output, StringComparison.Ordinal);
        Assert.Contains("%40pve%3Fsecret%3D", output, StringComparison.Ordinal);
        Assert.DoesNotContain("MFRGGZDF", output, StringComparison.Ordinal);
    }
}
