using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>The verifier looks only where the filter lets it: nothing that stands in a text may be passed over.</summary>
public sealed class BeginningFilterTests
{
    private static readonly Gen<string> Value = Gen.Char["abgnz019.:-@%=\u00e4"].Array[4, 20].Select(chars => new string(chars));

    [Fact]
    public void No_text_is_passed_over() =>
        Gen.Select(Value.List[1, 20], Gen.Char[" abgnz019%3A=\\\n"].Array[0, 150], Gen.Bool, Gen.Int[0, 1000]).Sample((values, noise, upper, pick) =>
        {
            // Some look like UUIDs, which are found by their dash.
            var texts = values.Select(value => (Text: Encoding.Latin1.GetBytes(value.Length > 8 && value[1] % 3 == 0 ? value[..8] + "-" + value[9..] : value), IsWord: value.Length < 8 || value[0] % 2 == 0)).ToList();
            var filter = new BeginningFilter(texts);
            var sought = texts[pick % texts.Count];
            var shown = Encoding.Latin1.GetString(sought.Text);
            byte[] text = Encoding.Latin1.GetBytes(new string(noise) + (upper ? new string([.. shown.Select(c => char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : c)]) : shown) + "x");
            var at = noise.Length;
            if (sought.IsWord && !Bytes.IsWordStart(text, at)) return;
            var next = filter.Next(text, 0);
            while (next < at) next = filter.Next(text, next + 1);
            Assert.Equal(at, next);
        });

    [Fact]
    public void What_is_too_short_to_be_told_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new BeginningFilter([("abc"u8.ToArray(), true)]));
        Assert.Throws<ArgumentException>(() => new BeginningFilter([("abcd"u8.ToArray(), false)]));
    }
}
