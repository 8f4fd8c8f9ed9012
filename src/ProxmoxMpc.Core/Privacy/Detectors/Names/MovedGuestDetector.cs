using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Guests that somebody moves from one machine to another: <c>Move zimbra-mx from a to b</c>. They are of several parts, and no words of the language.</summary>
internal sealed class MovedGuestDetector : Detector
{
    private const int Shortest = 4;

    private static readonly string[] Verbs = ["Move", "Moved", "Moving", "Migrate", "Migrated", "Migrating", "move", "moved", "moving", "migrate", "migrated", "migrating"];

    private static readonly byte[][] Ways = Phrases.Of(" from ", " to ", " off ", " onto ", " back to ");

    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Verbs.Select(verb => new Anchor(verb + " ", WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        if (count < Shortest) return;
        var name = text.Slice(start, count);
        if (!name.ContainsAny("-0123456789"u8) || name.Contains((byte)'.') || !Vocabulary.IsTelling(name) || !Phrases.AnyStarts(text[(start + count)..], Ways)) return;
        if (!IsMadeOfWords(name)) NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
    }

    private static bool IsMadeOfWords(ReadOnlySpan<byte> name)
    {
        var last = name[(name.LastIndexOf((byte)'-') + 1)..];
        if (last.EndsWith("ed"u8) || last.EndsWith("ing"u8)) return true;
        var first = name[..Math.Max(0, name.IndexOf((byte)'-'))];
        return IsWord(first) && IsWord(last);
    }

    private static bool IsWord(ReadOnlySpan<byte> part) => CommonWords.Contains(part) || Vocabulary.IsWord(part);
}
