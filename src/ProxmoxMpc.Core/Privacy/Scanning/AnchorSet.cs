using System.Buffers.Binary;
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
    public static readonly AnchorSet Empty = new([]);

    private const int FourBits = 17, ThreeBits = 16, TableBits = 12;

    // From so many entries at one place on they are told apart by their fifth byte.
    private const int Many = 6;

    // Which first bytes are those of an anchor, in all cases that it may be written in: four of a longer one and three by their hash, two as they are.
    private readonly ulong[] _fours = new ulong[(1 << FourBits) / 64], _threes = new ulong[(1 << ThreeBits) / 64], _twos = new ulong[65536 / 64];

    // Anchors of two or three bytes by the first two, longer ones by the first four without case, which stand at their hash.
    private readonly Entry[]?[] _byPair = new Entry[65536][];
    private readonly Entry[]?[] _byFour = new Entry[1 << TableBits][];

    // Where many stand at a hash – hundred anchors begin with user – those that may go on with a fifth byte, by its lowest five bits.
    private readonly Entry[]?[]?[] _byFifth = new Entry[1 << TableBits][][];

    // Of the longer ones that stand at a hash, which bytes their fifth and sixth one may be, by the lowest five bits, which do not tell case; the fifth in the lower half. Most of what begins as an anchor goes on otherwise.
    private readonly ulong[] _next = new ulong[1 << TableBits];

    public AnchorSet(IEnumerable<(Anchor Anchor, int Owner)> anchors)
    {
        var entries = new List<Entry>();
        foreach (var (anchor, owner) in anchors)
        {
            var entry = new Entry(Encoding.UTF8.GetBytes(anchor.IgnoreCase ? anchor.Text.ToLowerInvariant() : anchor.Text), anchor.IgnoreCase, anchor.WordStart, owner, entries.Count);
            if (entry.Text.Length < 2) throw new ArgumentException($"The anchor '{anchor.Text}' is too short.");
            entries.Add(entry);
            Filter(entry);
            if (entry.Text.Length >= Buckets.Depth)
            {
                var slot = TableSlot(BinaryPrimitives.ReadUInt32LittleEndian(entry.Text));
                Add(ref _byFour[slot], entry);
                _next[slot] |= NextOf(entry.Text, Buckets.Depth) | (NextOf(entry.Text, Buckets.Depth + 1) << 32);
                continue;
            }
            foreach (var first in entry.Cases(0))
            foreach (var second in entry.Cases(1)) Add(ref _byPair[first | (second << 8)], entry);
        }
        for (var slot = 0; slot < _byFour.Length; slot++)
            if (_byFour[slot] is { Length: >= Many } many) _byFifth[slot] = ByFifth(many);
        Anywhere = Buckets.Of(HeadsOf(entries, false), 72);
        AtWordStarts = Buckets.Of(HeadsOf(entries, true), 48);
    }

    /// <summary>Tables for the first four bytes of eight buckets, then of the next eight, and so on. Of anchors that may begin anywhere.</summary>
    public ByteSets[] Anywhere { get; }

    /// <summary>The same of anchors that begin at the start of a word only.</summary>
    public ByteSets[] AtWordStarts { get; }

    /// <summary>The anchors that may stand at a place: long ones and short ones, each in the order of the detectors.</summary>
    /// <param name="eight">The eight bytes there, the first one lowest.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At(ulong eight, out ReadOnlySpan<Entry> longer, out ReadOnlySpan<Entry> shorter)
    {
        var four = (uint)eight;
        var slot = TableSlot(four);
        longer = (Four(four) & (_next[slot] >> (int)((eight >> 32) & 31)) & (_next[slot] >> (int)(((eight >> 40) & 31) | 32))) == 0 ? default
            : _byFifth[slot] is { } byFifth ? byFifth[(eight >> 32) & 31] : _byFour[slot];
        shorter = (Three(four) | Two(four)) != 0 ? _byPair[four & 0xFFFF] : default;
    }

    /// <summary>1 where an anchor may begin with four bytes, the first one lowest; else 0, so that a caller need not branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int MayBegin(uint four) => (int)(Four(four) | Three(four) | Two(four));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Four(uint four) => BitOf(_fours, (four * 0x9E3779B1u) >> (32 - FourBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Three(uint four) => BitOf(_threes, ((four << 8) * 0xC2B2AE35u) >> (32 - ThreeBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Two(uint four) => BitOf(_twos, four & 0xFFFF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitOf(ulong[] bits, uint at) => (bits[at >> 6] >> (int)(at & 63)) & 1;

    /// <summary>What the n-th byte may be; anything behind an anchor's end.</summary>
    private static ulong NextOf(byte[] text, int index) => index < text.Length ? 1UL << (text[index] & 31) : uint.MaxValue;

    /// <summary>The entries of one place by their fifth byte; those without one are in all lists. Each list is in the order of the whole.</summary>
    private static Entry[]?[] ByFifth(Entry[] entries)
    {
        var lists = new Entry[]?[32];
        for (var bits = 0; bits < lists.Length; bits++)
        {
            var list = Array.FindAll(entries, entry => entry.Text.Length == Buckets.Depth || (entry.Text[Buckets.Depth] & 31) == bits);
            lists[bits] = list.Length > 0 ? list : null;
        }
        return lists;
    }

    private static List<Buckets.Head> HeadsOf(List<Entry> entries, bool wordStart)
    {
        var heads = new List<Buckets.Head>(entries.Count);
        foreach (var entry in entries)
            if (entry.WordStart == wordStart) heads.Add(new(entry.Text, entry.IgnoreCase));
        return heads;
    }

    private static void Add(ref Entry[]? list, in Entry entry)
    {
        if (list is null) list = [entry];
        else if (list[^1].Order != entry.Order) list = [.. list, entry];
    }

    private void Filter(in Entry entry)
    {
        var depth = Math.Min(entry.Text.Length, Buckets.Depth);
        // Each of the letters may be written in two ways.
        for (var way = 0; way < 1 << depth; way++)
        {
            uint head = 0;
            for (var i = depth - 1; i >= 0; i--) head = (head << 8) | ((way >> i & 1) != 0 && entry.IgnoreCase && Bytes.IsLower(entry.Text[i]) ? entry.Text[i] - 32u : entry.Text[i]);
            if (depth == 4) Set(_fours, (head * 0x9E3779B1u) >> (32 - FourBits));
            else if (depth == 3) Set(_threes, ((head << 8) * 0xC2B2AE35u) >> (32 - ThreeBits));
            else Set(_twos, head);
        }
    }

    private static void Set(ulong[] bits, uint at) => bits[at >> 6] |= 1UL << (int)(at & 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TableSlot(uint bytes) => (int)(((bytes | 0x20202020) * 0x85EBCA6Bu) >> (32 - TableBits));

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
