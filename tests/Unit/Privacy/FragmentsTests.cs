using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What is taken for a part of a pseudonym is one: else a real value would stay.</summary>
public sealed class FragmentsTests
{
    private static readonly string[] Made = ["b0158471923732c1d4e5", "kX93mQpL0zR7vB2nT5", "kX93mQpL0zR7aaaaaaaa"];

    [Theory]
    [InlineData("8471923732", true)]
    [InlineData("158471923732", true)]
    [InlineData("b0158471923732c1d4e5", true)]
    [InlineData("0zR7vB2nT5", true)]
    [InlineData("mQpL0zR7aaa", true)]
    // Digits that a pseudonym has by chance, and more.
    [InlineData("ft4471923", false)]
    [InlineData("4719237ab", false)]
    [InlineData("kX93mQpL9", false)]
    [InlineData("71923", false)]
    public void A_part_is_known_and_nothing_else(string text, bool isPart)
    {
        var fragments = new Fragments();
        foreach (var pseudonym in Made) fragments.Add(pseudonym);
        Assert.Equal(isPart, fragments.Contains(text));
        fragments.Clear();
        Assert.False(fragments.Contains(text));
    }
}
