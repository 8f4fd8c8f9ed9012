using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy.Scanning;

/// <summary>Secrets that come one by one are found as if they had all been there from the start, however many there are.</summary>
public sealed class LiteralsTests
{
    private static readonly string[] Values = ["Geheim77", "Geheim77x", "im77xQu", "S4EWNX0M1", "0M1234567890", "abcdefgh12", "efgh1234", "ghp_0123456789"];

    [Fact]
    public void Values_that_came_later_are_found_as_all_at_once() =>
        Gen.Select(Gen.Shuffle(Values), Gen.Int[1, Values.Length], Gen.Int[0, Values.Length - 1].Select(index => Values[index]).Array[1, 6]).Sample(
            (order, first, parts) =>
            {
                var kinds = Values.ToDictionary(value => value, _ => PrivacyKind.Password);
                // Overlapping and glued to each other.
                var text = Encoding.Latin1.GetBytes(string.Concat(parts.Select((part, index) => index % 2 == 0 ? part + " " : part[..^2])) + "S4EWNX0M1234567890 abcdefgh1234 xGeheim77xQu");
                var grown = Literals.None.With(order[..first], kinds).With(order, kinds);
                Assert.Equal(Found(Literals.None.With(Values, kinds), text), Found(grown, text));
            });

    [Fact]
    public void A_value_behind_thousands_is_found_at_once()
    {
        var order = Enumerable.Range(0, 3000).Select(i => $"Quax{i:0000}zorb").ToList();
        var kinds = order.ToDictionary(value => value, _ => PrivacyKind.Password);
        var literals = Literals.None.With(order, kinds);
        for (var i = 0; i < 700; i++)
        {
            order.Add($"Kest{i:0000}rel");
            kinds[order[^1]] = PrivacyKind.Password;
            literals = literals.With(order, kinds);
            Assert.Equal(["5+11", "17+12"], Found(literals, Encoding.Latin1.GetBytes($"say, Kest{i:0000}rel Quax{i:0000}zorb.")));
        }
    }

    [Fact]
    public void A_value_that_became_of_another_kind_is_of_that()
    {
        var kinds = new Dictionary<string, PrivacyKind> { ["Geheim77"] = PrivacyKind.ServiceToken };
        var literals = Literals.None.With(["Geheim77"], kinds);
        kinds["Geheim77"] = PrivacyKind.Password;
        var found = new Findings();
        found.Begin(null);
        literals.With(["Geheim77", "Geheim77"], kinds).Find("is Geheim77"u8, found);
        Assert.Equal(PrivacyKind.Password, Assert.Single(found.Items).Kind);
    }

    private static IEnumerable<string> Found(Literals literals, byte[] text)
    {
        var found = new Findings();
        found.Begin(null);
        literals.Find(text, found);
        return found.Items.Select(find => $"{find.Start}+{find.Length}");
    }
}
