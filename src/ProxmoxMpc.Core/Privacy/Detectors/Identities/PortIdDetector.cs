using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A MAC address without signs, as switches show a neighbour's port: <c>Port ID : "3cecef744777"</c>.</summary>
internal sealed class PortIdDetector : Detector
{
    private const int Digits = 12;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("port-id", PrivacyKind.Mac, "MAC addresses of neighbours' ports");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Port ID", WordStart: true), new("PortID", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var sign = Bytes.SkipBlanks(text, at + length);
        if (Bytes.At(text, sign) != ':') return;
        var start = Bytes.SkipBlanks(text, sign + 1);
        if (Bytes.At(text, start) == '"') start++;
        if (SecretText.HexEnd(text, start) == start + Digits && !Bytes.IsLetterOrDigit(Bytes.At(text, start + Digits))) found.Replace(start, Digits, Rule.Kind);
    }
}
