using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Forms of what administrators keep beside a cluster: tables of logins that a column cuts, inventories of routers, notes with keys, zones, logs of runners.</summary>
public sealed class AdminFormTests
{
    [Theory]
    // What last cuts after 16 characters
    [InlineData("root     pts/0        fd4c:9a1e:77b0:1 Tue Nov 24 09:41 - 09:58  (00:17)", "fd4c:9a1e")]
    [InlineData("goatherd pts/2        lyra.ad.otterpo Tue Nov 24 09:58   still logged in", "lyra", "otterpo")]
    [InlineData("otterkee- pts/2       lyra.otterpond.l Tue Nov 24 09:58   still logged in", "otterkee", "lyra", "otterpond")]
    // Secrets
    [InlineData("- { peer: \"185.203.47.254\", asn: 65144, md5: \"bgpWHSNBUUpVs\" }", "bgpWHSNBUUpVs")]
    [InlineData("password was set to &quot;Pila&amp;Dlato!88&quot; (please rotate)<br/>", "Pila", "Dlato")]
    [InlineData("msiexec /i x.msi HOSTNAME=NB-117 TLSPSKVALUE=ce26f1d782e23e6ddaf4191198898fb4228a4b6fa34a2572f2973d5d215192a2 /qn", "ce26f1d782e2")]
    [InlineData("openssl enc -aes-256-cbc -in a -out b -pass pass:0rqZhi7BXcObquZLU8GG", "0rqZhi7BXcOb")]
    [InlineData("# PuTTY-User-Key-File-3: ssh-ed25519\n# Public-Lines: 2\n# AAAAC3NzaC1lZDI1NTE5AAAAIHM08xUQae2IlZQh5FXN7C3GkKQM4yuwjchB2P4T\n# lXvRZ9rQOaYtyE7=\n# Private-Lines: 1\n# AAAAIeaqMpQBPT0TX8jR9j8sxB83m0RCcTPVCVWCFAdQ9g2=", "lXvRZ9rQOaYt", "AAAAIeaqMpQB")]
    [InlineData("    [smtp.otterpond.at]:587 otterkeeper:quiet-Otter.9", "otterkeeper", "quiet-Otter.9")]
    [InlineData("server-private 10.1.2.5 auth-port 1812 key QuietOtter-32", "QuietOtter-32")]
    [InlineData("curl --data-urlencode 'password=It'\\''s quiet: 8 & 4' https://10.1.2.3/", "quiet: 8 & 4")]
    [InlineData("{\"msg\":\"{\\\"mdp\\\":\\\"Quiet\\u0020Otter_8\\\"}\"}", "Otter_8")]
    [InlineData("compte support, mdp <code>Quiet-4otters</code>", "Quiet-4otters")]
    [InlineData("args: -fw_cfg name=opt/com.otter/seed,string=Rityra3cLsxGgXDrleee6nav", "Rityra3cLsxG")]
    [InlineData("-smbios type=11,value=io.systemd.credential:passwd.plaintext-password.root=QuietOtter7", "QuietOtter7")]
    [InlineData("SetCredential=app.token:QuietOtter7x", "QuietOtter7x")]
    [InlineData("PROPFIND /remote.php/dav/files/quokkason.f/Plans", "quokkason.f")]
    // Telephone numbers, mail
    [InlineData("ring me on 07700 900 482 or the office, 01768 890447, until six", "900 482", "890447")]
    [InlineData("mijn mobiel is 06-41 87 30 52, of 06-41873053.", "41 87", "41873053")]
    [InlineData("call &#40;802&#41; 555-0193.", "555-0193")]
    [InlineData("user:jane.otter@pve:1:0:Jane:Otter:jane.otter@otterpond.de:0523-817264:x:", "817264")]
    [InlineData("name;user;linka\nx;quokka;519307411\n", "519307411")]
    [InlineData("To: m.quokkason@otterpower.coop, quokka.otterson@sophos.com", "quokkason", "otterpower", "otterson")]
    [InlineData("OfficePhone       : 01422 555 0187", "555 0187")]
    [InlineData("# management, user quokka, otp was 518204", "518204")]
    [InlineData("$ tail -3 x.pem\ntDZvkUV2IYUDYkLrxH49uYYxeu3NBp3N3QP7gFug0I7+cz8MSNqP9dbK1sCuRKSl\nOWFRqXTl09e2==\n-----END RSA PRIVATE KEY-----\n", "OWFRqXTl09e2", "tDZvkUV2")]
    // Addresses
    [InlineData("Connection closed by invalid user oracle 45.146.165.37 port 39102 [preauth]", "45.146.165.37")]
    [InlineData("sw1#show ip arp | include 10.86.20.1_", "10.86.20.1")]
    [InlineData("09:44:13.000021 IP6 ::ffff:10.191.52.22.8006 > ::ffff:10.191.52.71.50012: Flags [R.]", "10.191.52.22", "10.191.52.71")]
    [InlineData("nmap -sV 147.251.214.11-13 147.251.214.40", "147.251.214.11", "147.251.214.40")]
    // Machines and identifiers
    [InlineData("Number HostName     AddressState Expires\n------ --------     ------------ -------\n9      quokka-print ActiveReservation\n", "quokka-print")]
    [InlineData("Kennung;VMID;VM\ngast-27;304;quokka-ice\n", "gast-27", "quokka-ice")]
    [InlineData("Running on runner-x-project-41-concurrent-0 via gneiss7...\nping gneiss7", "gneiss7")]
    [InlineData("wiki2\tIN CNAME\tgneiss4", "gneiss4")]
    [InlineData("root 31 0 ? Sl 91:07 /usr/bin/kvm -id 4101 -no-shutdown -uuid e40f109f-a147-4e38", "e40f109f")]
    [InlineData("    - Port ID        : \"3cecef744777\"", "3cecef744777")]
    public void It_is_hidden_and_comes_back(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    /// <summary>A pseudonym that is longer than the name shifts the columns behind it.</summary>
    [Fact]
    public void A_table_with_lines_is_read_by_them_when_its_columns_have_shifted()
    {
        const string table =
            "│ UPID         │ Type   │ ID  │ User            │ Status │\n╞══════════════╪════════╪═════╪═════════════════╪════════╡\n" +
            "│ svc-tf-a@pve │ vzdump │ 441 │ svc-otter-a@pve │ OK     │\n";
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key);
        anonymizer.Learn(Encoding.UTF8.GetBytes(table));
        Assert.Empty(new Verifier(anonymizer).Verify(anonymizer.Anonymize(table)));
    }

