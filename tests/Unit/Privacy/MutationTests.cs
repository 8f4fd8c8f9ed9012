using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Tests.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What holds for the labelled files after they were damaged: cut, glued, doubled, bytes changed. Seconds to go on for: PMPC_LONG_RUN.</summary>
public sealed class MutationTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 5))]);

    private static readonly byte[] Signs = [.. "\n\r\t \"'=:%\\{}[]()<>@!#&,;-_./|"u8];

    [Fact]
    public void Damaged_texts_keep_their_lines_and_never_fail()
    {
        var texts = new[] { "Corpus", "HeldOut" }.SelectMany(folder => MarkedFile.ReadFolder(Path.Combine(SharedData.Repository, "tests/Unit/Privacy", folder))).Select(file => Encoding.UTF8.GetBytes(file.Text)).ToList();
        var isLong = int.TryParse(Environment.GetEnvironmentVariable("PMPC_LONG_RUN"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        var until = TimeProvider.System.GetTimestamp();
        var first = isLong ? Environment.TickCount : 7;
        var memory = 0L;
        for (var round = 0; isLong ? TimeProvider.System.GetElapsedTime(until).TotalSeconds < seconds : round < 40; round++)
        {
            var text = Damaged(texts, new Random(first + round));
            try
            {
                Check(text);
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                throw new InvalidOperationException($"Seed {first + round}: {error.Message}", error);
            }
            if (round == 20) memory = GC.GetTotalMemory(forceFullCollection: true);
        }
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < memory + (64 << 20), "Memory grows.");
    }

    private static void Check(byte[] text)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        var output = anonymizer.Anonymize(text);
        Assert.True(Lines(text) == Lines(output), $"{Lines(text)} lines became {Lines(output)}:\n{Encoding.Latin1.GetString(text)}");
        _ = new Verifier(anonymizer).Verify(output);
        _ = new Deanonymizer(anonymizer.Map, Key).Restore(output);
    }

    private static int Lines(byte[] text) => text.AsSpan().Count((byte)'\n');

    private static byte[] Damaged(List<byte[]> texts, Random random)
    {
        var text = new List<byte>(Part(texts, random));
        for (var damage = random.Next(1, 9); damage > 0 && text.Count > 4; damage--)
        {
            var at = random.Next(text.Count - 1);
            var count = Math.Min(random.Next(1, 60), text.Count - at);
            switch (random.Next(7))
            {
                case 0: text[at] = (byte)random.Next(256); break;
                case 1: text.RemoveRange(at, count); break;
                case 2: text.InsertRange(at, text.GetRange(at, count)); break;
                case 3: text.InsertRange(at, Part(texts, random).Take(200)); break;
                case 4: text[at] = Signs[random.Next(Signs.Length)]; break;
                case 5: text.Insert(at, (byte)'\n'); break;
                default: text.RemoveAll(b => b == '\r' || (b == ' ' && random.Next(50) == 0)); break;
            }
        }
        return [.. text];
    }

    private static byte[] Part(List<byte[]> texts, Random random)
    {
        var text = texts[random.Next(texts.Count)];
        var start = random.Next(text.Length);
        return text[start..Math.Min(text.Length, start + random.Next(50, 1500))];
    }
}
