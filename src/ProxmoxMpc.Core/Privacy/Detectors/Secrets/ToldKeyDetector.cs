using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys that two sides share, as sentences and notes tell them: <c>the shared key for both gateways is X</c>, <c>RADIUS-Secret auf dem NPS: X</c>, <c>chiave precondivisa: X</c>; and a
/// word that is used as one: <c>use X as the password</c>, <c>X als PSK</c>.
/// </summary>
internal sealed class ToldKeyDetector : Detector
{
    private const int Reach = 72, Shortest = 6, Longest = 64;

    private static readonly string[] Nouns =
    [
        "shared secret", "shared-secret", "shared key", "preshared key", "pre-shared key", "pre-shared-key", "radius secret", "radius-secret", "secret radius", "tacacs key", "clé partagée", "clé pré-partagée",
        "clef partagée", "chiave precondivisa", "chiave condivisa", "clave precompartida", "clave compartida", "gedeelde sleutel", "community string", "community-string", "standardpasswort", "standardkennwort",
    ];

    private static readonly string[] Uses =
        ["as the password", "as password", "as the psk", "as psk", "as the passphrase", "as the secret", "als passwort", "als kennwort", "als psk", "als wachtwoord", "comme mot de passe", "como contraseña", "come password"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("told-key", PrivacyKind.Password, "Shared keys told in sentences, and words used as a password");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Nouns.Concat(Uses).Select(noun => new Anchor(noun, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.IsLetterOrDigit(Bytes.At(text, at + length)) || Bytes.At(text, at + length) is (byte)'_' or (byte)'=') return;
        if (IsUse(text.Slice(at, length))) Before(text, at, found);
        else Behind(text, at + length, found);
    }

    private static bool IsUse(ReadOnlySpan<byte> noun) => Bytes.ToLower(noun[0]) == 'a' || noun.Length > 5 && Bytes.StartsWithIgnoreCase(noun, 0, "com"u8) && Bytes.ToLower(noun[4]) != 'u';

    /// <summary>Behind a colon, a verb, or a word that what was changed goes to.</summary>
    private void Behind(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Math.Min(Bytes.LineEnd(text, at), at + Reach);
        var isTold = Bytes.At(text, at) == ':';
        for (var i = at; i < line;)
        {
            var word = ToldText.Word(text, i, line, out var next);
            if (next <= i) return;
            i = next;
            if (word.IsEmpty)
            {
                isTold |= Bytes.At(text, i - 1) == ':';
                continue;
            }
            var span = text[word.Start..word.End];
            if (isTold && IsKey(span))
            {
                found.Replace(word.Start, word.Length, Rule.Kind);
                return;
            }
            // A sentence ends.
            if (Bytes.At(text, next - 1) is (byte)'.' or (byte)';' or (byte)'!' or (byte)'?') return;
            isTold = ToldText.IsVerb(span) || ToldText.IsWay(span) || Bytes.At(text, next - 1) == ':' || isTold && ToldText.IsAdverb(span);
        }
    }

    private void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end > 0 && Bytes.IsBlank(text[end - 1])) end--;
        var start = end;
        while (start > 0 && end - start <= Longest && !Bytes.IsBlank(text[start - 1]) && text[start - 1] != '\n') start--;
        if (start == end || end == at) return;
        var word = ToldText.Word(text, start, end, out _);
        if (!word.IsEmpty && IsKey(text[word.Start..word.End])) found.Replace(word.Start, word.Length, Rule.Kind);
    }

    /// <summary>Letters and digits or a sign, and nothing that names a machine, a version or a way to encipher.</summary>
    private static bool IsKey(ReadOnlySpan<byte> word)
    {
        if (word.Length is < Shortest or > Longest || word.IndexOfAny("/\\:@()[]{}<>|"u8) >= 0 || !KeySentenceText.LooksLikePassword(word, false)) return false;
        if (ToldText.IsCraft(word) || KeyValueText.IsReference(word) || Domains.IsDomain(word, out _, out _, out _)) return false;
        // A counted machine: digits at the end of a small word.
        return word.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 || word.ContainsAny("!#$%&+^~?*"u8) || word.IndexOfAnyInRange((byte)'0', (byte)'9') is >= 0 and var digit && word[digit..].IndexOfAnyInRange((byte)'a', (byte)'z') >= 0;
    }
}
