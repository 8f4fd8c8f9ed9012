using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Containers in the log of LXC: <c>lxc-start[74003]: web-01: start.c: …</c></summary>
internal sealed class LxcLogDetector : Detector
{
    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("lxc-start["), new("lxc-stop[")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at..Bytes.LineEnd(text, at)].IndexOf("]: "u8) is not (> 0 and var colon)) return;
        var start = at + colon + 3;
        var count = NamedValue.NameLength(text, start);
        if (count > 1 && Bytes.At(text, start + count) == ':') NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
    }
}
