using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>By what a text of some size is known again in this process: its length and 128 bits that nobody outside can choose.</summary>
internal readonly record struct TextHash(ulong First, ulong Second, int Length)
{
    // Whoever writes the input must not be able to make two texts that count as one.
    private static readonly ulong[] Secrets = [.. MemoryMarshal.Cast<byte, ulong>(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6 * sizeof(ulong)))];

    public static TextHash Of(ReadOnlySpan<byte> text)
    {
        var secrets = Secrets;
        var (k0, k1, k2, k3) = (secrets[0], secrets[1], secrets[2], secrets[3]);
        var (first, second) = (secrets[4], secrets[5]);
        var rest = text;
        for (; rest.Length >= 16; rest = rest[16..])
        {
            var (a, b) = (BinaryPrimitives.ReadUInt64LittleEndian(rest), BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            first = Fold(a ^ k0 ^ first, b ^ k1) ^ a;
            second = Fold(b ^ k2 ^ second, a ^ k3) ^ b;
        }
        Span<byte> last = stackalloc byte[16];
        last.Clear();
        rest.CopyTo(last);
        var (c, d) = (BinaryPrimitives.ReadUInt64LittleEndian(last), BinaryPrimitives.ReadUInt64LittleEndian(last[8..]));
        var length = (ulong)text.Length;
        return new(Fold(Fold(c ^ k0 ^ first, d ^ k1) ^ length, k2), Fold(Fold(d ^ k2 ^ second, c ^ k3) ^ length, k0), text.Length);
    }

    /// <summary>Both halves of the product, one over the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
