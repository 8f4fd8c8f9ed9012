namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>
/// What consoles of first boots, scripts of PowerShell, texts within JSON and messages of backups write, and what looks like it: variables, escapes, algorithms,
/// addresses of an API.
/// </summary>
public sealed class ConsoleFormTests
{
    [Theory]
    // What cloud-init makes up, on the console and in the journal
    [InlineData("Set the following 'random' passwords\ndebian:qW4eRt7yUi\notter.k:zX9cVb2nMa\nSetting up curl (8.14.1) ...\n", "qW4eRt7yUi", "zX9cVb2nMa", "otter.k")]
    [InlineData(
        "Feb 07 10:20:01 lyra-web cloud-init[612]: Set the following 'random' passwords\nFeb 07 10:20:01 lyra-web cloud-init[612]: debian:qW4eRt7yUi\n", "qW4eRt7yUi")]
    // Variables of PowerShell
    [InlineData("$pw = 'Kelp*Basin'; & net user otter.keeper $pw /domain", "Kelp*Basin", "otter.keeper")]
    [InlineData("$TotpSeed = 'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U'", "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U")]
    [InlineData("totp_seed: MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U", "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U")]
    [InlineData("$fqdn = \"$node.mgmt.otterpond.net\"", "otterpond.net")]
    [InlineData("pvecm add kelpbox\n$kelpbox = 1; ssh \"$kelpbox.mgmt.otterpond.net\"", "kelpbox", "otterpond.net")]
    // Logins in remarks
    [InlineData("\"7\",\"kelpbox\",\"auto-logon seal3 / seal3-March\"\n", "seal3-March")]
    [InlineData("<S N=\"Note\">iDRAC 10.3.4.5 / root / Kelp&amp;Basin_9</S>", "Kelp", "Basin_9")]
    [InlineData("131 kelpbox clean 02/10/2026 19:30:00 root do guest: Seaweed-1755-Lx", "Seaweed-1755-Lx")]
    [InlineData("description: admin of the old switch: Seaweed_1755!", "Seaweed_1755!")]
    // The key of a backup
    [InlineData("Error: missing key - manifest was created with key 4b:1f:02:9c:d7:33:ae:60", "4b:1f:02:9c:d7:33:ae:60")]
    [InlineData("wrong key - manifest's key 4b:1f:02:9c:d7:33:ae:60 does not match provided key 10:2e:77:c4:5a:9b:e1:08", "4b:1f:02", "10:2e:77")]
    // Extensions and marks
    [InlineData("author: x - ext. 410 527\n", "410 527")]
    [InlineData("em caso de falha ramal 4417", "4417")]
    [InlineData("<S N=\"ServiceTag\">Q7LBFXE</S>", "Q7LBFXE")]
    [InlineData("\"inventory\": { \"serialno_a\": \"Q7LBFXE\", \"asset_tag\": \"KB-20417\" }", "Q7LBFXE", "KB-20417")]
    // Tables of PowerShell, coloured and quoted
    [InlineData(
        "\n\u001b[32;1mnode  vmid name     status\u001b[0m\n\u001b[32;1m----  ---- ----     ------\u001b[0m\nlyra  9013 tpl-deb13 stopped\nvega  114  kelpbox  running\n",
        "lyra", "vega", "kelpbox")]
    [InlineData("text\n\n vmid name     node\n ---- ----     ----\n  114 kelpbox  lyra\n10115 otterbox vega\n", "kelpbox", "otterbox", "lyra", "vega")]
    [InlineData("text\n\n Id Guest    Name\n -- -----    ----\n114 kelpbox  before\n", "kelpbox")]
    [InlineData("text\n> > node  vmid name\n> > ----  ---- ----\n> > lyra  114  kelpbox\n> > vega  115  otterbox\n>\n> thanks", "lyra", "vega", "kelpbox", "otterbox")]
    // An address of the API, with a query
    [InlineData("\"POST /api2/json/nodes/lyra/qemu/110/agent/set-user-password?username=oracle&password=Kelp_B4sin HTTP/1.1\" 200 11", "Kelp_B4sin")]
    public void It_is_hidden_and_comes_back(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("Set the following 'random' passwords\nGet:1 http://deb.debian.org/debian trixie InRelease [140 kB]\n")]
    [InlineData("-----BEGIN SSH HOST KEY KEYS-----\necdsa-sha2-nistp256 x\nssh-ed25519 x\n-----END SSH HOST KEY KEYS-----\nthe type is ecdsa-sha2-nistp256")]
    [InlineData("& net user Administrator $p /domain")]
    [InlineData("$totp = Read-Host 'code'; $TotpSeedFile = '/etc/totp'")]
    [InlineData("\"Description\": \"all of ERP\\nresp.: the team\\nbackup at night\"")]
    [InlineData("copy the files below it$\\\\certs\\\\x.pfx, Files (x86)\\\\tools\\\\a.exe and %TEMP%\\\\cache\\\\a.log")]
    [InlineData("chrony: ntp1.hosting.debian.net, people.debian.net")]
    [InlineData("produto 8.4.1.12, product 6.2.0.31")]
    [InlineData("root of the tree: Debian-12-Basis/x, root on /dev/sda1: clean, admin of the pool: nobody")]
    [InlineData("restored with key file, created with key 7, provided key is empty")]
    [InlineData("x\n> > Name  State\n> > ----  -----\n> > apt   Running\n> nothing else\n\u001b[31m---- ----\u001b[0m\nold  text")]
    [InlineData("extension 100 of 200, ext. 410 5270 items")]
    [InlineData("\"asset_tag\": \"none\", \"servicetag\": \"unknown\"")]
    public void It_stays(string text) => FormAssert.Stays(text);

