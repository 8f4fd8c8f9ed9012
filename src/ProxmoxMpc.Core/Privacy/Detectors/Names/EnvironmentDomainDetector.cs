using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The domain that Windows tells in its environment: <c>USERDOMAIN=FIRMA</c>.</summary>
internal sealed class EnvironmentDomainDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-environment-domain", PrivacyKind.Domain, "Domains in the environment of Windows");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("USERDOMAIN=", WordStart: true), new("USERDOMAIN_ROAMINGPROFILE=", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        AccountValue.TakeDomain(text, start, NamedValue.NameLength(text, start), found);
    }
}
