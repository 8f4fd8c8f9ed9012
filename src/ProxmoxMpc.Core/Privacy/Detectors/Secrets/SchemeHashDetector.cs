using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Hashes of passwords behind their scheme, as LDAP and Dovecot write them: <c>{SSHA}x</c>, <c>{PBKDF2}27500$x</c>; a password itself behind
/// <c>{PLAIN}</c>.
/// </summary>
internal sealed class SchemeHashDetector : Detector
{
    private static readonly string[] Schemes =
        "{SSHA} {SHA} {SSHA512} {SMD5} {MD5} {CRYPT} {ARGON2} {PBKDF2-SHA1} {PBKDF2-SHA256} {PBKDF2-SHA512} {PBKDF2} {PLAIN} {CLEARTEXT} {CLEAR}".Split(' ');

    public override PrivacyRule Rule => PasswordHashDetector.HashRule;

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Schemes.Select(scheme => new Anchor(scheme, IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (Bytes.StartsWithIgnoreCase(text, at, "{pbkdf2"u8)) Rounds(text, start, found);
        else if (IsPlain(text, at)) found.Replace(start, PlainEnd(text, start) - start, PrivacyKind.Password);
        else found.Replace(start, SecretText.Base64End(text, start) - start, Rule.Kind);
    }

    /// <summary>Rounds, the salt, the hash.</summary>
    private void Rounds(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var salt = start;
        while (Bytes.IsDigit(Bytes.At(text, salt))) salt++;
        var end = salt;
        while (end < text.Length && (Bytes.IsBase64(text[end]) || text[end] is (byte)'$' or (byte)'.')) end++;
        if (end - salt > 20) found.Replace(salt, end - salt, Rule.Kind);
    }

    private static bool IsPlain(ReadOnlySpan<byte> text, int at) =>
        Bytes.ToLower(text[at + 1]) is (byte)'p' or (byte)'c' && !Bytes.StartsWithIgnoreCase(text, at, "{crypt}"u8);

    private static int PlainEnd(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)':' or (byte)'"' or (byte)'\'' or (byte)'<')) end++;
        return end;
    }
}
