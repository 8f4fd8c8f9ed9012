using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Fingerprints of SSH keys: <c>SHA256:</c> and 43 characters.</summary>
internal sealed class KeyFingerprintDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("key-fingerprint", PrivacyKind.Fingerprint, "Fingerprints of SSH keys");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors => [new("SHA256:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (end < text.Length && Bytes.IsBase64(text[end]) && text[end] is not ((byte)'=' or (byte)'-' or (byte)'_')) end++;
        if (end - start == 43) found.Replace(start, 43, PrivacyKind.Fingerprint);
    }
}
