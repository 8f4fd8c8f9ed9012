using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Forms of what administrators keep beside a cluster: tables of logins that a column cuts, inventories of routers, notes with keys, zones, logs of runners.</summary>
public sealed class AdminFormTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 5))]);

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
    // Machines and identifiers
    [InlineData("Running on runner-x-project-41-concurrent-0 via gneiss7...\nping gneiss7", "gneiss7")]
    [InlineData("wiki2\tIN CNAME\tgneiss4", "gneiss4")]
    [InlineData("root 31 0 ? Sl 91:07 /usr/bin/kvm -id 4101 -no-shutdown -uuid e40f109f-a147-4e38", "e40f109f")]
    [InlineData("    - Port ID        : \"3cecef744777\"", "3cecef744777")]
    public void It_is_hidden_and_comes_back(string text, params string[] values)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        anonymizer.Learn(Encoding.UTF8.GetBytes(text));
        var output = anonymizer.Anonymize(text);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.Ordinal);
        Assert.Equal(text, new Deanonymizer(anonymizer.Map, Key).Restore(output));
    }

    [Theory]
    [InlineData("dig axfr @localhost")]
    [InlineData("Encryption Key Password: ********")]
    [InlineData("{ file: a.iso, md5: \"9e107d9d372bb6826bd81d3542a419d6\" }")]
    [InlineData("he said &quot;password&quot; and &quot;nothing&quot; more")]
    [InlineData("Port ID        : \"Ethernet12\"")]
    [InlineData("openssl enc -pass env:SECRET_NAME -in a")]
    [InlineData("ldapsearch -y /root/.ldappw -H ldapi:/// -b cn=config")]
    public void What_looks_so_and_is_nobodys_stays(string text)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        anonymizer.Learn(Encoding.UTF8.GetBytes(text));
        Assert.Equal(text, anonymizer.Anonymize(text));
    }
}
