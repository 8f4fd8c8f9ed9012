using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Values that an attribute, an argument or a frame around them tells, in spellings that differ from the usual one by a sign.</summary>
public sealed class AttributeFormTests
{
    [Theory]
    // An account whose initial looks like an escape, and what it is for behind the name.
    [InlineData("\tAccount Name:\t\tt.junco.adm\n", "t.junco.adm")]
    [InlineData("PS C:\\Users\\n.junco.svc> dir", "n.junco.svc")]
    [InlineData("environment: {TRANSIP_ACCOUNT_NAME: wrenbv, X: y}", "wrenbv")]
    [InlineData("Calling-Station-Id = \"0c42a1d7f0be\" Framed-MTU", "0c42a1d7f0be")]
    [InlineData("Called-Station-Id: 0C42A1D7F0BE", "0C42A1D7F0BE")]
    [InlineData("target iqn.2000-01.com.synology:nas-wren.target-1.102c7e2d80", "nas-wren")]
    // In the description of a guest, where blanks and brackets are encoded.
    [InlineData("description: admin%20%28wachtwoord%20Juncos%2318%29%0Ax", "Juncos%2318")]
    [InlineData("description: wachtwoord%3A%20Juncos%2319", "Juncos%2319")]
    // Shorter than anything that is sought elsewhere, once it is unescaped.
    [InlineData("<user><name>wren</name><password>a7&amp;2</password></user>", "a7&amp;2")]
    // Arguments
    [InlineData("notify \"/usr/bin/curl -su wren:BBBMYOIfELfhaUiXsZBAed3J https://x.junco.be/\"", "BBBMYOIfELfhaUiXsZBAed3J")]
    [InlineData("curl -fsSLku wren:Juncos-9 https://x.junco.be/", "Juncos-9")]
    [InlineData("mysqldump -udumper -pWr3nJunco#9 --all-databases", "Wr3nJunco#9")]
    [InlineData("[\"--password=Wren\\\"Junco\",\"--force\"]", "Junco")]
    [InlineData("ipmitool -H bmc -U x -P '\u001b[7mWr3n!junco_x\u001b[27m' chassis", "Wr3n!junco_x")]
    // Values of YAML
    [InlineData("stringData: {user: x, encryptionPassphrase: wren of juncos 7}\n", "of juncos")]
    [InlineData("ansible_ssh_pass: !unsafe 'Wren{{7}}x'\n", "Wren{{7}}x")]
    [InlineData("  ppk { secret = 0sUsAj3cgFNUF+cBkcq7hf6NqHyFsgneOmDCSlLTw0b5m= }", "UsAj3cgFNUF")]
    [InlineData("{\"kdf\":{\"Scrypt\":{}},\"fingerprint\":\"ad:1b\",\"hint\":\"wren-Junco-87\"}", "wren-Junco-87")]
    [InlineData("s.junco+wrens:$5$4tTbFVdZ$JUY32vy5xCQaYy.l7rO2v4/YxMBZPsWFdp3kURhyqit:", "s.junco", "wrens")]
    // Names and keys of products
    [InlineData("\"host\": \"pvespiceproxy:6AFE4F33:311:wrenpve::61000:2ef2ab8545b242f2c5b102f5bf657f0fde1566b0\"",
        "wrenpve", "2ef2ab8545b242f2c5b102f5bf657f0fde1566b0")]
    [InlineData("OTP_ISSUER_SEED=SLLLWLAR3UPRUDHUXTFT64KO4LHLLZ2C", "SLLLWLAR3UPRUDHUXTFT64KO4LHLLZ2C")]
    [InlineData("    proxy_set_header X-Auth \"l9HCBGTD9hez1yGP2NI5xw7LhA5K3829\";", "l9HCBGTD9hez1yGP2NI5xw7LhA5K3829")]
    [InlineData("https://x.wren.ie/login?next=%2Fa&amp;sso=bf7a3fe61704413651f61f33fc29c69101384828\">", "bf7a3fe61704413651f61f33fc29c69101384828")]
    [InlineData("dhcp-host=d8:c7:66:5b:5f:25,id:ap-wren-2,10.25.12.201", "ap-wren-2")]
    [InlineData("DELETE /api2/extjs/cluster/firewall/ipset/cust-nf/142.169.77.18 HTTP/1.1", "142.169.77.18")]
    [InlineData(" id |   login    | phone\n----+------------+------\n  1 | wrenj      | 1\n  2 | juncot     |\n(2 rows)\n", "wrenj", "juncot")]
    // tcpdump in HTML
    [InlineData("IP 10.61.20.12.6802 &gt; 10.61.20.13.51224: Flags [P.]", "10.61.20.12", "10.61.20.13")]
    public void Is_hidden_and_comes_back(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("$ getent passwd | awk -F: '$3>=1000'")]
    [InlineData(" deny ip any 224.0.0.0 15.255.255.255")]
    [InlineData("initialised: dm-devel@lists.linux.dev")]
    [InlineData("{\"providerGuid\":\"{54849625-5478-4994-a5ba-3e3b0328c30d}\"}")]
    [InlineData("{\"providerGuid\": \"{54849625-5478-4994-a5ba-3e3b0328c30d}\"}")]
    [InlineData("content=\"LibreOffice 25.8.2.2\"> exported with pandoc 3.7.0.2")]
    [InlineData("quorum.device.net.host (str) = x\nruntime.members.1.join_count (u32) = 1\nresources.system.load.current (dbl) = 1")]
    [InlineData("{\"hint\": \"try again\", \"code\": 3}")]
    [InlineData("reg query \"HKLM\\SOFTWARE\\Classes\\CLSID\\{20D04FE0-3AEA-1069-A2D8-08002B30309D}\"")]
    [InlineData("switch,OS10 10.5.6.4,x and https://tile.openstreetmap.org/1.png")]
    [InlineData(" id |   title    | n\n----+------------+---\n  1 | sparrows   | 1\n")]
    [InlineData("dhcp-host=id:*,ignore")]
    [InlineData("e.target.value and props.service.status")]
    public void Stays(string text) => FormAssert.Stays(text);

