using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>
/// Commands, settings and outputs as their manuals have them, each with a secret, an account or a machine in its place: files of texts that lines of dashes divide. What of a text must not be
/// left is told by its letters <c>nbQ</c>; a broken bar is taken out, so that nobody takes a made-up token for a real one.
/// </summary>
public sealed partial class FormsTests
{
    [GeneratedRegex("nb[Qq]")]
    private static partial Regex Mark { get; }

    [Theory]
    [InlineData("windows", 50)]
    [InlineData("devices", 80)]
    [InlineData("commands", 140)]
    [InlineData("applications", 110)]
    [InlineData("products", 140)]
    [InlineData("syntaxes", 140)]
    [InlineData("accounts", 80)]
    [InlineData("machines", 120)]
    [InlineData("switches", 75)]
    [InlineData("routers", 30)]
    [InlineData("firewalls", 100)]
    [InlineData("appliances", 75)]
    [InlineData("networks", 70)]
    [InlineData("powershell", 120)]
    [InlineData("windows-tools", 50)]
    [InlineData("services", 100)]
    [InlineData("deployments", 100)]
    [InlineData("told", 80)]
    [InlineData("transcripts", 120)]
    [InlineData("shells", 100)]
    [InlineData("notes", 90)]
    [InlineData("device-keys", 48)]
    public void Nothing_of_it_is_left(string file, int fewest)
    {
        var path = Path.Combine(SharedData.Repository, "tests/Unit/Privacy/Forms", file + ".txt");
        var texts = File.ReadAllText(path).Replace("\u00a6", "", StringComparison.Ordinal).TrimEnd('\n').Split("\n---\n");
        Assert.InRange(texts.Length, fewest, int.MaxValue);
        Assert.All(texts, text => Assert.Matches(Mark, text));
        Assert.DoesNotContain(texts, text => Mark.IsMatch(FormAssert.Learnt(text).Anonymize(text)));
    }

    /// <summary>What stands beside secrets in such files, and is none.</summary>
    [Fact]
    public void What_is_no_secret_stays()
    {
        var texts = File.ReadAllText(Path.Combine(SharedData.Repository, "tests/Unit/Privacy/Forms", "no-secrets.txt")).TrimEnd('\n').Split("\n---\n");
        Assert.InRange(texts.Length, 95, int.MaxValue);
        Assert.All(texts, FormAssert.Stays);
    }
}
