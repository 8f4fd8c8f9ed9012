using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Forms of secrets, addresses and names that are met seldom, and what looks like them.</summary>
public sealed class RareFormTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static string Anonymize(string text) => new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text);

    [Theory]
    // Base64 as JSON writes it
    [InlineData("{\"log\":\"PVEAuthCookie=PVE:jane@pve:65611E51::aB3dE5gH7jK9mN1pQ3sT\\/5vW7yZ9bC1dE3gH5jK7mN9pQ1==\\n\"}", "aB3dE5gH7jK9", "5vW7yZ9bC1dE3")]
    [InlineData("{\"ticket\":\"PBS:jane@pbs:65611E51::aB3dE5gH7jK9mN1pQ3sT\\u002B5vW7yZ9bC1dE3gH5jK7mN9pQ1\\u003d\"}", "aB3dE5gH7jK9", "5vW7yZ9bC1dE3")]
    // A ticket that stands where a host does, and more of the object behind it
    [InlineData("{\"host\": \"pvespiceproxy:65611E51:104:lyra:61000::0123456789abcdef0123456789abcdef01234567\", \"proxy\": \"http://lyra:3128\", \"tls-port\": 61000}", "0123456789abcdef0123", "lyra")]
    [InlineData("key pve4c-0a1b2c3d4e, pmgs-9f8e7d6c5b", "0a1b2c3d4e", "9f8e7d6c5b")]
    // Hashes
    [InlineData("password_pbkdf2 root grub.pbkdf2.sha512.10000.8F3A0C77E1B94D2256FA.90CE1D3B7A40C1AA", "8F3A0C77E1B94D22", "90CE1D3B7A40C1AA")]
    [InlineData("jane:1004:XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:0F1E2D3C4B5A69788796A5B4C3D2E1F0:[U          ]:LCT-65611E51:", "0F1E2D3C4B5A6978")]
    [InlineData("jane:1004:AAD3B435B51404EEAAD3B435B51404EF:0F1E2D3C4B5A69788796A5B4C3D2E1F0:[UX         ]:LCT-65611E51:", "AAD3B435B51404EE", "0F1E2D3C4B5A6978")]
    [InlineData("| shop | % | *0F1E2D3C4B5A69788796A5B4C3D2E1F0A1B2C3D4 |", "0F1E2D3C4B5A6978")]
    [InlineData("CREATE USER 'shop'@'%' IDENTIFIED BY PASSWORD '*0F1E2D3C4B5A69788796A5B4C3D2E1F0A1B2C3D4'", "0F1E2D3C4B5A6978")]
    [InlineData("auth-worker: Debug: passwd-file(jane): BLF-CRYPT(quiet otter (9)) != '$2y$05$abcdefghijklmnopqrstuuJ6Zb1xYvW3kqkT7oX3m5c0k3fQv9r2S'", "quiet otter")]
    // Keys
    [InlineData("# cryptsetup luksDump key\nkQ0x7mZp1vRfTn5sYb3cWd8hLj2gUe6aNi4oXqE9tPw=\n", "kQ0x7mZp1vRf")]
    [InlineData("PrivateKey=kQ0x7mZp1vRfTn5sYb3cWd8hLj2gUe6aNi4oXqE9tPw=Address=10.77.3.4/24", "kQ0x7mZp1vRf", "10.77.3.4")]
    [InlineData("Partial Product Key: 4QXK7", "4QXK7")]
    [InlineData("Installation ID: 012345678901234567890123456789012345678901234567890123456789012", "0123456789012345")]
    [InlineData("Bestätigungs-ID: 123456-123456-123456-123456-123456-123456-123456-123456", "123456-123456")]
    // Codes
    [InlineData("{\"type\": \"totp\", \"description\": \"phone\", \"totp\": \"otpauth://totp/x?secret=JBSWY3DPEHPK3PXP\", \"value\": \"482913\"}", "482913")]
    [InlineData("pveum user tfa add jane@pve --type totp --value 482913", "482913")]
    [InlineData("GET /login/verify?user=4&code=482913 HTTP/1.1", "482913")]
    [InlineData("GET /oauth2/callback?state=x&amp;code=aB3dE5gH7jK9mN1pQ3sT HTTP/1.1", "aB3dE5gH7jK9")]
    // Links that open something
    [InlineData("GET /index.php/s/aB3dE5gH7jK9mN1/download HTTP/1.1", "aB3dE5gH7jK9")]
    [InlineData("see https://10.1.2.3/share/aB3dE5gH7jK9mN1pQ3sT?t=1", "aB3dE5gH7jK9")]
    // Objects of QEMU
    [InlineData("args: -object secret,id=vnc0,format=raw,data=aB3dE5 -vnc :1,password-secret=vnc0", "aB3dE5")]
    [InlineData("{\"qom-type\": \"secret\", \"id\": \"vnc0\", \"data\": \"quiet\"}", "quiet")]
    // PPP
    [InlineData("# cat /etc/ppp/pap-secrets\n# client server secret IP\njane@isp.net isp quietotter *\n\"bob 2\" * \"two words\"", "quietotter", "two words", "jane", "bob 2")]
    // Words of a password without their quotes
    [InlineData("sudo: root : PWD=/ ; USER=root ; COMMAND=/usr/sbin/pveum user add x@pve --password three plain words --enable 1", "three", "plain", "words")]
    [InlineData("\"Env\": [\"SHOP_PASSWORD=quiet {otter} 7\", \"A=1\"]", "quiet", "otter")]
    [InlineData("command: [serve, '--password=quiet old otter']", "quiet", "otter")]
    [InlineData("export PW=$'it\\'s-7' X=1", "s-7")]
    [InlineData("| vmid | user | pw\n| 101 | jane | Élan_vital\n| 102 | bob | big% otter 7", "vital", "otter")]
    // What reminds of one
    [InlineData("{\"fingerprint\": \"69:f6:72:e7:34:3c:86:f8\", \"hint\": \"the dog, then the year\", \"kdf\": \"scrypt\"}", "the dog")]
    [InlineData("password_hint = \"the dog\"", "the dog")]
    // Addresses, tenants, zones, names
    [InlineData("<td>10&#46;44&#46;7&#46;9</td> q=10%2E44%2E7%2E9 {\"a\":\"10\\u002e44\\u002e7\\u002e9\"}", "10&#46;44", "10%2E44", "10\\u002e44")]
    [InlineData("https://otterworks.sharepoint.com/x, otterworks.webhook.office.com", "otterworks")]
    [InlineData("zone_id = \"0123456789abcdef0123456789abcdee\"", "0123456789abcdef")]
    [InlineData("[client.rgw.lyra]\n[client.crash.vega]", "lyra", "vega")]
    [InlineData("hostname: lyra\n# /etc/pve/priv/metricserver/lyra.pw", "lyra")]
    [InlineData("GET /fetch?url=https%3A%2F%2Fjane%3Aquiet%21otter-7%4010.1.2.3%2Fx", "jane", "quiet", "otter")]
    [InlineData("users=jane:$$2y$$05$$JfvYxXkuXek6AmJhs65.JuHDcy3LCGevNwNSAS3OZNRaRL6vL1G8e,bobby:$$1$$PrMg6ls/$$fsy4JXav1Fq48DRIIgzOp3", "JfvYxXkuXek6", "fsy4JXav1Fq4", "bobby")]
    public void It_is_hidden(string text, params string[] values)
    {
        var output = Anonymize(text);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openssl 3.0.15.0, qemu 9.1.2.0")]
    [InlineData("echo pass=$1 secret=$@")]
    [InlineData("GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D")]
    [InlineData("bucket at s3.eu-central-003.backblazeb2.com")]
    [InlineData("\theader name=Content-Type,value=YXBwbGljYXRpb24vanNvbg==")]
    [InlineData("user@example.com at 192.0.2.14 / 2001:db8::7")]
    [InlineData("{\"name\": \"sda2\", \"mountpoint\": \"/\", \"serial\": \"drive-scsi0\", \"vmid\": 101}")]
    [InlineData("GET /reset?error_code=482913 HTTP/1.1\nGET /list?code=DE HTTP/1.1")]
    [InlineData("GET /s/css/main.css and /share/doc/README.Debian and /dl/proxmox-ve_8.2-1.iso")]
    [InlineData("*** 0F1E2D3C4B5A69788796A5B4C3D2E1F0A1B2C3D4 a commit")]
    [InlineData("https://hooks.slack.com/ https://www.duckdns.org")]
    [InlineData("ldapsearch sAMAccountName objectSid pwdLastSet")]
    [InlineData("Microsoft SQL Server 2019 (RTM-CU28)")]
    [InlineData("hook: job-end HOSTNAME=localhost TARGET=store-b\nstore-b is online")]
    [InlineData("Name      InterfaceDescription   ifIndex Status MacAddress        LinkSpeed\n----      --------------------   ------- ------ ----------        ---------\nEthernet4 Virtual Adapter             12 Up     00-00-00-00-00-00 10 Gbps")]
    [InlineData("storages:\n  - name: vault-b\n    type: cifs\n    password: \"{{ pw }}\"")]
    public void It_stays(string text) => Assert.Equal(text, Anonymize(text));

    /// <summary>An escape in a key's body was half of an account once: a text of JSON has to parse.</summary>
    [Fact]
    public void A_key_in_json_keeps_its_escapes() =>
        Assert.Contains("\\n", Anonymize("{\"key\": \"-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU+9DU\\nSpLpTIKtuRlIp3awsu3i5OEpq7ic1SUy\\n-----END OPENSSH PRIVATE KEY-----\\n\"}").Split("KEY-----", 3)[1][2..], StringComparison.Ordinal);

    [Fact]
    public void An_address_with_encoded_dots_has_the_plain_one_s_pseudonym()
    {
        var words = Anonymize("10.44.7.9 10&#46;44&#46;7&#46;9").Split(' ');
        Assert.Equal(words[0], words[1].Replace("&#46;", ".", StringComparison.Ordinal));
    }

    [Fact]
    public void A_user_behind_another_one_s_hash_has_the_pseudonym_that_he_has_elsewhere()
    {
        var output = Anonymize("users=jane:$$1$$PrMg6ls/$$fsy4JXav1Fq48DRIIgzOp3,bobby:$$1$$QrMg6ls/$$gsy4JXav1Fq48DRIIgzOp4\nbobby@pve");
        Assert.Contains($",{output.Split('\n')[1].Split('@')[0]}:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_a_long_name_come_back_each_in_its_own_case()
    {
        const string text = "DC07.ad.otterworks.net dc07.ad.otterworks.net DC07.AD.OTTERWORKS.NET";
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        anonymizer.Learn(System.Text.Encoding.UTF8.GetBytes(text));
        var output = anonymizer.Anonymize(text);
        Assert.Equal(text, new Deanonymizer(anonymizer.Map, Key).Restore(output));
    }
}
