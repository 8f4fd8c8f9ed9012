namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Forms of which the part that is secret, or the end, is not where one would look, and what has to stay beside them.</summary>
public sealed class MixedFormTests
{
    private const string Signature = "kq3uVnP0aYx7TtLr2wZc9QeHsD4bMfJ1oGi8KyXvNzR5pWlEhU6jCqBmSdAtFgOk3uVnP0aYx7TtLr2wZc9QeA==";

    [Theory]
    [InlineData($"PVEAuthCookie=PVE:jane.doerr@corp-ad:6A1B2C3D::{Signature}", "6A1B2C3D", "jane.doerr", Signature)]
    [InlineData("{\"CSRFPreventionToken\":\"6A1B2C3D:kq3uVnP0aYx7TtLr2wZc9QeHsD4bMfJ1oGi8KyXvNzR\"}", "6A1B2C3D", "kq3uVnP0aYx7TtLr2wZc9QeHsD4bMfJ1oGi8KyXvNzR")]
    [InlineData("{\"CSRFPreventionToken\":\"6A1B2C3D:kq3uVnP0aYx7\\/tLr2wZc9QeHsD4bMfJ1oGi8KyXvNzR\"}", "6A1B2C3D", "tLr2wZc9QeHsD4bMfJ1oGi8KyXvNzR")]
    [InlineData("CONNECT pvespiceproxy:6a1b2c3d:104:wren-node::0123456789abcdef0123456789abcdef01234567:3128", "6a1b2c3d", "0123456789abcdef0123456789abcdef01234567")]
    public void Of_a_ticket_the_time_stays(string text, string time, params string[] hidden)
    {
        FormAssert.HidesAndRestores(text, hidden);
        Assert.Contains(time, FormAssert.Learnt(text).Anonymize(text), StringComparison.Ordinal);
    }

