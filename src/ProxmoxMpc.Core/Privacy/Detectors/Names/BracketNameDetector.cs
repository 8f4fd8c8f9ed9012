using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Logs of Veeam put each value in brackets behind the word for it: <c>Starting worker [veeam-wk-1] on [pve-01]</c>, <c>user [jane]</c>.</summary>
internal sealed class BracketNameDetector : Detector
{
    private static readonly (string Word, PrivacyKind Kind)[] Words = [("worker [", PrivacyKind.Guest), ("proxy [", PrivacyKind.Host), ("repository server [", PrivacyKind.Host), ("mount server [", PrivacyKind.Host), ("user [", PrivacyKind.User), ("account [", PrivacyKind.User), ("username: [", PrivacyKind.User), ("user name: [", PrivacyKind.User), ("hostname: [", PrivacyKind.Host), ("vm name: [", PrivacyKind.Guest), ("vmname: [", PrivacyKind.Guest)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-bracket", PrivacyKind.Host, "Names in brackets in logs of backup programs");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Words.Select(word => new Anchor(word.Word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        var name = text.Slice(start, count);
        // Invalid user guest [preauth]; a list of worker [1]; a flag.
        if (Bytes.At(text, start + count) != ']' || Bytes.StartsWithAt(text, start + count, "]\\["u8) || !Vocabulary.IsTelling(name) || name.SequenceEqual("preauth"u8) || name.SequenceEqual("postauth"u8)) return;
        foreach (var (word, kind) in Words)
        {
            if (word.Length != length || !Bytes.StartsWithIgnoreCase(text, at, System.Text.Encoding.ASCII.GetBytes(word))) continue;
            if (kind == PrivacyKind.User) NamedValue.TakeUser(text, start, count, found);
            else NamedValue.TakeName(text, start, count, kind, found);
            return;
        }
    }
}
