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
/// <param name="verdict">Works it out: a number that depends on the text alone. What is above 255 is not kept.</param>
internal sealed class TextMemo(TextMemo.Verdict verdict)
{
    /// <summary>Longer texts are not worth it.</summary>
    public const int Longest = 64;

    private const int SlotBits = 12, ValueBits = 8;

    private const ulong Values = (1UL << ValueBits) - 1;

    private static readonly ulong[] Secrets = [.. MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(2 * sizeof(ulong)))];

    private readonly ulong[] _slots = new ulong[1 << SlotBits];

    /// <summary>What is to be known about a text.</summary>
    public delegate int Verdict(ReadOnlySpan<byte> text);

    /// <summary>What is known about a text, worked out where it is not.</summary>
    public int Of(ReadOnlySpan<byte> text)
    {
        if (text.Length > Longest) return verdict(text);
        var key = KeyOf(text);
        ref var slot = ref _slots[SlotOf(key)];
        var known = Volatile.Read(ref slot);
        if (known != 0 && (known ^ key) >> ValueBits == 0) return (int)(known & Values);
        var value = verdict(text);
        if ((uint)value <= Values) Volatile.Write(ref slot, (key & ~Values) | (uint)value);
        return value;
    }

    /// <summary>By what a text is known here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(ReadOnlySpan<byte> text)
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
