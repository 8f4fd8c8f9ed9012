using System.Runtime.CompilerServices;
using System.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// All anchors of all detectors. <see cref="TextMap"/> marks where any of them may begin, by their first four bytes in a few buckets; here is
/// which ones do. Anchors at the start of words have buckets of their own, for most places are within a word.
/// </summary>
internal sealed class AnchorSet
{
    /// <summary>So many bytes of an anchor are looked at by vectors.</summary>
    public const int Depth = 4;

    public static readonly AnchorSet Empty = new([]);

    private const int FilterBits = 17;

    // Which first three bytes are those of an anchor, by their hash.
    private readonly ulong[] _filter = new ulong[(1 << FilterBits) / 64];
    private readonly Entry[]?[] _byPair = new Entry[65536][];

    public AnchorSet(IEnumerable<(Anchor Anchor, int Owner)> anchors)
    {
        var byPair = new Dictionary<ushort, List<Entry>>();
        var entries = new List<Entry>();
        foreach (var (anchor, owner) in anchors)
        {
            var entry = new Entry(Encoding.UTF8.GetBytes(anchor.IgnoreCase ? anchor.Text.ToLowerInvariant() : anchor.Text), anchor.IgnoreCase, anchor.WordStart, owner);
            if (entry.Text.Length < 2) throw new ArgumentException($"The anchor '{anchor.Text}' is too short.");
            entries.Add(entry);
            for (var third = 0; third < 256; third++)
            {
                if (entry.Text.Length > 2 && third != 0) break;
                var bit = FilterBit(entry.Text[0] | (entry.Text[1] << 8) | ((entry.Text.Length > 2 ? entry.Text[2] : third) << 16));
                _filter[bit >> 6] |= 1UL << (bit & 63);
            }
            foreach (var first in entry.Cases(0))
            foreach (var second in entry.Cases(1))
            {
                var pair = (ushort)(first | (second << 8));
                if (!byPair.TryGetValue(pair, out var list)) byPair[pair] = list = [];
                if (!list.Contains(entry)) list.Add(entry);
            }
        }
        foreach (var (pair, list) in byPair) _byPair[pair] = [.. list];
        Anywhere = TablesOf(entries.FindAll(entry => !entry.WordStart), 40);
        AtWordStarts = TablesOf(entries.FindAll(entry => entry.WordStart), 24);
    }

    /// <summary>Tables for the first four bytes of eight buckets, then of the next eight, and so on. Of anchors that may begin anywhere.</summary>
    public ByteSets[] Anywhere { get; }

    /// <summary>The same of anchors that begin at the start of a word only.</summary>
    public ByteSets[] AtWordStarts { get; }

    /// <summary>The anchors that may stand at a place.</summary>
    public ReadOnlySpan<Entry> At(ReadOnlySpan<byte> text, int index) =>
        index < text.Length - 1 && MayBegin(text[index] | (text[index + 1] << 8) | (Bytes.At(text, index + 2) << 16)) ? _byPair[text[index] | (text[index + 1] << 8)] : default;

    /// <summary>Whether an anchor may begin with three bytes, the first one lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBegin(int three)
    {
        var bit = FilterBit(three);
        return (_filter[bit >> 6] & (1UL << (bit & 63))) != 0;
    }

    // Without case: the bit that tells it from its other one is set.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FilterBit(int three) => (int)(((uint)(three | 0x202020) * 0x9E3779B1u) >> (32 - FilterBits));

