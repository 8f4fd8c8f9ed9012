using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Sharing;

public sealed class SharingTests
{
    private readonly Core.Workspaces.Sharing _share = PrivacySession.InMemory().Share(PrivacyLevel.Standard);

    /// <summary>A value that the last text has brought, among thousands of others, is looked for in that text's output.</summary>
    [Fact]
    public void What_a_text_brings_is_looked_for_in_its_own_output()
    {
        _share.Text(string.Join('\n', Enumerable.Range(0, 3000).Select(i => $"ip 10.{i % 7}.{i / 250}.{i % 250}")));
        var hidden = Convert.ToBase64String(Encoding.UTF8.GetBytes("the host is zephyr-07.quillfirma.de, as you know it from the mails of last week"));
        var error = Assert.Throws<PmpcException>(() => _share.Text($"hostname: zephyr-07.quillfirma.de\nblob {hidden}\n"));
        Assert.Equal("PmpcPrivacyResidue", error.Id);
        Assert.Contains("line 2 ", error.Message);
        Assert.DoesNotContain("zephyr", error.Message);
    }

    /// <summary>What is known in layers is known as well as at once.</summary>
    [Fact]
    public void A_verifier_that_grew_finds_what_a_new_one_finds()
    {
        var verifier = new Verifier(_share.Anonymizer);
        for (var i = 0; i < 400; i++)
        {
            _share.Anonymizer.Anonymize($"host{i}: zephyr-{i}.quillfirma.de 10.9.{i / 250}.{i % 250} password=Gehe#im{i}x");
            verifier.Update(length: i % 97 == 0 ? 1 << 20 : 100);
        }
        var text = string.Join('\n', Enumerable.Range(0, 400).Select(i => $"zephyr-{i}.quillfirma.de 10.9.{i / 250}.{i % 250} Gehe#im{i}x"));
        var expected = new Verifier(_share.Anonymizer).Verify(text);
        Assert.True(expected.Count > 1000 - 1, $"{expected.Count}");
        Assert.Equal(expected, verifier.Verify(text));
    }

    /// <summary>Lines of a pipe whose names are known from the start have the same pseudonyms in any order and any cut, names of files too.</summary>
    [Fact]
    public void With_known_names_a_pipe_and_files_give_the_same_in_any_order()
    {
        string[] lines = ["node pve-kestrel at 10.20.1.7", "guest zorb-01 on pve-kestrel", "10.20.1.0/24 via 10.20.1.1", "user anna@pve from 10.20.3.9", "zorb-01.quillfirma.de", "web BC:24:11:12:34:56"];
        var key = new PseudonymKey(new byte[PseudonymKey.Length]);
        Gen.Shuffle(lines).Sample(
            shuffled =>
            {
                var (whole, piped) = (Known(key), Known(key));
                whole.Learn(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
                Assert.Equal(lines.ToDictionary(line => line, whole.Anonymize), shuffled.ToDictionary(line => line, piped.Anonymize));
                Assert.Equal(whole.Anonymize("zorb-01.quillfirma.de.conf"), piped.Anonymize("zorb-01.quillfirma.de.conf"));
            }, iter: 60);
    }

    private static Anonymizer Known(PseudonymKey key)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, key);
        anonymizer.Learn(PrivacyKind.Guest, ["zorb-01"]);
        anonymizer.Learn(PrivacyKind.Node, ["pve-kestrel"]);
        anonymizer.Learn(PrivacyKind.Host, ["zorb-01.quillfirma.de"]);
        return anonymizer;
    }
}
