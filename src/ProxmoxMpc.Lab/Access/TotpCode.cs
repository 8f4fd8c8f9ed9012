using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace ProxmoxMpc.Lab.Access;

/// <summary>One-time codes as an authenticator shows them (RFC 6238): six digits, half a minute, SHA-1.</summary>
internal static class TotpCode
{
    private const int Period = 30;

    /// <summary>The time step of the code at that time or one step beside it, if it is a later one than the last; null: a wrong code, or a spent one.</summary>
    public static long? Find(string key, string code, long lastCount, DateTimeOffset now)
    {
        byte[] bytes = Key(key)!;
        long current = now.ToUnixTimeSeconds() / Period;
        for (long count = current - 1; count <= current + 1; count++)
        {
            if (count > lastCount && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(At(bytes, count)), System.Text.Encoding.UTF8.GetBytes(code)))
                return count;
        }
        return null;
    }

    /// <summary>The bytes of a key; null where it is none.</summary>
    public static byte[]? Key(string text)
    {
        string secret = text;
        if (text.StartsWith("otpauth://totp/", StringComparison.Ordinal))
            secret = text[(text.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').FirstOrDefault(p => p.StartsWith("secret=", StringComparison.Ordinal))?["secret=".Length..] ?? "";
        List<byte> bytes = [];
        int held = 0, bits = 0;
        foreach (char c in secret.Replace(" ", "", StringComparison.Ordinal).TrimEnd('='))
        {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
                return null;
            held = ((held << 5) | value) & 0xFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(held >> bits));
            }
        }
        return bytes.Count == 0 ? null : [.. bytes];
    }

    private static string At(byte[] key, long count)
    {
        byte[] message = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, count);
#pragma warning disable CA5350 // What authenticators use: the RFC's default.
        byte[] hash = HMACSHA1.HashData(key, message);
#pragma warning restore CA5350
        int number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }
}
