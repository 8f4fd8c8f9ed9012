using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Tells where one of many texts may begin, without case: those that count as words only by where a word may begin, UUIDs by their dash, other
/// long ones by what stands at every eighth place, and shorter ones at every place. Lets through a little too much, and never too little.
/// </summary>
internal sealed class BeginningFilter
{
    /// <summary>No text is shorter.</summary>
    public const int Shortest = 4;

    private const int Long = 8, Word = 64;

    // So long a text covers eight bytes from one of every eight places on, wherever it begins.
    private const int Covering = (2 * Long) - 1;

    private const ulong Caseless = 0x2020202020202020;
    private const uint CaselessFour = 0x20202020;

    // The longest escape that ends before a word is \u0022; its sign stands so far before the word.
    private const int FarthestSign = 6;

    // By their first four bytes: few texts begin so, and the table stays near the processor.
    private const int FourBits = 16;

    private const int MostBits = 22;

    private readonly ulong[] _fours = new ulong[(1 << FourBits) / 64], _long, _dashed, _words, _short;

    // Of the covering ones all eight bytes that may stand at an eighth place.
    private readonly ulong[] _covered;
    private readonly bool _anyLong, _anyCovering, _anyClose, _anyDashed, _anyWords;
    private readonly int _shift, _coveredShift;

