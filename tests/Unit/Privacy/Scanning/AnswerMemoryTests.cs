using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What is remembered between learning and replacing must be what was reported, and about that very text.</summary>
public sealed class AnswerMemoryTests
{
    private static readonly Gen<Find> Answer = Gen.Select(Gen.Int[0, 5_000_000], Gen.Int[1, 3_000_000], Gen.Enum<PrivacyKind>(), Gen.Byte[0, 3], Gen.Bool, Gen.Short[-1, 500], (start, length, kind, rank, keep, rule) => new Find(start, length, kind, rank, keep, rule));

    [Fact]
    public void Answers_come_back_as_they_were_given_and_once() =>
        Gen.Select(Answer.List[0, 40], Gen.Byte.Array[0, 100]).Sample((answers, text) =>
        {
            var memory = new AnswerMemory();
            var hash = TextHash.Of(text);
            memory.Keep(hash, answers);
            Assert.False(memory.IsEmpty);
            var taken = new List<Find>();
            Assert.True(memory.Take(hash, taken));
            Assert.Equal(answers, taken);
            Assert.True(memory.IsEmpty);
            Assert.False(memory.Take(hash, taken));
        });

    [Fact]
    public void A_text_that_differs_in_one_bit_or_in_its_length_is_another_one() =>
        Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, 10_000]).Sample((text, place) =>
        {
            var hash = TextHash.Of(text);
            Assert.Equal(hash, TextHash.Of((byte[])text.Clone()));
            Assert.NotEqual(hash, TextHash.Of([.. text, 0]));
            text[place % text.Length] ^= (byte)(1 << (place % 8));
            Assert.NotEqual(hash, TextHash.Of(text));
        });

    [Fact]
    public async Task A_stream_that_was_learnt_from_is_written_as_one_that_is_asked_about_again()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => $"Nov 24 10:00:01 web-{i % 7:00} sshd[{i}]: Failed password for jane{i % 90} from 10.0.{i % 250}.7 port 22, password={i}Xy!{i}, UPID:pve{i % 3}:0000F908:7C611886:7436AFD8:qmstart:100:jane@pve:\n")));
        var key = new PseudonymKey(new byte[32]);
        var first = new Anonymizer(PrivacyPolicy.Standard, key);
        await first.LearnAsync(new MemoryStream(text), TestContext.Current.CancellationToken);
        var remembered = new MemoryStream();
        await first.AnonymizeAsync(new MemoryStream(text), remembered, TestContext.Current.CancellationToken);
        // The memory is used up: now the detectors are asked.
        var asked = new MemoryStream();
        await first.AnonymizeAsync(new MemoryStream(text), asked, TestContext.Current.CancellationToken);
        Assert.Equal(Encoding.UTF8.GetString(asked.ToArray()), Encoding.UTF8.GetString(remembered.ToArray()));
    }
}
