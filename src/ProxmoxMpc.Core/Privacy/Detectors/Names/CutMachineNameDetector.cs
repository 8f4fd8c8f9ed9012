using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The full name of a machine that Windows has called itself, cut by a table: <c>DESKTOP-K8P2M1Q.ad.firm...</c></summary>
internal sealed class CutMachineNameDetector : Detector
{
    private const int Longest = 120;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-cut", PrivacyKind.Host, "Full names of machines of Windows that a table has cut");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("DESKTOP-", WordStart: true), new("LAPTOP-", WordStart: true), new("WIN-", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + NamedValue.NameLength(text, at);
        if (end - at > Longest || !text[at..end].Contains((byte)'.') || !Bytes.StartsWithAt(text, end, "..."u8) && !Bytes.StartsWithAt(text, end, "…"u8)) return;
        NamedValue.TakeCutName(text, at, end, found);
    }
}
