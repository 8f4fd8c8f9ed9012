using System.Runtime.CompilerServices;
using System.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>All anchors of all detectors, found in one pass: two bytes say whether any anchor may begin at a place.</summary>
internal sealed class AnchorSet
{
    private readonly ulong[] _pairs = new ulong[65536 / 64];
    private readonly Entry[]?[] _byPair = new Entry[65536][];

    public AnchorSet(IEnumerable<(Anchor Anchor, int Owner)> anchors)
    {
        var byPair = new Dictionary<ushort, List<Entry>>();
        foreach (var (anchor, owner) in anchors)
        {
            var entry = new Entry(Encoding.ASCII.GetBytes(anchor.IgnoreCase ? anchor.Text.ToLowerInvariant() : anchor.Text), anchor.IgnoreCase, anchor.WordStart, owner);
            if (entry.Text.Length < 2) throw new ArgumentException($"The anchor '{anchor.Text}' is too short.");
            foreach (var first in Cases(entry, 0))
            foreach (var second in Cases(entry, 1))
            {
                var pair = (ushort)(first | (second << 8));
                _pairs[pair >> 6] |= 1UL << (pair & 63);
                if (!byPair.TryGetValue(pair, out var list)) byPair[pair] = list = [];
                if (!list.Contains(entry)) list.Add(entry);
            }
        }
        foreach (var (pair, list) in byPair) _byPair[pair] = [.. list];
    }

    /// <summary>The first place from <paramref name="from"/> on where an anchor may begin; the length of the text where there is none.</summary>
    public int NextCandidate(ReadOnlySpan<byte> text, int from)
    {
        ref var pairs = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_pairs);
        for (var i = from; i < text.Length - 1; i++)
        {
            var pair = text[i] | (text[i + 1] << 8);
            if ((Unsafe.Add(ref pairs, pair >> 6) & (1UL << (pair & 63))) != 0) return i;
        }
        return text.Length;
    }

    /// <summary>The anchors that stand at a candidate.</summary>
    public ReadOnlySpan<Entry> At(ReadOnlySpan<byte> text, int index) =>
        index < text.Length - 1 ? _byPair[text[index] | (text[index + 1] << 8)] : default;

    private static IEnumerable<byte> Cases(Entry entry, int index)
    {
        var b = entry.Text[index];
        yield return b;
        if (entry.IgnoreCase && Bytes.IsLower(b)) yield return (byte)(b - 32);
    }

    /// <summary>An anchor and whom it wakes.</summary>
    internal sealed record Entry(byte[] Text, bool IgnoreCase, bool WordStart, int Owner)
    {
        public bool Matches(ReadOnlySpan<byte> text, int index) =>
            (IgnoreCase ? Bytes.StartsWithIgnoreCase(text, index, Text) : Bytes.StartsWithAt(text, index, Text)) && (!WordStart || Bytes.IsWordStart(text, index));
    }
}