    [Theory]
    // Frames with the tag of a VLAN, and dumped with dashes.
    [InlineData("MAC=3c:ec:ef:12:34:56:bc:24:11:65:43:21:81:00:00:2a:08:00 SRC=10.1.2.3", "3c:ec:ef:12:34:56", "bc:24:11:65:43:21")]
    [InlineData("ll header: 00000000: bc-24-11-65-43-21-3c-ec-ef-12-34-56-08-00", "bc-24-11-65-43-21", "3c-ec-ef-12-34-56")]
    [InlineData("\"txt\":[\"path=/\",\"mac=3cecef123456\"]", "3cecef123456")]
    // A port behind an address of IPv6.
    [InlineData("    server wren 2001:db9:4::a0:8006 check ssl verify none\nwren is at 2001:db9:4::a0", "2001:db9:4::a0")]
    [InlineData("md0  6638b54f:daf3e46d:a7490e8f:2fb73d6e", "6638b54f:daf3e46d:a7490e8f:2fb73d6e")]
    [InlineData("{\"out-data\":\"# cat /etc/machine-id\\n6228e02721e6bf9d4659874d1c2e78c0\\n# ip r\"}", "6228e02721e6bf9d4659874d1c2e78c0")]
    // Telephones
    [InlineData("Jana: +33 2 97 41 08 66 / 06 77 19 04 55", "2 97 41 08 66", "06 77 19 04 55")]
    [InlineData("Jana, Ruf 0 60 21 / 44 71-0", "60 21 / 44 71")]
    [InlineData("Jana, 02574 / 88 19 - 40", "88 19 - 40")]
    // Accounts
    [InlineData("\"username\":\"robot$wren-deploy\",", "wren-deploy")]
    [InlineData("user:jane@wren.eu@sso-oidc:1:0:::\ngroup:g:jane@wren.eu@sso-oidc:", "jane", "wren.eu")]
    // Passwords of several words, or with letters that JSON writes by their numbers
    [InlineData("password=Salt & two peppers", "Salt & two peppers")]
    [InlineData("lxc.environment: DB_PASSWORD=rose of wren", "rose of wren")]
    [InlineData("    environment: [DB_ROOT_PASSWORD=Junco & Wren, \"DB_USER=jane_w\"]", "Junco & Wren")]
    [InlineData("{\"uri\":\"/api/login?user=jane\\u0026pass=Wren\\u00e9t\\u00e9+31\\u0026next=1\"}", "t\\u00e9+31")]
    // Where nothing but a secret stands
    [InlineData("--- realm/wren-ad.pw\nWren-Eggs*88\n--- end", "Wren-Eggs*88")]
    [InlineData("### /etc/pve/priv/realm/wren-ldap.pw\nwinter=Wren_88!cold\n", "winter=Wren_88!cold")]
    [InlineData("warning: smtp_sasl_password_maps static:wren-relay:birch_2021", "wren-relay", "birch_2021")]
    [InlineData("\"Cookie\":[\"session=kq3uVnP0aYx7TtLr2wZc9QeHsD4bMfJ1; theme=dark\"]", "kq3uVnP0aYx7TtLr2wZc9QeHsD4bMfJ1")]
    [InlineData("url: https://ntfy.sh/kq3uVnP0aYx7TtLr", "kq3uVnP0aYx7TtLr")]
    [InlineData("[ADSI]::new('LDAP://dc1.wren.lan/OU=S', 'WREN\\jane', 'Greyhound+1')", "Greyhound+1")]
    [InlineData("{\"recovery\":{\"secret\":\"x\",\"entries\":[\"b0V6IGtB+6P6x5uF/4Y/04wb8sKhQma4fQPiFf52m9I=\",null,\"Yx6IGtB1+6P6x5uF/4Y/04wb8sKhQma4fQPiFf52m9I=\"]}}", "b0V6IGtB+6P6x5uF/4Y/04wb8sKhQma4fQPiFf52m9I=", "Yx6IGtB1+6P6x5uF/4Y/04wb8sKhQma4fQPiFf52m9I=")]
    // Wrapped within what a mail quotes
    [InlineData($">> -b \"PVEAuthCookie=PVE:jane@pam:6A1B2C3D::{Signature}{Signature}\n>> {Signature}\" x", "kq3uVnP0aYx7")]
    // Telephones of more countries
    [InlineData("user:jane@corp-ad:1:0:Jane:Doerr::tel 0223-614 208::", "0223-614 208")]
    [InlineData("anders 06 2271 9034. De", "06 2271 9034")]
    [InlineData("(06-1844 2071)", "06-1844 2071")]
    [InlineData("Anke, 0151 2288 4107\n", "0151 2288 4107")]
    [InlineData("/send?to=%2B34611480927&x=1", "34611480927")]
    // Domains in patterns, in the environment
    [InlineData("server_name ~^(?<cust>.+)\\.backup\\.wrenhouse\\.net$;", "backup\\.wrenhouse", "wrenhouse")]
    [InlineData("regex: 'web0([1-4])\\.ops\\.wrenhouse\\.io'", "wrenhouse")]
    [InlineData("USERDOMAIN=WRENHOUSE\\r\\nUSERNAME=x", "WRENHOUSE")]
    [InlineData("\"uuid\": \"11842204187730218846\",", "11842204187730218846")]
    [InlineData("qm set 212 --ciuser crm --sshkeys x", " crm ")]
    [InlineData("printers HLW-PRN-02, TERM-PESA1", "HLW-PRN-02", "TERM-PESA1")]
    [InlineData("{\"name\": \"pg\", \"mode\": \"managed\", \"instances\": [{\"attributes\": {\"name\": \"c3071-pg\", \"node_name\": \"lyra\"}}]}", "c3071-pg")]
    // Secrets that one phrase announces
    [InlineData("cmd='[{\"prefix\":\"config-key set\",\"key\":\"mgr/x/jwt_secret\",\"val\":\"4d3Gsbu34QlqBjdt6OM+uh7X\"}]'", "4d3Gsbu34QlqBjdt6OM+uh7X")]
    [InlineData("kubeadm join 10.1.2.3:6443 --discovery-token-ca-cert-hash sha256:94e629d27b6c6f3c30f1e8d0a1251b6ab33e0b9397c93a958c2ca1598411c883", "94e629d27b6c")]
    [InlineData("\"join-information-b64\": \"R8c8V4gwgiZfPWjmX7NOLQ0\",", "R8c8V4gwgiZfPWjmX7NOLQ0")]
    [InlineData("Subject: O = Proxmox Backup Server, OU = 560de5bdba097cb9488cf74d347a884b, CN = x", "560de5bdba097cb9488cf74d347a884b")]
    [InlineData("# cat token.shadow ldap_passwords.json\n{\"a@pbs!x\":\"$5$x\"}\n{\"wren-ldap\":\"dFpncE9LREdOZ094KkFpQUlT\"}", "dFpncE9LREdOZ094KkFpQUlT")]
    [InlineData("smtp: x\n\tpassword {Mersey}wren\n", "{Mersey}wren")]
    [InlineData("\"text\": \"-d password=Wren_Lodge\\u00212&x=1\"", "Lodge\\u00212")]
    [InlineData("gotify: g\n\ttoken AN.FMNy8vbR6TvC\n", "AN.FMNy8vbR6TvC")]
    [InlineData("<https://chat.wren.io/services/T8ABFDD445/B5F5BB313A21/rxNd3elW6YN703F9ytG7HLjq>", "T8ABFDD445", "rxNd3elW6YN703F9ytG7HLjq")]
    [InlineData("params: {auth: [x_v2], community: [\"wrens-ro1\"]}", "wrens-ro1")]
    [InlineData("description: clave de directorio%3A OCL++AqNJvunSc%0A", "OCL++AqNJvunSc")]
    [InlineData("GET /?state=c0dbac05bb37c881e98db44c87a440cb&session_state=1", "c0dbac05bb37c881e98db44c87a440cb")]
    public void Forms_are_hidden(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("version_pin = 11.3.0.1")]
    [InlineData("\"hardware-address\":\"ee:ee:ee:ee:ee:ee\"")]
    [InlineData("{\"serial\":\"0QEMU_QEMU_HARDDISK_drive-scsi0\"}")]
    [InlineData("Error: Unable to establish IPMI v2 / RMCP+ session")]
    [InlineData("drbd: initialized. GIT-hash: d17d26233f015b21f58de1e3872b46e1ed24b063 build by root@pve-build")]
    [InlineData("{\"generatorURL\":\"/graph\",\"fingerprint\":\"7859ec8d1564848d\"}")]
    [InlineData("resolver priming: a.root-servers.net, cloud-images.ubuntu.com, community-scripts.github.io")]
    [InlineData("https://ntfy.sh/docs and ntfy.sh/announcements")]
    [InlineData("--- a/readme.md\n+++ b/readme.md")]
    [InlineData("nodelist.node.0.name (str) = x\nnodelist {")]
    [InlineData("version = template.metadata.version.name if x else y")]
    [InlineData("$ANSIBLE_VAULT;1.2;AES256;campus")]
    [InlineData("cat .vault_pass\n$ANSIBLE_VAULT;1.2;AES256;campus")]
    [InlineData("\"msg\": \"Invalid/incorrect password: Permission denied, please try again.\"")]
    [InlineData("# line of VM 210 (ps, shortened)")]
    [InlineData("iDRAC 7.20.60.50 is the version of it")]
    [InlineData("cat C:\\temp\\.config C:\\x.com.exe \\.comments")]
    [InlineData("def f(a, password=None, env={\"MYSQL_PWD\": db_pass}):")]
    [InlineData(":param node:        The non-primary node")]
    [InlineData("git clone https://github.com/community-scripts/ProxmoxVE.git")]
    [InlineData("pip install --user wrenpkg")]
    [InlineData("systemctl --user wrenctl")]
    [InlineData("git push -u wren-fork release")]
    [InlineData("an open-source password manager designed for teams")]
    [InlineData("with TSIG authentication for transfers")]
    [InlineData("recursive nameservers for DNS01 challenges, DNS01 solvers")]
    [InlineData("{\"nodes\":{\"wrenpkgs\":{\"locked\":{\"rev\":\"1\"}}}}")]
    [InlineData("allowed hosts (comma-separated), see https://www.packer.io/")]
    public void Look_alikes_stay(string text) => FormAssert.Stays(text);