    /// <param name="texts">The texts, and whether each counts only where a word begins.</param>
    public BeginningFilter(IReadOnlyCollection<(byte[] Text, bool IsWord)> texts)
    {
        var bits = Math.Clamp(64 - BitOperations.LeadingZeroCount((ulong)texts.Count * 64), 12, MostBits);
        _shift = 64 - bits;
        _long = new ulong[1 << (bits - 6)];
        _dashed = new ulong[1 << (bits - 6)];
        _words = new ulong[1 << (bits - 6)];
        _short = new ulong[1 << (bits - 6)];
        var coveredBits = Math.Min(bits + 3, MostBits);
        _coveredShift = 64 - coveredBits;
        _covered = new ulong[texts.Any(text => IsCovering(text.Text, text.IsWord)) ? 1 << (coveredBits - 6) : 1];
        foreach (var (text, isWord) in texts)
        {
            if (text.Length < Shortest) throw new ArgumentException("The text is too short to be looked for.", nameof(texts));
            if (!isWord && text.Length < Long) throw new ArgumentException("A short text counts as a word only.", nameof(texts));
            var isDashed = !isWord && text.Length > Long && text[Long] == '-';
            var four = FourBit(BinaryPrimitives.ReadUInt32LittleEndian(text));
            _fours[four >> 6] |= 1UL << (int)(four & 63);
            Set(text.Length < Long ? _short : isWord ? _words : isDashed ? _dashed : _long, Bit(text.Length < Long ? BinaryPrimitives.ReadUInt32LittleEndian(text) : BinaryPrimitives.ReadUInt64LittleEndian(text)));
            _anyLong |= !isWord && !isDashed;
            if (IsCovering(text, isWord))
            {
                _anyCovering = true;
                for (var i = 0; i < Long; i++) Set(_covered, CoveredBit(BinaryPrimitives.ReadUInt64LittleEndian(text.AsSpan(i))));
            }
            else
            {
                _anyClose |= !isWord && !isDashed;
            }
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
            scoped ref readonly var block = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), at);
            if (text.Length - at < edge.Length)
            {
                // What lies behind the text is a zero.
                edge.Clear();
                text[at..].CopyTo(edge);
                block = ref MemoryMarshal.GetReference(edge);
            }
            var places = _anyClose ? ulong.MaxValue : 0;
            if (_anyCovering) places |= Covered(in block);
            if (_anyDashed) places |= Dashes(in Unsafe.Add(ref Unsafe.AsRef(in block), Long));
            var starts = 0UL;
            if (_anyWords)
            {
                Look(in block, out var innerHere, out var signsHere);
                starts = ~((innerHere << 1) | inner);
                if ((signsHere | (signs >> (Word - FarthestSign))) != 0)
                    for (var back = 2; back <= FarthestSign; back++) starts |= (signsHere << back) | (signs >> (Word - back));
                (inner, signs) = (innerHere >> (Word - 1), signsHere);
                places |= starts;
            }
            for (; places != 0; places &= places - 1)
            {
                var bit = BitOperations.TrailingZeroCount(places);
                var first = EightAt(in block, bit);
                var four = FourBit((uint)first);
                if ((_fours[four >> 6] & (1UL << (int)(four & 63))) == 0) continue;
                if (at + bit > text.Length - Shortest) return text.Length;
                if (_anyLong && Has(_long, Bit(first)) || _anyDashed && Has(_dashed, Bit(first))) return at + bit;
                if ((starts >> bit & 1) != 0 && (Has(_words, Bit(first)) || Has(_short, Bit((uint)first))) && Bytes.IsWordStart(text, at + bit)) return at + bit;
            }
        }
        return text.Length;
    }

    private static bool IsCovering(byte[] text, bool isWord) => !isWord && text.Length >= Covering && text[Long] != '-';

    /// <summary>Of 64 places, those where a long text may begin, by the eighth places that it would cover.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Covered(ref readonly byte block)
    {
        var places = Has(_covered, CoveredBit(EightAt(in block, 0))) ? 1UL : 0;
        for (var place = Long; place < Word; place += Long)
            if (Has(_covered, CoveredBit(EightAt(in block, place)))) places |= 0xFFUL << (place - Long + 1);
        // The last ones cover the first place behind the block.
        if (Has(_covered, CoveredBit(EightAt(in block, Word)))) places |= 0xFEUL << (Word - Long);
        return places;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightAt(ref readonly byte block, int at)
    {
        var eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref Unsafe.AsRef(in block), at));
        return BitConverter.IsLittleEndian ? eight : BinaryPrimitives.ReverseEndianness(eight);
    }

    /// <summary>Of 64 bytes, which are letters or digits and which may begin an escape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Look(ref readonly byte block, out ulong inner, out ulong signs)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var bytes = Vector512.LoadUnsafe(in block);
            var letters = Vector512.LessThanOrEqual((bytes | Vector512.Create((byte)0x20)) - Vector512.Create((byte)'a'), Vector512.Create((byte)25));
            var digits = Vector512.LessThanOrEqual(bytes - Vector512.Create((byte)'0'), Vector512.Create((byte)9));
            inner = (letters | digits | bytes).ExtractMostSignificantBits();
            signs = (Vector512.Equals(bytes, Vector512.Create((byte)'%')) | Vector512.Equals(bytes, Vector512.Create((byte)'=')) | Vector512.Equals(bytes, Vector512.Create((byte)'\\'))).ExtractMostSignificantBits();
            return;
        }
        (inner, signs) = (0, 0);
        for (var part = 0; part < Word; part += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(in block, (nuint)part);
            var letters = Vector128.LessThanOrEqual((bytes | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)25));
            var digits = Vector128.LessThanOrEqual(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)9));
            // A byte of 128 and above is a letter; its highest bit is the one that is taken.
            inner |= (ulong)(letters | digits | bytes).ExtractMostSignificantBits() << part;
            signs |= (ulong)(Vector128.Equals(bytes, Vector128.Create((byte)'%')) | Vector128.Equals(bytes, Vector128.Create((byte)'=')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))).ExtractMostSignificantBits() << part;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Dashes(ref readonly byte block)
    {
        if (Vector512.IsHardwareAccelerated) return Vector512.Equals(Vector512.LoadUnsafe(in block), Vector512.Create((byte)'-')).ExtractMostSignificantBits();
        ulong dashes = 0;
        for (var part = 0; part < Word; part += Vector128<byte>.Count) dashes |= (ulong)Vector128.Equals(Vector128.LoadUnsafe(in block, (nuint)part), Vector128.Create((byte)'-')).ExtractMostSignificantBits() << part;
        return dashes;
    }

    private static bool IsSign(byte b) => b is (byte)'%' or (byte)'=' or (byte)'\\';

    private static void Set(ulong[] filter, ulong bit) => filter[bit >> 6] |= 1UL << (int)(bit & 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Has(ulong[] filter, ulong bit) => (filter[bit >> 6] & (1UL << (int)(bit & 63))) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint FourBit(uint first) => ((first | CaselessFour) * 0x9E3779B1u) >> (32 - FourBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Bit(ulong first) => ((first | Caseless) * 0x9E3779B97F4A7C15UL) >> _shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong CoveredBit(ulong eight) => ((eight | Caseless) * 0x9E3779B97F4A7C15UL) >> _coveredShift;
}
