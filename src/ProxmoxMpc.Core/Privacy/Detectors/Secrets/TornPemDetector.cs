using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The end of a private key whose beginning is not there, as <c>tail</c> and screens leave it: lines of Base64 above <c>-----END RSA PRIVATE KEY-----</c>.</summary>
internal sealed class TornPemDetector : Detector
{
    private const int MostLines = 100, LongestLine = 80, LongestName = 40;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("torn-pem", PrivacyKind.PrivateKey, "Ends of private keys whose beginning is missing");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("-----END ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.LineStart(text, at) != at || text[at..Math.Min(text.Length, at + LongestName)].IndexOf("KEY-----"u8) < 0) return;
        for (var (end, lines) = (at, 0); end > 0 && lines < MostLines; lines++)
        {
            var start = Bytes.LineStart(text, end - 1);
            var stop = SecretText.Base64End(text, start);
            if (stop == start || stop - start > LongestLine || text[stop..end].IndexOfAnyExcept("\r\n"u8) >= 0) return;
            found.Replace(start, stop - start, Rule.Kind);
            end = start;
        }
    }
}
