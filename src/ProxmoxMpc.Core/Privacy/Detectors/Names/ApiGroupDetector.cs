using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Kinds of objects of Kubernetes, which are called like domains and stay: <c>apiVersion: cluster.x-k8s.io/v1beta1</c>.</summary>
internal sealed class ApiGroupDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("api-group", PrivacyKind.Domain, "Groups of Kubernetes' API stay: apiVersion: apps.example.io/v1");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("apiVersion")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (start, count) = NamedValue.After(text, at + length);
        if (count > 2 && text.Slice(start, count).IndexOf("/v"u8) > 0) found.Keep(start, count);
    }
}
