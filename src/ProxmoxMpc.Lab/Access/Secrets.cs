using System.Security.Cryptography;
using System.Text;

namespace ProxmoxMpc.Lab.Access;

/// <summary>Salted hashes for passwords and token secrets.</summary>
internal static class Secrets
{
    private const string Prefix = "$lab$";
    private const int Rounds = 2000;

    public static string Hash(string secret)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        return $"{Prefix}{Convert.ToHexString(salt)}${Convert.ToHexString(Derive(secret, salt))}";
    }

    /// <summary>What is written of a secret: of a plain one that stood in a hand-written file the hash, from then on.</summary>
    public static string? Kept(string? stored) => stored is null || stored.StartsWith(Prefix, StringComparison.Ordinal) ? stored : Hash(stored);

    /// <summary>Compares with a stored hash, or with the plain text of a hand-written file.</summary>
    public static bool Verify(string? stored, string given)
    {
        if (stored is null)
            return false;
        if (!stored.StartsWith(Prefix, StringComparison.Ordinal))
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(stored), Encoding.UTF8.GetBytes(given));
        var parts = stored[Prefix.Length..].Split('$');
        return parts.Length == 2 && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(parts[1]), Derive(given, Convert.FromHexString(parts[0])));
    }

    private static byte[] Derive(string secret, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(secret, salt, Rounds, HashAlgorithmName.SHA256, 32);
}
