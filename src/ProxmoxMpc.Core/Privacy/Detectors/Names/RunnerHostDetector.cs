using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The machine that a runner of GitLab is on: <c>Running on runner-x-project-41-concurrent-0 via ci7...</c></summary>
internal sealed class RunnerHostDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("runner-host", PrivacyKind.Host, "Machines of GitLab's runners");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Running on runner-", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at..Bytes.LineEnd(text, at)].IndexOf(" via "u8) is not (> 0 and var via)) return;
        var start = at + via + 5;
        var count = NamedValue.NameLength(text, start);
        if (Bytes.StartsWithAt(text, start + count, "..."u8)) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
