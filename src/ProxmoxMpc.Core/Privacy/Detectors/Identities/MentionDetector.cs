using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>People who are spoken to by their account's name: <c>thanks @jane</c>, <c>cc @bob-k</c>, <c>danke @mara</c>.</summary>
internal sealed class MentionDetector : Detector
{
    // Whom a forum or a chat calls so has a role, and no name.
    private static readonly WordSet Roles = WordSet.Of("moderator moderators mods admins administrator staff everyone here channel all team support");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("mention", PrivacyKind.User, "Accounts of people that a text speaks to: thanks @jane, cc @bob");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "thanks @", "thank you @", "thx @", "cc @", "cc: @", "hi @", "hey @", "hello @", "ping @", "by @", "like @", "danke @", "hallo @", "merci @", "gracias @", "and @", "assigned @", "author: @" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)), new("] <")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at] == ']')
        {
            // [10:11] <jane> hello: the line of a chat.
            var line = Bytes.LineStart(text, at);
            if (Bytes.At(text, line) != '[' || !Bytes.IsDigit(Bytes.At(text, line + 1)) || at - line > 24) return;
            if (Bytes.At(text, start) is (byte)'@' or (byte)'+' or (byte)'%') start++;
            var nick = NamedValue.NameLength(text, start);
            if (Bytes.StartsWithAt(text, start + nick, "> "u8)) NamedValue.TakeUser(text, start, nick, found);
            return;
        }
        for (var names = 0; names < 8; names++)
        {
            var count = NamedValue.NameLength(text, start);
            // A scope of packages (@vue/cli), an address, a group's everyday name.
            if (count < 3 || Bytes.At(text, start + count) is (byte)'/' or (byte)'@' or (byte)':' && Bytes.IsLetterOrDigit(Bytes.At(text, start + count + 1)) || !Vocabulary.IsTelling(text.Slice(start, count)) || text.Slice(start, count).Contains((byte)'.') || Roles.Contains(text.Slice(start, count))) return;
            found.Learn(PrivacyKind.User, text.Slice(start, count));
            found.Replace(start, count, PrivacyKind.User);
            // cc @jane, @bob and @mara
            start = Bytes.SkipBlanks(text, start + count + (Bytes.At(text, start + count) == ',' ? 1 : 0));
            if (Bytes.StartsWithAt(text, start, "and "u8) || Bytes.StartsWithAt(text, start, "und "u8)) start += 4;
            if (Bytes.At(text, start) != '@') return;
            start++;
        }
    }
}
