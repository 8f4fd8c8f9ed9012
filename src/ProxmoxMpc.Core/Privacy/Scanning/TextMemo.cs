using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// What was worked out last about short texts that come again and again, a small number each, by a hash that nobody outside can choose: the texts themselves,
/// passwords among them, are not kept. Of two texts in one slot the later one stays. Safe for several threads, for a slot is written in one go.
/// </summary>
internal sealed class TextMemo
{
    /// <summary>Longer texts are not worth it.</summary>
    public const int Longest = 64;

    private const int SlotBits = 12, ValueBits = 8;

    private static readonly ulong[] Secrets = [.. MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(2 * sizeof(ulong)))];

    private readonly ulong[] _slots = new ulong[1 << SlotBits];

    /// <summary>By what a text is known here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong KeyOf(ReadOnlySpan<byte> text)
    {
        var secrets = Secrets;
        var hash = secrets[0] ^ (ulong)text.Length;
        ulong first, last;
        if (text.Length >= 8)
        {
            // The last eight bytes may overlap those before them.
            for (var i = 8; i < text.Length - 8; i += 8) hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text[i..]));
            (first, last) = (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]));
        }
        else if (text.Length >= 4)
        {
            (first, last) = (BinaryPrimitives.ReadUInt32LittleEndian(text), BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]));
        }
        else
        {
            (first, last) = (0, 0);
            foreach (var b in text) first = (first << 8) | b;
        }
        return Mix(Mix(first ^ hash) ^ last ^ secrets[1]);
    }

    /// <summary>What is known of a text; -1 where nothing is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong key)
    {
        var slot = Volatile.Read(ref _slots[SlotOf(key)]);
        return slot != 0 && (slot ^ key) >> ValueBits == 0 ? (int)(slot & ((1 << ValueBits) - 1)) : -1;
    }

    /// <summary>Keeps what is known of a text now.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">At most 255.</param>
    public void Keep(ulong key, int value) => Volatile.Write(ref _slots[SlotOf(key)], (key & ~((1UL << ValueBits) - 1)) | (byte)value);

    // Not by bits that are compared.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> (64 - SlotBits));

    // No product of 128 bits: what needs an instruction that not all processors have is not compiled ahead of time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value = BitOperations.RotateLeft(value * 0x9E3779B97F4A7C15UL, 29) * 0xBF58476D1CE4E5B9UL;
        return value ^ (value >> 32);
    }
}
