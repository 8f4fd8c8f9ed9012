using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The machine that a runner of GitLab is on: <c>Running on runner-x-project-41-concurrent-0 via ci7...</c>, and the runner of GitHub's that is somebody's own:
/// <c>Runner name: 'ci7'</c>. Those of GitHub are counted: <c>'GitHub Actions 12'</c>.
/// </summary>
internal sealed class RunnerHostDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("runner-host", PrivacyKind.Host, "Machines of the runners of GitLab and GitHub");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = 
        [new("Running on runner-", WordStart: true), new("Runner name: '", WordStart: true), new("Machine name: '", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 1] == '\'')
        {
            var name = NamedValue.NameLength(text, at + length);
            if (name > 1 && Bytes.At(text, at + length + name) == '\'') NamedValue.TakeName(text, at + length, name, PrivacyKind.Host, found);
            return;
        }
        if (text[at..Bytes.LineEnd(text, at)].IndexOf(" via "u8) is not (> 0 and var via)) return;
        var start = at + via + 5;
        var count = NamedValue.NameLength(text, start);
        if (Bytes.StartsWithAt(text, start + count, "..."u8)) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
