using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Keys of Ceph: 40 characters of Base64 that begin with <c>AQ</c>.</summary>
internal sealed class CephKeyDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("ceph-key", PrivacyKind.PrivateKey, "Ceph keys");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("AQ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = SecretText.Base64End(text, at);
        // Where the end of the line was lost, the next word is glued to it.
        if (end - at >= 40 && text[at + 39] == '=' && text[at + 38] == '=') found.Replace(at, 40, Rule.Kind);
    }
}
