using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Hashed recovery codes of tfa.cfg, the key file of a backup, what a provider keeps in a Terraform state.</summary>
internal sealed class JsonSecretDetector : Detector
{
    // Bytes of an object behind the anchor, and before it.
    private const int Reach = 3000, BackReach = 600;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"entries\""), new("\"kdf\""), new("\"private\": \"")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var after = at + length;
        if (text[at + 1] == 'p') Private(text, after, found);
        else if (text[at + 1] == 'k') KeyFile(text, at, after, found);
        else RecoveryCodes(text, after, found);
    }

    /// <summary>What a provider keeps in Base64. <c>null</c> and <c>{}</c> say that nothing is kept, the version of a schema is everybody's.</summary>
    private static void Private(ReadOnlySpan<byte> text, int after, Findings found)
    {
        if (SecretText.IsSchemaVersion(text[after..])) return;
        var end = SecretText.Base64End(text, after);
        if (end - after > 8) found.Replace(after, end - after, PrivacyKind.ServiceToken);
    }

    /// <summary>The key of a tape or a backup, its salt, and what reminds of its password.</summary>
    private static void KeyFile(ReadOnlySpan<byte> text, int at, int after, Findings found)
    {
        var from = Math.Max(0, at - BackReach);
        var limit = Math.Min(text.Length, after + Reach);
        var open = text[from..at].LastIndexOf((byte)'{') is >= 0 and var brace ? from + brace : at;
        var end = text[at..limit].IndexOf((byte)'}') is > 0 and var bracket ? at + bracket : limit;
        var inner = text[open..end];
        if (inner.IndexOf("\"salt\""u8) is > 0 and var salt && NamedValue.After(text, open + salt + 6) is { Length: > 8 } grain)
            found.Replace(grain.Start, grain.Length, PrivacyKind.PrivateKey);
        if (inner.IndexOf("\"hint\""u8) is > 0 and var hint && NamedValue.After(text, open + hint + 6) is { Length: > 2 } reminder)
            found.Replace(reminder.Start, reminder.Length, PrivacyKind.Password);
        if (text[after..limit].IndexOf("\"data\""u8) is not (>= 0 and var data)
            || text[(after + data + 6)..limit].IndexOf((byte)'"') is not (>= 0 and var quote))
            return;
        var start = after + data + quote + 7;
        found.Replace(start, SecretText.Base64End(text, start) - start, PrivacyKind.PrivateKey);
    }

    private static void RecoveryCodes(ReadOnlySpan<byte> text, int after, Findings found)
    {
        if (text[after..Math.Min(text.Length, after + Reach)].IndexOf((byte)']') is not (> 0 and var close)) return;
        for (var i = after; i < after + close; i++)
        {
            if (SecretText.HexEnd(text, i) is var end && end - i != 64) continue;
            found.Replace(i, 64, PrivacyKind.ServiceToken);
            i = end;
        }
    }
}
