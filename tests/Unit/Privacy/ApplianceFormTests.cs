namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What PowerShell, tasks of Windows, switches, printers and storage appliances show, and what only looks like it.</summary>
public sealed class ApplianceFormTests
{
    private const string Digest = "k3VbQp7sTz0WmYx2Rf8LhNc5JdUa9GeXo1iKtPqBvSw";

    private const string Digits = "4be07d1f93ac52684be17d1f93ac52684be07d1f93ac52684be17d1f93ac5268";

    private const string Device = "fRmK-Zp348vtBjFeqTXyuOaxMbYUqQsSBPxkmD8SdPWmkwBndu1Jrlk72VTRkXPnM4U_qgsIgfZGHVUBK1n1YrR";

    [Theory]
    // Methods that take a password.
    [InlineData("$u.SetPassword(\"Wren;Halle 9\")\n$u.SetInfo()\n", "Wren;Halle 9")]
    [InlineData("$u.psbase.Invoke(\"SetPassword\", \"Wren;Halle9\")\n", "Wren;Halle9")]
    [InlineData("$u.ChangePassword('Wren-old1', 'Wren-new2')\n", "Wren-old1", "Wren-new2")]
    [InlineData("dataSource.setPassword(\"Wren-pool4\");\n", "Wren-pool4")]
    [InlineData("$u = [ADSI]\"WinNT://$Name/kitescan,user\"\n", "kitescan")]
    [InlineData("&passhash=3104882799\"", "3104882799")]
    [InlineData("https://monitor.wrenfirma.de/api/x.htm?id=2&username=kite-api&passhash=3104882799\n", "3104882799", "kite-api")]
    [InlineData("    PrtgHash   = '1886204499'\n", "1886204499")]
    // Keys of servers without how their fingerprint was made.
    [InlineData("open sftp://10.4.5.6/ -hostkey=\"ssh-ed25519 255 " + Digest + "\"\n", Digest)]
    [InlineData("    SshHostKeyFingerprint = \"ssh-rsa 2048 " + Digest + "=\"\n", Digest)]
    [InlineData("sftp://jane;fingerprint=ssh-ed25519-255-" + Digest + "@10.4.5.6/\n", Digest)]
    // A task of Windows and what it gives a command.
    [InlineData("<Exec>\n  <Command>C:\\Tools\\7z.exe</Command>\n  <Arguments>a -t7z -pWren-sovers D:\\x.7z D:\\*.csv</Arguments>\n</Exec>\n", "Wren-sovers")]
    [InlineData("<Command>\"C:\\Tools\\curl.exe\"</Command><Arguments>-u kite9:Wren-9s https://x.wrenfirma.de</Arguments>\n", "kite9", "Wren-9s")]
    [InlineData("7z a \"-pWren house 9\" x.7z *.csv\n", "Wren house 9")]
    [InlineData("ipmitool -I lanplus -H 10.4.5.6 -U ADMIN -P 'Wren-9x' -k QUdaGyowSoLABKux lan print 1\n", "Wren-9x", "QUdaGyowSoLABKux")]
    // Texts of PowerShell, a MOF, tests of Pester.
    [InlineData("    TunnelPsk = @'\nw98RcYa8TNCod+uAvgvBgTGG\n'@\n", "w98RcYa8TNCod+uAvgvBgTGG")]
    [InlineData(" UserName = \".\\\\kiteadmin\";\n", "kiteadmin")]
    [InlineData("   [-] secret kite-key equals the key in the book 204ms (203ms|1ms)\n    Expected: 'Wren-16'\n    But was:  'Wren-61'\n", "Wren-16", "Wren-61")]
    [InlineData("instance of OMI_ConfigurationDocument\n{\n Version=\"2.0.0\";\n Author=\"adm-kitewren\";\n};\n", "adm-kitewren")]
    [InlineData("$c = New-Object PSCredential('kitewren', ('Wren-4x' | ConvertTo-SecureString -AsPlainText -Force))\n", "kitewren", "Wren-4x")]
    [InlineData("$c = [pscredential]::new(\"kitewren\", $pw)\n", "kitewren")]
    [InlineData("([ADSI]\"WinNT://ws-041/Administrators,group\").Add($x)\n", "ws-041")]
    [InlineData("<Command>cmd.exe</Command><Arguments>/c net use Z: \\\\nas-w\\x /user:kite1 N3t-use!kite</Arguments>\n", "N3t-use!kite", "kite1")]
    // Codes in a list.
    [InlineData("Your backup codes are 8f31-77c0, 01be-9d42.\n", "8f31-77c0", "01be-9d42")]
    [InlineData("Einmalcodes  8f31-77c0, 01be-9d42, c55a-1e08\n", "8f31-77c0", "01be-9d42", "c55a-1e08")]
    // A credential's column.
    [InlineData("Device,Login,Credential,SNMP\nsw-01,root,Wren9ouse-x,\nprn-02,admin,4471,\nsw-03,admin,\"Wren,Hal-2\"\"oost\",\n", "Wren9ouse-x", "4471", "Wren,Hal-2")]
    [InlineData("\"ID\",\"Name\",\"LoginUser\",\"LoginPassword\"\n\"13\",\"Scan\",\"kwrenfield\",\"kw-1966\"\n", "kwrenfield", "kw-1966")]
    // Devices.
    [InlineData("  dec: spi=9d4f11c8 esp=aes key=32 " + Digits + "\n", Digits)]
    [InlineData("/routing bgp connection add as=64713 name=nh tcp-md5-key=WRENmd5-nh-x\n", "WRENmd5-nh-x")]
    [InlineData("name=x tun_id=81.82.203.99 tun_id6=::81.82.203.99 dst_mtu=1500\n", "81.82.203.99")]
    [InlineData("  pre-shared-key local w98RcYa8TNCodW\n  pre-shared-key remote w98RcYa8TNCodX\n", "w98RcYa8TNCodW", "w98RcYa8TNCodX")]
    [InlineData("MD5v3Key=6E13D82A33E308C92B5FC71AD60F3699\nSHA256PasswordSalt=B7F56297DB16BE481ED5D61222279999\n", "6E13D82A33E308C9", "B7F56297DB16BE48")]
    [InlineData("    readcom1=wren_trap7\n    trapcom1=wren_trap8\n", "wren_trap7", "wren_trap8")]
    [InlineData("Override=28 29 86 2C 5E 99\n", "28 29 86 2C 5E 99")]
    [InlineData("<ident>kitewren</ident>\n<pre-shared-key>k.wren-thuis</pre-shared-key>\n", "kitewren", "k.wren-thuis")]
    [InlineData("<key>-----BEGIN PRIVATE KEY-----&#10;MIIEvQIBADANBgkqhkiG9w0BAQEFAASC&#10;aSAHGo46k6TFBpVJ5iX7zzxnZKSSeO==&#10;-----END PRIVATE KEY-----</key>\n",
        "MIIEvQIBADANBgkq", "aSAHGo46k6TF")]
    [InlineData("{\"name\": \"kiteadm\", \"is_super\": true, \"x_shadow\": \"$6$KzAj56zd$sP99WErmsOvvo747wdq1TKBr7.vu/nuY60Vz7QQIbnaDi2\"}\n", "kiteadm")]
    [InlineData("Location: https://10.4.5.6/redfish/v1/SessionService/Sessions/kitewren000000006909a1f3c4b2e7d0/\n", "kitewren")]
    [InlineData("Processor board ID FLM2336W0D9\n# software id = K4QX-9WTZ\nExpress Svc Code        = 16838209199\n", "FLM2336W0D9", "K4QX-9WTZ", "16838209199")]
    // Storage.
    [InlineData("root@nas:~# cat /etc/rsyncd.secrets\nhyperkite:wren-Genk-2\nsvc_kite:W33an.rsync\nroot@nas:~#\n", "hyperkite", "wren-Genk-2", "svc_kite", "W33an.rsync")]
    // A password may hold a slash; a path, or a line of passwd, is none.
    [InlineData("cat /etc/rsyncd.secrets\nhyperkite:wr/en-Genk-2\nsvc_kite:vogel\n", "hyperkite", "wr/en-Genk-2", "svc_kite", "vogel")]
    [InlineData("\"did\" : \"" + Device + "\",\n", Device)]
    [InlineData("{ \"type\": \"B2\", \"account\": \"00517c9e2a0b4f90000000005\", \"key\": \"K005BT/LWpElFZ3+pjSWtVYFcN/0OGD\" }\n", "00517c9e2a0b4f9")]
    [InlineData("# midclt call pool.dataset.export_keys tank/enc\n{\"tank/enc\": \"" + Digits + "\", \"tank/x\": \"drie gewone woorden\"}\n",
        Digits, "drie gewone woorden")]
    [InlineData("\"username\": \"kite7\", \"smbhash\": \"C6364FEFB82E701A86597563C16B8B99\"\n", "C6364FEFB82E701A")]
    // Printers.
    [InlineData("^XA\n^KP4479\n^WX09,Wren!Scanner61\n^XZ\n", "4479", "Wren!Scanner61")]
    [InlineData("! U1 setvar \"wlan.wpa.psk\" \"Wren-psk 9\"\n! U1 setvar \"wlan.8021x.eap.username\" \"kite-dot1x\"\n", "Wren-psk 9", "kite-dot1x")]
    [InlineData("! U1 setvar \"ip.snmp.set_community_name\" \"wren-wr1te\"\n", "wren-wr1te")]
    // Mails.
    [InlineData(" - NAS: I reset kite to \"Wren-Nas-04\" because he forgot\n", "Wren-Nas-04")]
    [InlineData("the code from Mieke's phone was 551 099, if asked\n", "551 099")]
    [InlineData("WLAN in the new hall: WREN-Hall4, key:\n    Ruhrkite-4-2025\n", "Ruhrkite-4-2025")]
    [InlineData("> token is with me. API key for Zabbix: ne54p8iz09ozsp6yw610sau5ihl6zz\n", "ne54p8iz09ozsp6y")]
    [InlineData("Das neue WLAN-Kennwort lautet: Hafen Ruhrwren 47199 (SSID Buero).\n", "Hafen Ruhrwren 47199")]
    [InlineData("<a href=\"https://share.wrenfirma.nl/s/SpwPgWbiAWucfQX\">Profil</a>\n", "SpwPgWbiAWucfQX")]
    // Files of Proxmox.
    [InlineData("root@lyra:~# cat /etc/pve/domains.cfg /etc/pve/priv/realm/firma.pw\nad: firma\n\tserver1 10.4.5.6\n\nWr@n-bind Venlo 31\nroot@lyra:~# ls\n",
        "Wr@n-bind Venlo 31")]
    [InlineData("description: portal%0Aroot portal-wr3n\n", "portal-wr3n")]
    public void Its_secrets_and_accounts_are_hidden(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("public void SetPassword(string password) { }\nuser.SetPassword(password);\n$u.SetPassword($plain)\n")]
    [InlineData("Write-Host \"SetPassword\", $count\n")]
    [InlineData("Server host key: ssh-ed25519 255 bits, ssh-rsa 2048 bits\n")]
    [InlineData("<Command>C:\\Tools\\7z.exe</Command>\n<Arguments>x archive.7z -oD:\\Out</Arguments>\n")]
    [InlineData("<Principals>\n  <Principal id=\"Author\">\n    <UserId>S-1-5-18</UserId>\n  </Principal>\n</Principals>\n")]
    [InlineData("<Command>\"C:\\Program Files (x86)\\WinSCP\\WinSCP.com\"</Command>\n")]
    [InlineData(" Credential = $MSFT_Credential1ref;\n ModuleName = \"PSDesiredStateConfiguration\";\n")]
    [InlineData("   [-] secret web-repo-key equals the key in the runbook 204ms (203ms|1ms)\n   [+] password of the backup is set 12ms (10ms|2ms)\n")]
    [InlineData("   [-] clock is right 2ms (1ms|1ms)\n    Expected: 'W32Time-2019'\n    But was:  'W32Time-2022'\n")]
    [InlineData("ServerName ShareName UserName Credential\nName,Credential,Description\nesx,ESX root account,old\nweb,,new\n")]
    [InlineData("Job,Repository,Credential,Last run\nx,y,root@pam,2025-01-01\nx,y,see vault,2025-01-01\n")]
    [InlineData("One-time codes are sent to web01-prod2 and mail02-prod3 by SMS.\n")]
    [InlineData("param([System.Management.Automation.PSCredential]$Credential, [string]$Name = 'web')\nType: 'PSCredential', 'String'\n")]
    [InlineData("WLAN in lab, PSK alt: siehe Tresor 12 unten\n")]
    [InlineData("  ah=sha256 key=32 bytes, key=64 is not used\n")]
    [InlineData("  system-mac 00:23:04:ee:be:29\n")]
    [InlineData("set Override to the MAC Address ( e.g. 00 C0 B7 51 B0 6E )\nOverride=disabled\n")]
    [InlineData("; APC OS Configuration\ndevice.mfr: APC\nSU_Name=apc\n")]
    [InlineData("listen ::1 and :: and ::2\n")]
    [InlineData("\"did\": \"did:plc:ewvi7nxzyoun6zhxrhs64oiz\"\n")]
    [InlineData("^XA\n^KD0\n^WX01\n^XZ\n! U1 setvar \"device.friendly_name\" \"Line 4\"\n! U1 getvar \"wlan.wpa.psk\"\n")]
    [InlineData("I reset the switch to \"factory defaults\" and the clock to 'UTC'\n")]
    [InlineData("the code from the repository was 551 099 lines long\n")]
    [InlineData("10 MB/s/core and https://x.debian.org/s/HowToInstallItA\n")]
    [InlineData("description: web server%0Aroot login is off%0Aadmin see-runbook\n")]
    [InlineData("Name      Type       Path      Host\n----      ----       ----      ----\nxfs-tank  LinuxLocal /mnt/tank \n")]
    [InlineData("/interface wifi security add name=scan\n")]
    [InlineData("set system ntp authentication-key 3 type md5\n")]
    public void What_looks_like_one_stays(string text) => FormAssert.Stays(text);
}
