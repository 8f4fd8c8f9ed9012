using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Whose process a row of <c>ps aux</c> shows where somebody has cut its head off: <c>jane  1234  0.0  0.1  12345  6789 pts/0 …</c></summary>
internal sealed class ProcessRowDetector : Detector
{
    // The number, shares of processor and memory, two sizes.
    private const int Numbers = 5;

    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" pts/"), new(" ?  ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var name = NamedValue.NameLength(text, line);
        if (name == 0) return;
        var i = line + name;
        for (var number = 0; number < Numbers; number++)
        {
            var start = Bytes.SkipBlanks(text, i);
            var end = start;
            while (end < at && (Bytes.IsDigit(text[end]) || text[end] == '.')) end++;
            if (start == i || end == start || text[start..end].Contains((byte)'.') != (number is 1 or 2)) return;
            i = end;
        }
        if (Bytes.SkipBlanks(text, i) >= at) NamedValue.TakeUser(text, line, name, found);
    }
}
