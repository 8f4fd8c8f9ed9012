using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The machine that a file was copied from, in a comment above all else: <c># lyra:/srv/stack/compose.yaml</c>.</summary>
internal sealed class HeadPathDetector : Detector
{
    private static readonly string[] Folders = ["srv", "etc", "opt", "root", "home", "var", "usr", "mnt", "data", "boot", "docker"];

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Standard("name-head-path", PrivacyKind.Host, "Machines before the path of a file in a comment above it");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Folders.Select(folder => new Anchor($":/{folder}/"))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        var line = Bytes.LineStart(text, start);
        // A comment within a file may set a path aside: #data:/var/lib
        if (start == at || line >= 2 && text[line - 2] != '\n' || !IsCommentSign(text[line..start])) return;
        CommandTargetDetector.TakeHost(text, start, found);
    }

    private static bool IsCommentSign(ReadOnlySpan<byte> before) =>
        before.TrimEnd((byte)' ') is [(byte)'#'] or [(byte)'/', (byte)'/'] or [(byte)';'] or [(byte)'-', (byte)'-'] && before[^1] == ' ';
}
