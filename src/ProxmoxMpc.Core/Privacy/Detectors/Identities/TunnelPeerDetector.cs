using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Who is at the other end of a tunnel of strongSwan, behind the address: <c>10.0.0.1[%any]...203.0.113.7[jane]</c>, <c>…[C=DE, O=Firma, CN=lyra]</c></summary>
internal sealed class TunnelPeerDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("tunnel-peer", PrivacyKind.Host, "Who is at the other end of a tunnel of strongSwan");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("]...")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at..end].IndexOf((byte)'[') is not (> 10 and < 48 and var open) || text[(at + open)..end].IndexOf((byte)']') is not (> 1 and var close)) return;
        var (start, stop) = (at + open + 1, at + open + close);
        if (text[start..stop].LastIndexOf("CN="u8) is >= 0 and var name) start += name + 3;
        var count = NamedValue.NameLength(text, start);
        if (start + count == stop && !text[start..stop].Contains((byte)'.') && Vocabulary.IsTelling(text[start..stop])) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
