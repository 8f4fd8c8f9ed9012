using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The machine before the prompt of its console: <c>web-1 login: </c></summary>
internal sealed class ConsolePromptDetector : Detector
{
    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" login: ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (at - line > 2 && NamedValue.NameLength(text, line) == at - line) NoticeNameDetector.TakeUnknown(text, new Extent(line, at), found);
    }
}
