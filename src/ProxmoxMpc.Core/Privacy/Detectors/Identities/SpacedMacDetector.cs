using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The MAC in a configuration of APC's cards, in pairs with blanks between: <c>Override=00 C0 B7 51 B0 6E</c>.</summary>
internal sealed class SpacedMacDetector : Detector
{
    private const int Length = 17;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("spaced-mac", PrivacyKind.Mac, "MACs in configurations of APC's cards");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Override=", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (Bytes.LineEnd(text, start) - start < Length || Bytes.IsLetterOrDigit(Bytes.At(text, start + Length))) return;
        for (var i = 0; i < Length; i++)
            if (i % 3 == 2 ? text[start + i] != ' ' : !Bytes.IsHex(text[start + i])) return;
        found.Replace(start, Length, PrivacyKind.Mac);
    }
}
