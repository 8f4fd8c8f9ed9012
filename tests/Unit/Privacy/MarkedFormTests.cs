namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Secrets, users and machines where a product's own grammar tells them: consoles of routers and storage, phones' settings, exports of lists.</summary>
public sealed class MarkedFormTests
{
    [Theory]
    // What only one program writes
    [InlineData("username marten cipher $lfk$kT0xQ2mZ9vRfWn5sYb3cW privilege 15", "marten", "kT0xQ2mZ9vRf")]
    [InlineData("Provisioning string (2104 bytes):\nARAIAMzMzMzgAwAAAAAAAAAAAgABAAAAkQ0x7mZp1vRfTn5sYb3cWd8hLj2gUe6aNi4oXqE9tPw\nkQ0x7mZp1vRfTn5s\nThe computer", "kQ0x7mZp1vRf")]
    [InlineData("vno 4 etype 0x12 (AES256-SHA1) keylength 32 (0x5d1f0a77c2e9b3846fd0118a2b3c4d5e5d1f0a77c2e9b3846fd0118a2b3c4d5e)", "5d1f0a77c2e9b384")]
    [InlineData("<wsse:Password Type=\"http://x/y#PasswordDigest\">tZqL62h3I53FWGZcaA9GFwhDqBI=</wsse:Password>", "tZqL62h3I53F")]
    [InlineData("<user_hash idx=\"1\" perm=\"\">5d1f0a77c2e9b3846fd0118a2b3c4d5e</user_hash>", "5d1f0a77c2e9b384")]
    // LANCOM
    [InlineData("> add /Setup/VPN/IKEv2/Auth/Parameter \"WEST\" \"PSK\" \"FQDN\" \"a\" \"Weir-Otter7\" \"PSK\" \"FQDN\" \"b\" \"Reed-Otter8\"", "Weir-Otter7", "Reed-Otter8")]
    [InlineData("> set /Setup/WLAN/x {Network} guests {Key} \"plain otter\"", "plain otter")]
    [InlineData("> ls Setup/WAN/PPP\nPeer      Authent.   Username   Password    Rights\n--------------------------------------\nINTERNET  none       marten7    kGz4-otP    IP\n", "kGz4-otP")]
    // QR codes, mailboxes, communities
    [InlineData("WIFI:S:Guests;T:WPA;P:weir\\;otter;H:true;;", "weir\\;otter")]
    [InlineData("; voicemail.conf\n[default]\n210 => 47113,Jane,jane@example.com\n211 => -5544,Joe\n", "47113", "5544")]
    [InlineData("config system snmp community\n    edit 1\n        set name \"weir_mon\"\n        config hosts\n            edit 1\n            next\n        end\n    next\nend\n", "weir_mon")]
    [InlineData("[~] # getcfg \"SNMP\" \"Community\" -f /etc/config/snmp.conf\nweirmon\n", "weirmon")]
    [InlineData("snmp {\n    community weir-read {\n        authorization read-only;\n    }\n}\n", "weir-read")]
    // Lists of names and values
    [InlineData("Hostname;prn-weir-2\nIPv4;10.7.8.9\nSMTP-Kennwort;ScanWeir_3\nSNMP Write Community;weir-rw-2\n", "prn-weir-2", "ScanWeir_3", "weir-rw-2")]
    // Registry, keys of datasets, VNC
    [InlineData("    DefaultPassword    REG_SZ    kiosk weir 7", "kiosk weir 7")]
    [InlineData("    DefaultPassword    REG_SZ    otter\n    Password    REG_SZ    a/b weir\n    AutoAdminLogon    REG_SZ    1", "otter", "a/b weir")]
    [InlineData("truenas# midclt call pool.dataset.export_key tank/x\n5d1f0a77c2e9b3846fd0118a2b3c4d5e5d1f0a77c2e9b3846fd0118a2b3c4d5e\n", "5d1f0a77c2e9b384")]
    [InlineData("chpasswd <<< 'marten:weir-7Otter'", "marten", "weir-7Otter")]
    [InlineData("vncpasswd -f <<<'weirvnc1' > /root/.vnc/passwd", "weirvnc1")]
    [InlineData("static.auto_provision.aes_key_in_file = QK7mB2VHutgT9rLw", "QK7mB2VHutgT9rLw")]
    // What opens a thing that is named
    [InlineData("Notes: PIN Serverraum 6613", "6613")]
    [InlineData("Alarmanlage Lager, Code 6613*07", "6613*07")]
    [InlineData("der SMS-Code von heute war 661307.", "661307")]
    [InlineData("Kostenstelle 7 PIN;66130", "66130")]
    [InlineData("kod serwisowy 66130 , kod DLOAD 7C4F6613A9", "66130", "7C4F6613A9")]
    [InlineData("klucz szyfrowania ETHM: Qk7mB2VHutgT", "Qk7mB2VHutgT")]
    // Users
    [InlineData("        secName = weirv3", "weirv3")]
    [InlineData("account.1.auth_name = weir-210", "weir-210")]
    [InlineData("<Properties action=\"U\" newName=\"weirboss\" fullName=\"\"", "weirboss")]
    [InlineData("apc>user -n \"weir-apc\" -pe Administrator", "weir-apc")]
    [InlineData("name=pppoe-out1 user=\"551002883417#0001@t-online.de\"", "551002883417")]
    // Addresses and machines
    [InlineData("MAC Address: 00 C0 B7 2E 54 8A", "2E 54 8A")]
    [InlineData("  LocalPort | ChassisId                 PortId\n  --------- + ---------\n  1/49      | 94 f3 92 2c 7d 15         internal1\n", "2c 7d 15")]
    [InlineData("get /provisioning/805EC03A7213.cfg", "805EC03A7213")]
    [InlineData("esx:ha-datacenter/datastore1/weirotter/weirotter.vmx", "weirotter")]
    [InlineData("invalid protocol identifier \"MGLNDD_91.65.12.38_22\"", "91.65.12.38")]
    public void It_is_hidden(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("keylength 2048 (0xdeadbeef)\n$lfk$\n#PasswordText\">x</a>")]
    [InlineData("> set /Setup/Name {Location} \"roof\"\n> ls Setup/WAN/PPP\nPeer      Rights\n----------------\nINTERNET  IP")]
    [InlineData("WIFI:S:Guests;T:nopass;;\nWIFI: is on")]
    [InlineData("[default]\nport = 5060\n210 => bridge,x")]
    [InlineData("config system snmp sysinfo\n    set name \"x\"\nend\n[~] # getcfg System Version\n5.1.8")]
    [InlineData("Benutzer;Kennwort;Stand\nKennwort;Stand\n")]
    [InlineData("    ProductName    REG_SZ    Windows 10 Pro")]
    [InlineData("<Password>*SENSITIVE*DATA*DELETED*</Password>")]
    [InlineData("apt install -y sshpass freerdp2-x11 krb5-user")]
    [InlineData("slmgr /ipk W269N-WFGWX-YVC9B-4J6C9-T83GX")]
    [InlineData("PIN Header 2540, PIN Serverraum im Tresor")]
    [InlineData("kod serwisowy jest w sejfie\nklucz szyfrowania w sejfie")]
    [InlineData("Alarmanlage: Code E0023, der SMS-Code war falsch")]
    [InlineData("/fw/snomD735-10.1.184.15-SIP-r.bin")]
    [InlineData("20261104101358.cfg and 202611041013.cfg")]
    public void It_stays(string text) => FormAssert.Stays(text);
}
