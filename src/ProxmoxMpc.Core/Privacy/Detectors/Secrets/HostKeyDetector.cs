using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The fingerprint of a server's key without colons, as newer versions of nmap print it before the key's kind: <c>|   256 0123… (ECDSA)</c></summary>
internal sealed class HostKeyDetector : Detector
{
    private const int Length = 32;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("host-key", PrivacyKind.Fingerprint, "Fingerprints of servers' keys before the key's kind");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" (ECDSA)"), new(" (ED25519)"), new(" (RSA)"), new(" (DSA)")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at - Length;
        // How many bits the key has stands before it.
        if (start >= 2 && text[start - 1] == ' ' && Bytes.IsDigit(text[start - 2]) && SecretText.HexEnd(text, start) == at) found.Replace(start, Length, Rule.Kind);
    }
}
