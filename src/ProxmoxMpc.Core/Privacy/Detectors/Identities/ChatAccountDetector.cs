using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts of a chat's export: <c>"display_name": "jane"</c>. A real name is no account, a word in small letters is one.</summary>
internal sealed class ChatAccountDetector : Detector
{
    private const int Longest = 40;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("chat-account", PrivacyKind.User, "Accounts in the exports of chats");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"display_name\"")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (start, count) = NamedValue.After(text, at + length - 1);
        var name = text.Slice(start, count);
        if (count is > 2 and <= Longest && name.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789._-"u8) < 0 && Vocabulary.IsTelling(name)) NamedValue.TakeName(text, start, count, PrivacyKind.User, found);
    }
}