    [Fact]
    public void A_second_factors_entry_keeps_its_type() =>
        Assert.Contains("\"id\":\"webauthn:", FormAssert.Learnt(Entry).Anonymize(Entry), StringComparison.Ordinal);

    private const string Entry = "{\"type\":\"webauthn\",\"id\":\"webauthn:0192f0aa-31c4-7d10-9f7e-22ab90c1d3ef\",\"description\":\"key\"}";

    [Fact]
    public void A_realm_in_an_address_stays_and_a_machine_in_Base64_is_no_secret()
    {
        const string Address = "GET https://jane%40pam:Wren-4711!@10.1.2.3:8006/api2";
        Assert.Contains("%40pam:REDACTED-", FormAssert.Learnt(Address).Anonymize(Address), StringComparison.Ordinal);
        const string Secret = "kind: Secret\ndata:\n  DB_HOST: d3Jlbi1kYjEud3JlbmhvdXNlLmRl\n---\nhost = 'wren-db1.wrenhouse.de'\nwrenhouse.de";
        var lines = FormAssert.Learnt(Secret).Anonymize(Secret).Split('\n');
        Assert.EndsWith("." + lines[^1] + "'", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_directorys_realm_stays_wherever_it_stands()
    {
        const string Text = "10.1.2.3 - jane@wrenhouse-ad [x]\nad: wrenhouse-ad\nrealm wrenhouse-ad\nDC=wrenhouse,DC=lan";
        var lines = FormAssert.Learnt(Text).Anonymize(Text).Split('\n');
        Assert.EndsWith("@wrenhouse-ad [x]", lines[0], StringComparison.Ordinal);
        Assert.Equal(["ad: wrenhouse-ad", "realm wrenhouse-ad"], lines[1..3]);
        Assert.DoesNotContain("wrenhouse", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_behind_a_node_is_no_node() =>
        Assert.Contains("mac: \"", FormAssert.Learnt(Host).Anonymize(Host), StringComparison.Ordinal);

    private const string Host = "  web-wren01: {vmid: 117, node: wren-pve01, mac: \"BC:24:11:B2:F8:B2\"}";

    [Fact]
    public void The_quote_behind_a_password_stays() =>
        Assert.EndsWith("&quot; x", FormAssert.Learnt(Quoted).Anonymize(Quoted), StringComparison.Ordinal);

    private const string Quoted = "-d &quot;username=jane&amp;password=Wren%26Finch%3C9%3E&quot; x";

    [Fact]
    public void The_type_of_a_tagged_frame_stays()
    {
        const string Frame = "MAC=3c:ec:ef:12:34:56:bc:24:11:65:43:21:81:00:00:2a:08:00 SRC=10.1.2.3";
        Assert.Contains(":81:00:00:2a:08:00 SRC=", FormAssert.Learnt(Frame).Anonymize(Frame), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_called_as_a_mailbox_has_one_pseudonym()
    {
        const string Text = "user:jane@wren.eu@sso-oidc:1:0:::\ngroup:g:jane@wren.eu@sso-oidc:\nTo: jane@wren.eu";
        var lines = FormAssert.Learnt(Text).Anonymize(Text).Split('\n');
        var mail = lines[2]["To: ".Length..];
        Assert.Contains($"user:{mail}@sso-oidc:", lines[0], StringComparison.Ordinal);
        Assert.Contains($":{mail}@sso-oidc:", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_sum_of_an_armoured_key_is_not_taken_back_within_a_word()
    {
        const string Text = "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBGcZ1FABCADKw3\n=IZSj\n-----END PGP PRIVATE KEY BLOCK-----\n";
        var anonymizer = FormAssert.Learnt(Text);
        var output = anonymizer.Anonymize(Text);
        var sum = output.Split('\n')[3];
        Assert.NotEqual("=IZSj", sum);
        Assert.Equal($"DC{sum}fe\n{Text}", new ProxmoxMpc.Core.Privacy.Deanonymizer(anonymizer.Map, FormAssert.Key).Restore($"DC{sum}fe\n{output}"));
    }

    [Fact]
    public void A_short_line_of_a_mail_goes_on_where_its_header_says_how_it_is_written()
    {
        const string Mail = "Content-Transfer-Encoding: quoted-printable\n\nrefused by 10.24.9.=\n30 again\nx=3D1\n";
        var output = FormAssert.Learnt(Mail).Anonymize(Mail);
        Assert.DoesNotContain("10.24.9.", output, StringComparison.Ordinal);
        FormAssert.HidesAndRestores(Mail, "10.24.9.");
    }

    [Fact]
    public void An_account_that_all_have_keeps_its_name_beside_hosts_that_it_is_made_of()
    {
        const string Text = "127.0.1.1 gitlab-ci.firma.de gitlab-ci\n10.0.0.4 gitlab.firma.de gitlab\n    - docker login -u gitlab-ci-token --password-stdin";
        Assert.Contains("-u gitlab-ci-token --password-stdin", FormAssert.Learnt(Text).Anonymize(Text), StringComparison.Ordinal);
    }

    [Fact]
    public void An_escaped_quote_before_a_told_password_is_no_part_of_it()
    {
        const string Text = """  "description": "Altes Passwort steht im Heft\nroot / \u0022REDACTED-56d2ddf5\u0022\nIP\t10.64.31.27\n",""";
        Assert.Contains("root / \\u0022", FormAssert.Learnt(Text).Anonymize(Text), StringComparison.Ordinal);
    }
}
