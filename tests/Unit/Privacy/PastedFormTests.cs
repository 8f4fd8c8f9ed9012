namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What administrators paste: coloured answers of tools, certificates, tables in quotes, dumps of settings, and what looks like any of it.</summary>
public sealed class PastedFormTests
{
    private const string Esc = "\u001b";

    [Theory]
    // A colour ends with a letter, and the name begins right behind it.
    [InlineData("ok: [otter]\n" + Esc + "[0;33motter" + Esc + "[0m                  : " + Esc + "[0;32mok=41  " + Esc + "[0m changed=3", "otter")]
    [InlineData(Esc + "[0;31mrack7-hv04" + Esc + "[0m                  : ok=0    changed=0    unreachable=1", "rack7-hv04")]
    [InlineData("fatal: [otter]: x\n{\"msg\": \"\\u001b[1;31motter\\u001b[0m is gone\"}", "otter")]
    [InlineData("ok: [otter]\nansible[1]: #033[0;32motter#033[0m done", "otter")]
    [InlineData("address " + Esc + "[32m10.44.5.6" + Esc + "[0m", "10.44.5.6")]
    [InlineData(Esc + "[0;33mrack7-hv04 | CHANGED | rc=0 >>" + Esc + "[0m\nup 3 days", "rack7-hv04")]
    [InlineData("rack7-hv04 | UNREACHABLE! => {\n", "rack7-hv04")]
    [InlineData("\"hostvars['drawer'].ansible_facts.default_ipv4\": {", "drawer")]
    [InlineData("{{ hostvars[\"drawer\"]['ansible_host'] }}", "drawer")]
    // An everyday word where only a machine can stand.
    [InlineData("pbs:\n  hosts:\n    drawer:\n      ansible_host: 10.44.5.6\n", "drawer:")]
    [InlineData("10.44.5.6 drawer.otterworks.dk drawer\n", " drawer\n")]
    [InlineData("fd44:1::6\tdrawer.otterworks.dk\tdrawer pvelocalhost\n", "\tdrawer ")]
    [InlineData("Subject Alternative Name:\n    DNS:localhost\n    DNS:drawer\n    DNS:drawer.otterworks.dk\n", "DNS:drawer\n")]
    [InlineData("X509v3: DNS:drawer, DNS:drawer.otterworks.dk", "DNS:drawer,")]
    [InlineData("openssl s_client -connect 10.44.5.6:8007 -servername drawer </dev/null", "drawer")]
    [InlineData("hosts = { \"bucket-sync\" = \"10.44.5.6\", \"other-sync\" = \"10.44.5.7\" }", "bucket-sync", "other-sync")]
    [InlineData("  vm_hosts = {\n    \"bucket-sync\" = \"10.44.5.6\"\n  }", "bucket-sync")]
    // Mail
    [InlineData("postfix/smtp[2]: host mx.otter-zachod.pl[185.7.41.77] said: 451", "otter-zachod")]
    [InlineData("root@pve1:~# postmap -q '[smtp.otterworks.dk]:587' /etc/postfix/sasl_passwd\nottermail:sW.8Yw!kontor\n", "ottermail", "sW.8Yw!kontor")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\n\ntoken=3Dx\nSee https://otter.kol.wren=\nworks.dk:8006/\n", "otter", "works.dk")]
    [InlineData("Jane, lokal 76 18 40 31", "76 18 40 31")]
    // Ceph's dashboard
    [InlineData("cmd=[{\"key\":\"mgr/dashboard/accessdb_v2\",\"val\":\"{\\\"users\\\": {\\\"otteradm\\\": {\\\"password\\\": \\\"x\\\"}}}\"}]", "otteradm")]
    [InlineData("{\"users\": {\"otteradm\": {\"username\": \"a\", \"password\": \"b\"}, \"wrenadm\": {\"password\": \"c\"}}}", "otteradm", "wrenadm")]
    [InlineData("mgr     advanced  mgr/dashboard/GRAFANA_API_PASSWORD     Wren-9-reol      *\n", "Wren-9-reol")]
    [InlineData("ceph config set mgr mgr/dashboard/RGW_API_SECRET_KEY Wren9reolAbc", "Wren9reolAbc")]
    // Others
    [InlineData("TFA error: invalid OTP value '435016' for user x@pve", "435016")]
    [InlineData("rclone copy /mnt b2:x --b2-account 5f6eda7d636e", "5f6eda7d636e")]
    [InlineData("<nextcloud><password_encryption>wren shelf on 2</password_encryption></nextcloud>", "wren shelf on 2")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMFx5/TUQov8S8Pt2ifA/HV2MXQXonsu5nEAkCDiJuIP ottery-yubikey", "ottery")]
    [InlineData("content: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1_MJJ1ReidNMEFgLeeRqIWU1Jo77iOaxOe3PKKDF2-JEr9liWhD5hB37", "MJJ1Reid", "JEr9liWh")]
    [InlineData("/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A10K7ZQM-if00-port0", "A10K7ZQM")]
    public void What_is_pasted_hides_what_it_tells_and_comes_back(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData(Esc + "[0;33mchanged" + Esc + "[0m and " + Esc + "[31m33mfoo" + Esc + "[0m")]
    [InlineData("skipping | CHANGED by hand")]
    [InlineData("hostvars[item]['ansible_host']")]
    [InlineData("plugin: community.proxmox.proxmox\ncompose:\n  ansible_host: proxmox_agent_interfaces[0]\n")]
    [InlineData("the drawer of the desk, DNS:drawer")]
    [InlineData("openssl s_client -servername localhost")]
    [InlineData("sizes = { \"bucket-sync\" = \"100\" }")]
    [InlineData("acme.pl[2201]: done")]
    [InlineData("postmap -q x /etc/postfix/sasl_passwd\npostmap: fatal: open database\n")]
    [InlineData("mgr     advanced  mgr/dashboard/server_port     8443      *\nmgr     advanced  mgr/dashboard/PWD_POLICY_ENABLED     false      *\n")]
    [InlineData("{\"users\": {\"total\": {\"count\": 4}}}")]
    [InlineData("password_encryption = scram-sha-256")]
    [InlineData("domain  = local.domain\nservers = [local.dns]")]
    [InlineData("pam_unix(systemd-user:session): session opened for user root(uid=0) by root(uid=0)")]
    [InlineData("nodelist.node.4.ring1_addr and the ring1 of 5 is no machine")]
    [InlineData("| Felt | Rest |\n|---|---|\n| Node | 4 |\n| Prioritet | P3 |\n| Abonnement | ingen |")]
    [InlineData("> > VMID    Name           Status    Time\n> > 204     x              ok        4m\n> >\n> text\n>\n>         prosze o restart")]
    [InlineData("admin    ssh:notty    203.0.113.9    Wed Nov 11 22:41 - 22:41  (00:00)")]
    [InlineData("E3514235-4B06-11D1-AB04-00C04FC2DCD2")]
    [InlineData("SRV _ldap._tcp.Default-First-Site-Name._sites. and _ldap._tcp.gc._msdcs.")]
    [InlineData("Please see http://www.open-spf.org/Why?s=mfrom")]
    [InlineData("GET /file-restore/list?filepath=L2RyaXZlLXNjc2kwLmltZy5maWR4L3BhcnQvMg%3D%3D HTTP/1.1")]
    [InlineData("root@pve1:~# ls priv/realm; cat priv/realm/x.pw\npriv/realm:\n", "root@")]
    public void What_looks_like_it_stays(string text, string? skipped = null)
    {
        if (skipped is null) FormAssert.Stays(text);
        else Assert.Contains("priv/realm:\n", FormAssert.Learnt(text).Anonymize(text), StringComparison.Ordinal);
    }

    /// <summary>Names of Active Directory's own zones and a jar of cookies keep what is everybody's before the domain.</summary>
    [Theory]
    [InlineData("ldap://DomainDnsZones.ad.otterworks.dk/", "ldap://DomainDnsZones.")]
    [InlineData("info: _ldap._tcp.Default-First-Site-Name._sites.ad.otterworks.dk. SRV", "_ldap._tcp.Default-First-Site-Name._sites.")]
    [InlineData("dig _ldap._tcp.dc._msdcs.ad.otterworks.dk SRV", "_ldap._tcp.dc._msdcs.")]
    [InlineData("#HttpOnly_pve1.ad.otterworks.dk\tFALSE\t/", "#HttpOnly_")]
    [InlineData("usb-FTDI_FT232R_USB_UART_A10K7ZQM-if00-port0", "-if00-port0")]
    public void What_is_everybodys_stays_beside_a_domain(string text, string stays)
    {
        var output = FormAssert.Learnt(text).Anonymize(text);
        Assert.Contains(stays, output, StringComparison.Ordinal);
        Assert.DoesNotContain("otterworks", output, StringComparison.Ordinal);
        Assert.DoesNotContain("A10K7ZQM", output, StringComparison.Ordinal);
    }
}
