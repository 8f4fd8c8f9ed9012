using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Secrets in dumps of databases, records of audits, logs of logins, files that tools write, and options of less common commands.</summary>
public sealed class DumpSecretTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static string Anonymize(string text) => new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text);

    [Theory]
    // Dumps
    [InlineData("COPY public.users (id, login, password, totp_secret) FROM stdin;\n1\tjane\tWren-60a\tEAIW65FICKZV2NDR\n2\tbob\tWren-60b\t\\N\n\\.\n", "Wren-60a", "EAIW65FICKZV2NDR", "Wren-60b")]
    [InlineData("INSERT INTO mail_server (id, host, smtp_pass, tls) VALUES (1, 'mx', 'Wren/60/c', 'ssl'),\n (2, 'mx', 'It''s (60, d)', 'ssl');", "Wren/60/c", "60, d")]
    [InlineData("INSERT INTO `settings` (`name`,`value`) VALUES ('theme','dark'),('smtp.password','Wren plain')", "Wren plain")]
    [InlineData("CREATE TABLE `users` (\n  `id` int(11) NOT NULL,\n  `password` varchar(255),\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\nINSERT INTO `users` VALUES (1,'Wren-60e'),(2,'Wren\\'60f');", "Wren-60e", "60f")]
    [InlineData("create table peers (name text, pubkey text, psk text);\ninsert into peers values ('x', 'J0fkfYfvCajgiSe4D0N1sglXRoUtd139ykRF5MtlIzc=', 'plain words');", "J0fkfYfvCajg", "plain words")]
    [InlineData(" id | login | password\n----+-------+----------\n  1 | jane  | Wren-60g\n", "Wren-60g")]
    [InlineData("SET PASSWORD FOR 'x'@'%' = PASSWORD('Wren-60h');", "Wren-60h")]
    [InlineData("conn: Server=db1;Database=Shop;User Id=jane;Password=Wren;House=60;Encrypt=True", "Wren;House=60")]
    [InlineData("\"note\",\"temp password \"\"Wren \"\"house\"\" 60\"\" sent by mail\"", "Wren \"\"house")]
    // Audit
    [InlineData("type=EXECVE msg=audit(1700000000.1:7): argc=3 a0=\"mysql\" a1=\"-ujane\" a2=\"-pWren61a\"", "Wren61a")]
    [InlineData("type=PROCTITLE msg=audit(1700000000.1:7): proctitle=6D7973716C002D70004A616D657352697665722132", "4A616D6573526976")]
    // Logins that servers log
    [InlineData("(0) Login incorrect (pap: bad password): [jane/Wren62a] (from client nas1 port 0)", "jane", "Wren62a")]
    [InlineData("SCRV1:dG9lejpBbmthcmE=:MTIzNDU2", "dG9lejpBbmth", "MTIzNDU2")]
    [InlineData("PS> Get-ADReplAccount x | Select-Object -Expand NTHash\nccdb07aefcb213bf490bca1dc9bc72e6\n", "ccdb07aefcb2")]
    [InlineData("   * NTLM     : ccdb07aefcb213bf490bca1dc9bc72e6", "ccdb07aefcb2")]
    // Files
    [InlineData("{\"content\": \"a7ffe2fcf8b3f7ef\", \"dest\": \"/etc/zabbix/agent.psk\"}", "a7ffe2fcf8b3f7ef")]
    [InlineData("- path: /etc/krb5.keytab\n  encoding: b64\n  content: BQIAAABdXbyBJ1YcdkNBOBU4aFldxw==\n", "BQIAAABdXbyB")]
    [InlineData("- content: |\n    wren house\n  path: /root/.vault_pass\n", "wren house")]
    [InlineData("[mx.firma-nord.de]:submission\tjane@firma-nord.de:Wren-63a!", "Wren-63a!")]
    [InlineData("-----BEGIN PROXMOX BACKUP KEY-----\n{\"kdf\":{\"Scrypt\":{\"n\":65536,\"salt\":\"a1C6wmmBGG2zGb00NQmPU/BJX74r60BFuv+1K6VNA0A=\"}},\"data\":\"KWo7za66b2q55lDOdMQ4Lz4l\"}\n-----END PROXMOX BACKUP KEY-----", "a1C6wmmBGG2z", "KWo7za66b2q5")]
    [InlineData("\"jane-ups\": (\"authPriv\", \"sha\", \"jane\", \"Wren-63b\", \"AES\", \"Wren-63c\"),", "Wren-63b", "Wren-63c")]
    [InlineData("Klucz do dm-crypt wziąłem z mon: p9OedA/XNYfsIjzDIGIdkmXneDxcuUseV7slkfnabth70vuK3oyfNRTeE6/Q/yCNU0DcVgfgNyGQQQQK", "p9OedA/XNYfs")]
    [InlineData("Server-ID 7891BE93AB453C41C8DC183D6A907D3B", "7891BE93AB45")]
    [InlineData("<otp_seed>2WCDFAWG2WB7ZHC6</otp_seed>", "2WCDFAWG2WB7ZHC6")]
    // Addresses
    [InlineData("https:\\/\\/firma-nord.webhook.office.com\\/webhookb2\\/53e17e70@9a3b7afa\\/IncomingWebhook\\/3aa32ced24e8\\/abaa401c", "53e17e70", "3aa32ced24e8", "abaa401c")]
    [InlineData("https://10.1.2.3/healthz?key=1865759085a5f026e8874033", "1865759085a5")]
    // Commands
    [InlineData("doveadm auth test jane 'Wren64a'", "jane", "Wren64a")]
    [InlineData("wbinfo -a 'FIRMA\\jane%Wren64b'", "Wren64b")]
    [InlineData("racadm set iDRAC.Users.2.Password Wren64c", "Wren64c")]
    [InlineData("swaks --to x@firma-nord.de -au jane -ap Wren64d", "Wren64d")]
    [InlineData("ldappasswd -D cn=admin -w Wren64e -s Wren64f uid=jane", "Wren64e", "Wren64f")]
    [InlineData("smbclient //10.1.2.3/share Wren64g -U jane", "Wren64g")]
    [InlineData("127.0.0.1:6379> AUTH Wren64h", "Wren64h")]
    [InlineData("set vpn ipsec authentication psk site1 secret Wren-64i", "Wren-64i")]
    public void It_is_hidden(string text, params string[] secrets)
    {
        var output = Anonymize(text);
        foreach (var secret in secrets) Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE t (id int, token_count int, key_type text);\nINSERT INTO t VALUES (1, 4711, 'rsa');")]
    [InlineData("INSERT INTO log (id, message) VALUES (1, 'Passwords are checked')")]
    [InlineData("INSERT INTO `settings` (`name`,`value`) VALUES ('theme','dark'),('lang','de')")]
    [InlineData("| Option | Password |\n|---|---|\n| pam | required |\n| pve | optional |")]
    [InlineData("type=PROCTITLE msg=audit(1700000000.1:7): proctitle=2F7573722F7362696E2F73736864002D44")]
    [InlineData("type=EXECVE msg=audit(1700000000.1:7): argc=3 a0=\"ls\" a1=\"-la\" a2=\"/etc\"")]
    [InlineData("Login incorrect\nNTLM is disabled, NTLMv2 only\n    option password '$p$root'")]
    [InlineData("- path: /etc/motd\n  content: Welcome\n- path: /etc/netplan/60.yaml\n  content: |\n    network: {}\n")]
    [InlineData("smbclient //localhost/share -N\nset system ntp server time")]
    [InlineData("client sent invalid protocol identifier \"GET / HTTP/1.1\"")]
    [InlineData("Der Passwort-Hash ist SHA-512.")]
    public void It_stays(string text) => Assert.Equal(text, Anonymize(text));
}
