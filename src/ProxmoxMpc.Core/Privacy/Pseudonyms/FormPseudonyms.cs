using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Pseudonyms of secrets and serial numbers: each character becomes another one of its class, so that length and form stay;
/// separators, escapes and padding stay. What no one would take for a token becomes a word that says what it is.
/// </summary>
internal sealed class FormPseudonyms(PseudonymKey key)
{
    public const string Placeholder = "REDACTED-";

    // What a number begins with that stands for a password.
    private const string NumberHead = "9900";

    private readonly byte[] _key = key.For("form");

    /// <summary>The n-th proposal for a secret.</summary>
    public byte[] Make(PrivacyKind kind, ReadOnlySpan<byte> value, int attempt)
    {
        if (kind is PrivacyKind.Password or PrivacyKind.OneTimeCode or PrivacyKind.FreeText && !LooksLikeToken(value)) return MakePlaceholder(value, attempt);
        // The same value may be called a password elsewhere.
        if (kind == PrivacyKind.ServiceToken && !LooksLikeToken(value) && value.IndexOfAny("%\\"u8) < 0) return MakePlaceholder(value, attempt);
        return MakeForm(value, attempt);
    }

    public byte[] MakeForm(ReadOnlySpan<byte> value, int attempt)
    {
        var result = value.ToArray();
        var stream = new KeyStream(_key, value, attempt);
        var hex = IsHexOnly(value, out var upper);
        // A number stays one also where JSON reads it, and in YAML none of another base.
        var isNumber = value.Length > 1 && value[0] != '0' && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        for (var i = KeptHead(value); i < result.Length; i++)
        {
            var b = result[i];
            if (b == '\\' && i + 1 < result.Length)
            {
                i += result[i + 1] == 'u' ? 5 : 1;
                continue;
            }
            if (b == '%' && i + 2 < result.Length && Bytes.IsHex(result[i + 1]) && Bytes.IsHex(result[i + 2]))
            {
                i += 2;
                // %252B: what is encoded again stays, too.
                while (result[i - 1] == '2' && result[i] == '5' && i + 2 < result.Length && Bytes.IsHex(result[i + 1]) && Bytes.IsHex(result[i + 2])) i += 2;
                continue;
            }
            if (hex && Bytes.IsHex(b)) result[i] = (upper ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8)[stream.Next(16)];
            else if (Bytes.IsDigit(b)) result[i] = (byte)(i == 0 && isNumber ? '1' + stream.Next(9) : '0' + stream.Next(10));
            else if (Bytes.IsLower(b)) result[i] = (byte)('a' + stream.Next(26));
            else if (Bytes.IsUpper(b)) result[i] = (byte)('A' + stream.Next(26));
            else if (b >= 128) result[i] = (byte)('a' + stream.Next(26));
        }
        return result;
    }

    /// <summary>How much of a value's beginning stays, by which everybody knows what it is: base64 of a JSON object, as of a JWT.</summary>
    private static int KeptHead(ReadOnlySpan<byte> value) => value.Length >= 16 && value.StartsWith("eyJ"u8) ? 3 : 0;

    /// <summary>Whether a value can keep its form without telling anything: long, and of token characters only.</summary>
    public static bool LooksLikeToken(ReadOnlySpan<byte> value)
    {
        if (value.Length < 16) return false;
        foreach (var b in value)
            if (!Bytes.IsBase64(b) && b is not ((byte)'.' or (byte)':' or (byte)'~')) return false;
        return value.ContainsAnyInRange((byte)'0', (byte)'9');
    }

    /// <summary>A word that says what it is; of a number a number that is too long to be one of anything, for a word is none in JSON.</summary>
    private byte[] MakePlaceholder(ReadOnlySpan<byte> value, int attempt)
    {
        var stream = new KeyStream(_key, value, attempt);
        if (value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            var number = new byte[NumberHead.Length + 10];
            for (var i = 0; i < number.Length; i++) number[i] = i < NumberHead.Length ? (byte)NumberHead[i] : (byte)('0' + stream.Next(10));
            return number;
        }
        var result = new byte[Placeholder.Length + 8];
        for (var i = 0; i < result.Length; i++) result[i] = i < Placeholder.Length ? (byte)Placeholder[i] : "0123456789abcdef"u8[stream.Next(16)];
        return result;
    }

    private static bool IsHexOnly(ReadOnlySpan<byte> value, out bool upper)
    {
        upper = false;
        var lower = false;
        foreach (var b in value)
        {
            if (Bytes.IsUpper(b)) upper = true;
            else if (Bytes.IsLower(b)) lower = true;
            if (Bytes.IsLetter(b) && !Bytes.IsHex(b)) return false;
        }
        return upper != lower;
    }
}

/// <summary>An endless stream of numbers that a key and a value determine.</summary>
internal ref struct KeyStream
{
    private readonly byte[] _key;
    private readonly byte[] _block = new byte[32];
    private readonly byte[] _seed = new byte[40];
    private int _used = 32;
    private int _counter;

    public KeyStream(byte[] key, ReadOnlySpan<byte> value, int attempt)
    {
        _key = key;
        HMACSHA256.HashData(key, value, _seed);
        BinaryPrimitives.WriteInt32LittleEndian(_seed.AsSpan(32), attempt);
    }

    /// <summary>A number below <paramref name="limit"/> (at most 65536), all but evenly spread.</summary>
    public int Next(int limit)
    {
        if (_used + 4 > 32)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_seed.AsSpan(36), _counter++);
            HMACSHA256.HashData(_key, _seed, _block);
            _used = 0;
        }
        var number = BinaryPrimitives.ReadUInt32LittleEndian(_block.AsSpan(_used));
        _used += 4;
        return (int)(((ulong)number * (uint)limit) >> 32);
    }
}