    /// <summary>
    /// Puts anchors into buckets. A bucket lets through whatever is in each of its columns; each anchor goes where that becomes least more. Short anchors,
    /// which leave columns open, go first and so stay among themselves.
    /// </summary>
    private static ByteSets[] TablesOf(List<Entry> entries, int buckets)
    {
        var tables = new ByteSets[buckets / ByteSets.Count * Depth];
        for (var i = 0; i < tables.Length; i++) tables[i] = new ByteSets();
        var weights = new double[buckets, Depth];
        Span<double> wider = stackalloc double[Depth], best = stackalloc double[Depth];
        entries.Sort(static (a, b) => (Math.Min(a.Text.Length, Depth), a.Text[0], a.Text[1]).CompareTo((Math.Min(b.Text.Length, Depth), b.Text[0], b.Text[1])));
        foreach (var entry in entries.DistinctBy(entry => (Encoding.Latin1.GetString(entry.Text.AsSpan(0, Math.Min(entry.Text.Length, Depth))), entry.IgnoreCase)))
        {
            var (chosen, least) = (0, double.MaxValue);
            for (var bucket = 0; bucket < buckets; bucket++)
            {
                var (before, after) = (1.0, 1.0);
                for (var column = 0; column < Depth; column++)
                {
                    var table = tables[(bucket / ByteSets.Count * Depth) + column];
                    before *= weights[bucket, column];
                    wider[column] = weights[bucket, column];
                    if (column >= entry.Text.Length) wider[column] = 1;
                    else if ((table.Exact[entry.Text[column]] >> (bucket % ByteSets.Count) & 1) == 0) wider[column] += FrequencyOf(entry.Text[column]);
                    after *= Math.Min(1, wider[column]);
                }
                if (after - before >= least) continue;
                (chosen, least) = (bucket, after - before);
                wider.CopyTo(best);
            }
            for (var column = 0; column < Depth; column++)
            {
                var table = tables[(chosen / ByteSets.Count * Depth) + column];
                weights[chosen, column] = Math.Min(1, best[column]);
                if (column >= entry.Text.Length) table.AddAll(chosen % ByteSets.Count);
                else if (entry.IgnoreCase && Bytes.IsLower(entry.Text[column])) table.AddBoth(chosen % ByteSets.Count, entry.Text[column]);
                else table.Add(chosen % ByteSets.Count, entry.Text[column]);
            }
        }
        return tables;
    }

    // Roughly, in logs.
    private static double FrequencyOf(byte b) => (char)b switch
    {
        'e' or 't' or 'a' or 'o' or 'n' or 'i' or 's' or 'r' => 0.06,
        >= 'a' and <= 'z' or >= '0' and <= '9' => 0.025,
        >= 'A' and <= 'Z' => 0.006,
        ' ' => 0.12,
        ':' or '.' or '-' or '/' or '_' or '=' => 0.015,
        _ => 0.005,
    };

    /// <summary>An anchor and whom it wakes.</summary>
    internal sealed record Entry(byte[] Text, bool IgnoreCase, bool WordStart, int Owner)
    {
        private readonly uint _mask = HeadOf(Text, b => (byte)(IgnoreCase && Bytes.IsLower(b) ? 0xDF : 0xFF));
        private readonly uint _head = HeadOf(Text, b => (byte)(IgnoreCase && Bytes.IsLower(b) ? b & 0xDF : b));

        /// <summary>Whether the first four bytes, the first one lowest, may be the anchor's.</summary>
        public bool MayMatch(uint four) => (four & _mask) == _head;

        public bool Matches(ReadOnlySpan<byte> text, int index) =>
            (IgnoreCase ? Bytes.StartsWithIgnoreCase(text, index, Text) : Bytes.StartsWithAt(text, index, Text)) && (!WordStart || Bytes.IsWordStart(text, index));

        private static uint HeadOf(byte[] text, Func<byte, byte> of)
        {
            uint head = 0;
            for (var i = Math.Min(text.Length, Depth) - 1; i >= 0; i--) head = (head << 8) | of(text[i]);
            return head;
        }

        /// <summary>The bytes that its n-th one may be.</summary>
        public IEnumerable<byte> Cases(int index)
        {
            var b = Text[index];
            yield return b;
            if (IgnoreCase && Bytes.IsLower(b)) yield return (byte)(b - 32);
        }
    }
}
