using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Hashes of Windows accounts behind a word for them, or alone on the line below: <c>NTHash : x</c>, <c>* NTLM : x</c>, the keys of Kerberos, <c>aes256_hmac x</c>; what
/// FreeRADIUS logs of a login, <c>Login incorrect: [jane/x]</c>, and the password of OpenVPN's static challenge.
/// </summary>
internal sealed class NtHashDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("nt-hash", PrivacyKind.PasswordHash, "Hashes of Windows accounts, and logins that servers log");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "NTHash", "NT Hash", "NTLM", "smbhash", "LMHash", "LM Hash", "aes256_hmac", "aes128_hmac", "aes256-cts-hmac-sha1-96", "aes128-cts-hmac-sha1-96", "arcfour-hmac", "rc4_hmac", "/rc4:" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)), new("Login incorrect"), new("Login OK: ["), new("SCRV1:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (text[at] == 'S')
        {
            var first = SecretText.Base64End(text, at + length);
            if (Bytes.At(text, first) != ':') return;
            var second = SecretText.Base64End(text, first + 1);
            found.Replace(at + length, first - at - length, PrivacyKind.Password);
            found.Replace(first + 1, second - first - 1, PrivacyKind.OneTimeCode);
            return;
        }
        if (Bytes.StartsWithAt(text, at, "Login"u8))
        {
            if (text[at..line].IndexOf((byte)'[') is > 0 and var open) Logged(text, at + open + 1, line, found);
            return;
        }
        var i = at + length;
        while (i < line && i < at + length + 24 && (text[i] is (byte)':' or (byte)' ' or (byte)'=' or (byte)'\t' or (byte)'"' or (byte)'(' or (byte)')' or (byte)'-' || i < at + length + 8 && (Bytes.StartsWithIgnoreCase(text, i, "hash"u8) || Bytes.IsLetter(text[i]) && Bytes.IsLetter(text[i - 1])))) i++;
        if (SecretText.HexEnd(text, i) - i is 32 or 64 or 40 && !Bytes.IsLetterOrDigit(Bytes.At(text, SecretText.HexEnd(text, i))))
        {
            found.Replace(i, SecretText.HexEnd(text, i) - i, Rule.Kind);
            return;
        }
        // Nothing but the hash below.
        var end = line;
        if (i < line || !Bytes.NextLine(text, ref end, out var start)) return;
        if (end - start == 32 && SecretText.HexEnd(text, start) == end) found.Replace(start, 32, Rule.Kind);
    }

    /// <summary>[jane/x], and not [jane/&lt;via Auth-Type = EAP>].</summary>
    private static void Logged(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        if (text[at..line].IndexOf((byte)'/') is not (> 0 and var slash) || text[at..line].IndexOf("] ("u8) is not (> 0 and var close) && (close = text[at..line].IndexOf((byte)']')) < slash || close <= slash) return;
        var value = text[(at + slash + 1)..(at + close)];
        if (value.Length >= 3 && value[0] != '<' && !value.Contains((byte)' ')) found.Replace(at + slash + 1, value.Length, PrivacyKind.Password);
        NamedValue.TakeUser(text, at, slash, found);
    }
}
