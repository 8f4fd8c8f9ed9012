namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Names and addresses that something stands right beside: arrows, escapes of escapes, other cells, a mail's quotes, and what has to stay there.</summary>
public sealed class GluedFormTests
{
    [Theory]
    // Arrows and dashes of typography are no letters.
    [InlineData("172.22.19.11/32→172.22.19.13/32", "172.22.19.11", "172.22.19.13")]
    [InlineData("10.7.3.4—10.7.3.9", "10.7.3.4", "10.7.3.9")]
    // Encoded again and again
    [InlineData("UPID:wren9:0012A3F4:0B3C91D2:6ACC7F10:vzdump:104:root@pam:\nnext=%253Dnode%25252Fwren9 %2525252Fwren9", "wren9")]
    // Cells whose gaps were lost
    [InlineData("{\"node\":\"junco\"}\njunco172.22.4.14running", "junco", "172.22.4.14")]
    [InlineData("{\"node\":\"junco\"}\n172.22.4.14junco up", "172.22.4.14", "junco")]
    [InlineData("gateway192.168.44.1stale", "192.168.44.1")]
    // Machines that clouds and clusters call by their address
    [InlineData("ip-172-22-18-30.internal.svc.cluster.local", "172-22-18-30")]
    [InlineData("10-43-1-57.default.pod.cluster.local", "10-43-1-57")]
    [InlineData("ec2-3-121-14-57.eu-central-1.compute.amazonaws.com", "3-121-14-57")]
    // A link-local address that tells how networks are numbered
    [InlineData("  via: \"fe80::42:1\"", "fe80::42:1")]
    // A configuration that a mail quotes
    [InlineData(">>> agent: 1\n>>> name: cam-wren\n>>> net0: virtio=BC:24:11:10:20:30,bridge=vmbr0\nThe VM (cam-wren, 301) is off.", "cam-wren")]
    [InlineData("> name: cam-wren\n> net0: virtio=BC:24:11:10:20:30,bridge=vmbr0", "cam-wren")]
    // iSCSI
    [InlineData("target iqn.2000-01.com.synology:ds-wren.Target-1.9f8e7d6c5b4\nds-wren is full", "ds-wren")]
    [InlineData("InitiatorName=iqn.1991-05.com.microsoft:wren-sql07", "wren-sql07")]
    [InlineData("iqn.1998-01.com.vmware:wren-esx07-5f3b8c1a", "wren-esx07")]
    // A MAC without its signs, where something names an interface or a file by it
    [InlineData("link/ether 7c:d3:0a:19:e2:4f brd ff:ff:ff:ff:ff:ff\nx_eno1_7cd30a19e24f, eno1-7CD30A19E24F.cfg", "7c:d3:0a:19:e2:4f", "7cd30a19e24f", "7CD30A19E24F")]
    [InlineData("2e7cd30a19e2 0.0%\nmac: 2e%3A7c%3Ad3%3A0a%3A19%3Ae2", "2e7cd30a19e2")]
    // Telephones with blanks at which no line breaks, and of eight digits
    [InlineData("tlf&nbsp;<a href=\"tel:+4722113344\">22&nbsp;11&nbsp;33&nbsp;44</a>", "22&nbsp;11&nbsp;33&nbsp;44", "4722113344")]
    [InlineData("call +47=C2=A022=C2=A011=C2=A033=C2=A044 now", "=C2=A022=C2=A011")]
    [InlineData("tlf. 22\u00a011\u00a033\u00a044", "22\u00a011\u00a033\u00a044")]
    [InlineData("eller ring 92113344, tlf 93113344, telefon 602773248, móvil: 612345679", "92113344", "93113344", "602773248", "612345679")]
    [InlineData("\"phone\":\"73851907\"", "73851907")]
    public void Is_hidden_and_comes_back(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("172.20.1.0beta2 10.2.0.4b oracle10.2.0.4 v192.168.1.1 libfoo10.0.0.1")]
    [InlineData("Kernel 5.15.158-2-pve → 6.8.12-17-pve→6.17.4-1-pve")]
    [InlineData("kubernetes.default.svc.cluster.local 1-2-3-4.github.com")]
    [InlineData("fe80::1 fe80::1%eth0 fe80::/10 fe80::/64 fe80::2")]
    [InlineData("2002::/16 2001::/32 2000::/3 3fff::/20 2001:20::/28 2001:2::/48 fc00::/7 fd00::/8 64:ff9b::/96")]
    [InlineData("iqn.2005-10.org.freenas.ctl:target iqn.2004-04.com.qnap:ts-453:iscsi.t0.4e1a2b")]
    [InlineData("tel 20261012 ring 20261012 ring buffer 12345678 ring 1234 cell 12345678")]
    [InlineData("An error occurred on the cluster node: can't add it\nnode: isn't there\nhost: won't start")]
    [InlineData("{\"id\": \"qemu/9000\", \"name\": \"debian-13-genericcloud-amd64\", \"status\": \"stopped\", \"template\": 1, \"type\": \"qemu\", \"vmid\": 9000}")]
    [InlineData("{vmid} and qm, secretKeyRef: {name: db, key: url}, vmid 100")]
    [InlineData("13\t2023-06-20\toffline\treplaced PSU\\nsee ticket 20418\tx")]
    [InlineData("Zabbix 7.0.18.1, iDRAC 7.20.30.50")]
    public void Stays(string text) => FormAssert.Stays(text);

    /// <summary>Both are one interface.</summary>
    [Fact]
    public void A_mac_has_one_pseudonym_with_its_signs_and_without()
    {
        const string Text = "7c:d3:0a:19:e2:4f x_7cd30a19e24f";
        var parts = FormAssert.Learnt(Text).Anonymize(Text).Split(" x_");
        Assert.Equal(parts[0].Replace(":", "", StringComparison.Ordinal), parts[1]);
    }

    [Fact]
    public void What_only_looks_like_a_known_mac_without_its_signs_stays()
    {
        const string Told = "52:54:00:12:34:56 7c:d3:0a:19:e2:4f\n", Others = "525400123456 7cd30a19e24 17cd30a19e24f 7cd30a19e24fa";
        Assert.EndsWith(Others, FormAssert.Learnt(Told).Anonymize(Told + Others), StringComparison.Ordinal);
    }

    [Theory]
    // The fields behind a token's name in user.cfg look like the beginning of an address.
    [InlineData("token:jane@firma-ad!cli-2026:0:1::", "!cli-2026:0:1::")]
    [InlineData("snmp-server contact Jane Doerr +47 22 11 33 44", "contact Jane Doerr")]
    [InlineData("\u001b[32mSuccess! You are now authenticated.\u001b[0m\nnode: wren", "[32mSuccess! You")]
    public void Stays_beside_what_is_hidden(string text, string kept) => Assert.Contains(kept, FormAssert.Learnt(text).Anonymize(text), StringComparison.Ordinal);
}
