using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What a client answers to a challenge of HTTP or SIP, from which the password can be guessed: <c>Digest username="jane", realm="x", nonce="…", response="…"</c>.
/// </summary>
internal sealed class DigestResponseDetector : Detector
{
    private const int Reach = 600;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("response=\""), new("response=\\\"")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = SecretText.HexEnd(text, start);
        // MD5, SHA-256; what has no challenge is something else.
        if (end - start is not (32 or 64) || Bytes.At(text, end) is not ((byte)'"' or (byte)'\\')) return;
        var line = Math.Max(Bytes.LineStart(text, at), at - Reach);
        var rest = Math.Min(Bytes.LineEnd(text, end), end + Reach);
        if (text[line..at].IndexOf("nonce="u8) >= 0 || text[end..rest].IndexOf("nonce="u8) >= 0) found.Replace(start, end - start, PrivacyKind.PasswordHash);
    }
}
