using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What stands in notes, lists of devices, directories and old hypervisors: logins beside devices, PINs, pinned certificates, ids and names of VMware.</summary>
public sealed class NoteFormTests
{
    [Theory]
    // Logins of devices
    [InlineData("MU-0502,nas,\"ipmi 10.1.2.30, opdesk/KxVr7q0Kj5\"", "opdesk", "KxVr7q0Kj5")]
    [InlineData("iDRAC: brunner/Tq8!pelz", "brunner", "Tq8!pelz")]
    [InlineData("web ui, ratliff/Ab7kQ9xw2", "ratliff", "Ab7kQ9xw2")]
    [InlineData("for the new board it is still ADMIN / JXQWPTNKLA", "JXQWPTNKLA")]
    [InlineData("the BMC (ADMIN/JXQWPTNKLB)", "JXQWPTNKLB")]
    [InlineData("Remote help: Gast / garten-zaun-tuer, or by mail", "garten-zaun-tuer")]
    [InlineData("SRV;VM 5213;\"sa / 7edm;Zrn\"\",>\";port 1433", "7edm;Zrn")]
    [InlineData("(root) CMD (/usr/local/sbin/push.sh -u telegraf-hall:gxe9GWCWTIL0 https://10.1.2.3/)", "telegraf-hall", "gxe9GWCWTIL0")]
    [InlineData("| press-07 | 10.4.7.7 | mmeier / Zahnrad&7 | vnc |", "mmeier", "Zahnrad&7")]
    [InlineData("UPS web: apc / apc-Muhle77", "apc-Muhle77")]
    [InlineData("ilo4 10.1.2.3 Administrator:K8XQ22LP", "K8XQ22LP")]
    // PINs and codes
    [InlineData("description: admin of hall 2; badge pin 86-4471-K", "86-4471-K")]
    [InlineData("the voicemail PIN is 93015, as before", "93015")]
    [InlineData("The breaker code in cabinet C14 is 5581#.", "5581")]
    [InlineData("alarm panel code 8812#", "8812")]
    [InlineData("--data-raw 'username=jane%40pve&password=totp%3A804417&x=1'", "804417")]
    // Hashes, enciphered strings, pinned certificates
    [InlineData("pbkdf2_sha256$720000$2bwzNMueymZH$n4hX0k+ARgqe1xYX3oVhx+HA7Weq+eUqIqL4ndv7YhI=", "2bwzNMueymZH", "n4hX0k")]
    [InlineData("scrypt:32768:8:1$Zkq0aL1m$0f3e4d5c6b7a8990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718", "Zkq0aL1m", "0f3e4d5c6b7a")]
    [InlineData("pbkdf2:sha256:600000$Zkq0aL1n$1f3e4d5c6b7a8990a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718", "Zkq0aL1n", "1f3e4d5c6b7a")]
    [InlineData("$enc = '76492d1116743f0423413b16050a5345|MgB8AGf7BO9m35JijapbRAcvuJUVPBHlRs2x'", "MgB8AGf7BO9m35")]
    [InlineData("$Pins = @(\"15854EE4E0BE2518C82C39DB5C5791BD5C727CB73C80CB9CDEF188598E65526B\")", "15854EE4E0BE")]
    [InlineData("curl --pinnedpubkey sha256//t62CeU2tQiqkexU74Gxa2eg7fRbEgoChTociMee9wno= https://10.1.2.3", "t62CeU2tQi")]
    // Addresses, files, logs
    [InlineData("irm http://10.1.2.3:8080/kiosk.ps1?k=e14e055f37e6f4b7d292735bfe87f70a | iex", "e14e055f37e6f4b7")]
    [InlineData("===== /etc/pve/priv/metricserver/influx.pw\nqdfLjell7D-F5rab_ofeDySj==\n===== /etc/hosts", "qdfLjell7D")]
    [InlineData("===== /etc/subscription\npve2b-9243218a93\n5944680A72C526EEA3967535F67C9062", "9243218a93", "5944680A72C5")]
    [InlineData("b2_key_id: 00631471e8090000000003", "631471e8090")]
    [InlineData("[b2]\ntype = b2\naccount = 00631471e8090000000003", "631471e8090")]
    [InlineData("spice_ticket: M5kXZzcSM1tumo5yvSM+kjIo4X39V7Wi", "M5kXZzcSM1tumo")]
    // Directories
    [InlineData("mobile: 7655550193\nobjectClass: user", "7655550193")]
    [InlineData("MobilePhone       : +17655550194", "17655550194")]
    [InlineData("ldapsearch -b 'dc=firma,dc=de' '(sAMAccountName=dkow*)' memberOf", "dkow")]
    [InlineData("filter (&(objectClass=person)(uid=otterbein)) matched", "otterbein")]
    [InlineData("dn:: Q049SMOpY3RvciBQZcOxYSxPVT1YLERDPWFkLERDPW90dGVyYmVpbg==\ndisplayName:: SMOpY3RvciBQZcOxYQ==\n", "SMOpY3RvciBQZcOxY")]
    [InlineData("description:: TMO8ZnRlciB2b24gU3Rhci4sIFTDvHI=\n", "TMO8ZnRlciB2b24g")]
    // VMware
    [InlineData("uuid.bios = \"61 0a 69 ee e4 d9 47 21-92 94 b8 1c 32 ca b7 c6\"", "61 0a 69 ee", "92 94 b8 1c")]
    [InlineData("Serial Number: VMware-42 1c 9a 0f 33 7e 5b 21-aa bb 61 02 9d 77 c3 10", "42 1c 9a 0f", "9d 77 c3 10")]
    [InlineData("scp root@10.1.2.3:/vmfs/volumes/5f1c2a90-7b3ce2d4-91aa-a0369f13a14c/x.tgz .", "5f1c2a90-7b3ce2d4", "a0369f13a14c")]
    [InlineData("guestinfo.hostname = \"DIECAD\"\nguestinfo.ot.joinpw = \"aLvUgUgV8jOg\"", "DIECAD", "aLvUgUgV8jOg")]
    [InlineData("vmkernel: Mounted VMFS volume 5f1c2a90-7b3ce2d4-91aa-a0369f13a14c", "5f1c2a90-7b3ce2d4")]
    [InlineData("guestinfo.userdata = \"I2Nsb3VkLWNvbmZpZwpob3N0bmFtZTogZmxpbnQK\"", "I2Nsb3VkLWNvbmZpZwpo")]
    [InlineData("ovftool vi://root@burr-esx/ . && virt-v2v -ic 'vpx://root@otter-vc/DC1/x?no_verify=1'", "burr-esx", "otter-vc")]
    // Names
    [InlineData("pvedaemon[1936]: <root@pam> update VM 130: -cipassword <hidden> -name ignition-gw", "ignition-gw")]
    [InlineData("systemd[1]: ceph-mon@swagely.service: Main process exited, code=killed", "swagely")]
    [InlineData("x\n### otter-fw: road warriors, /etc/openvpn/server/x.conf\n### ipsec.secrets on beaver-fw (old)\n", "otter-fw", "beaver-fw")]
    public void Is_hidden(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("Admin / Settings, root / DEPARTMENT, user / group")]
    [InlineData("docker run -u 1000:1000 --user www-data:www-data alpine")]
    [InlineData("ssh read/write, console yes/no, ups 230V/50Hz, http/1.1")]
    [InlineData("the pin is bent, pin 1 of 4; pins: [17, 27, 22]")]
    [InlineData("{\"kind\": \"Native\", \"serial\": 2026091403}")]
    [InlineData("CN=ForestDnsZones and DomainDnsZones")]
    [InlineData("(cn=*) (uid=%u) (sAMAccountName={0}) (&(objectClass=person)(mail=*))")]
    [InlineData("=== /etc/hostname.old\n=== /etc/hosts\n127.0.0.1 localhost")]
    [InlineData("## Backups on Mondays, see /etc/cron.d")]
    [InlineData("guestinfo.hostname = \"\"\nmobile: n/a\nphone: none")]
    [InlineData("thumbnailPhoto:: /9j/4AAQSkZJRgABAQEAYABgAAD\nlogonHours:: ////////////////////////////")]
    [InlineData("\theader name=Authorization,value=QmVhcmVyIHt7IHNlY3JldHMuY2hhbm5lbCB9fQ==")]
    [InlineData("Name  Address    Netmask\n----  ---------  -------\nvmk0  127.0.0.1  255.0.0.0\nvmk1  127.0.0.2  255.0.0.0")]
    [InlineData("# --- /etc/samba/credentials\nusername=backup\ndomain=WORKGROUP")]
    [InlineData("pvedaemon[1936]: <root@pam> update VM 204: -cipassword <hidden> -ciuser deploy")]
    [InlineData("influx -username admin -host localhost -execute 'show databases'")]
    [InlineData("GET /style.css?v=e14e055f37e6f4b7d292735bfe87f70a")]
    [InlineData("https://github.com/bpg/x?t=12m30s&k=short")]
    [InlineData("memberOf: the group pve-admins and vpn-users")]
    public void What_looks_so_stays(string text) => FormAssert.Stays(text);