    /// <summary>What tells how a value is written stays beside its pseudonym.</summary>
    [Theory]
    [InlineData("mysqldump -pWr3nJunco#9 x", " -pREDACTED-")]
    [InlineData("ansible_ssh_pass: !unsafe 'Wren{{7}}x'", ": !unsafe 'REDACTED-")]
    [InlineData("ppk { secret = 0sUsAj3cgFNUF+cBkcq7hf6NqHyFsgneOmDCSlLTw0b5m= }", "{ secret = 0s")]
    [InlineData("ipmitool -P '\u001b[7mWr3n!junco_x\u001b[27m' x", "'\u001b[7mREDACTED-")]
    [InlineData("sqlcmd -S WREN-SQL02\\NAV -U x", "\\NAV -U x")]
    [InlineData("    auth_pass wr3njunco!! }", " }")]
    [InlineData("nas.pw: password=Wren&Junco_1916", ": password=REDACTED-")]
    [InlineData("login failed: password=&quot;Wren&amp;Junco7&quot; user=&quot;juncos@pbs&quot;", "login failed: ")]
    [InlineData("login failed: password=&quot;Wren&amp;Junco7&quot; user=&quot;juncos@pbs&quot;", "@pbs&quot;")]
    [InlineData("{\"prefix\":\"config-key set\",\"val\":\"-----BEGIN PRIVATE KEY-----\\nyGkQG9bCxFpVF0Dp7KU1tJZxiDUXo7IiphpTT5ZLjGmdHERIS2B6qO3rsFYE8JDZ\\n-----END PRIVATE KEY-----\"}",
        "\"-----BEGIN PRIVATE KEY-----\\n")]
    public void Leaves_what_stands_around(string text, string left) => Assert.Contains(left, FormAssert.Learnt(text).Anonymize(text), StringComparison.Ordinal);

    /// <summary>What stands before an account is its domain, though what follows looks like a tab.</summary>
    [Fact]
    public void A_domain_is_no_user()
    {
        var anonymizer = FormAssert.Learnt("RunAs User: WRENCO\\t.junco.adm");
        anonymizer.Anonymize("RunAs User: WRENCO\\t.junco.adm");
        Assert.Equal([PrivacyKind.Domain], anonymizer.Map.Raw.Where(row => row.Original == "WRENCO").Select(row => row.Kind));
    }

    /// <summary>Whichever file comes first, the fingerprint of a key has one pseudonym.</summary>
    [Fact]
    public void A_key_of_backups_has_one_pseudonym()
    {
        string[] texts = ["\tencryption-key be:7c:eb:49:5a:71:13:c3\n", "│ fingerprint │ be:7c:eb:49:5a:71:13:c3  │\n"];
        Assert.Equal(Outputs(texts), Outputs([.. texts.Reverse()]).Reverse());

        static string[] Outputs(string[] texts)
        {
            var anonymizer = FormAssert.Learnt(string.Concat(texts));
            return [.. texts.Select(anonymizer.Anonymize)];
        }
    }

    [Theory]
    [InlineData("sshd[1]: input_userauth_request: invalid user wrenj: x")]
    public void A_user_before_a_colon_is_hidden(string text) => FormAssert.HidesAndRestores(text, "wrenj");
}
