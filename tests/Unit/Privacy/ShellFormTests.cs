namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>
/// Forms of terminals, databases and small products' settings: what is concealed or coloured, rows of settings, machines that are called by an everyday word.
/// </summary>
public sealed class ShellFormTests
{
    [Theory]
    // What a terminal does not show
    [InlineData("New password: \u001b[8mOtter-Vidra-8\u001b[0m\n", "Otter-Vidra-8")]
    [InlineData("{\"out\":\"Password: \\u001b[8mOtter-Vidra-8\\u001b[0m\"}", "Otter-Vidra-8")]
    // Databases
    [InlineData("INSERT INTO `config` VALUES ('theme','boost'),('smtp_pass','Vidra-and-Otter');", "Vidra-and-Otter")]
    [InlineData("INSERT INTO mdl_config VALUES (12,'smtppass','Vidra-and-Otter'),(13,'lang','en');", "Vidra-and-Otter")]
    [InlineData("INSERT INTO `wp_options` VALUES (9,'mailserver_pass','Vidra-and-Otter','yes');", "Vidra-and-Otter")]
    [InlineData("CREATE USER 'x'@'localhost' IDENTIFIED VIA ed25519 USING '6ahm0vnLThRbdNzVVRNQTkXGNcwdnVLQ0xKzBKXVmbg';", "6ahm0vnLThRbdNzVVRNQTkXGNcwdnVLQ0xKzBKXVmbg")]
    [InlineData("ALTER USER 'x'@'%' IDENTIFIED WITH caching_sha2_password BY 'Vidra-and-Otter';", "Vidra-and-Otter")]
    [InlineData("CREATE USER x IDENTIFIED VIA unix_socket OR mysql_native_password USING '7vidrahash7otter';", "7vidrahash7otter")]
    [InlineData("INSERT INTO `users` (`id`, `username`, `phone`) VALUES (3,'jvidra','01632 960240'),(4,'kotter','');", "01632 960240")]
    [InlineData("id,name,phone\n3,Jane,01632 960240\n", "01632 960240")]
    // Hooks, Backblaze, switches, mail
    [InlineData("{\"type\": \"webhook\", \"secret\": [{\"name\": \"tok\", \"value\": \"Uk3tTTh0OTdBd1hLa2FHZg==\"}]}", "Uk3tTTh0OTdBd1hLa2FHZg")]
    [InlineData("{\"type\":\"webhook\",\"header\":[{\"name\":\"Authorization\",\"value\":\"QmVhcmVyIG90dGVydmlkcmE=\"}]}", "QmVhcmVyIG90dGVydmlkcmE")]
    [InlineData("b2_account_id: 00a1b2c3d4e5f6\nb2_application_key: x\n", "00a1b2c3d4e5f6")]
    [InlineData("vtp domain OTTER\nvtp password vidra-7\n!\n", "vidra-7")]
    [InlineData("> > -----BEGIN OPENSSH PRIVATE KEY-----\n> > b3BlbnNzaC1rZXktdjEAAAAABG5v\n> > BOabGEeIHCJTb/lkoUWvulwE> > -----END OPENSSH PRIVATE KEY-----\n", "BOabGEeIHCJTb/lkoUWvulwE")]
    // Shells and code
    [InlineData("echo -e 'jvidra\\nthree-Otter-70' > /etc/openvpn/x.txt\n", "jvidra", "three-Otter-70")]
    [InlineData("printf \"svc-otter\\nthree-Otter-70\\n\" | sudo tee /root/.smbcredentials\n", "three-Otter-70")]
    [InlineData("SMTP_USER, SMTP_PASSWORD = \"jvidra@otter.de\", r\"Vidr4\\d+x\"\n", "jvidra@otter.de", "Vidr4\\d+x")]
    [InlineData("API_TOKEN, LEVEL = 'q8Zt5vKx2LmN4pRw', 3\n", "q8Zt5vKx2LmN4pRw")]
    public void Secrets_are_hidden(string text, params string[] hidden) => FormAssert.HidesAndRestores(text, hidden);

