using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>SHA-256 crypt ($5$) as PUT stores a cloud-init password.</summary>
internal static partial class PasswordHash
{
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Rounds = 5000;

    /// <summary>Leaves alone what is a hash already.</summary>
    public static string Crypt(string password) => Known().IsMatch(password) ? password : Crypt(password, RandomNumberGenerator.GetString(Alphabet, 8));

    /// <summary>The algorithm of Ulrich Drepper's SHA-crypt, version 0.4.</summary>
    public static string Crypt(string password, string salt)
    {
        byte[] key = Encoding.UTF8.GetBytes(password), seed = Encoding.UTF8.GetBytes(salt);
        byte[] b = SHA256.HashData([.. key, .. seed, .. key]);
        var a = new List<byte>([.. key, .. seed]);
        for (int left = key.Length; left > 0; left -= 32)
            a.AddRange(b.Take(Math.Min(32, left)));
        for (int n = key.Length; n > 0; n >>= 1)
            a.AddRange((n & 1) != 0 ? b : key);
        byte[] digest = SHA256.HashData(a.ToArray());
        byte[] p = Repeat(SHA256.HashData([.. Enumerable.Repeat(key, key.Length).SelectMany(k => k)]), key.Length);
        byte[] s = Repeat(SHA256.HashData([.. Enumerable.Repeat(seed, 16 + digest[0]).SelectMany(k => k)]), seed.Length);
        for (int i = 0; i < Rounds; i++)
        {
            var c = new List<byte>();
            c.AddRange((i & 1) != 0 ? p : digest);
            if (i % 3 != 0)
                c.AddRange(s);
            if (i % 7 != 0)
                c.AddRange(p);
            c.AddRange((i & 1) != 0 ? digest : p);
            digest = SHA256.HashData(c.ToArray());
        }
        var text = new StringBuilder($"$5${salt}$");
        foreach (var (x, y, z) in ((int, int, int)[])[(0, 10, 20), (21, 1, 11), (12, 22, 2), (3, 13, 23), (24, 4, 14), (15, 25, 5), (6, 16, 26), (27, 7, 17), (18, 28, 8), (9, 19, 29)])
            Encode(text, digest[x] << 16 | digest[y] << 8 | digest[z], 4);
        Encode(text, digest[31] << 8 | digest[30], 3);
        return text.ToString();
    }

    private static void Encode(StringBuilder text, int bits, int characters)
    {
        for (int i = 0; i < characters; i++, bits >>= 6)
            text.Append(Alphabet[bits & 63]);
    }

    private static byte[] Repeat(byte[] block, int length) => [.. Enumerable.Range(0, length).Select(i => block[i % 32])];

    [GeneratedRegex(@"\A\$(?:[156]|2[ay])(\$.+){2}", RegexOptions.Singleline)]
    private static partial Regex Known();
}
