using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Time-based one-time codes (RFC 6238) as authenticator apps make them. No code is given out twice: Proxmox refuses one that it
/// has seen. Its text never shows the key.
/// </summary>
public sealed class PveTotp
{
    // The RFC's and Proxmox's defaults; an otpauth address may tell others.
    private const int DefaultDigits = 6;
    private const int DefaultPeriod = 30;

    private readonly byte[] _key;
    private readonly int _digits;
    private readonly int _period;
    private readonly HashAlgorithmName _algorithm;
    private long _lastCounter = -1;

    private PveTotp(byte[] key, int digits, int period, HashAlgorithmName algorithm) =>
        (_key, _digits, _period, _algorithm) = (key, digits, period, algorithm);

    /// <summary>Reads a key in Base32, as it is shown beside the QR code, or the whole <c>otpauth://totp/…</c> address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PveTotp? totp)
    {
        totp = null;
        var (secret, digits, period, algorithm) = (text.Trim(), DefaultDigits, DefaultPeriod, HashAlgorithmName.SHA1);
        if (secret.StartsWith("otpauth:", StringComparison.OrdinalIgnoreCase))
        {
            if (!Uri.TryCreate(secret, UriKind.Absolute, out var address) || !address.Host.Equals("totp", StringComparison.OrdinalIgnoreCase)) return false;
            secret = "";
            foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var value = Uri.UnescapeDataString(pair[(pair.IndexOf('=') + 1)..]);
                switch (pair.Split('=')[0].ToLowerInvariant())
                {
                    case "secret": secret = value; break;
                    case "digits" when !Number(value, 6, 8, out digits):
                    case "period" when !Number(value, 1, 3600, out period): return false;
                    case "algorithm" when value.ToUpperInvariant() is "SHA256": algorithm = HashAlgorithmName.SHA256; break;
                    case "algorithm" when value.ToUpperInvariant() is "SHA512": algorithm = HashAlgorithmName.SHA512; break;
                    case "algorithm" when value.ToUpperInvariant() is not "SHA1": return false;
                }
            }
        }
        if (Base32(secret) is not { Length: > 0 } key) return false;
        totp = new(key, digits, period, algorithm);
        return true;
    }

    /// <summary>Whether both make the same codes.</summary>
    internal bool IsSameAs(PveTotp other) => _digits == other._digits && _period == other._period && _algorithm == other._algorithm
        && CryptographicOperations.FixedTimeEquals(_key, other._key);

    /// <summary>A code that was not given out before: the present one, or the next after a wait for it.</summary>
    internal async Task<string> NextAsync(TimeProvider time, CancellationToken ct)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var counter = now.ToUnixTimeSeconds() / _period;
            if (counter > _lastCounter)
            {
                _lastCounter = counter;
                return CodeAt(counter);
            }
            var next = DateTimeOffset.FromUnixTimeSeconds((_lastCounter + 1) * _period);
            await Task.Delay(next > now ? next - now : TimeSpan.FromSeconds(1), time, ct);
        }
    }

    internal string CodeAt(long counter)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        var hash = CryptographicOperations.HmacData(_algorithm, _key, message);
        // RFC 4226, 5.3: the last four bits say where the 31 bits of the code begin.
        var value = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0x0F)) & int.MaxValue;
        return (value % (long)Math.Pow(10, _digits)).ToString(CultureInfo.InvariantCulture).PadLeft(_digits, '0');
    }

    public override string ToString() => "TOTP";

    private static bool Number(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    // RFC 4648; blanks and dashes are how it is shown in groups.
    private static byte[]? Base32(string text)
    {
        var bytes = new List<byte>();
        int bits = 0, held = 0;
        foreach (var c in text.TrimEnd('='))
        {
            if (c is ' ' or '-') continue;
            var value = char.ToUpperInvariant(c) switch { >= 'A' and <= 'Z' and var letter => letter - 'A', >= '2' and <= '7' and var digit => digit - '2' + 26, _ => -1 };
            if (value < 0) return null;
            held = (held << 5) | value;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
            held &= (1 << bits) - 1;
        }
        return [.. bytes];
    }
}
