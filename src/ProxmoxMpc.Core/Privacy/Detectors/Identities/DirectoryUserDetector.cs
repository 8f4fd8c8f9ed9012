using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary><c>uid: jane</c>, alone on a line, of an entry of a directory; what Kubernetes calls so is a UUID.</summary>
internal sealed class DirectoryUserDetector : Detector
{
    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("uid: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        if (count is <= 2 or >= 32 || Bytes.LineStart(text, at) != at || Bytes.LineEnd(text, start) != start + count) return;
        var name = text.Slice(start, count);
        if (name.Count((byte)'-') < 2 && Vocabulary.IsTelling(name)) NamedValue.TakeUser(text, start, count, found);
    }
}
