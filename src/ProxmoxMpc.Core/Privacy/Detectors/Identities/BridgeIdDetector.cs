using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The MAC of a bridge behind its priority: <c>8000.901b0ed437c2</c> of brctl, <c>8000.90:1b:e:d4:37:c2</c> of iproute2, which leaves out zeros.</summary>
internal sealed class BridgeIdDetector : Detector
{
    private const int Digits = 12;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("bridge-id", PrivacyKind.Mac, "MACs in the ids of bridges: 8000.901b0ed437c2");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\t8000."), new(" 8000.")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = SecretText.HexEnd(text, start);
        if (end - start == Digits && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) && text[start..end].ContainsAnyExcept((byte)'0')) found.Replace(start, Digits, PrivacyKind.Mac);
        if (end - start is not (1 or 2)) return;
        for (var groups = 1; groups < 6; groups++)
        {
            if (Bytes.At(text, end) != ':' || SecretText.HexEnd(text, end + 1) is var next && next - end is not (2 or 3)) return;
            end = next;
        }
        // One that is written in full is found as such.
        if (end - start < 17 && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) && Bytes.At(text, end) != ':' && text[start..end].ContainsAnyExcept("0:"u8)) found.Replace(start, end - start, PrivacyKind.Mac);
    }
}
