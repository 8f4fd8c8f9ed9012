using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines that a firewall has a key of, in its configuration: <c>&lt;client>&lt;name>jane-phone&lt;/name>&lt;pubkey></c>.</summary>
internal sealed class WireguardClientDetector : Detector
{
    private const int Reach = 90;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("wireguard-client", PrivacyKind.Host, "Machines with a public key in configurations of firewalls");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("</name><pubkey>"), new("</name><publickey>")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        // A server is called as its interface.
        if (!text[..start].EndsWith("<name>"u8) || text[Math.Max(0, start - Reach)..start].IndexOf("<client "u8) < 0) return;
        if (text[start..at].ContainsAny("-0123456789"u8) && Vocabulary.IsTelling(text[start..at])) NamedValue.TakeName(text, start, at - start, PrivacyKind.Host, found);
    }
}
