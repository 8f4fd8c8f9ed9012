using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Base64 that a shell is told to decode, where it holds a user and a password or another secret: <c>base64 -d &lt;&lt;&lt; x</c>, <c>echo x | base64 -d</c>.
/// </summary>
internal sealed class DecodedArgumentDetector : Detector
{
    private const int Shortest = 8;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("decoded-argument", PrivacyKind.Password, "Secrets in Base64 that a shell is told to decode");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("base64 -d", WordStart: true), new("base64 --decode", WordStart: true), new("base64 -D", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var behind = Bytes.SkipBlanks(text, at + length);
        if (Bytes.StartsWithAt(text, behind, "<<<"u8)) Take(text, Bytes.SkipBlanks(text, behind + 3), found);
        else
        {
            var line = Bytes.LineStart(text, at);
            var before = text[line..at].TrimEnd((byte)' ');
            if (before is [.., (byte)'|'] && before.LastIndexOf("echo "u8) is >= 0 and var echo)
            {
                var start = line + echo + 5;
                if (Bytes.StartsWithAt(text, start, "-n "u8)) start += 3;
                Take(text, start, found);
            }
        }
    }

    private void Take(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.At(text, at) is (byte)'"' or (byte)'\'') at++;
        var end = SecretText.Base64End(text, at);
        if (end - at >= Shortest && EncodedBlobDetector.IsText(text[at..end])) found.Replace(at, end - at, Rule.Kind);
    }
}
