using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A version of four numbers in the name of a phone's firmware, which looks like an address: <c>snomD735-10.1.184.15-SIP-r.bin</c>.</summary>
internal sealed class FirmwareFileDetector : Detector
{
    private const int Longest = 15;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("firmware-file", PrivacyKind.Ipv4, "Versions in names of phones' firmware, which stay");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("-SIP-r.bin"), new("-SIP-f.bin"), new("-SIP-bf.bin")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at;
        while (start > 0 && at - start < Longest && (Bytes.IsDigit(text[start - 1]) || text[start - 1] == '.')) start--;
        if (at - start > 4 && Bytes.At(text, start - 1) == '-') found.Keep(start, at - start);
    }
}
