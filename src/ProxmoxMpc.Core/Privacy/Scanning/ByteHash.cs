using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>A hash of bytes for tables in memory, another one in each process.</summary>
internal static class ByteHash
{
    // Whoever writes the input must not be able to choose values that all fall into one slot.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(byte family, ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ family ^ ((ulong)key.Length << 8);
        ulong rest;
        if (key.Length >= 8)
        {
            // The last eight bytes may overlap those before them.
            for (var i = 0; i < key.Length - 8; i += 8) hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key[i..]));
            rest = BinaryPrimitives.ReadUInt64LittleEndian(key[^8..]);
        }
        else if (key.Length >= 4)
        {
            rest = BinaryPrimitives.ReadUInt32LittleEndian(key) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(key[^4..]) << 32);
        }
        else
        {
            rest = 0;
            foreach (var b in key) rest = (rest << 8) | b;
        }
        hash = Mix(hash ^ rest);
        return (uint)(hash ^ (hash >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value) => BitOperations.RotateLeft(value * 0x9E3779B97F4A7C15UL, 29) * 0xBF58476D1CE4E5B9UL;
}
