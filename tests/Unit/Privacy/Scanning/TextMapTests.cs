using System.Buffers.Binary;
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

    private static readonly NameHeads Names = new([.. new[] { "pve1", "ab", "x-1", "\u00e4-1" }.Select(Encoding.UTF8.GetBytes)]);

    // Texts of anchors in odd cases, of the signs that matter, and of any bytes.
    private static readonly Gen<byte[]> Text = Gen.OneOf(
        Gen.Select(Gen.Int[0, Texts.Length - 1], Gen.Bool, (text, upper) => Encoding.UTF8.GetBytes(upper ? Texts[text].ToUpperInvariant() : Texts[text])),
        Gen.Char[" .:-@_=+/%\\\"\nabgnrtzAGZ0189\u00e2"].Array[0, 70].Select(chars => Encoding.Latin1.GetBytes(chars)),
        Gen.Int[0, 90].Select(count => Encoding.ASCII.GetBytes(new string('x', count))),
        Gen.Byte.Array[0, 20]).Array[0, 8].Select(parts => parts.SelectMany(part => part).ToArray());

    [Fact]
    public void The_widest_vectors_say_what_the_bytes_say() => Text.Sample(text => Check(text, map => map.Read(text, Anchors, Names, ShortestRun)));

    [Fact]
    public void Vectors_of_16_bytes_say_what_the_bytes_say() => Text.Sample(text => Check(text, map => map.Read<Lanes128, Vector128<byte>>(text, Anchors, Names, ShortestRun)));

    [Fact]
    public void Vectors_of_32_bytes_say_what_the_bytes_say()
    {
        Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2.");
        Text.Sample(text => Check(text, map => map.Read<Lanes256, Vector256<byte>>(text, Anchors, Names, ShortestRun)));
    }

    private static void Check(byte[] text, Action<TextMap> read)
    {
        var map = new TextMap();
        read(map);
        var words = (text.Length + 63) / 64;
        Assert.Equal((words, words + 2), (map.Anchors.Length, map.Runs.Length));
        var hits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            var mark = b is (byte)'.' or (byte)':' or (byte)'-' or (byte)'@' or (byte)'_';
            Assert.Equal(mark || Bytes.IsLetterOrDigit(b), Is(map.Runs, i));
            Assert.Equal(mark || Bytes.IsDigit(b), Is(map.Others, i));
            Assert.Equal(mark, Is(map.Marks, i));
            Assert.Equal(b == ':', Is(map.Colons, i));
            var eight = 0UL;
            for (var b8 = 7; b8 >= 0; b8--) eight = (eight << 8) | Bytes.At(text, i + b8);
            var stands = Stands(eight, text, i);
            Assert.True(!stands || Anchors.MayBegin(eight) == 1, $"The anchor at {i} was filtered out.");
            if (stands) Assert.True(Is(map.Anchors, i), $"An anchor at {i} was missed.");
            if (Is(map.Anchors, i)) hits++;
            var isNamed = Bytes.IsWordStart(text, i) && new[] { "pve1", "ab", "x-1", "\u00e4-1", "enx", "wlx", "bc2411" }.Any(name => Bytes.StartsWithIgnoreCase(text, i, Encoding.UTF8.GetBytes(name)));
            var isEscape = Bytes.At(text, i + 1) is (byte)'%' or (byte)'\\' or (byte)'&' || Bytes.At(text, i + 1) == '=' && Bytes.IsDigit(Bytes.At(text, i + 2));
            if (Is(map.Runs, i) && (mark || isNamed || isEscape || Bytes.At(text, i - 1) is (byte)'%' or (byte)'\\' or (byte)'&')) Assert.True(Is(map.Interest, i), $"The run at {i} was taken for a dull one.");
        }
        Assert.True(Is(map.Runs, text.Length - 1) || !Is(map.Runs, text.Length) && !Is(map.Colons, text.Length));
        Assert.True(hits <= text.Length);
        var expected = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && Bytes.IsBase64(text[i])) i++;
            if (i - start >= ShortestRun) expected.Add(start);
        }
        Assert.Equal(expected, map.LongRuns.ToArray());
    }

    /// <summary>Whether any anchor stands at a place.</summary>
    private static bool Stands(ulong eight, byte[] text, int at)
    {
        Anchors.At(eight, out var longer, out var middling, out var pairs);
        foreach (var list in (AnchorSet.Entry[][])[[.. longer], [.. middling], [.. pairs]])
            if (Array.Exists(list, entry => entry.Matches(eight, text, at))) return true;
        return false;
    }

    private static bool Is(ReadOnlySpan<ulong> words, int at) => at >= 0 && at >> 6 < words.Length && (words[at >> 6] >> (at & 63) & 1) != 0;

    /// <summary>Words of the map have 64 bits: a text may end just there, and a run may fill many of them.</summary>
    [Fact]
    public void Runs_of_any_length_are_read_to_the_end_of_the_text()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, new PseudonymKey(new byte[PseudonymKey.Length])) { Parallelism = 1 };
        anonymizer.Learn(PrivacyKind.Host, ["pve-rack1"]);
        foreach (var unit in new[] { "7", "x", "a1", "1.", "a-", "aa:", "pve-rack1-", "%41", "\u00e4" })
        {
            for (var length = 0; length < 300; length++)
            {
                var text = string.Concat(Enumerable.Repeat(unit, length / unit.Length));
                Assert.Equal(text.Length == 0, anonymizer.Anonymize(text).Length == 0);
                Assert.Contains("\n10.", anonymizer.Anonymize(new string('x', length) + "\n10.1.2.3"), StringComparison.Ordinal);
                Assert.DoesNotContain("10.1.2.3", anonymizer.Anonymize(new string('x', length) + "\n10.1.2.3"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Little_but_anchors_is_let_through_where_vectors_can_tell()
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("Nov 24 10:00:01 host kernel: nvme nvme0: timeout, aborting request at sector 123456 flags 0x800 phys_seg 1 prio class 2\n", 50)));
        var map = new TextMap();
        map.Read(text, Anchors, Names, ShortestRun);
        var candidates = 0;
        foreach (var word in map.Anchors) candidates += BitOperations.PopCount(word);
        Assert.True(candidates < text.Length / 3, $"{candidates} of {text.Length} places are looked at.");
    }

    [Fact]
    public void Every_anchor_is_known_where_it_stands()
    {
        foreach (var anchor in DetectorTable.All.SelectMany(detector => detector.Anchors))
        {
            foreach (var spelled in anchor.IgnoreCase ? [anchor.Text, new string([.. anchor.Text.Select(c => char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : c)])] : (string[])[anchor.Text])
            {
                var text = Encoding.UTF8.GetBytes(spelled + "\0\0\0\0\0\0\0\0");
                var eight = BinaryPrimitives.ReadUInt64LittleEndian(text);
                Assert.True(Stands(eight, text, 0), spelled);
                Assert.Equal(1, Anchors.MayBegin(eight));
            }
        }
    }
}
