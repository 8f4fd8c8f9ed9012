using System.Security.Cryptography;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// The key that pseudonyms are computed with. Who has it can try values and so undo pseudonyms: it belongs beside
/// the map, never beside the output.
/// </summary>
public sealed class PseudonymKey
{
    public const int Length = 32;

    private readonly byte[] _bytes;

    public PseudonymKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A key of pseudonyms has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        _bytes = bytes.ToArray();
    }

    /// <summary>A key of its own for a session.</summary>
    public static PseudonymKey Create() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>The bytes, for whoever stores the key.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>A key for one purpose, so that equal bytes of two kinds have unrelated pseudonyms.</summary>
    internal byte[] For(string purpose) => HMACSHA256.HashData(_bytes, Encoding.UTF8.GetBytes(purpose));
}
