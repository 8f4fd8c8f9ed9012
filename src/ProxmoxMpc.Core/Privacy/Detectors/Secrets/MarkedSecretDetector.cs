using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets that begin with, or stand right behind, what one program only writes: <c>$lfk$x</c> of Zyxel's switches, the provisioning string of <c>djoin</c>, the
/// key that <c>ktpass</c> prints (<c>keylength 32 (0x0123…)</c>), the digest of a WS-Security login, the <c>user_hash</c> of snom's phones.
/// </summary>
internal sealed class MarkedSecretDetector : Detector
{
    private const int ShortestCipher = 8, ShortestBlob = 64, ShortestDigest = 20, ShortestKey = 16, Md5 = 32, MostAttributes = 80, MostLines = 200;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("marked-secret", PrivacyKind.PrivateKey, "Secrets behind marks of one program: $lfk$, djoin, ktpass, PasswordDigest");

    public override Precedence Precedence => Precedence.Token;

    // The provisioning string begins with a header of NDR: 01 10 08 00 cc cc cc cc.
    public override ImmutableArray<Anchor> Anchors { get; } = [new("$lfk$"), new("ARAIAMzMzMz", WordStart: true), new("keylength "), new("#PasswordDigest\">"), new("<user_hash")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var after = at + length;
        switch (text[at])
        {
            case (byte)'$':
                Cipher(text, at, SecretText.Base64End(text, after), found);
                break;
            case (byte)'A':
                Blob(text, at, found);
                break;
            case (byte)'k':
                while (Bytes.IsDigit(Bytes.At(text, after))) after++;
                if (!Bytes.StartsWithAt(text, after, " (0x"u8)) return;
                after += " (0x".Length;
                var digits = SecretText.HexEnd(text, after) - after;
                if (digits >= ShortestKey && Bytes.At(text, after + digits) == ')') found.Replace(after, digits, Rule.Kind);
                break;
            case (byte)'#':
                var digest = SecretText.Base64End(text, after) - after;
                if (digest >= ShortestDigest && Bytes.At(text, after + digest) == '<') found.Replace(after, digest, PrivacyKind.PasswordHash);
                break;
            default:
                // <user_hash idx="1" perm="">0123…</user_hash>
                if (text.Slice(after, Math.Min(MostAttributes, text.Length - after)).IndexOf((byte)'>') is not (>= 0 and var close)) return;
                after += close + 1;
                if (SecretText.HexEnd(text, after) == after + Md5) found.Replace(after, Md5, PrivacyKind.PasswordHash);
                break;
        }
    }

    /// <summary><c>username jane cipher $lfk$x privilege 15</c></summary>
    private static void Cipher(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        if (end - at < ShortestCipher) return;
        found.Replace(at, end - at, PrivacyKind.Password);
        var first = Bytes.SkipBlanks(text, Bytes.LineStart(text, at));
        if (!Bytes.StartsWithAt(text, first, "username "u8)) return;
        var user = DeviceText.Next(text, first + "username ".Length, at);
        NamedValue.TakeUser(text, user.Start, user.Length, found);
    }

    /// <summary>A console folds it into lines of one width.</summary>
    private void Blob(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = SecretText.Base64End(text, at);
        if (end - at < ShortestBlob) return;
        found.Replace(at, end - at, Rule.Kind);
        var line = end;
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref line, out var start); lines++)
        {
            end = SecretText.Base64End(text, start);
            if (end == start || text[end..line].TrimEnd((byte)'\r').Length > 0) return;
            found.Replace(start, end - start, Rule.Kind);
        }
    }
}
