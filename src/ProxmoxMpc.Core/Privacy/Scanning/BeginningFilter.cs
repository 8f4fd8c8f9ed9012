using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Tells where one of many texts may begin, without case: those that count as words only by where a word may begin, UUIDs by their dash, and other
/// long ones by their first eight bytes at every place. Lets through a little too much, and never too little.
/// </summary>
internal sealed class BeginningFilter
{
    /// <summary>No text is shorter.</summary>
    public const int Shortest = 4;

    private const int Long = 8, Word = 64;
    private const ulong Caseless = 0x2020202020202020;
    private const uint CaselessFour = 0x20202020;

    // The longest escape that ends before a word is \u0022; its sign stands so far before the word.
    private const int FarthestSign = 6;

    // By their first four bytes: few texts begin so, and the table stays near the processor.
    private const int FourBits = 16;

    private readonly ulong[] _fours = new ulong[(1 << FourBits) / 64], _long, _dashed, _words, _short;
    private readonly bool _anyLong, _anyDashed, _anyWords;
    private readonly int _shift;

    /// <param name="texts">The texts, and whether each counts only where a word begins.</param>
    public BeginningFilter(IReadOnlyCollection<(byte[] Text, bool IsWord)> texts)
    {
        var bits = Math.Clamp(64 - BitOperations.LeadingZeroCount((ulong)texts.Count * 64), 12, 22);
        _shift = 64 - bits;
        _long = new ulong[1 << (bits - 6)];
        _dashed = new ulong[1 << (bits - 6)];
        _words = new ulong[1 << (bits - 6)];
        _short = new ulong[1 << (bits - 6)];
        foreach (var (text, isWord) in texts)
        {
            if (text.Length < Shortest) throw new ArgumentException("The text is too short to be looked for.", nameof(texts));
            if (!isWord && text.Length < Long) throw new ArgumentException("A short text counts as a word only.", nameof(texts));
            var isDashed = !isWord && text.Length > Long && text[Long] == '-';
            var four = FourBit(BinaryPrimitives.ReadUInt32LittleEndian(text));
            _fours[four >> 6] |= 1UL << (int)(four & 63);
            Set(text.Length < Long ? _short : isWord ? _words : isDashed ? _dashed : _long, text.Length < Long ? BinaryPrimitives.ReadUInt32LittleEndian(text) : BinaryPrimitives.ReadUInt64LittleEndian(text));
            _anyLong |= !isWord && !isDashed;
            _anyDashed |= isDashed;
            _anyWords |= isWord || text.Length < Long;
        }
    }

    /// <summary>The first place from one on where a text may begin; the length of the text where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Next(ReadOnlySpan<byte> text, int from)
    {
        Span<byte> edge = stackalloc byte[Word + Long];
        // What is known of the bytes before the block: whether the last one is part of a word, and where signs of escapes stand.
        var (inner, signs) = (0UL, 0UL);
        for (var back = 1; back <= FarthestSign && from >= back; back++)
        {
            if (IsSign(text[from - back])) signs |= 1UL << (Word - back);
            if (back == 1 && Bytes.IsLetterOrDigit(text[from - 1])) inner = 1;
        }
        for (var at = from; at <= text.Length - Shortest; at += Word)
        {
            scoped var block = text[at..];
            if (block.Length < edge.Length)
            {
                edge.Clear();
                block.CopyTo(edge);
                block = edge;
            }
            var places = _anyLong ? ulong.MaxValue : 0;
            if (_anyDashed) places |= Dashes(block[Long..]);
            var starts = 0UL;
            if (_anyWords)
            {
                Look(block, out var innerHere, out var signsHere);
                starts = ~((innerHere << 1) | inner);
                if ((signsHere | (signs >> (Word - FarthestSign))) != 0)
                    for (var back = 2; back <= FarthestSign; back++) starts |= (signsHere << back) | (signs >> (Word - back));
                (inner, signs) = (innerHere >> (Word - 1), signsHere);
                places |= starts;
            }
            for (; places != 0; places &= places - 1)
            {
                var bit = BitOperations.TrailingZeroCount(places);
                var i = at + bit;
                if (i > text.Length - Shortest) return text.Length;
                var four = FourBit(BinaryPrimitives.ReadUInt32LittleEndian(text[i..]));
                if ((_fours[four >> 6] & (1UL << (int)(four & 63))) == 0) continue;
                var first = i <= text.Length - Long ? BinaryPrimitives.ReadUInt64LittleEndian(text[i..]) : BinaryPrimitives.ReadUInt32LittleEndian(text[i..]);
                if (_anyLong && Has(_long, first) || _anyDashed && Has(_dashed, first)) return i;
                if ((starts >> bit & 1) != 0 && (Has(_words, first) || Has(_short, (uint)first)) && Bytes.IsWordStart(text, i)) return i;
            }
        }
        return text.Length;
    }

    /// <summary>Of 64 bytes, which are letters or digits and which may begin an escape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Look(ReadOnlySpan<byte> block, out ulong inner, out ulong signs)
    {
        (inner, signs) = (0, 0);
        for (var part = 0; part < Word; part += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(block.Slice(part, Vector128<byte>.Count));
            var letters = Vector128.LessThanOrEqual((bytes | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)25));
            var digits = Vector128.LessThanOrEqual(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)9));
            // A byte of 128 and above is a letter; its highest bit is the one that is taken.
            inner |= (ulong)(letters | digits | bytes).ExtractMostSignificantBits() << part;
            signs |= (ulong)(Vector128.Equals(bytes, Vector128.Create((byte)'%')) | Vector128.Equals(bytes, Vector128.Create((byte)'=')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))).ExtractMostSignificantBits() << part;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Dashes(ReadOnlySpan<byte> block)
    {
        ulong dashes = 0;
        for (var part = 0; part < Word; part += Vector128<byte>.Count) dashes |= (ulong)Vector128.Equals(Vector128.Create(block.Slice(part, Vector128<byte>.Count)), Vector128.Create((byte)'-')).ExtractMostSignificantBits() << part;
        return dashes;
    }

    private static bool IsSign(byte b) => b is (byte)'%' or (byte)'=' or (byte)'\\';

    private void Set(ulong[] filter, ulong first)
    {
        var bit = Bit(first);
        filter[bit >> 6] |= 1UL << (int)(bit & 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Has(ulong[] filter, ulong first)
    {
        var bit = Bit(first);
        return (filter[bit >> 6] & (1UL << (int)(bit & 63))) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint FourBit(uint first) => ((first | CaselessFour) * 0x9E3779B1u) >> (32 - FourBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Bit(ulong first) => ((first | Caseless) * 0x9E3779B97F4A7C15UL) >> _shift;
}
