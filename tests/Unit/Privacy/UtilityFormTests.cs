namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What a utility's admins paste: settings of ODBC, cloud-init on one line, keys that windows break, host keys of PuTTY, certificates' thumbprints, pages with entities.</summary>
public sealed class UtilityFormTests
{
    [Theory]
    // ODBC encloses what holds its signs.
    [InlineData("[odbc]\nUID = FIRM\\svc-erp\nPWD = {Nord;{tak}lys_19}", "Nord;{tak}lys_19")]
    [InlineData("Driver={x};UID=erp;PWD={a;b}}c7};Database=y", "a;b}}c7")]
    // What a shell prints into a variable
    [InlineData("PW=$(printf '%s' 'Gr@n\"sti-7')  # later", "Gr@n\"sti-7")]
    [InlineData("DB_PASSWORD=\"$(echo -n \"Elve-Sti7\")\"", "Elve-Sti7")]
    // JSON within JSON
    [InlineData("{\"msg\":\"{\\\"dsn\\\":\\\"postgres:\\\\/\\\\/rap_app:vann-%5Bkraft%5D@10.4.4.5:5432\\\\/x\\\"}\"}", "rap_app", "vann-%5Bkraft%5D")]
    // cloud-init in maps on one line
    [InlineData("users:\n  - {name: pumpdrift, hashed_passwd: \"$y$j9T$bFXWbXckNRtSThKTwFmzKt$kpUdemw/Wnla3GzkAQuGWfjhOJUxKwb7q864ge47dR.\", shell: /bin/sh}", "pumpdrift")]
    [InlineData("chpasswd: {list: \"root:A:kolon:i\\npumpdrift:sommer-7\\n\"}", "A:kolon:i", "pumpdrift", "sommer-7")]
    // The letter of an escape is none of the name.
    [InlineData("echo \"x\\nmarten:$5$arX.lzmz$mWxBJlcpQJH8qFZCYfnmAtxrXKb1Vy1uITsHAGEpV8O\"\nlogged in: marten", "marten")]
    // Keys of SSH: what a window has broken, and whose they are
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFOlDI9fyLR9rP17WYFWN9\n   EZDmqJr36PVmFXRX0SUKRr mork@x", "EZDmqJr36PVmFXRX0SUKRr")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOhbLLDDzEZ/lwmlln6rX1trwkpSI/ifDNuFdIdEw1sZ lars.sti\u2026", "lars.sti")]
    // Host keys of PuTTY
    [InlineData("    rsa2@22:elvekant    REG_SZ    0x10001,0xb831bb63660009c32e922022e46b1ed2d5a1bd80", "elvekant", "b831bb63660009c32e922022e46b1ed2d5a1bd80")]
    [InlineData("\"ecdsa-sha2-nistp256@22:10.5.30.15\"=\"nistp256,0x8c9d3b114050da519646ec2fa13441b7,0x983ecc986ee58ff909ebfc8a2c8009f7\"", "8c9d3b114050da519646ec2fa13441b7", "983ecc986ee58ff909ebfc8a2c8009f7")]
    // Certificates by their digest
    [InlineData("$thumb    = 'D1C4F4D81406105F9F318C01BF28E399EA837975'", "D1C4F4D81406105F9F318C01BF28E399EA837975")]
    [InlineData("[+] certificate thumbprint is 20E59F3FC5637AD8223BBE73802C0A94F4643744 31ms", "20E59F3FC5637AD8223BBE73802C0A94F4643744")]
    [InlineData("CertificateID                  : 1EC3A2956A0EA6432484D01C3FF9341781F0812B", "1EC3A2956A0EA6432484D01C3FF9341781F0812B")]
    [InlineData("netsh http add sslcert ipport=0.0.0.0:443 certhash=1ec3a2956a0ea6432484d01c3ff9341781f0812b", "1ec3a2956a0ea6432484d01c3ff9341781f0812b")]
    // A page's entities, and whose password it is
    [InlineData("<p>Passordet til <b>vann_adm</b> er <code>Elv&lt;3&gt;&amp;K&oslash;7</code>, ellers intet.</p>", "vann_adm", "Elv&lt;3&gt;&amp;K&oslash;7")]
    [InlineData("the password of app_ro is Kr4ft+Lys", "app_ro", "Kr4ft+Lys")]
    // A line that breaks off within a full name
    [InlineData("{\"node\":\"elvekant\"} elvekant.intern.fjordverk.no\n08:41 [ERR] elvekant.intern.fjordve\nnext", "elvekant.intern.fjordve", "fjordve")]
    [InlineData("Ring meg på 478 21 963 i dag", "478 21 963")]
    // What a terminal is told before a prompt
    [InlineData("\u001b[?2004hmarten@jump03:~/iac$ ls", "marten", "jump03")]
    // Signs that elsewhere end a word, or encode one
    [InlineData("crypto isakmp key Elv<>Sti!9q address 81.152.27.34", "Elv<>Sti!9q")]
    [InlineData("\"text\": \"ciuser=x&cipassword=E%40l%40vesti-Kai%21&sshkeys=y\"", "vesti-Kai")]
    [InlineData("netdom verify X /domain:Y /UserO:svc-join /PasswordO:Elve'Sti7", "Elve'Sti7")]
    [InlineData("<td>svc-elv&#64;pve / Nord&lt;Lys&gt;&amp;9&quot;x</td>", "svc-elv", "Nord&lt;Lys&gt;&amp;9&quot;x")]
    // Ceph's keys in JSON, and broken by a window
    [InlineData("\"[{}] = AQvdBSz87U0aT1ZYNf53ek\\/mxg8WLCyPrSiP4+==\"", "mxg8WLCyPrSiP4")]
    [InlineData("rbd map x --key=AQvdBSz87U0aT1ZYNf53ek/m\nxg8WLCyPrSiP4+== -m 10.31.40.11:6789", "xg8WLCyPrSiP4+==")]
    [InlineData("Zijn OTP-seed voor de server (elvekant, 10.31.10.5): V7OPX7PONNNVILYS", "V7OPX7PONNNVILYS")]
    [InlineData("dir Cert:\\LocalMachine\\My\\43829938C71B05AB123B33AD1AF86698534384E2", "43829938C71B05AB123B33AD1AF86698534384E2")]
    [InlineData("{\"node\":\"elvekant\"} K:\\elvekant.cer, elvekant.pfx", "elvekant")]
    // A newspaper's: rows of a page, keys beside their path, seeds below their word, what was cut off
    [InlineData("<tr><td>1</td><td>root</td><td>Qb7-kLop!</td></tr>", "Qb7-kLop!")]
    [InlineData("    set password ENC /IOr8skqP1zQx7Lw", "/IOr8skqP1zQx7Lw")]
    [InlineData("access_key = AK7QZ3LM9XW2PT5RN8VC", "AK7QZ3LM9XW2PT5RN8VC")]
    [InlineData("{\"name\": \"mgr/dashboard/RGW_API_SECRET_KEY\", \"value\": \"u7Kd93mslQ\"}", "u7Kd93mslQ")]
    [InlineData("Belichter:    ctp-rip-02, 10.155.40.122, MAC 5c:e3:7e:95:9b:bd", "ctp-rip-02")]
    [InlineData("devid=\"FGT60FTK93157918\" logid=\"01\" sn=DR25I2SDKN5F;wwn=0x", "FGT60FTK93157918", "DR25I2SDKN5F")]
    [InlineData("Passwort vom alten Drucker war \"Tinte 4 alle!\" (jetzt ge\u00e4ndert)", "Tinte 4 alle!")]
    [InlineData("The password of the old printer was \u201cInk & 4 all\u201d until March", "Ink & 4 all")]
    [InlineData("chpasswd <<< 'svc-lock:Zam#ek-77'\nlogin of svc-lock", "svc-lock", "Zam#ek-77")]
    [InlineData("enable_pw=Hz7-kuQx", "Hz7-kuQx")]
    [InlineData("OTP-Geheimnis: JBSWY3DPEHPK3PXP\nOTP-Seed:\nKBSWY3DPEHPK3PXPAAAA", "JBSWY3DPEHPK3PXP", "KBSWY3DPEHPK3PXPAAAA")]
    [InlineData("SHA-1 a1:b2:c3:d4:e5:f6:a7:b8:c9:d0:e1\u2026", "a1:b2:c3:d4:e5:f6:a7:b8:c9:d0:e1")]
    [InlineData("-----BEGIN OpenVPN Static key V1-----\na1b2c3d4e5f60718293a4b5c6d7e8f90\na1b2c3d4e5f607", "a1b2c3d4e5f60718293a4b5c6d7e8f90", "a1b2c3d4e5f607")]
    public void Is_hidden_and_comes_back(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("$pwd = { Get-Location }\nclass A { string Pwd = {get;set;} }\npwd={{ vault_pw }}")]
    [InlineData("PW=$(cat /run/secret)\nPW=$(echo \"$X\")\nNAME=$(echo \"plain\")")]
    [InlineData("zabbix_sender -p 10051 --tls-psk-identity \"$ID\" -s \"plain words\" -k vfs")]
    [InlineData("BMC 2.71.4.0 self-test ok\nbmc: 7.20.30.50")]
    [InlineData("https://outlook.webhook.office.com/ and Microsoft Outlook 16.0")]
    [InlineData("by x with LMTP id 4KkVBx0qGG\nlmtp: relay=127.0.0.1")]
    [InlineData("thumbnail: 0123456789abcdef, thumbs up, thumb drive 64 GB, commit d1c4f4d81406105f9f318c01bf28e399ea837975")]
    [InlineData("# users\n  - {name: debian, type: image}\n  - {name: tank, path: /x}")]
    [InlineData("ssh-ed25519@openssh.com rsa2@x ecdsa-sha2-nistp256-cert-v01@openssh.com")]
    [InlineData("a | 127.0.0.53 / fe80::/10 / AA-BB")]
    [InlineData("Get-LapsADPassword KL-NB-0422 -AsPlainText")]
    [InlineData("node = proxmox_virtual_environment_vm.web.node_name\npassword = proxmox_virtual_environment_vm.web.vm_id\nhost = proxmox_virtual_environment_vm.web.hostname")]
    [InlineData("HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e972-e325-11ce-bfc1-08002be10318}\\0001")]
    [InlineData("sn: MUELLER\nsn: Meyer2000A\nsn=12345678 HSN=1234ABCD99")]
    [InlineData("The password of it was \"too short!\"; the status of the password is fine. It was \"Error 5 of Y\"")]
    [InlineData("<td>root</td><td>active</td><td>Administrator</td><td>enabled</td>\nset encryption ENC / aes")]
    [InlineData("uboot 1.0.4.7, {\"a\":\"{\\\"ver\\\":\\\"4.18.2.1\\\"}\"}")]
    public void Stays(string text) => FormAssert.Stays(text);

    /// <summary>A string of HCL that holds a command stays one.</summary>
    [Fact]
    public void A_password_ends_before_the_quote_that_the_command_stands_in()
    {
        const string Text = "      \"net use Z: \\\\\\\\nas-elv3\\\\isos /user:FIRM\\\\svc-backup Torsk-og-Lam_81\",";
        var output = FormAssert.Learnt(Text).Anonymize(Text);
        Assert.DoesNotContain("Torsk", output, StringComparison.Ordinal);
        Assert.EndsWith("\",", output, StringComparison.Ordinal);
    }
}
