using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>A stream is verified in pieces side by side: what is found, and on which line, must not depend on that.</summary>
public sealed class VerifierTests
{
    private static readonly int[] Leaks = [1, 2, 7_000, 7_001, 20_000, 39_999, 40_000];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Lines_of_a_long_stream_are_told_as_they_are(int parallelism)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, new PseudonymKey(new byte[PseudonymKey.Length])) { Parallelism = parallelism };
        anonymizer.Learn(PrivacyKind.Host, ["srv-ledger7"]);
        anonymizer.Anonymize("srv-ledger7 is up\n");
        // Two and a half megabytes, which are five pieces.
        var text = new StringBuilder();
        for (var line = 1; line <= 40_000; line++) text.Append(Leaks.Contains(line) ? "srv-ledger7" : "nothing").Append(" is told on this line, which goes on for a while\n");
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var verifier = new Verifier(anonymizer);
        var cancellation = TestContext.Current.CancellationToken;

        var residues = await verifier.VerifyAsync(new MemoryStream(bytes), cancellation);

        Assert.Equal(Leaks, residues.Select(residue => (int)residue.Line).Distinct());
        Assert.Equal(verifier.Verify(bytes).Select(residue => (residue.Line, residue.Kind)).Order(), residues.Select(residue => (residue.Line, residue.Kind)).Order());
    }

    /// <summary>What is hidden in one form and stays in another, which the rules of both say, is no alarm: a folder would be withheld for nothing.</summary>
    [Theory]
    [InlineData("address 10.0.0.0/24\npermit 10.0.0.0/8 le 24")]
    [InlineData("user john@pve --email john@example.com, and john@pve again")]
    [InlineData("dns 2001:4860:4860::8888, PTR 8.8.8.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.8.4.0.6.8.4.1.0.0.2.ip6.arpa.")]
    [InlineData("GRANT ALL ON x.* TO 'x'@'192.168.7.%'\nthe containers have 192.168.7.{ct_id}")]
    [InlineData("renaming /tmp/x/etc/overlayroot.local.conf to /tmp/x/etc/overlayroot.local.conf.old")]
    [InlineData("Cmdlet Sort-Object 3.1.0.0 Utility\nVersion=3.1.0.0")]
    public void What_stays_by_the_rules_is_no_residue(string text)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, new PseudonymKey(new byte[PseudonymKey.Length]));
        anonymizer.Learn(Encoding.UTF8.GetBytes(text));
        var output = anonymizer.Anonymize(text);
        Assert.Empty(new Verifier(anonymizer).Verify(output));
    }
}
