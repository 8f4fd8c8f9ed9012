using CsCheck;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Model;

public class SortedPairsTests
{
    private static readonly string[] Names = ["a", "ab", "b", "B", "net0", "net10", "net2", ""];
    private static readonly string?[] Texts = [null, "1", "2", "x"];
    private static readonly Gen<(string Key, string? Value)[]> Steps = Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, Texts.Length - 1], (name, text) => (Names[name], Texts[text])).Array[0, 30];

    [Fact]
    public void A_config_behaves_like_a_sorted_dictionary_whatever_is_set_and_removed() => Steps.Sample(steps =>
    {
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var config = GuestConfig.Empty;
        foreach (var (key, value) in steps)
        {
            if (value is null) expected.Remove(key);
            else expected[key] = value;
            config = config.With(key, value);
            Assert.Equal(expected.AsEnumerable(), config);
        }
        Assert.Equal(GuestConfig.From(expected.Reverse()), config);
        Assert.Equal(GuestConfig.From(expected).GetHashCode(), config.GetHashCode());
        Assert.All(expected, pair => Assert.Equal(pair.Value, config.Get(pair.Key)));
        Assert.Null(config.Get("zz"));
    }, iter: 300);

    [Fact]
    public void The_last_of_equal_names_wins() =>
        Assert.Equal([new("a", "2"), new("b", "3")], GuestConfig.Of(("b", "1"), ("a", "1"), ("b", "2"), ("a", "2"), ("b", "3")));
}
