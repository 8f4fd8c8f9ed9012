using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The address and the port by which a scanner greets what it scans, as sshd logs it: <c>"MGLNDD_10.1.2.3_22"</c>.</summary>
internal sealed class ProbeNameDetector : Detector
{
    private const int Longest = 15;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("probe-name", PrivacyKind.Ipv4, "Addresses in the greetings of scanners");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("MGLNDD_", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (end - start < Longest && (Bytes.IsDigit(Bytes.At(text, end)) || Bytes.At(text, end) == '.')) end++;
        if (AddressText.TryParseIpv4(text[start..end], (byte)'.', out _)) found.Replace(start, end - start, PrivacyKind.Ipv4);
    }
}
