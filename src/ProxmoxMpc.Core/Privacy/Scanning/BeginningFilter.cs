using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Tells where one of many texts may begin, without case: long ones by their first eight bytes at every place, short ones and those that
/// count as words only also by where a word may begin. Lets through a little too much, and never too little.
/// </summary>
internal sealed class BeginningFilter
{
    /// <summary>No text is shorter.</summary>
    public const int Shortest = 4;

    private const int Long = 8;
    private const ulong Caseless = 0x2020202020202020;

    private readonly ulong[] _long, _words, _short;
    private readonly int _shift;

    /// <param name="texts">The texts, and whether each counts only where a word begins.</param>
    public BeginningFilter(IReadOnlyCollection<(byte[] Text, bool IsWord)> texts)
    {
        var bits = Math.Clamp(64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)texts.Count * 64), 12, 22);
        _shift = 64 - bits;
        _long = new ulong[1 << (bits - 6)];
        _words = new ulong[1 << (bits - 6)];
        _short = new ulong[1 << (bits - 6)];
        foreach (var (text, isWord) in texts)
        {
            if (text.Length < Shortest) throw new ArgumentException("The text is too short to be looked for.", nameof(texts));
            if (!isWord && text.Length < Long) throw new ArgumentException("A short text counts as a word only.", nameof(texts));
            Set(text.Length < Long ? _short : isWord ? _words : _long, text.Length < Long ? BinaryPrimitives.ReadUInt32LittleEndian(text) : BinaryPrimitives.ReadUInt64LittleEndian(text));
        }
    }

    /// <summary>The first place from one on where a text may begin; the length of the text where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Next(ReadOnlySpan<byte> text, int from)
    {
        for (var i = from; i <= text.Length - Shortest; i++)
        {
            var first = i <= text.Length - Long ? BinaryPrimitives.ReadUInt64LittleEndian(text[i..]) : BinaryPrimitives.ReadUInt32LittleEndian(text[i..]);
            if (Has(_long, first)) return i;
            if (i > 0 && IsInner(text[i - 1])) continue;
            if ((Has(_words, first) || Has(_short, (uint)first)) && Bytes.IsWordStart(text, i)) return i;
        }
        return text.Length;
    }

    /// <summary>Letters behind which no word begins; others may end an escape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInner(byte b) => (uint)((b | 32) - 'g') <= 'z' - 'g' && b is not ((byte)'n' or (byte)'r' or (byte)'t');

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
    private ulong Bit(ulong first) => ((first | Caseless) * 0x9E3779B97F4A7C15UL) >> _shift;
}
