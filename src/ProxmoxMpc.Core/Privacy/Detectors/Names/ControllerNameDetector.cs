using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The node that a controller of SDN is for, which the web interface calls after it: <c>bgp: bgpweb-01</c> of <c>controllers.cfg</c>, <c>"controller": "bgpweb-01"</c>.
/// </summary>
internal sealed class ControllerNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-controller", PrivacyKind.Node, "Nodes in the names of SDN's controllers");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "bgp: bgp", "isis: isis", "controller\": \"bgp", "controller\":\"bgp" }.Select(head => new Anchor(head, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var isSection = text[at] != 'c';
        if (isSection && Bytes.LineStart(text, at) != at) return;
        var start = at + length;
        var end = start + NamedValue.NameLength(text, start);
        if (isSection ? end != Bytes.LineEnd(text, end) : Bytes.At(text, end) != '"') return;
        if (Vocabulary.IsTelling(text[start..end])) NamedValue.TakeName(text, start, end - start, PrivacyKind.Node, found);
    }
}
