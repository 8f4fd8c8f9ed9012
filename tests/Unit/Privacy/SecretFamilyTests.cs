using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Families of secrets in the syntaxes they occur in, and what stands where a secret might.</summary>
public sealed class SecretFamilyTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static string Anonymize(string text) => new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text);

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [Theory]
    // Maps by owner
    [InlineData("passwords = { jane = \"plainword\", \"bob\" = \"other\" }", "plainword", "other")]
    [InlineData("db_passwords:\n  shop: quiet-otter\n  blog: \"two words\"\nnext: 1", "quiet-otter", "two words")]
    [InlineData("variable \"service_tokens\" {\n  type = map(string)\n  default = {\n    ci = \"aaBB99cc\"\n  }\n}", "aaBB99cc")]
    [InlineData("users = { admin = \"Gr9-eye\" }", "Gr9-eye")]
    [InlineData("{\"credentials\": {\"pve1\": \"Zeta_9x\"}}", "Zeta_9x")]
    // Blocks of YAML
    [InlineData("api_token: |\n  aaaa-bbbb-9\nnext: 1", "aaaa-bbbb-9")]
    [InlineData("  psk: >-\n    several words here\n  x: y", "several words here")]
    // A second factor
    [InlineData("TOTP: 482915", "482915")]
    [InlineData("Ihr Einmalcode lautet 482 915.", "482 915")]
    [InlineData("your verification code is 39482915", "39482915")]
    [InlineData("2FA seed JBSWY3DPEHPK3PXP", "JBSWY3DPEHPK3PXP")]
    [InlineData("{\"yubico\":[{\"info\":{\"id\":\"a\"},\"entry\":\"vvccccdhegju\"}]}", "vvccccdhegju")]
    [InlineData("key ccccccbcgujhingjrdejhgfnuetrgigvejhhgbkugded used twice", "ccccccbcgujhingj")]
    // Beside the user
    [InlineData("net ads join -U jane%Wren-31 -S dc1", "jane", "Wren-31")]
    [InlineData("mount -t cifs //10.1.2.3/x /y -o user=jane%Wren31x", "Wren31x")]
    [InlineData("GET http://10.1.2.3/cgi?user=jane&p=Wren31y HTTP/1.1", "Wren31y")]
    [InlineData("login/pass jane/Wren31z", "Wren31z")]
    // Commands
    [InlineData("racadm -r 10.1.2.3 -u root -p Wren32a getsysinfo", "Wren32a")]
    [InlineData("plink -ssh root@10.1.2.3 -pw Wren32b", "Wren32b")]
    [InlineData("MONITOR ups@localhost 1 monuser Wren32c master", "Wren32c")]
    [InlineData("printf '%s\\n' 'Wren32d' \"Wren32d\" | pveum passwd jane@pve", "Wren32d")]
    [InlineData("passwordeval \"echo Wren32e\"", "Wren32e")]
    [InlineData("(\"Wren32f\" | ConvertTo-SecureString -AsPlainText -Force)", "Wren32f")]
    [InlineData("createUser snmpmon SHA Wren32g AES Wren32h", "Wren32g", "Wren32h")]
    // Files
    [InlineData("# /etc/pgbouncer/userlist.txt\n\"jane\" \"Wren33a\"\n\"bob\" \"md50e1f2d3c4b5a69788796a5b4c3d2e1f0\"", "jane", "Wren33a", "0e1f2d3c")]
    [InlineData("\"bob\" \"SCRAM-SHA-256$4096:c2FsdHNhbHQ=$aaaa:bbbb\"", "c2FsdHNhbHQ")]
    [InlineData("requirepass wren\nmasterauth wren-2", "wren-2")]
    [InlineData("<add key=\"SmtpPassword\" value=\"Wren33b\"/>", "Wren33b")]
    [InlineData("│ serverid │ 0123456789ABCDEF0123456789ABCDEF │", "0123456789ABCDEF")]
    [InlineData("[b2]\ntype = b2\naccount = 0041ab34cd56ef70000000001", "41ab34cd56ef")]
    [InlineData("# random_password.db.result = \"x(y\"", "x(y")]
    [InlineData("WATCHTOWER_URL: discord://aB3dE5gH7jK9mN1pQ3sT5vW7@1184467201938827", "1184467201938827")]
    [InlineData("HOMEPAGE_VAR_NAS: aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3", "aB3dE5gH7jK9")]
    [InlineData("# cat /etc/openvpn/x.auth\njane\nthree plain words", "three plain words")]
    [InlineData("source: deb https://repo.firma-nord.de/x ./\nkeyid: 0123456789ABCDEF0123456789ABCDEF01234567", "0123456789ABCDEF")]
    // Prose
    [InlineData("PIN 471122, then the door", "471122")]
    [InlineData("la clé API est a1b2c3d4e5f6", "a1b2c3d4e5f6")]
    [InlineData("the community string wren35ro is read-only", "wren35ro")]
    [InlineData("creds jane:Wren36!", "Wren36!")]
    [InlineData("the ipmi login is ADMIN:Wren37x", "Wren37x")]
    [InlineData("identifiants : jane / Wren38", "Wren38")]
    [InlineData("pwd Wren39! for now", "Wren39!")]
    [InlineData("vault password = four plain words here", "four", "plain words")]
    // More commands and syntaxes
    [InlineData("snmpv3: {user: jane, auth: Wren40auth, priv: 'Wren 40 priv'}", "Wren40auth", "40 priv")]
    [InlineData("snmp_v3_priv_key = wren41priv", "wren41priv")]
    [InlineData("fence_ipmilan -a 10.1.2.3 -l ADMIN -p Wren42 -o status", "Wren42")]
    [InlineData("ipmi-sensors -h 10.1.2.3 -u ADMIN -p Wren43", "Wren43")]
    [InlineData("args: [\"mysql\", \"-uroot\", \"-pWren44\"]", "Wren44")]
    [InlineData("$plain = 'wren forty'\n$s = ConvertTo-SecureString $plain -AsPlainText -Force", "wren forty")]
    [InlineData("reg add \"HKLM\\Software\\x\" /v DefaultPassword /t REG_SZ /d Wren45 /f", "Wren45")]
    public void It_is_found(string text, params string[] values)
    {
        var output = Anonymize(text);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CF_Token=aB3dE5gH7jK9mN1p")]
    [InlineData("jane:Wren-34-tail-feather")]
    [InlineData("0123456789abcdef0123456789abcdef\n")]
    [InlineData("Server=10.4.5.6\nHostname=x\n")]
    [InlineData("{\"password\":\"x y\"}")]
    public void A_text_in_base64_that_tells_something_is_found(string text)
    {
        var encoded = Encoded(text);
        Assert.DoesNotContain(encoded[..12], Anonymize($"    content: {encoded}"), StringComparison.Ordinal);
        Assert.DoesNotContain(encoded[..12], Anonymize($"DATA={encoded}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dump_in_base64_is_found_to_its_last_line()
    {
        var bytes = new byte[130];
        new Random(7).NextBytes(bytes);
        var encoded = Convert.ToBase64String(bytes);
        var lines = encoded.Chunk(76).Select(line => new string(line)).ToArray();
        var output = Anonymize("# base64 /etc/corosync/authkey\n" + string.Join('\n', lines) + "\n");
        foreach (var line in lines) Assert.DoesNotContain(line[..12], output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("   password server = localhost\n   passwd chat timeout = 2\n   unix password sync = yes")]
    [InlineData("for f in storage/*.pw realm/*.pw; do cat $f; done")]
    [InlineData("      \"private\": \"bnVsbA==\"")]
    [InlineData("github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl")]
    [InlineData("keyid: 9DC858229FC7DD38854AE2D88D81803C0EBFCD88, source https://download.docker.com/linux")]
    [InlineData("exit code 482915\notp 12\n2fa since 2024-01-02")]
    [InlineData("secrets:\n  db_password:\n    file: ./db.txt\ntokens: 12")]
    [InlineData("SHA256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\nBUILD_ID=aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3")]
    [InlineData("PATH: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin")]
    [InlineData("token_style: |\n  # none yet\nnameserver 149.112.112.112")]
    [InlineData("secretKeyRef: { name: db-creds, key: password }\nexistingSecret: db-creds\npasswordSecret: db-creds")]
    [InlineData("pin: GPIO17\ngpio pin 4711\npin 13 of the header")]
    [InlineData("PermitRootLogin prohibit-password\nPasswordAuthentication no")]
    [InlineData("credentials file: none\ncreds from: vault\ncredentials provider: aws-cli\nlogin is disabled")]
    [InlineData("$x = 'plain'\nConvertTo-SecureString $y -AsPlainText -Force")]
    [InlineData("[Interface] x\n\tkey value")]
    [InlineData("model SAMSUNG_MZ7LH960HAJR-00005 of Samsung_SSD_990_PRO_2TB")]
    [InlineData("PGh0bWw+PGJvZHk+TW9ybmluZzwvYm9keT48L2h0bWw+")]
    public void It_stays(string text) => Assert.Equal(text, Anonymize(text));

    [Fact]
    public void The_sign_of_a_block_stays() => Assert.StartsWith("vault_key: >-\n  ", Anonymize("vault_key: >-\n  aaBB99cc-ddEE88ff\n"), StringComparison.Ordinal);

    [Fact]
    public void The_first_group_of_an_address_is_no_server_s_name()
    {
        var output = Anonymize("pbs: off\n\tserver 2a0d:5e40:2f::32\n\tdatastore x\n");
        var address = output.Split('\n')[1]["\tserver ".Length..];
        Assert.True(System.Net.IPAddress.TryParse(address, out _), address);
    }

    [Fact]
    public void The_way_of_a_hook_of_Teams_stays() =>
        Assert.Contains("/IncomingWebhook/", Anonymize("https://firma-nord.webhook.office.com/webhookb2/53e17e70-7b7a-479f-8a36-3a3cbfa1b029@9a3b7afa-77f3-4f30-bbc9-1519a7bcb413/IncomingWebhook/3aa32ced24e8d943200b4c40b06c1e11/abaa401c-7cd4-4808-9acc-ae7719aaa484"), StringComparison.Ordinal);
}
