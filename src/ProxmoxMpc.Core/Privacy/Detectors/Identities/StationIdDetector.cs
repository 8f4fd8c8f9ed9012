using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>MACs without separators as RADIUS tells who asks: <c>Calling-Station-Id = "525400a1b2c3"</c>. With separators they are found by their form.</summary>
internal sealed class StationIdDetector : Detector
{
    private const int MacDigits = 12;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("station-id", PrivacyKind.Mac, "MACs without separators in the attributes of RADIUS");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Calling-Station-I"), new("Called-Station-I")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (start, count) = NamedValue.After(text, at + length + 1);
        if (count >= MacDigits && SecretText.HexEnd(text, start) == start + MacDigits) found.Replace(start, MacDigits, Rule.Kind);
    }
}
