using ProxmoxMpc.Tests.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>The labelled files, and what the anonymiser has to reach on them. The same figures by kind: <c>privacy-score</c> in bench.</summary>
public sealed class PrivacyScoreTests
{
    private static readonly Lazy<IReadOnlyList<MarkedFile>> Corpus = new(() => MarkedFile.ReadFolder(Path.Combine(SharedData.Repository, "tests/Unit/Privacy/Corpus")));

    /// <summary>Written and labelled after the rules, and never used to find them.</summary>
    private static readonly Lazy<IReadOnlyList<MarkedFile>> HeldOut = new(() => MarkedFile.ReadFolder(Path.Combine(SharedData.Repository, "tests/Unit/Privacy/HeldOut")));

    [Fact]
    public void The_corpus_is_as_varied_as_promised()
    {
        var labels = Corpus.Value.SelectMany(file => file.Lines.SelectMany(line => line.Select(segment => (file.Name, segment.Kind, segment.Text, segment.Keep)))).Distinct().ToList();
        Assert.True(Corpus.Value.Count >= 45);
        Assert.True(labels.Count(label => label.Kind is not null) >= 1200);
        Assert.True(labels.Count(label => label.Keep) >= 1000);
    }

    [Fact]
    public void Every_file_of_the_corpus_parses_before_it_is_anonymised() =>
        Assert.Equal("", string.Join("; ", Corpus.Value.Concat(HeldOut.Value).SelectMany(file => file.Options.Select(option => Syntax.Complaint(option, file.Text) is { Length: > 0 } complaint ? $"{file.Name}: {complaint}" : "")).Where(text => text.Length > 0)));

    [Fact]
    public void The_anonymiser_reaches_its_figures_on_the_corpus()
    {
        var score = ScoredEngine.Score(Corpus.Value);
        AtLeast(99, score.Core, "of the core values are hidden", score, "leak");
        AtLeast(99.5, score.Secrets, "of the secrets are hidden", score, "leak");
        AtLeast(99.5, score.Kept, "of the look-alikes stayed", score, "not kept");
        AtLeast(99, score.CleanLines, "of the lines without anything sensitive stayed", score, "clean line");
        AtLeast(100, score.Consistent, "of the values have one pseudonym", score, "inconsistent");
        AtLeast(100, score.ShortNamesAgree, "of the short names agree with the long ones", score, "short name");
        AtLeast(99.5, score.SubnetsTogether, "of the neighbours stayed neighbours", score, "subnet");
        AtLeast(100, score.StrangersApart, "of the strangers stayed strangers", score, "subnet");
        foreach (var (kind, share) in score.Valid) AtLeast(100, share, $"of the pseudonyms of {kind} are valid", score, "invalid");
        AtLeast(100, score.Parse, "of the files parse", score, "parse");
        AtLeast(100, score.LineCounts, "of the files kept their line count", score, "lines");
    }

    /// <summary>New files tell what the rules are worth where nobody looked before.</summary>
    [Fact]
    public void The_anonymiser_does_not_fall_behind_on_files_that_were_held_back()
    {
        var score = ScoredEngine.Score(HeldOut.Value);
        AtLeast(95, score.Core, "of the core values are hidden", score, "leak");
        AtLeast(96, score.Secrets, "of the secrets are hidden", score, "leak");
        AtLeast(98, score.Kept, "of the look-alikes stayed", score, "not kept");
        AtLeast(100, score.Parse, "of the files parse", score, "parse");
    }

    private static void AtLeast(double percent, Share share, string what, PrivacyScore score, string misses) =>
        Assert.True(share.Percent >= percent, $"{share.Percent:0.00} % ({share.Good}/{share.All}) {what}, not {percent} %:\n{string.Join('\n', ScoreReport.Misses(score).Where(miss => miss.StartsWith(misses, StringComparison.Ordinal)))}");

    [Fact]
    public void A_line_is_laid_over_its_copy_and_tells_what_values_became()
    {
        var line = MarkedFile.Parse("x", "MAC=«mac|aa:bb:cc:dd:ee:01»:«mac|aa:bb:cc:dd:ee:02»:‹08:00› on «node|pve1».").Lines[0];
        Assert.Equal(["10:20:30:40:50:60", "11:21:31:41:51:61", "host-a.b"], LineMatch.Of(line, "MAC=10:20:30:40:50:60:11:21:31:41:51:61:08:00 on host-a.b.")!);
        Assert.Null(LineMatch.Of(line, "MAC=10:20:30:40:50:60:11:21:31:41:51:61:09:00 on host-a.b."));
    }

    [Fact]
    public void Leaks_damage_and_inconsistency_are_seen()
    {
        var file = MarkedFile.Parse("x", "node «node|pve1» has «ip|10.1.1.1»\npw=«pass|secret words» ‹7.4.1.2›\nclean\nnode «node|pve1»");
        var score = PrivacyScore.Of([file], ["node n7 has 10.1.1.1\npw=REDACTED-1 words 7.4.1.3\nchanged\nnode n8"]);
        Assert.Equal(new Share(0, 1), score.Secrets);
        Assert.Equal(new Share(1, 3), score.Core);
        Assert.Equal(new Share(0, 1), score.Kept);
        Assert.Equal(new Share(0, 1), score.CleanLines);
        Assert.Equal(new Share(0, 1), score.Consistent);
        var good = PrivacyScore.Of([file], ["node n7 has 10.9.1.4\npw=REDACTED-1 7.4.1.2\nclean\nnode n7"]);
        Assert.Empty(good.Misses);
        Assert.Equal(100, good.Core.Percent);
    }
}
