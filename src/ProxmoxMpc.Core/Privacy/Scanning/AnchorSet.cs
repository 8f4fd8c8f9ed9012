using System.Runtime.CompilerServices;
using System.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// All anchors of all detectors. <see cref="TextMap"/> marks where any of them may begin, by their first five bytes in a few buckets; here is
/// which ones do. Anchors at the start of words have buckets of their own, for most places are within a word.
/// </summary>
internal sealed class AnchorSet
{
    public static readonly AnchorSet Empty = new([]);

    // So many bytes tell a long anchor, and so many a middling one.
    private const int Long = 5, Middling = 3;

    private const int LongBits = 17, FourBits = 15, ThreeBits = 14, LongTableBits = 13, MiddlingTableBits = 11;

    // From so many entries at one place on they are told apart by their sixth byte.
    private const int Many = 6;

    private const ulong Caseless = 0x2020202020202020;

    // Which first bytes are those of an anchor: five of a long one, four and three without case by their hash, two as they are.
    private readonly ulong[] _fives = new ulong[(1 << LongBits) / 64], _fours = new ulong[(1 << FourBits) / 64], _threes = new ulong[(1 << ThreeBits) / 64], _twos = new ulong[65536 / 64];

    // Anchors of two bytes by them, of three and four by the first three, longer ones by the first five; without case, where their hash tells.
    private readonly Entry[]?[] _byPair = new Entry[65536][];
    private readonly Entry[]?[] _byThree = new Entry[1 << MiddlingTableBits][];
    private readonly Entry[]?[] _byFive = new Entry[1 << LongTableBits][];

    // Where many long ones stand at a hash – hundred anchors begin with user – those that may go on with a sixth byte, by its lowest five bits.
    private readonly Entry[]?[]?[] _bySixth = new Entry[1 << LongTableBits][][];

    // Of the long ones that stand at a hash, which bytes their sixth and seventh one may be, by the lowest five bits, which do not tell case; the sixth in the lower half. Most of what begins as an anchor goes on otherwise.
    private readonly ulong[] _next = new ulong[1 << LongTableBits];

    public AnchorSet(IEnumerable<(Anchor Anchor, int Owner)> anchors)
    {
        var entries = new List<Entry>();
        foreach (var (anchor, owner) in anchors)
        {
            var entry = new Entry(Encoding.UTF8.GetBytes(anchor.IgnoreCase ? anchor.Text.ToLowerInvariant() : anchor.Text), anchor.IgnoreCase, anchor.WordStart, owner, entries.Count);
            if (entry.Text.Length < 2) throw new ArgumentException($"The anchor '{anchor.Text}' is too short.");
            entries.Add(entry);
            Add(entry);
        }
        for (var slot = 0; slot < _byFive.Length; slot++)
            if (_byFive[slot] is { Length: >= Many } many) _bySixth[slot] = BySixth(many);
        Anywhere = Buckets.Of(HeadsOf(entries, false), 96, Buckets.AnchorDepth);
        AtWordStarts = Buckets.Of(HeadsOf(entries, true), 64, Buckets.AnchorDepth);
    }

    /// <summary>Tables for the first five bytes of eight buckets, then of the next eight, and so on. Of anchors that may begin anywhere.</summary>
    public ByteSets[] Anywhere { get; }

    /// <summary>The same of anchors that begin at the start of a word only.</summary>
    public ByteSets[] AtWordStarts { get; }

    /// <summary>The anchors that may stand at a place, by their length, each list in the order of the detectors.</summary>
    /// <param name="eight">The eight bytes there, the first one lowest.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At(ulong eight, out ReadOnlySpan<Entry> longer, out ReadOnlySpan<Entry> middling, out ReadOnlySpan<Entry> pairs)
    {
        longer = default;
        if (Five(eight) != 0)
        {
            var slot = LongSlot(eight);
            if (((_next[slot] >> (int)((eight >> 40) & 31)) & (_next[slot] >> (int)(((eight >> 48) & 31) | 32)) & 1) != 0) longer = _bySixth[slot] is { } bySixth ? bySixth[(eight >> 40) & 31] : _byFive[slot];
        }
        middling = (Four(eight) | Three(eight)) != 0 ? _byThree[MiddlingSlot(eight)] : default;
        pairs = Two(eight) != 0 ? _byPair[eight & 0xFFFF] : default;
    }

    /// <summary>1 where an anchor may begin with some bytes, the first one lowest; else 0, so that a caller need not branch.</summary>
    /// <param name="eight">The first five of them at least.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int MayBegin(ulong eight) => (int)(Five(eight) | Four(eight) | Three(eight) | Two(eight));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Five(ulong eight) => BitOf(_fives, Hash(eight, Long, LongBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Four(ulong eight) => BitOf(_fours, Hash(eight, 4, FourBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Three(ulong eight) => BitOf(_threes, Hash(eight, Middling, ThreeBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Two(ulong eight) => BitOf(_twos, eight & 0xFFFF);

