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
    public void Nothing_of_it_is_left(string file, int fewest)
    {
        var path = Path.Combine(SharedData.Repository, "tests/Unit/Privacy/Forms", file + ".txt");
        var texts = File.ReadAllText(path).Replace("\u00a6", "", StringComparison.Ordinal).TrimEnd('\n').Split("\n---\n");
        Assert.InRange(texts.Length, fewest, int.MaxValue);
        Assert.All(texts, text => Assert.Matches(Mark, text));
        Assert.DoesNotContain(texts, text => Mark.IsMatch(FormAssert.Learnt(text).Anonymize(text)));
    }

    // What has no letters, and words that the marks would change, stand in lines at the head of a text.
    [GeneratedRegex("^@@ (.+)\n?", RegexOptions.Multiline)]
    private static partial Regex Value { get; }

    [GeneratedRegex("nbq", RegexOptions.IgnoreCase)]
    private static partial Regex AnyMark { get; }

    /// <summary>What daemons log and tools print of machines, users and networks, and what people write about it: several lines, in which all of that stands that must not be left.</summary>
    [Theory]
    [InlineData("node-logs", 45)]
    [InlineData("storage-logs", 55)]
    [InlineData("directory-logs", 50)]
    [InlineData("windows-outputs", 50)]
    [InlineData("network-logs", 85)]
    [InlineData("service-logs", 60)]
    [InlineData("operation-logs", 50)]
    [InlineData("daemon-logs", 55)]
    [InlineData("tool-outputs", 55)]
    [InlineData("letters", 40)]
    [InlineData("values", 40)]
    public void Nobody_is_left_in_it(string file, int fewest)
    {
        var path = Path.Combine(SharedData.Repository, "tests/Unit/Privacy/Forms", file + ".txt");
        var texts = File.ReadAllText(path).Replace("\u00a6", "", StringComparison.Ordinal).TrimEnd('\n').Split("\n---\n");
        Assert.InRange(texts.Length, fewest, int.MaxValue);
        Assert.All(texts, form =>
        {
            var values = Value.Matches(form).Select(match => match.Groups[1].Value).ToList();
            var text = Value.Replace(form, "");
            Assert.True(values.Count > 0 || AnyMark.IsMatch(text), form);
            var output = FormAssert.Learnt(text).Anonymize(text);
            Assert.DoesNotMatch(AnyMark, output);
            Assert.All(values, value => Assert.DoesNotMatch($"(?<![A-Za-z0-9]){Regex.Escape(value)}(?![A-Za-z0-9])", output));
        });
    }
}