    /// <summary>Found by the laws: what an escape ends with is no name, and what stands behind a secret's pseudonym begins anew.</summary>
    [Theory]
    [InlineData("FD12\\u003a3456\\u003a789A\\u003a2\\u003a\\u003a1560 = {\"vmid\":101,\"name\":\"web-01\"}", "3456")]
    [InlineData("x. FD12&#x3A;3456&#x3A;789A&#x3A;2&#x3A;&#x3A;cafc = {\"vmid\":101,\"name\":\"web-01\"}", "3456")]
    [InlineData("é*pJW}¥í2a02:8071:22:5::4e6=a{ root@pam:é*pJW}¥í", "2a02:8071", "pJW")]
    public void What_stands_beside_an_address_leaves_it_whole(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    /// <summary>A client's number for DHCP holds a MAC, which is the same as anywhere.</summary>
    [Fact]
    public void The_MAC_in_a_DUID_is_found_as_one()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key);
        var mac = anonymizer.Anonymize("bc:24:11:5a:c0:1e");
        Assert.Equal("duid 00:03:00:01:" + mac, anonymizer.Anonymize("duid 00:03:00:01:bc:24:11:5a:c0:1e"));
    }

    /// <summary>What is not dialled from abroad stays, and the number is the same without it.</summary>
    [Fact]
    public void A_number_has_one_pseudonym_with_the_zero_in_brackets_and_without()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key);
        var output = anonymizer.Anonymize("+31 (0)523 817 264 or +31 523 817 264");
        Assert.DoesNotContain("817 264", output, StringComparison.Ordinal);
        Assert.Contains("(0)", output, StringComparison.Ordinal);
        var numbers = output.Split(" or ");
        Assert.Equal(numbers[1], numbers[0].Replace("(0)", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dig axfr @localhost")]
    [InlineData("Encryption Key Password: ********")]
    [InlineData("{ file: a.iso, md5: \"9e107d9d372bb6826bd81d3542a419d6\" }")]
    [InlineData("he said &quot;password&quot; and &quot;nothing&quot; more")]
    [InlineData("debug1: Server host key: ecdsa-sha2-nistp256 SHA256:")]
    [InlineData("upgrade from 7.4.1.2 firmware, using 3.11.0.4 protocol, nginx 1.2.3.4-5, foo (41.2.3.4-5)")]
    [InlineData("pool:web:Some guests:2101,2102::")]
    [InlineData("https://files.pythonhosted.org/packages/x.whl https://api.openai.com/v1/models git@github.com security.alert@google.com")]
    [InlineData("systemd[1]: Started user@1000.service, getty@tty1.service, grep x /etc/postfix/main.cf")]
    [InlineData("-smbios type=11,value=io.systemd.credential:vmm.notify_socket=vsock-stream:2:9999 SetCredential=app.motd:hello")]
    [InlineData("kernel: Code: 48 8b 7d d0 65 48 2b 3c 25 28 00 00 00 0f 85 9f 03 00 00 48 83 c4 <de> ad be ef")]
    [InlineData("name,firmware,vlan\nx,10.1.198.19,3\ny,146.87.0.15,4\n")]
    [InlineData("Partition GUID code: 4FBD7E29-9D25-41B8-AFD0-062C0CEFF05D (Ceph OSD)")]
    [InlineData("Get-PnpDevice | ? InstanceId -like 'PCI\\VEN_1AF4&DEV_1004*'")]
    [InlineData("{\"name\": \"default-matcher\", \"target\": [\"mail-to-root\"]}")]
    [InlineData("Internet  -  0000.0c9f.f010  ARPA, 00:00:0c:07:ac:01")]
    [InlineData("Activation ID: de32eafd-aaee-4662-9444-c1befb41bde2")]
    [InlineData("snmp_v3: { auth: SHA256, priv: AES128 }")]
    [InlineData("Port ID        : \"Ethernet12\"")]
    [InlineData("openssl enc -pass env:SECRET_NAME -in a")]
    [InlineData("ldapsearch -y /root/.ldappw -H ldapi:/// -b cn=config")]
    public void What_looks_so_and_is_nobodys_stays(string text) => FormAssert.Stays(text);
}