    /// <summary>The first bytes without case. What of them is above goes out of the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ulong eight, int length, int bits) => (((eight | Caseless) << (64 - (8 * length))) * 0x9E3779B97F4A7C15UL) >> (64 - bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LongSlot(ulong eight) => Hash(eight, Long, LongTableBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MiddlingSlot(ulong eight) => Hash(eight, Middling, MiddlingTableBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitOf(ulong[] bits, ulong at) => (bits[at >> 6] >> (int)(at & 63)) & 1;

    /// <summary>What the n-th byte may be; anything behind an anchor's end.</summary>
    private static ulong NextOf(byte[] text, int index) => index < text.Length ? 1UL << (text[index] & 31) : uint.MaxValue;

    /// <summary>The entries of one place by their sixth byte; those without one are in all lists. Each list is in the order of the whole.</summary>
    private static Entry[]?[] BySixth(Entry[] entries)
    {
        var lists = new Entry[]?[32];
        for (var bits = 0; bits < lists.Length; bits++)
        {
            var list = Array.FindAll(entries, entry => entry.Text.Length == Long || (entry.Text[Long] & 31) == bits);
            lists[bits] = list.Length > 0 ? list : null;
        }
        return lists;
    }

    private void Add(in Entry entry)
    {
        var eight = 0UL;
        for (var i = Math.Min(entry.Text.Length, 8) - 1; i >= 0; i--) eight = (eight << 8) | entry.Text[i];
        if (entry.Text.Length >= Long)
        {
            var slot = LongSlot(eight);
            Add(ref _byFive[slot], entry);
            _next[slot] |= NextOf(entry.Text, Long) | (NextOf(entry.Text, Long + 1) << 32);
            Set(_fives, Hash(eight, Long, LongBits));
        }
        else if (entry.Text.Length >= Middling)
        {
            Add(ref _byThree[MiddlingSlot(eight)], entry);
            if (entry.Text.Length == Middling) Set(_threes, Hash(eight, Middling, ThreeBits));
            else Set(_fours, Hash(eight, 4, FourBits));
        }
        else
        {
            foreach (var first in entry.Cases(0))
            foreach (var second in entry.Cases(1))
            {
                Add(ref _byPair[first | (second << 8)], entry);
                Set(_twos, first | ((uint)second << 8));
            }
        }
    }

    private static void Add(ref Entry[]? list, in Entry entry) => list = list is null ? [entry] : [.. list, entry];

    private static void Set(ulong[] bits, ulong at) => bits[at >> 6] |= 1UL << (int)(at & 63);

    private static List<Buckets.Head> HeadsOf(List<Entry> entries, bool wordStart)
    {
        var heads = new List<Buckets.Head>(entries.Count);
        foreach (var entry in entries)
            if (entry.WordStart == wordStart) heads.Add(new(entry.Text, entry.IgnoreCase));
        return heads;
    }

    /// <summary>An anchor and whom it wakes. Those of one place lie side by side, and most are told by their first eight bytes.</summary>
    internal readonly struct Entry
    {
        private const int Head = 8;

        private readonly ulong _mask, _head;

        public Entry(byte[] text, bool ignoreCase, bool wordStart, int owner, int order)
        {
            (Text, IgnoreCase, WordStart, Owner, Order) = (text, ignoreCase, wordStart, owner, order);
            for (var i = Math.Min(text.Length, Head) - 1; i >= 0; i--)
            {
                // Letters that may be written in two ways differ in one bit only, and nothing else is the same without it.
                var either = ignoreCase && Bytes.IsLower(text[i]) ? 0xDFu : 0xFF;
                (_mask, _head) = ((_mask << 8) | either, (_head << 8) | (text[i] & either));
            }
        }

        public byte[] Text { get; }

        public bool IgnoreCase { get; }

        public bool WordStart { get; }

        public int Owner { get; }

        /// <summary>Its place among all anchors.</summary>
        public int Order { get; }

        /// <summary>Whether it stands at a place.</summary>
        /// <param name="eight">The eight bytes there, the first one lowest; zeros behind the end of the text.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Matches(ulong eight, ReadOnlySpan<byte> text, int index) => (eight & _mask) == _head && MatchesRest(text, index);

        private bool MatchesRest(ReadOnlySpan<byte> text, int index) =>
            (Text.Length <= Head || (IgnoreCase ? Bytes.StartsWithIgnoreCase(text, index + Head, Text.AsSpan(Head)) : Bytes.StartsWithAt(text, index + Head, Text.AsSpan(Head)))) && (!WordStart || Bytes.IsWordStart(text, index));

        /// <summary>The bytes that its n-th one may be.</summary>
        public byte[] Cases(int index)
        {
            var b = Text[index];
            return IgnoreCase && Bytes.IsLower(b) ? [b, (byte)(b - 32)] : [b];
        }
    }
}
