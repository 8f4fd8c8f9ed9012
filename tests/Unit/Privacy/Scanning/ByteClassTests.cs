using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Tables that are written out say what they are said to say.</summary>
public sealed class ByteClassTests
{
    [Fact]
    public void Classes_of_bytes_are_what_their_names_say()
    {
        for (var value = 0; value < 256; value++)
        {
            var (b, c) = ((byte)value, (char)value);
            // C2 and E2 begin signs of typography.
            var isHigh = value >= 128 && value is not (0xC2 or 0xE2);
            Assert.Equal(char.IsAsciiLetterLower(c), Bytes.IsLower(b));
            Assert.Equal(char.IsAsciiLetterUpper(c), Bytes.IsUpper(b));
            Assert.Equal(char.IsAsciiLetter(c), Bytes.IsAsciiLetter(b));
            Assert.Equal(char.IsAsciiLetterOrDigit(c), Bytes.IsAsciiLetterOrDigit(b));
            Assert.Equal(char.IsAsciiLetter(c) || isHigh, Bytes.IsLetter(b));
            Assert.Equal(char.IsAsciiLetterOrDigit(c) || isHigh, Bytes.IsLetterOrDigit(b));
            Assert.Equal(char.IsAsciiHexDigit(c), Bytes.IsHex(b));
            Assert.Equal(char.IsAsciiLetterOrDigit(c) || "+/=_-".Contains(c, StringComparison.Ordinal), Bytes.IsBase64(b));
            Assert.Equal(" \t\r\n".Contains(c, StringComparison.Ordinal), Bytes.IsBlank(b));
        }
    }

    /// <summary>Bytes that count as one may let too much through, never too little.</summary>
    [Fact]
    public void A_symbol_is_in_every_set_of_its_bytes() =>
        Gen.Select(Gen.Int[0, 7], Gen.Byte).Array[0, 40].Sample(members =>
        {
            var sets = new ByteSets();
            foreach (var (set, value) in members) sets.Add(set, value);
            var table = ByteSymbols.TableOf(sets);
            for (var value = 0; value < 256; value++)
                Assert.Equal(sets.Exact[value], (byte)(table[ByteSymbols.All[value & 127]] & sets.Exact[value]));
        });

    [Fact]
    public void Letters_of_both_cases_are_one_symbol_and_digits_are_told_apart()
    {
        Assert.All("abcdefghijklmnopqrstuvwxyz", letter => Assert.Equal(ByteSymbols.All[letter], ByteSymbols.All[char.ToUpperInvariant(letter)]));
        Assert.Equal(36, "abcdefghijklmnopqrstuvwxyz0123456789".Select(c => ByteSymbols.All[c]).Distinct().Count());
        Assert.All(ByteSymbols.All.ToArray(), symbol => Assert.InRange(symbol, 0, ByteSymbols.Count - 1));
    }

    [Fact]
    public void What_was_worked_out_about_a_text_is_told_for_it_and_for_no_other() =>
        Gen.String[Gen.Char["ab1.-"], 0, TextMemo.Longest + 8].Array[1, 60].Sample(texts =>
        {
            var asked = 0;
            var memo = new TextMemo(text => { asked++; return NumberOf(text); });
            foreach (var text in texts.Concat(texts).Select(Encoding.ASCII.GetBytes))
            {
                Assert.Equal(NumberOf(text), memo.Of(text));
                var before = asked;
                Assert.Equal(NumberOf(text), memo.Of(text));
                // What is short and has a small number need not be worked out again.
                Assert.Equal(text.Length <= TextMemo.Longest && NumberOf(text) <= byte.MaxValue ? before : before + 1, asked);
            }
        });

    private static int NumberOf(ReadOnlySpan<byte> text)
    {
        var number = 7;
        foreach (var b in text) number = ((number * 31) + b) % 300;
        return number;
    }
}
