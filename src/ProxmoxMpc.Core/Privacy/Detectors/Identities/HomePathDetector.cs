using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The user in the path of a home: <c>/home/jane</c>, <c>/Users/jane</c>, <c>C:\Users\jane</c>.</summary>
internal sealed class HomePathDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("home-path", PrivacyKind.User, "Users in paths of homes");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors => [new("/home/"), new("/Users/"), new(":\\Users\\", IgnoreCase: true), new(":\\\\Users\\\\", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) && text[at] == '/') return;
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        if (count == 0 || Bytes.At(text, start) == '.') return;
        var name = text.Slice(start, count);
        if (!Vocabulary.CanBeName(name) || Vocabulary.IsSystemUser(name)) return;
        found.Learn(PrivacyKind.User, name);
        found.Replace(start, count, PrivacyKind.User);
    }
}
