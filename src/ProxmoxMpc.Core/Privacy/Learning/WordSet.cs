using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Words that are looked up as bytes of UTF-8, without case. Words of ASCII lie together in one array and cost neither a string nor
/// a conversion; what has other letters is compared as text, which is rare.
/// </summary>
internal sealed class WordSet
{
    private const ulong Caseless = 0x2020202020202020;

    private readonly byte[] _bytes;
    private readonly Slot[] _slots;
    private readonly Lazy<HashSet<string>> _texts;
    private readonly int _longest;

    // Which bytes a word of the set may begin with; most texts that are looked up are none by that alone.
    private readonly ulong[] _firsts = new ulong[4];

    public WordSet(IEnumerable<string> words)
    {
        var texts = words.ToArray();
        _texts = new(() => new HashSet<string>(texts, StringComparer.OrdinalIgnoreCase));
        var length = 0;
        foreach (var text in texts) length += text.Length;
        _bytes = new byte[length];
        _slots = new Slot[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(texts.Length * 2) + 1)];
        var used = 0;
        foreach (var text in texts)
        {
            AddFirst(text[0]);
            if (!Ascii.IsValid(text)) continue;
            var word = _bytes.AsSpan(used, text.Length);
            Ascii.ToLower(text, word, out _);
            var hash = HashOf(word, out _);
            var at = (int)hash & (_slots.Length - 1);
            while (_slots[at].Length > 0) at = (at + 1) & (_slots.Length - 1);
            _slots[at] = new Slot { Hash = hash, Offset = used, Length = text.Length };
            used += text.Length;
            _longest = Math.Max(_longest, text.Length);
        }
    }

    /// <summary>Words with blanks between them.</summary>
    public static WordSet Of(string words) => new(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a text is one of the words, in any case.</summary>
    public bool Contains(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (_firsts[text[0] >> 6] >> (text[0] & 63) & 1) == 0) return false;
        var hash = HashOf(text, out var isAscii);
        if (!isAscii) return _texts.Value.Contains(Encoding.UTF8.GetString(text));
        if (text.Length > _longest) return false;
        for (var at = (int)hash & (_slots.Length - 1); _slots[at].Length > 0; at = (at + 1) & (_slots.Length - 1))
        {
            ref var slot = ref _slots[at];
            if (slot.Hash == hash && slot.Length == text.Length && Bytes.StartsWithIgnoreCase(text, 0, _bytes.AsSpan(slot.Offset, slot.Length))) return true;
        }
        return false;
    }

    private void AddFirst(char first)
    {
        // What other letters begin with, in either case, is not told apart.
        if (first >= 128) (_firsts[2], _firsts[3]) = (ulong.MaxValue, ulong.MaxValue);
        else foreach (var either in (ReadOnlySpan<char>)[char.ToLowerInvariant(first), char.ToUpperInvariant(first)]) _firsts[either >> 6] |= 1UL << (either & 63);
    }

    /// <summary>A hash without case of the length, of the first and of the last bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HashOf(ReadOnlySpan<byte> text, out bool isAscii)
    {
        ulong first, last;
        if (text.Length >= 8) (first, last) = (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]));
        else if (text.Length >= 4) (first, last) = (BinaryPrimitives.ReadUInt32LittleEndian(text), BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]));
        else (first, last) = (text[0] | ((ulong)text[text.Length / 2] << 8) | ((ulong)text[^1] << 16), 0);
        isAscii = ((first | last) & 0x8080808080808080) == 0 && (text.Length <= 16 || Ascii.IsValid(text[8..^8]));
        var hash = (((first | Caseless) * 0x9E3779B97F4A7C15UL) ^ ((last | Caseless) + (uint)text.Length)) * 0xBF58476D1CE4E5B9UL;
        return (uint)(hash >> 32);
    }

    private struct Slot
    {
        public uint Hash;
        public int Offset, Length;
    }
}
