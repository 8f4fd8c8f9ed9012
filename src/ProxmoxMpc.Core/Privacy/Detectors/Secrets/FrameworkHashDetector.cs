using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Hashes of passwords as frameworks of the web keep them, which name the way first and divide by a colon or a dollar: Django's
/// <c>pbkdf2_sha256$720000$SALT$HASH</c>, Werkzeug's <c>scrypt:32768:8:1$SALT$HASH</c>. The way and its costs stay.
/// </summary>
internal sealed class FrameworkHashDetector : Detector
{
    private const int MostParameters = 4, LongestParameter = 40, ShortestSalt = 4, ShortestHash = 27;

    private static readonly string[] Ways =
        ["pbkdf2_sha256$", "pbkdf2_sha1$", "bcrypt_sha256$$2", "argon2$argon2", "scrypt$", "scrypt:", "pbkdf2:sha1", "pbkdf2:sha256", "pbkdf2:sha512"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("framework-hash", PrivacyKind.PasswordHash, "Hashes of passwords of web frameworks");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Ways.Select(way => new Anchor(way, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var field = at + length;
        for (var parameters = 0; parameters < MostParameters; parameters++)
        {
            var end = FieldEnd(text, field);
            if (Bytes.At(text, end) != '$') return;
            if (IsSaltAndHash(text, field, end) is > 0 and var stop)
            {
                found.Replace(field, stop - field, Rule.Kind);
                return;
            }
            if (end - field > LongestParameter) return;
            field = end + 1;
        }
    }

    /// <summary>Where the hash ends behind the salt; 0 where the field is a parameter: digits, or names with numbers (<c>m=65536,t=3</c>).</summary>
    private static int IsSaltAndHash(ReadOnlySpan<byte> text, int start, int end)
    {
        var salt = text[start..end];
        if (salt.Length < ShortestSalt || salt.IndexOfAnyExcept("0123456789:"u8) < 0 || salt.IndexOfAny("=,"u8) >= 0) return 0;
        var stop = end + 1;
        while (stop < text.Length && (Bytes.IsBase64(text[stop]) || text[stop] == '.' && Bytes.IsBase64(Bytes.At(text, stop + 1)))) stop++;
        return stop - end - 1 >= ShortestHash ? stop : 0;
    }

    private static int FieldEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && (Bytes.IsBase64(text[at]) || text[at] is (byte)'.' or (byte)',' or (byte)':')) at++;
        return at;
    }
}
