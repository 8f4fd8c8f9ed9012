using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>
/// What daemons log and tools print of machines, users and networks, and what people write about it: files of texts that lines of dashes divide, each of several lines, in which all of
/// that stands that must not be left. It holds the letters <c>nbq</c>; what has none of its own, and words that the letters would change, stand in lines at the head of a text.
/// </summary>
public sealed partial class LogFormsTests
{
    [GeneratedRegex("^@@ (.+)\n?", RegexOptions.Multiline)]
    private static partial Regex Value { get; }

    [GeneratedRegex("nbq", RegexOptions.IgnoreCase)]
    private static partial Regex Mark { get; }

    [Theory]
    [InlineData("device-tables", 19)]
    [InlineData("node-logs", 45)]
    [InlineData("storage-logs", 55)]
    [InlineData("directory-logs", 50)]
    [InlineData("windows-outputs", 50)]
    [InlineData("network-logs", 85)]
    [InlineData("service-logs", 60)]
    [InlineData("operation-logs", 50)]
    [InlineData("daemon-logs", 55)]
    [InlineData("tool-outputs", 55)]
    [InlineData("more-logs", 65)]
    [InlineData("letters", 40)]
    [InlineData("values", 40)]
    [InlineData("notice-logs", 40)]
    public void Nobody_is_left(string file, int fewest)
    {
        var path = Path.Combine(SharedData.Repository, "tests/Unit/Privacy/Forms", file + ".txt");
        var texts = File.ReadAllText(path).Replace("\u00a6", "", StringComparison.Ordinal).TrimEnd('\n').Split("\n---\n");
        Assert.InRange(texts.Length, fewest, int.MaxValue);
        Assert.All(texts, form =>
        {
            var values = Value.Matches(form).Select(match => match.Groups[1].Value).ToList();
            var text = Value.Replace(form, "");
            Assert.True(values.Count > 0 || Mark.IsMatch(text), form);
            var output = FormAssert.Learnt(text).Anonymize(text);
            Assert.DoesNotMatch(Mark, output);
            Assert.All(values, value => Assert.DoesNotMatch($"(?<![A-Za-z0-9]){Regex.Escape(value)}(?![A-Za-z0-9])", output));
        });
    }
}
