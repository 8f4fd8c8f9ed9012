using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>UUIDs by which a vendor tells one build of its software from another: <c>Internal build ID: x</c>. Everybody who runs it has the same one.</summary>
internal sealed class BuildIdDetector : Detector
{
    private const int UuidLength = 36;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("build-id", PrivacyKind.Uuid, "Ids of builds of software stay");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("uild ID:"), new("uild id:"), new("uild-id:"), new("uildId:"), new("uildID:"), new("uild_id:"), new("uild-Id:")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at + length);
        if (SecretText.IsUuid(text, start)) found.Keep(start, UuidLength);
    }
}
