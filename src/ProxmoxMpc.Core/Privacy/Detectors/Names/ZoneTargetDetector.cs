using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What a record of a zone points at, by a name of the same zone: <c>wiki IN CNAME lb4</c>, <c>IN NS awl1</c>, <c>IN MX 10 awl2</c>.</summary>
internal sealed class ZoneTargetDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("zone-target", PrivacyKind.Host, "Machines that records of a zone point at");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "CNAME ", "CNAME\t", "IN NS ", "IN NS\t", "IN\tNS\t", "IN MX", "IN\tMX" }.Select(record => new Anchor(record, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[Bytes.LineStart(text, at)..at].IndexOf("IN"u8) < 0 && text[at] != 'I') return;
        var start = Bytes.SkipBlanks(text, at + length);
        // IN MX 10 lyra: what is preferred stands before it.
        if (text[at + length - 1] == 'X')
        {
            while (Bytes.IsDigit(Bytes.At(text, start))) start++;
            start = Bytes.SkipBlanks(text, start);
        }
        var count = NamedValue.NameLength(text, start);
        // A full name is found as one, and mail is a service as often as a machine.
        if (Bytes.At(text, start + count) == '.' || text.Slice(start, count).Contains((byte)'.') || ZoneOwnerDetector.IsService(text.Slice(start, count))) return;
        if (Bytes.SkipBlanks(text, start + count) == Bytes.LineEnd(text, start)) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
