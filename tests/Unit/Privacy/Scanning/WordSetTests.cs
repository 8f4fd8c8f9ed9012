using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>A set of words says what a set of strings without case says.</summary>
public sealed class WordSetTests
{
    private static readonly Gen<string> Word = Gen.Char["abzABZ019-_.\u00e4\u00c4\u212a"].Array[1, 24].Select(chars => new string(chars));

    [Fact]
    public void Words_are_told_as_strings_are() =>
        Gen.Select(Word.List[1, 30], Word.List[1, 30], Gen.Int[0, 1000]).Sample((words, others, pick) =>
        {
            var set = new WordSet(words);
            var expected = new HashSet<string>(words, StringComparer.OrdinalIgnoreCase);
            foreach (var text in others.Append(words[pick % words.Count].ToUpperInvariant()).Append(words[pick % words.Count] + "a").Append(""))
                Assert.Equal(expected.Contains(text), set.Contains(Encoding.UTF8.GetBytes(text)));
        });
}
