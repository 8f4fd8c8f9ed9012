using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What one session of a map has learnt the next one knows, and seeks with the guards that learning has.</summary>
public sealed class StoredNamesTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 5))]);

    /// <summary>A session with what others have stored.</summary>
    private static Anonymizer After(PrivacyPolicy policy, params string[] earlier) => Later(policy, Session(PrivacyPolicy.Standard, new PseudonymMap(), earlier));

    private static Anonymizer Session(PrivacyPolicy policy, PseudonymMap map, params string[] texts)
    {
        var session = new Anonymizer(policy, Key, map);
        foreach (var text in texts) session.Learn(Encoding.UTF8.GetBytes(text));
        foreach (var text in texts) session.Anonymize(text);
        return session;
    }

    private static Anonymizer Later(PrivacyPolicy policy, Anonymizer earlier) => new(policy, Key, PseudonymMap.Import(earlier.Map.Export()));

    /// <summary>What is hidden at its places only, since it is too plain anywhere else, keeps no text back.</summary>
    [Theory]
    [InlineData("Call me: ext. 4410 or phone: 4410", "Session 4410 of user root, memory: 4410")]
    [InlineData("MONITOR ups@localhost 1 upsmon Sommer#2031x master\nusername: upsmon", "upsmon[1290]: UPS on battery")]
    [InlineData("client 24.2.1.0, then", "provider version = \"24.2.1.0\"")]
    public void What_is_too_plain_to_be_sought_is_no_residue(string earlier, string text)
    {
        var session = After(PrivacyPolicy.Standard, earlier);
        var output = session.Anonymize(text);
        Assert.Empty(new Verifier(session).Verify(output));
    }

    [Theory]
    [InlineData("user jane@pve logged in", "jane called", "jane")]
    [InlineData("user jane@pve logged in", "Accepted publickey, says Jane.", "Jane")]
    [InlineData("user jane@pve, mail jane@firma.de", "jane called", "jane")]
    [InlineData("mail jane@firma.de, user jane@pve", "jane called", "jane")]
    [InlineData("{\"node\":\"kestrel\"}", "it is kestrel again", "kestrel")]
    [InlineData("hostname: zorb-01", "zorb-01 and zorb-02", "zorb")]
    [InlineData("see zorb-01.quillfirma.de", "zorb-01 is down", "zorb")]
    [InlineData("Serial Number: S4EWNX0M123456", "the disk S4EWNX0M123456 died", "S4EWNX0M123456")]
    [InlineData("ether 7c:d3:0a:19:e2:4f", "x_eno1_7cd30a19e24f is down", "7cd30a19e24f")]
    public void A_name_is_sought_in_a_later_session(string earlier, string text, string name)
    {
        var session = After(PrivacyPolicy.Standard, earlier);
        var output = session.Anonymize(text);
        Assert.DoesNotContain(name, output);
        Assert.Empty(new Verifier(session).Verify(output));
        Assert.Equal(text, new Deanonymizer(session.Map, Key).Restore(output));
        // And so in the one after that, which has seen no more.
        Assert.Equal(output, Later(PrivacyPolicy.Standard, session).Anonymize(text));
    }

    /// <summary>Everyday words, programs, and what was hidden at its places without being learnt.</summary>
    [Theory]
    [InlineData("user backup@corp-ad logged in", "the backup is done")]
    [InlineData("user monitor@pve logged in", "a monitor and its user")]
    [InlineData("{\"name\":\"web\",\"vmid\":101}", "a web server")]
    [InlineData("mail sales@firma.de", "sales are up")]
    [InlineData("mount -t cifs -o username=hof //nas/x", "in the hof")]
    public void What_learning_leaves_alone_stays_in_a_later_session(string earlier, string text) => Assert.Equal(text, After(PrivacyPolicy.Standard, earlier).Anonymize(text));

    [Fact]
    public void A_level_seeks_what_it_hides_whatever_another_has_learnt()
    {
        const string Told = "datastore_id = \"tank-huber\"\nnode_name = \"kestrel\"\nuser jane@pve", Text = "tank-huber on kestrel, says jane";
        var strict = Session(PrivacyPolicy.Strict, new PseudonymMap(), Told);
        var names = new[] { "tank-huber", "kestrel", "jane" };
        Assert.Equal(names, names.Where(name => Later(PrivacyPolicy.SecretsOnly, strict).Anonymize(Text).Contains(name, StringComparison.Ordinal)));
        Assert.Equal(["tank-huber"], names.Where(name => Later(PrivacyPolicy.Standard, strict).Anonymize(Text).Contains(name, StringComparison.Ordinal)));
        Assert.DoesNotContain(names, name => Later(PrivacyPolicy.Strict, strict).Anonymize(Text).Contains(name, StringComparison.Ordinal));
        // A session that seeks less does not forget for those after it.
        Assert.DoesNotContain("tank-huber", Later(PrivacyPolicy.Strict, Later(PrivacyPolicy.SecretsOnly, strict)).Anonymize(Text));
    }

    /// <summary>What another level has hidden is nothing that this one has left over.</summary>
    [Fact]
    public void A_level_withholds_nothing_that_it_does_not_hide()
    {
        const string Text = "10.20.30.40, fd12:3456:789a:1::10, zorb-01.quillfirma.de, S4EWNX0M123456, 6f1c2b34-9a8b-4c5d-8e7f-0123456789ab, bc:24:11:12:34:56, jane";
        var session = After(PrivacyPolicy.SecretsOnly, $"user jane@pve, Serial Number: S4EWNX0M123456 {Text}");
        Assert.Equal(Text, session.Anonymize(Text));
        Assert.Empty(new Verifier(session).Verify(Text));
        Assert.NotEmpty(new Verifier(After(PrivacyPolicy.Standard, Text)).Verify("at 10.20.30.40"));
    }

    [Fact]
    public void Every_kind_that_is_not_always_hidden_has_a_rule() =>
        Assert.All(Enum.GetValues<PrivacyKind>().Select(SoughtKinds.RuleOf).Where(id => id is not null), id => Assert.Contains(PrivacyRules.All, rule => rule.Id == id));

    [Theory]
    [InlineData("jane")]
    [InlineData("S4EWNX0M123456")]
    [InlineData("7cd30a19e24f")]
    public void What_the_user_allows_stays(string value)
    {
        var policy = PrivacyPolicy.Standard with { Allowed = PrivacyPolicy.Standard.Allowed.Add(value) };
        var text = $"{value} called";
        var session = After(policy, "user jane@pve, Serial Number: S4EWNX0M123456, ether 7c:d3:0a:19:e2:4f");
        Assert.Equal(text, session.Anonymize(text));
    }

    [Fact]
    public void A_word_that_the_user_took_out_of_the_rules_is_not_sought_any_more()
    {
        var earlier = Session(PrivacyPolicy.Standard with { Words = [new("Zephyrcorp"), new("quibble", PrivacyKind.Host)] }, new PseudonymMap(), "made by Zephyrcorp on quibble");
        Assert.Equal("Zephyrcorp, quibble", Later(PrivacyPolicy.Standard, earlier).Anonymize("Zephyrcorp, quibble"));
        // What a text has told beside it is known.
        var told = Session(PrivacyPolicy.Standard with { Words = [new("jane")] }, new PseudonymMap(), "user jane@pve");
        Assert.DoesNotContain("jane", Later(PrivacyPolicy.Standard, told).Anonymize("jane called"));
    }

    [Fact]
    public void Secrets_are_not_stored_and_not_known()
    {
        const string Secret = "quaxelkamp77";
        var earlier = Session(PrivacyPolicy.Standard, new PseudonymMap(), $"password={Secret}");
        Assert.DoesNotContain(earlier.Map.Export().Rows, row => row.Original.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, earlier.Anonymize($"about {Secret} here"));
        Assert.Contains(Secret, Later(PrivacyPolicy.Standard, earlier).Anonymize($"about {Secret} here"));
    }

    /// <summary>Also where a text holds the real name beside its pseudonym, and where a pseudonym stands where names are told.</summary>
    [Fact]
    public void A_pseudonym_is_no_name_in_a_later_session()
    {
        const string Told = "user jane@pve on kestrel.quillfirma.de, hostname: zorb-01, Serial Number: S4EWNX0M123456";
        var earlier = Session(PrivacyPolicy.Standard, new PseudonymMap(), Told);
        var output = earlier.Anonymize(Told);
        var later = Later(PrivacyPolicy.Standard, earlier);
        Assert.Equal(output, later.Anonymize(output));
        Assert.Equal($"{output}\n{output}", later.Anonymize($"{Told}\n{output}"));
        Assert.Equal(output, Later(PrivacyPolicy.Standard, later).Anonymize(output));
    }

    /// <summary>Whichever session tells a name, in whatever order they come: its pseudonym is the same, and afterwards everybody knows it.</summary>
    [Fact]
    public void Any_order_of_sessions_gives_the_same_pseudonyms()
    {
        string[] lines =
        [
            "user jane@pve logged in", "mail jane@firma.de", "jane called about kestrel", "{\"node\":\"kestrel\"}", "ssh zorb-01", "see zorb-01.quillfirma.de and zorb-02.quillfirma.de",
            "Serial Number: S4EWNX0M123456", "disk S4EWNX0M123456", "10.4.5.6 is kestrel", "node zorb-07: jane",
        ];
        var whole = Session(PrivacyPolicy.Standard, new PseudonymMap(), lines);
        var expected = lines.Select(whole.Anonymize).ToArray();
        Gen.Select(Gen.Shuffle(lines), Gen.Int[1, 4]).Sample(
            (shuffled, size) =>
            {
                var map = new PseudonymMap();
                foreach (var part in shuffled.Chunk(size)) map = PseudonymMap.Import(Session(PrivacyPolicy.Standard, map, part).Map.Export());
                var last = new Anonymizer(PrivacyPolicy.Standard, Key, map);
                Assert.Equal(expected, lines.Select(last.Anonymize));
            }, iter: 60);
    }

    [Fact]
    public void A_map_that_was_cleared_knows_nothing()
    {
        var earlier = Session(PrivacyPolicy.Standard, new PseudonymMap(), "user jane@pve");
        earlier.Map.Clear();
        Assert.Equal("jane called", new Anonymizer(PrivacyPolicy.Standard, Key, earlier.Map).Anonymize("jane called"));
    }
}
