using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What products, files and tools around a cluster write in a form of their own, and what looks like it.</summary>
public sealed class ProductFormTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static string Anonymize(string text) => new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text);

    [Theory]
    // Redis
    [InlineData("user otterapp on >Wren41a ~app:* +@all", "otterapp", "Wren41a")]
    [InlineData("redis-cli ACL SETUSER otterapp on '>Wren41b' allkeys +@read", "otterapp", "Wren41b")]
    [InlineData("user otterapp on #0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0 ~* +@all", "0f1e2d3c4b5a6978")]
    // A second factor
    [InlineData("$ oathtool --totp -b JBSWY3DPEHPK3PXP\n482915\n$", "482915")]
    [InlineData("Enter code from app (-1 to skip): 482915", "482915")]
    [InlineData("Your emergency scratch codes are:\n  19995368\n  79391051\ndone", "19995368", "79391051")]
    [InlineData("Backup codes\n1. a1b2c-d3e4f  2. g5h6i-j7k8l\n\nKeep them.", "a1b2c-d3e4f", "g5h6i-j7k8l")]
    // Keys, tokens and ids
    [InlineData("{\"key\":{\"e\":\"AQAB\",\"kty\":\"RSA\",\"n\":\"ytwnNamA1QkHfPfva1QuO6LqcvbckRxVgycS1E3z\",\"d\":\"kQ0x7mZp1vRfTn5sYb3cWd8hLj2gUe6aNi4o\"}}", "ytwnNamA1QkH", "kQ0x7mZp1vRf")]
    [InlineData("  on runner-01 wyjDKrRj, system ID: s_9da33aa7a709\nReinitialized /builds/wyjDKrRj/0/x/.git/", "wyjDKrRj")]
    [InlineData("token_accessor         PBIjVq3vh2lUWwpdfZyuXaYJ", "PBIjVq3vh2lU")]
    [InlineData("  name: bootstrap-token-a1b2c3\nstringData:\n  token-id: a1b2c3", "a1b2c3")]
    [InlineData("OTEL_HEADERS: \"x-honeycomb-team=frSK9WKIo3JJMW5ZUSonuV\"", "frSK9WKIo3JJ")]
    [InlineData("PS C:\\> ConvertFrom-SecureString $pw\n01000000d08c9ddf0115d1118c7a00c04fc297eb01000000f149263e8f4cbc36b6d143d0acc893be", "8c7a00c04fc297eb", "f149263e8f4cbc36")]
    [InlineData("Public-Lines: 2\nAAAAC3NzaC1lZDI1NTE5AAAAIOVkiEQMTxZFqoZmU2KMk9o33YgbCfidExFWA4Sr\nmYns\nPrivate-Lines: 1\n", "mYns")]
    [InlineData("error checking subscription key: server ID '0123456789ABCDEF0123456789ABCDEF' mismatch", "0123456789ABCDEF")]
    [InlineData("{\"serverid\": \"0123456789ABCDEF0123456789ABCDEF\", \"signature\": \"d+E6s5GHNvnHVdLD2JITTFz1G6yYKPeC4rgCSfcRu/9Zhu5gGEYWjQ==\"}", "d+E6s5GHNvnH")]
    [InlineData("# qemu-ga --version; cat /etc/machine-id\nQEMU Guest Agent 7.2.13\n0f1e2d3c4b5a69788796a5b4c3d2e1f0\n", "0f1e2d3c4b5a6978")]
    // Options and commands
    [InlineData("opts: \"username=otter,password=three plain words,vers=3.0\"", "three plain words", "otter")]
    [InlineData("10.1.2.3:/ /mnt/x ceph name=otterfs,secret=Wren42a,noatime 0 0", "otterfs", "Wren42a")]
    [InlineData("skopeo copy --dest-creds=otterbot:Wren42b docker://a docker://b", "otterbot", "Wren42b")]
    [InlineData("kadmin -p joiner@FIRMA.DE -w 'Wren\"s Tooth' listprincs", "s Tooth")]
    [InlineData("COMMAND=/usr/sbin/qm set 120 --cipassword wren&Test=1", "wren", "Test=1")]
    [InlineData("netdom trust firma.de /domain:other.net /passwordt:Wren+Cargo.5 /add", "Wren+Cargo.5")]
    [InlineData("ConvertTo-SecureString -AsPlainText \"Wren42c\" -Force", "Wren42c")]
    [InlineData("vault login -method=userpass username=otter password='Wren'\\''da quiet'", "da quiet")]
    [InlineData("rsync --password-file=<(echo Wren42d) rsync://otteruser@filer1/x /mnt", "otteruser", "Wren42d")]
    // Files
    [InlineData("machine repo.firma.de login otterly password Quiet_z-kapustą", "Quiet_z-kapustą", "otterly")]
    [InlineData("==> .pgpass <==\n# hostname:port:database:username:password\nlocalhost:*:shop:otterly:#Wren;med\"x\n", "otterly", "#Wren;med")]
    [InlineData("### /etc/davfs2/secrets\n# comment\n/mnt/dav  otterly  \"Blue\\\"Glass No 5\"\n", "otterly", "Glass No 5")]
    [InlineData("x\nhttps://lyra:8006 otterly@pve wren.on.wheels 482915\n", "otterly", "wren.on.wheels", "482915")]
    [InlineData("# client\tserver\tsecret\nlyra-rw\tloibl\tWren;43a\t10.47.98.2\n", "lyra-rw", "Wren;43a")]
    [InlineData("enable_secret=Wren43b\nenable password 8 AbcpvLvaasuxf", "Wren43b", "AbcpvLvaasuxf")]
    [InlineData("<auth-user-pass>\notterly\nQuiet;Wren\n</auth-user-pass>", "otterly", "Quiet;Wren")]
    [InlineData("\"chpasswd\":{\"list\":\"otterly:n8A0BPIV\\nbobby:Wren43c\"}", "n8A0BPIV", "Wren43c")]
    [InlineData("basic_auth_users:\n  läsare: $2b$12$abcdefghijklmnopqrstuuJ6Zb1xYvW3kqkT7oX3m5c0k3fQv9r2S", "läsare")]
    // Logs and tables
    [InlineData("Failed to connect to 10.1.2.3:22 user [otterly] with password Wr|en[7]: Auth fail", "otterly", "Wr|en[7]")]
    [InlineData("Encryption: enabled, hint: \"x\", password: [Red Hook 1848 Pier]", "Red Hook 1848 Pier")]
    [InlineData("Starting worker [otter-wk-1] on [lyra1]", "otter-wk-1")]
    [InlineData("3   otterly          true    false      true       ADMINISTRATOR", "otterly")]
    [InlineData("<LocalAccount wcm:action=\"add\">\n  <Name>otterly</Name>\n</LocalAccount>", "otterly")]
    [InlineData("\"Name\",\"UserPrincipalName\",\"OfficePhone\",\"LogonWorkstations\"\n\"x\",\"y\",\"212-555-0118\",\"WKS-OTTER04,WKS-WREN05\"\n", "212-555-0118", "WKS-OTTER04", "WKS-WREN05")]
    [InlineData("kernel: ll header: 00000000: ff ff ff ff ff ff bc 24 11 5e 0a 77 08 00        ........^.w..", "5e 0a 77")]
    [InlineData("local admin `otterly` / `W0rk-Lift?305`", "otterly", "W0rk-Lift?305")]
    [InlineData("   netbios name = OTTERBERG", "OTTERBERG")]
    [InlineData("CREATE USER 'shop'@'10.47.30.%'; # hosts allow = 10.47.31. 127.", "10.47.30.", "10.47.31.")]
    [InlineData("SENTRY_DSN=https://8f09249374c90a8b8fe9e80a9fee7355@o41881.ingest.us.sentry.io/4507712", "o41881")]
    // Properties, targets, stations
    [InlineData("nmcli con modify Lager wifi-sec.psk QuietWren7", "QuietWren7")]
    [InlineData("racadm set iDRAC.Users.3.UserName otterly\nracadm set iDRAC.Users.3.Password QuietWren7", "otterly", "QuietWren7")]
    [InlineData("iscsiadm -m node -o update -n node.session.auth.password -v QuietWren7", "QuietWren7")]
    [InlineData("IncomingUser otterly QuietWren7", "otterly", "QuietWren7")]
    [InlineData("  chap-mutual otterly \"QuietWren7\" lyrabob \"Wren8park\"", "otterly", "QuietWren7", "lyrabob", "Wren8park")]
    [InlineData("otterly Cleartext-Password := \"Quiet Wren7\"", "otterly", "Quiet Wren7")]
    [InlineData("\"otterly\" MSCHAPV2 \"QuietWren7\"", "otterly", "QuietWren7")]
    [InlineData("# hostapd.wpa_psk\n00:00:00:00:00:00 three plain words\nkeyid=x aa:bb:cc:11:22:33 QuietWren7\n", "three plain words", "QuietWren7")]
    [InlineData("socks5 10.1.2.3 1080 otterly QuietWren7", "otterly", "QuietWren7")]
    [InlineData("\tauth-trunc hmac(sha256) 0x0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0 128", "0f1e2d3c4b5a6978")]
    [InlineData("netsh wlan set profileparameter name=x keyMaterial=\"Quiet.Wren7 park\"", "Quiet.Wren7")]
    // Commands of other systems
    [InlineData("ssh-keygen -t ed25519 -N \"Quiet Wren7\" -f x", "Quiet Wren7")]
    [InlineData("ldappasswd -s QuietWren7 -D cn=otterly,dc=firma,dc=de", "QuietWren7")]
    [InlineData("virsh secret-set-value 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 QuietWren7", "QuietWren7")]
    [InlineData("ceph dashboard ac-user-set-password otterly QuietWren7", "otterly", "QuietWren7")]
    [InlineData("ansible-vault encrypt_string 'QuietWren7' --name x", "QuietWren7")]
    [InlineData("terraform apply -var 'pm_password=Quiet Wren7 x'", "Quiet Wren7", "Wren7 x")]
    [InlineData("realm join -U otterly firma.de <<< QuietWren7", "otterly", "QuietWren7")]
    [InlineData("[System.Net.NetworkCredential]::new('otterly','QuietWren7')", "otterly", "QuietWren7")]
    [InlineData("sqlcmd -S db -U otterly -P \"Quiet Wren7\"", "otterly", "Quiet Wren7")]
    [InlineData("fence_ipmilan -a 10.1.2.3 -l otterly -p QuietWren7", "otterly", "QuietWren7")]
    [InlineData("xfreerdp /v:10.1.2.3 /u:otterly /p:QuietWren7", "otterly", "QuietWren7")]
    [InlineData("qm guest passwd 100 otterly", "otterly")]
    [InlineData("vault write auth/userpass/users/otterly password=QuietWren7", "otterly", "QuietWren7")]
    // Accounts in files of other systems
    [InlineData("otterly:{PLAIN}QuietWren7::::::", "otterly", "QuietWren7")]
    [InlineData("[otterly]\n  password = QuietWren7\n  upsmon primary", "otterly", "QuietWren7")]
    [InlineData("Host mx1\nUser otterly\nPass Quiet-Wren7\n", "otterly", "Quiet-Wren7")]
    [InlineData("d-i passwd/username string otterly", "otterly")]
    [InlineData("user --name=otterly --password=QuietWren7", "otterly", "QuietWren7")]
    [InlineData("gitlab_rails['smtp_user_name'] = \"otterly\"", "otterly")]
    [InlineData("set system login user otterly class super-user", "otterly")]
    [InlineData("    - {name: otterly, password: QuietWren7, type: text}", "otterly", "QuietWren7")]
    [InlineData("SET PASSWORD FOR 'otterly'@'%' = PASSWORD('QuietWren7');", "otterly", "QuietWren7")]
    [InlineData("INSERT INTO users VALUES ('otterly', MD5('QuietWren7'));", "otterly", "QuietWren7")]
    [InlineData("GRANT ALL ON x.* TO 'otterly'@'%'; CREATE ROLE lyrabob LOGIN", "otterly", "lyrabob")]
    [InlineData("connectionString=\"Server=x;User Id=otterly;Password=Quiet Wren7 y;\"", "otterly", "Quiet Wren7 y")]
    // Sentences
    [InlineData("The creds are otterly:QuietWren7 for the switch.", "otterly", "QuietWren7")]
    [InlineData("WLAN: Lager / Quiet Wren7 park", "Quiet Wren7 park")]
    [InlineData("New password for otterly is: QuietWren7\npassword for user 'lyrabob': QuietWren8", "otterly", "QuietWren7", "lyrabob", "QuietWren8")]
    [InlineData("Please use the following password to proceed:\n\n0f1e2d3c4b5a69788796a5b4c3d2e1f0\n", "0f1e2d3c4b5a6978")]
    public void It_is_hidden(string text, params string[] secrets)
    {
        var output = Anonymize(text);
        foreach (var secret in secrets) Assert.DoesNotContain(secret, output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("<settings pass=\"windowsPE\">\n<settings pass=\"oobeSystem\">")]
    [InlineData("processorArchitecture=\"amd64\" publicKeyToken=\"31bf3856ad364e35\"")]
    [InlineData("passwd: password updated successfully\npasswd: password unchanged")]
    [InlineData("Reason: invalid token value!\u001b[0m")]
    [InlineData("MAIL_USERNAME=apikey\nusername = __token__")]
    [InlineData("ntp_servers = [\"ntp.se\", \"ptbtime1.ptb.de\"]\nComment: GPGTools - https://gpgtools.org")]
    [InlineData("path: /etc/systemd/network/10-ens18.network")]
    [InlineData("enable_password: true\nupdate_password: always")]
    [InlineData("# hostname:port:database:username:password")]
    [InlineData("default login anonymous password guest@localhost\nAccessKey = \"minio\"")]
    [InlineData("kind: List\nitems:\n- kind: Secret\n  data: {}\n- kind: ConfigMap\n  data:\n    LOG_FORMAT: json\n")]
    [InlineData("ips [127.0.0.1, ::1]\nthe Jump-Host (127.0.0.1)")]
    [InlineData("user default off\nuser > group ~ x")]
    [InlineData("kernel 6.8.12.x and version 10.2.3. Then")]
    [InlineData("CHAP authentication failed\nchap login failed\nconnecting with PASSWORD('')")]
    [InlineData("password for all users is stored elsewhere\nthe password for this is: none")]
    [InlineData("proto esp reqid 1 mode tunnel\nenc cbc(aes)\nsocks5 proxy at port 1080")]
    [InlineData("md5('x') == hash\nlogin user interface")]
    public void It_stays(string text) => Assert.Equal(text, Anonymize(text));

    [Fact]
    public void Accounts_of_every_directory_stay() => Assert.StartsWith("CN=krbtgt,CN=Users,DC=", Anonymize("CN=krbtgt,CN=Users,DC=otterworks,DC=de"), StringComparison.Ordinal);

    [Fact]
    public void A_network_s_first_octets_are_those_of_its_addresses()
    {
        var words = Anonymize("'shop'@'10.47.30.%' 10.47.30.9").Split(' ');
        Assert.Equal(words[0].Split('@')[1].Trim('\'', '%'), words[1][..(words[1].LastIndexOf('.') + 1)]);
    }

    [Fact]
    public void A_mailbox_at_a_realm_is_the_mailbox_that_it_is_elsewhere()
    {
        var words = Anonymize("jdoerr@otterworks.de@okta!x jdoerr@otterworks.de").Split(' ');
        Assert.StartsWith(words[1] + "@", words[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_behind_a_secret_stays() => Assert.EndsWith(",noatime,_netdev 0 0", Anonymize("//10.1.2.3/x /y cifs user=otter,password=Wren44,noatime,_netdev 0 0"), StringComparison.Ordinal);

    [Fact]
    public void An_element_s_end_stays() => Assert.EndsWith("</CommandLine>", Anonymize("<CommandLine>schtasks /create /ru FIRMA\\otterly /rp Wr3n&amp;Buck3t</CommandLine>"), StringComparison.Ordinal);
}