    [Theory]
    // Machines that are called by an everyday word
    [InlineData("2026-03-12T08:02:11.419201+00:00 gateway sshd[701]: hello\n2026-03-12T08:02:40.118844+00:00 gateway sudo:   x : TTY=pts/3\n", "gateway")]
    [InlineData("Mar 12 08:02:11 relay sshd[701]: hello\nMar 12 08:02:40 relay kernel: usb 1-1: new device\n", "relay")]
    [InlineData("\u001b[01;32mjvidra@relay\u001b[00m:\u001b[01;34m~\u001b[00m$ ls\n", "jvidra", "relay")]
    [InlineData("127.0.0.1 localhost\n10.7.0.5 otter-1\n10.7.0.9   relay\n", "relay", "10.7.0.9")]
    [InlineData("$TTL 3600\ngw\tIN\tA\t10.7.0.1\njump\t300 IN A\t10.7.0.2\n", "gw\t", "jump")]
    [InlineData("dhcp-boot=pxelinux.0,boot,10.7.0.3\n", ",boot,")]
    // Other names
    [InlineData("bgp: bgpotter-1\n\tasn 65001\n", "otter-1")]
    [InlineData("{\"controller\": \"bgpotter-1\"}", "otter-1")]
    [InlineData("sshd[7]: Accepted certificate ID \"jvidra-2026\" (serial 5) signed by ED25519 CA SHA256:x\n", "jvidra")]
    [InlineData("ssh-keygen -s ca -I jvidra -n root x.pub\n", "jvidra")]
    [InlineData("new user: name=jvidra, UID=10\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGkq0x7v6yQ2m8R3n5T1w9u4L0p2Z8c6B1d3F5h7J9k1 yubi-jvidra\n", "jvidra")]
    [InlineData("\toption mysql-check user vidra_check\n", "vidra_check")]
    [InlineData("new user: name=jvidra, UID=10\nqm set 150 --sshkeys ~/jvidra.pub\n", "jvidra")]
    // Numbers
    [InlineData("\u001b[01;31m\u001b[K10.7.44.99\u001b[m\u001b[K\n", "10.7.44.99")]
    [InlineData("ipmi: {addr: x, mac: \"00-25-90-61-50-34\"}\n", "00-25-90-61-50-34")]
    [InlineData("#tel. %2B44 1632 960 213%0Aend\n", "1632 960 213")]
    [InlineData("#tel. %2B44%201632%20960213\n", "1632%20960213")]
    [InlineData("https://sms.otter.de/send?to=447700900264&text=x\n", "447700900264")]
    public void Names_and_numbers_are_hidden(string text, params string[] hidden) => FormAssert.HidesAndRestores(text, hidden);

    [Theory]
    [InlineData("New password: \u001b[8m\u001b[0m\n")]
    [InlineData("ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING 'invalid' OR unix_socket;")]
    [InlineData("INSERT INTO `log` VALUES (1,'password','changed'),(2,'login','ok');")]
    [InlineData("INSERT INTO `config` VALUES ('theme','boost_union'),('ldap_version','3');")]
    [InlineData("INSERT INTO t (id, phone) VALUES (1,'none'),(2,'');")]
    [InlineData("{\"header\":[{\"name\":\"Content-Type\",\"value\":\"YXBwbGljYXRpb24vanNvbg==\"}]}")]
    [InlineData("{\"secret\":[{\"name\":\"tok\",\"value\":\"e3sgc2VjcmV0cy50b2sgfX0=\"}]}")]
    [InlineData("echo -e 'first\\nsecond' > /tmp/list.txt\n")]
    [InlineData("echo -e 'local\\nvalue-7' | column -t\n")]
    [InlineData("vtp mode transparent\n")]
    [InlineData("a, b = 1, 2\npassword, other = get_pair()\n")]
    // Other programs say how grave it is; what a table says of an address; what every zone has
    [InlineData("2026-03-12 08:02:40 error sudo: x\n")]
    [InlineData("www\tIN\tCNAME\tweb\nmail\tIN\tCNAME\tweb\n")]
    [InlineData("dhcp-boot=pxelinux.0\ndhcp-boot=tag:efi,ipxe.efi\n")]
    [InlineData("bgp: bgp\n\tasn 65001\n")]
    [InlineData("ssh-keygen -t ed25519 -f x\n")]
    [InlineData("/d/x?from=1773303910000&to=1773303960000\n/d/x?from=1773303910&to=1773303960\n")]
    [InlineData("built 20-26-03-12-10-30\n")]
    [InlineData("__version__ = \"7.4.2.10\"\n")]
    [InlineData("CIFS: VFS: failed to connect to IPC (rc=-13)\n")]
    public void What_only_looks_so_stays(string text) => FormAssert.Stays(text);

    [Fact]
    public void A_module_of_Python_stays_where_a_guest_is_called_so()
    {
        var anonymizer = FormAssert.Learnt("qm create 101 --name pickling\n");
        var output = anonymizer.Anonymize("import pickling\nimport pickling as p  # ours\nfrom pickling import load\nping pickling\n");
        Assert.StartsWith("import pickling\nimport pickling as p  # ours\nfrom pickling import load\nping ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("ping pickling", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sign_before_a_default_of_a_shell_stays() =>
        Begins("  SASL_PASSWORD: ${RELAY_PW:-REDACTED-", "  SASL_PASSWORD: ${RELAY_PW:-Sm4lt!Otter}\n");

    [Fact]
    public void The_name_of_a_setting_stays_before_its_secret() =>
        Begins("\tauthentication {\n\t\tauth_type PASS\n\t\tauth_pass REDACTED-", "\tauthentication {\n\t\tauth_type PASS\n\t\tauth_pass 0tter80\n\t}\n");

    private static void Begins(string expected, string text) => Assert.StartsWith(expected, FormAssert.Learnt("").Anonymize(text), StringComparison.Ordinal);
}
