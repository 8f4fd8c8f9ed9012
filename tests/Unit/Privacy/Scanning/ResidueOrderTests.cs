using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy.Scanning;

public sealed class ResidueOrderTests
{
    /// <summary>The verifier looks several times at a text, and at several pieces at once.</summary>
    [Fact]
    public async Task What_is_left_is_told_by_line_and_kind()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, new PseudonymKey(new byte[PseudonymKey.Length]));
        anonymizer.Anonymize("10.1.2.3 web-01.firma.de password=Sommer#2031x anna.berg@firma.de");
        var line = "anna%2Eberg%40firma.de Sommer#2031x web-01.firma.de 10.1.2.3 " + Convert.ToBase64String(Encoding.UTF8.GetBytes("user web-01.firma.de with Sommer#2031x")) + "\n";
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 45).Select(_ => line + new string('-', 9000) + "\n")));
        var verifier = new Verifier(anonymizer);
        var expected = verifier.Verify(text);
        Assert.True(expected.Count > 200);
        Assert.Equal(expected.OrderBy(residue => (residue.Line, residue.Kind, residue.Reason)), expected);
        Assert.Equal(expected, await verifier.VerifyAsync(new MemoryStream(text), TestContext.Current.CancellationToken));
    }
}
