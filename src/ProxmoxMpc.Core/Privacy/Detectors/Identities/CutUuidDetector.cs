using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The beginning of a UUID where a line was cut, as <c>ps</c> cuts those of QEMU: <c>-uuid e40f109f-a147-4e38</c>.</summary>
internal sealed class CutUuidDetector : Detector
{
    private const int Group = 8, Whole = 36;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("cut-uuid", PrivacyKind.Uuid, "UUIDs that a line's end cuts");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" -uuid "), new("uuid=", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = Bytes.LineEnd(text, start);
        if (end - start is <= Group or >= Whole || SecretText.HexEnd(text, start) != start + Group) return;
        var value = text[start..end];
        if (value[Group] == '-' && value.IndexOfAnyExcept("0123456789abcdefABCDEF-"u8) < 0) found.Replace(start, value.Length, Rule.Kind);
    }
}