    [Fact]
    public void A_group_that_says_what_it_is_for_is_no_name()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key).Anonymize("memberOf: CN=pve-admins,OU=Groups,DC=otterbein,DC=net\nmember: CN=svc_otter,OU=x,DC=otterbein,DC=net");
        Assert.Contains("CN=pve-admins,OU=Groups", output, StringComparison.Ordinal);
        Assert.DoesNotContain("svc_otter", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_before_the_address_of_a_second_factor_or_of_Windows_stays()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key);
        Assert.Contains("password=totp%3A", anonymizer.Anonymize("username=jane%40pve&password=totp%3A804417"), StringComparison.Ordinal);
        Assert.Contains(".ipv6-literal.net\\iso", anonymizer.Anonymize("Test-Path \\\\fd4a-91c7-e0b2-8--30.ipv6-literal.net\\iso"), StringComparison.Ordinal);
        Assert.Contains("vi://administrator%40vsphere.local:", anonymizer.Anonymize("vi://administrator%40vsphere.local:Br0ach%26Ream@10.1.2.3/x"), StringComparison.Ordinal);
    }

    /// <summary>A short line that a mailer broke shows it by what stands on the next one.</summary>
    [Fact]
    public void A_value_over_a_soft_break_is_one()
    {
        const string text = "Content-Transfer-Encoding: quoted-printable\n\n    user =3D smtp-otter=\n=40otterbein.com\n    key =3D YWJjZGVm=\n\nend";
        var output = new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key).Anonymize(text);
        Assert.DoesNotContain("smtp-otter", output, StringComparison.Ordinal);
        Assert.DoesNotContain("otterbein", output, StringComparison.Ordinal);
        Assert.Equal(text.Count(c => c == '\n'), output.Count(c => c == '\n'));
    }
}
