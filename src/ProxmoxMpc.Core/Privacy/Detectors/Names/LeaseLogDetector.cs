using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines that have got an address, in the log of a DHCP server: <c>DHCPACK on 10.0.0.5 to bc:24:11:00:00:01 (name) via eth1</c></summary>
internal sealed class LeaseLogDetector : Detector
{
    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(") via ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        if (!text[..start].EndsWith(" ("u8) || Bytes.At(text, start - 5) != ':') return;
        NamedValue.TakeName(text, start, at - start, PrivacyKind.Host, found);
    }
}
