using System.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Tests.Unit.Privacy;

public sealed class KeyNamesTests
{
    [Theory]
    [InlineData("session-9023", "PerhapsToken")]
    [InlineData("session-11", "PerhapsToken")]
    [InlineData("session-1a", "Nothing")]
    [InlineData("session-9023.scope", "Nothing")]
    [InlineData("session-7.scope", "Nothing")]
    [InlineData("db_2024_password", "Password")]
    [InlineData("proxy_pass", "Nothing")]
    [InlineData("proxy_pass_12", "Password")]
    [InlineData("api.key-2024", "Token")]
    [InlineData("9023", "Nothing")]
    public void A_counted_name_means_what_it_means_with_any_number(string name, string meaning) =>
        Assert.Equal(meaning, KeyNames.MeaningOf(Encoding.ASCII.GetBytes(name)).ToString());
}
