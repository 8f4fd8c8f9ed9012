using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What vectors say about a text must be what its bytes say one by one, whatever the processor.</summary>
public sealed class TextMapTests
{
    private const int ShortestRun = 27;

    private static readonly AnchorSet Anchors = new(DetectorTable.All.SelectMany((detector, index) => detector.Anchors.Select(anchor => (anchor, index))));

    private static readonly string[] Texts = [.. DetectorTable.All.SelectMany(detector => detector.Anchors).Select(anchor => anchor.Text)];

    // Texts of anchors in odd cases, of the signs that matter, and of any bytes.
    private static readonly Gen<byte[]> Text = Gen.OneOf(
        Gen.Select(Gen.Int[0, Texts.Length - 1], Gen.Bool, (text, upper) => Encoding.UTF8.GetBytes(upper ? Texts[text].ToUpperInvariant() : Texts[text])),
        Gen.Char[" .:-@_=+/%\\\"\nabgnrtzAGZ0189\u00e2"].Array[0, 70].Select(chars => Encoding.Latin1.GetBytes(chars)),
        Gen.Int[0, 90].Select(count => Encoding.ASCII.GetBytes(new string('x', count))),
        Gen.Byte.Array[0, 20]).Array[0, 8].Select(parts => parts.SelectMany(part => part).ToArray());

    [Fact]
    public void The_widest_vectors_say_what_the_bytes_say() => Text.Sample(text => Check(text, map => map.Read(text, Anchors, ShortestRun)));

    [Fact]
    public void Vectors_of_16_bytes_say_what_the_bytes_say() => Text.Sample(text => Check(text, map => map.Read<Lanes128, Vector128<byte>>(text, Anchors, ShortestRun)));

    [Fact]
    public void Vectors_of_32_bytes_say_what_the_bytes_say()
    {
        Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2.");
        Text.Sample(text => Check(text, map => map.Read<Lanes256, Vector256<byte>>(text, Anchors, ShortestRun)));
    }

    private static void Check(byte[] text, Action<TextMap> read)
    {
        var map = new TextMap();
        read(map);
        var words = (text.Length + 63) / 64;
        Assert.Equal((words, words + 1), (map.Anchors.Length, map.Runs.Length));
        var hits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            var mark = b is (byte)'.' or (byte)':' or (byte)'-' or (byte)'@' or (byte)'_';
            Assert.Equal(mark || Bytes.IsLetterOrDigit(b), Is(map.Runs, i));
            Assert.Equal(mark || Bytes.IsDigit(b), Is(map.Others, i));
            Assert.Equal(mark, Is(map.Marks, i));
            Assert.Equal(b == ':', Is(map.Colons, i));
            var stands = false;
            foreach (var entry in Anchors.At(text, i)) stands |= entry.Matches(text, i);
            if (stands) Assert.True(Is(map.Anchors, i), $"An anchor at {i} was missed.");
            if (Is(map.Anchors, i)) hits++;
        }
        Assert.True(Is(map.Runs, text.Length - 1) || !Is(map.Runs, text.Length) && !Is(map.Colons, text.Length));
        Assert.True(hits <= text.Length);
        var expected = new SortedSet<int>();
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && Bytes.IsBase64(text[i])) i++;
            if (i - start >= ShortestRun) expected.Add((i - 1) / 64);
        }
        foreach (var word in expected)
            Assert.True(map.LongRuns.Contains(word) || word > 0 && map.LongRuns.Contains(word - 1), $"A long run that ends in word {word} was missed.");
    }

    private static bool Is(ReadOnlySpan<ulong> words, int at) => at >= 0 && at >> 6 < words.Length && (words[at >> 6] >> (at & 63) & 1) != 0;

    [Fact]
    public void Little_but_anchors_is_let_through_where_vectors_can_tell()
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("Nov 24 10:00:01 host kernel: nvme nvme0: timeout, aborting request at sector 123456 flags 0x800 phys_seg 1 prio class 2\n", 50)));
        var map = new TextMap();
        map.Read(text, Anchors, ShortestRun);
        var candidates = 0;
        foreach (var word in map.Anchors) candidates += BitOperations.PopCount(word);
        Assert.True(candidates < text.Length / 4, $"{candidates} of {text.Length} places are looked at.");
    }
}
