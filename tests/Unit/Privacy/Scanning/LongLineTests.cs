using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Very long lines are shown to detectors in parts: nothing may get lost by that, nor may work or the stack grow with the line.</summary>
public sealed class LongLineTests
{
    private static readonly string Filler = string.Concat(Enumerable.Range(0, 6000).Select(i => $"\"k{i}\":{i},"));

    [Theory]
    [InlineData("\"password\": \"hunter2-Xy\",", "hunter2-Xy")]
    [InlineData("\"url\": \"https://bob:hunter2-Xy@h.example.net/\",", "hunter2-Xy")]
    [InlineData("\"vmid\":101,\"name\":\"gitsrv7\",", "gitsrv7")]
    [InlineData("\"auth\": \"PVEAPIToken=root@pam!ci=6f1c2b34-9a8b-4c5d-8e7f-0123456789ab\",", "6f1c2b34-9a8b-4c5d-8e7f-0123456789ab")]
    [InlineData("\"key\": \"-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n-----END PRIVATE KEY-----\",", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC")]
    public void What_is_hidden_in_a_short_line_is_hidden_in_a_long_one(string part, string value)
    {
        Assert.DoesNotContain(value, Anonymized("{" + part + "}"));
        Assert.DoesNotContain(value, Anonymized("{" + Filler + part + Filler + "}"));
        Assert.DoesNotContain(value, Anonymized("first\n{" + part + Filler + "}\nlast"));
        Assert.DoesNotContain(value, Anonymized("first\n{" + Filler + part + "}"));
    }

    [Fact]
    public void A_secret_that_is_longer_than_what_is_shown_is_hidden_whole()
    {
        var output = Anonymized(Filler + " password=" + string.Concat(Enumerable.Repeat("Ab1", 3000)) + " end " + Filler);
        Assert.DoesNotContain("Ab1Ab1", output);
        Assert.Contains(" end ", output);
    }

    [Fact]
    public void Rows_below_two_heads_are_hidden_once_and_all_of_them()
    {
        var output = Anonymized("name,password,x\na1,hunter21,y\nname,password,x\nb2,hunter22,y\nc3,hunter23,y\n\nname,password,x\nd4,hunter24,y\n");
        Assert.DoesNotContain("hunter2", output);
    }

    [Theory]
    [InlineData("\"x,y,password,z")]
    [InlineData("x\",password,y,\"z")]
    [InlineData(",,key\",")]
    public void A_head_with_a_quote_that_is_left_open_is_no_failure(string head) => Assert.NotEmpty(Anonymized(head));

    /// <summary>A terminal's return within a line stopped some detectors for ever.</summary>
    [Theory]
    [InlineData("psql -h db1 \r -U shop\nnext")]
    [InlineData("scp a.txt \r host1:/x\nnext")]
    [InlineData("net use Z:\rfoo\nnext")]
    [InlineData("$ ssh -p 22 \r web-01\nnext")]
    public void A_return_within_a_line_is_passed(string text) => Assert.EndsWith("\nnext", Anonymized(text));

    /// <summary>A run of a million signs takes no million frames of the stack.</summary>
    [Fact]
    public void Signs_that_repeat_do_not_go_deep()
    {
        foreach (var unit in new[] { "aa@bb@", "a@b.de:", "a..", "1.", "aa:", "a-1-", "::1", "\\\\n" }) Assert.NotEmpty(Anonymized(string.Concat(Enumerable.Repeat(unit, 200_000))));
    }

    private static string Anonymized(string text) => Encoding.UTF8.GetString(new Anonymizer(PrivacyPolicy.Standard, new PseudonymKey(new byte[PseudonymKey.Length])).Anonymize(Encoding.UTF8.GetBytes(text)));
}