    /// <summary>A snapshot of a guest is called as it is.</summary>
    [Fact]
    public void Snapshots_in_a_table_stay() =>
        Assert.EndsWith(" before_upd clean\n", FormAssert.Learnt("text\n\n Id Guest   Name       Parent\n -- -----   ----       ------\n114 kelpbox before_upd clean\n")
            .Anonymize("text\n\n Id Guest   Name       Parent\n -- -----   ----       ------\n114 kelpbox before_upd clean\n"), StringComparison.Ordinal);

    /// <summary>Who is asked for a password is an account, and no secret.</summary>
    [Theory]
    [InlineData("Connect-PveCluster -Credentials (Get-Credential otter.keeper@kelp-ad)\nUPID:lyra:0007F1C2:05A1E3B9:6AFCFE20:qmstart:111:otter.keeper@kelp-ad:\n")]
    public void A_user_that_is_asked_for_a_password_is_hidden_as_a_user(string text)
    {
        var output = FormAssert.Learnt(text).Anonymize(text);
        Assert.DoesNotContain("otter.keeper", output, StringComparison.Ordinal);
        Assert.DoesNotContain("REDACTED", output, StringComparison.Ordinal);
        Assert.Contains("@kelp-ad)", output, StringComparison.Ordinal);
    }

    /// <summary>The variable is what the script has, and the address of the API what it asks for.</summary>
    [Theory]
    [InlineData("$fqdn = \"$node.mgmt.otterpond.net\"", "\"$node.")]
    [InlineData("$pw = 'Kelp*Basin'; & net user otter.keeper $pw /domain", " $pw /domain")]
    [InlineData("GET /agent/set-user-password?username=oracle&password=Kelp_B4sin HTTP/1.1", "set-user-password?username=oracle&password=")]
    [InlineData("\"Description\": \"all of ERP\\nresp.: jane\\nora sys / Kelp#Basin12\"", "ERP\\nresp.: ")]
    public void What_stands_around_it_stays(string text, string part) =>
        Assert.Contains(part, FormAssert.Learnt(text).Anonymize(text), StringComparison.Ordinal);

    /// <summary>What Ansible writes into a file ends with a line's end, which the same key elsewhere has not.</summary>
    [Fact]
    public void A_written_key_has_its_pseudonym_without_the_end_of_its_line()
    {
        const string key = "5f0c9a417be2d83640a1c7f95e2b8d06";
        var lines = FormAssert.Learnt(key).Anonymize($"\"content\": \"{key}\\n\", \"dest\": \"/etc/zabbix/agent.psk\"\nTLSPSKValue={key}\n").Split('\n');
        Assert.DoesNotContain(key, lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"\"content\": \"{lines[1]["TLSPSKValue=".Length..]}\\n\", ", lines[0], StringComparison.Ordinal);
    }

    /// <summary>An address on a line that a change adds is no telephone.</summary>
    [Fact]
    public void An_added_line_with_an_address_has_the_address_s_pseudonym()
    {
        const string text = "@@ -1,2 +1,2 @@\n-192.168.178.120 otterbox\n+192.168.178.120 kelpbox\n";
        var lines = FormAssert.Learnt(text).Anonymize(text).Split('\n');
        Assert.Equal(lines[1][1..lines[1].IndexOf(' ', StringComparison.Ordinal)], lines[2][1..lines[2].IndexOf(' ', StringComparison.Ordinal)]);
    }

    /// <summary>PowerShell shows the key of a storage in capitals, the task of a backup in small letters.</summary>
    [Fact]
    public void The_key_of_a_backup_has_one_pseudonym_in_both_cases()
    {
        const string text = "EncryptionKey : 4B:1F:02:9C:D7:33:AE:60\nEncryption key fingerprint: 4b:1f:02:9c:d7:33:ae:60\n";
        var lines = FormAssert.Learnt(text).Anonymize(text).Split('\n');
        Assert.Equal(lines[0][^23..].ToUpperInvariant(), lines[1][^23..].ToUpperInvariant());
        Assert.DoesNotContain("4B:1F", lines[0], StringComparison.Ordinal);
    }
}
