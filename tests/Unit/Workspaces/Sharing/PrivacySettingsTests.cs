using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Sharing;

public sealed class PrivacySettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("# only a word\r\n\n")]
    [InlineData("words:\n")]
    public void Nothing_said_is_the_standard(string text) => Assert.Equal(PrivacyLevel.Standard, PrivacySettings.Read(text, "privacy.yml").Level);

    [Fact]
    public void Everything_that_can_be_said_is_heard()
    {
        var policy = PrivacySettings.Read("""
            level: strict
            words: [ACME, { word: project-x, kind: Host }]
            patterns: [{ name: ticket, pattern: 'TCK-(\d+)' }]
            allow: [firma.de]
            disable: [phone]
            enable: [uuid]
            """, "privacy.yml");
        Assert.Equal(PrivacyLevel.Strict, policy.Level);
        Assert.Equal([new PrivacyWord("ACME"), new PrivacyWord("project-x", PrivacyKind.Host)], policy.Words);
        var output = new Anonymizer(policy, PseudonymKey.Create()).Anonymize("ACME and project-x: TCK-4711, see www.firma.de, call +49 30 1234567");
        Assert.DoesNotContain("ACME", output);
        Assert.DoesNotContain("project-x", output);
        Assert.Matches("TCK-(?!4711)", output);
        Assert.EndsWith("see www.firma.de, call +49 30 1234567", output);
    }

    [Theory]
    [InlineData("levle: Strict", 1)]
    [InlineData("level: everything", 1)]
    [InlineData("words: [ACME]\ndisable: [no-such-rule]", 2)]
    [InlineData("patterns: [{ name: x, pattern: '(' }]", 1)]
    [InlineData("patterns: [{ name: x, pattern: '(?=a)b' }]", 1)]
    [InlineData("words: [[a]]", 1)]
    public void A_mistake_is_an_error_with_its_place(string text, int line)
    {
        var error = Assert.Throws<PmpcException>(() => PrivacySettings.Read(text, "privacy.yml"));
        Assert.Equal("PmpcConfigInvalid", error.Id);
        Assert.Contains($"privacy.yml:{line}:", error.Message, StringComparison.Ordinal);
    }
}
