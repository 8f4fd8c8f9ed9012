using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Hashes of passwords as crypt writes them: with <c>$</c>, doubled as in compose files or encoded (<c>%24</c>), Argon2 and PBKDF2 too.</summary>
internal sealed class PasswordHashDetector : Detector
{
    // Salt and hash are that long at least.
    private const int Shortest = 20;

    private static readonly string[] Ids =
    [
        "1", "2", "2a", "2b", "2x", "2y", "5", "6", "7", "8", "9", "14", "c$3", "h$6", "y", "gy", "sha1", "apr1", "argon2i", "argon2d", "argon2id", "scrypt", "bcrypt",
        "pbkdf2", "pbkdf2-sha1", "pbkdf2-sha256", "pbkdf2-sha512", "P", "H",
    ];

    private static readonly string[] EncodedIds = ["argon2id", "argon2i", "6", "5", "y", "2y", "2b", "2a"];

    /// <summary>The rule that all detectors of hashes are of.</summary>
    public static PrivacyRule HashRule { get; } = PrivacyRule.Secret("password-hash", PrivacyKind.PasswordHash, "Hashes of passwords");

    public override PrivacyRule Rule => HashRule;

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Ids.Select(id => new Anchor($"${id}$")), .. EncodedIds.Select(id => new Anchor($"%24{id}%24")),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '%') Encoded(text, at + length, found);
        else Crypt(text, at + length, found);
    }

    /// <summary>The same with its signs encoded: <c>%24argon2id%24v=19%24m=65540,t=3,p=4%24salt%24hash</c>.</summary>
    private void Encoded(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = start;
        while (end < text.Length && (Bytes.IsBase64(text[end]) || text[end] is (byte)'.' or (byte)',' || IsEncodedSign(text, end))) end++;
        var body = start;
        while (text[body..end].IndexOf("%24"u8) is >= 0 and var field && IsParameter(text.Slice(body, field))) body += field + 3;
        if (end - body >= Shortest) found.Replace(body, end - body, Rule.Kind);
    }

    /// <summary><c>%24</c>, <c>%2F</c>, <c>%2B</c>, <c>%2C</c></summary>
    private static bool IsEncodedSign(ReadOnlySpan<byte> text, int at) =>
        text[at] == '%' && Bytes.At(text, at + 1) == '2' && Bytes.ToLower(Bytes.At(text, at + 2)) is (byte)'4' or (byte)'f' or (byte)'b' or (byte)'c';

    private void Crypt(ReadOnlySpan<byte> text, int start, Findings found)
    {
        if (Bytes.At(text, start) == '$') start++;
        var end = start;
        while (end < text.Length && IsOfCrypt(text, end)) end++;
        while (end > start && text[end - 1] is (byte)'.' or (byte)',' or (byte)'-' or (byte)'$') end--;
        // Rounds, versions and costs stay, salt and hash go.
        var body = start;
        while (text[body..end].IndexOf((byte)'$') is >= 0 and var field && IsParameter(text.Slice(body, field)))
        {
            body += field + 1;
            if (Bytes.At(text, body) == '$') body++;
        }
        if (end - body >= Shortest || end - body >= 4 && IsOfJunos(text, start, end)) found.Replace(body, end - body, Rule.Kind);
    }

    private static bool IsOfCrypt(ReadOnlySpan<byte> text, int at) =>
        Bytes.IsAsciiLetterOrDigit(text[at]) || text[at] is (byte)'.' or (byte)'/' or (byte)'$' or (byte)'+' or (byte)'=' or (byte)'-' or (byte)'_'
        || text[at] == ',' && Bytes.At(text, at + 2) == '=';

    /// <summary>Junos hides a secret behind a 9, of any length: <c>"$9$x"</c>.</summary>
    private static bool IsOfJunos(ReadOnlySpan<byte> text, int start, int end) =>
        text[start - 2] == '9' && Bytes.At(text, start - 4) == '"' && Bytes.At(text, end) == '"';

    private static bool IsParameter(ReadOnlySpan<byte> field) => field.Length <= 5 || field.Contains((byte)'=');
}
