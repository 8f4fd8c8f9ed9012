using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The domain of Windows that a scan has been told: <c>NetBIOS_Domain_Name: FIRMA</c>, <c>Target_Name: FIRMA</c>.</summary>
internal sealed class ScanDomainDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-scan-domain", PrivacyKind.Domain, "Domains of Windows in the results of nmap");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Target_Name: ", WordStart: true), new("NetBIOS_Domain_Name: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        AccountValue.TakeDomain(text, start, NamedValue.NameLength(text, start), found);
    }
}
